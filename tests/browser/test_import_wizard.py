"""The whole way of a messy table: repaired, decided, merged, brought in, undone and brought in again (I3, I4, I6, I8, I10, I12)."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ROOT = Path(__file__).resolve().parents[2]
SHOWN_MS = 60_000
NAMES = ("Venue", "Type", "Street", "Town", "PC", "Latitude", "Longitude", "Opening times")
HOSTILE = "Harbour <img src=x onerror=alert(1)> & {{7*7}} Desk"


@pytest.fixture(scope="module")
def app(app_server):
    return app_server()


def sample() -> list[dict[str, str]]:
    with (ROOT / "data" / "venues.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["lat"] and row["postcode"] and row["status"] in ("", "open") and len(row["name"]) > 8]


def messy() -> bytes:
    """Write places of the sample changed and misspelt, new ones, and some with something wrong, as a spreadsheet from long ago would."""
    known = sample()[:8]

    def row(one: dict[str, str], **changes: str) -> list[str]:
        told = (one["name"], one["kind"], one["address"], one["town"], one["postcode"], one["lat"], one["lon"], one["hours"])
        return list({**dict(zip(NAMES, told, strict=True)), **changes}.values())

    name, moved = known[3]["name"], f"{float(known[3]['lat']) + 0.0003:.6f}"
    rows = [row(one, **{"Opening times": "Mo-Fr 07:45-19:15"}) for one in known[:3]]
    rows.append(row(known[3], Venue=f"{name[:4]}{name[5]}{name[4]}{name[6:]}", Latitude=moved))
    rows.append(row(known[4], Venue=HOSTILE, Street="1 Quay Street"))
    rows.append(row(known[5], Venue="", Street="2 Quay Street"))
    rows.append(row(known[6], Venue="Far Room", Street="3 Quay Street", Latitude="51.45", Longitude="-2.59", PC="LS1 1UR"))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([["Places to work, spring list"], NAMES, *rows])
    return text.getvalue().encode("cp1252")


def onward(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def see(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible(timeout=SHOWN_MS)


def write_into_first_row(page: Page, text: str) -> None:
    """Write into the column beside the line's number; the grid is a canvas that tells nobody when it is ready, so try again."""
    again = page.get_by_role("button", name="Check again").first
    grid = page.get_by_test_id("stDataFrame").first
    editor = page.locator("#portal textarea, #portal input").first
    for _ in range(12):
        page.wait_for_timeout(1_000)
        grid.scroll_into_view_if_needed()
        box = grid.bounding_box()
        assert box
        page.mouse.click(box["x"] + 110, box["y"] + box["height"] - 18)
        page.wait_for_timeout(500)
        page.keyboard.press("Enter")
        try:
            editor.wait_for(state="visible", timeout=3_000)
        except PlaywrightTimeout:
            continue
        editor.fill(text)
        page.keyboard.press("Enter")
        try:
            expect(again).to_be_enabled(timeout=10_000)
        except AssertionError:
            continue
        return


def test_a_messy_table_is_repaired_brought_in_undone_and_brought_in_again(app, page: Page) -> None:
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.goto(f"{app.url}/import?as=organiser")
    expect(page.get_by_role("heading", name="Bring in places")).to_be_visible(timeout=SHOWN_MS)
    content = {"name": "spring.csv", "mimeType": "text/csv", "buffer": messy()}
    page.locator("input[type=file]").set_input_files(content)
    onward(page, "Next: columns")
    onward(page, "Next: check")
    see(page, "7 rows: 2 new, 3 changed, 1 told twice and 1 left out. Of those that come in, 1 is in doubt.")
    see(page, "The place has no name. Give it one.")

    write_into_first_row(page, "Second Room")
    page.get_by_role("button", name="Check again").first.click()
    see(page, "7 rows: 3 new, 3 changed and 1 told twice.")
    see(page, "1 row repaired here.")

    see(page, "coordinates far from their postcode")
    onward(page, "Use the postcode")
    expect(page.get_by_text("Of those that come in")).to_have_count(0, timeout=SHOWN_MS)

    onward(page, "Next: duplicates")
    see(page, "1 row merged into the place that it is told of")
    onward(page, "Next: bring in")
    see(page, "N new · C changed · D told twice")
    pins = page.frame_locator("iframe").first.locator(".flock-pin")
    expect(pins).to_have_count(7, timeout=SHOWN_MS)
    page.reload()
    onward(page, "Import 6 places")
    see(page, "6 places are on the map now.")

    page.get_by_role("button", name="Undo this import").first.click()
    see(page, "3 places are off the map and 3 places are as before.")
    page.get_by_role("button", name="Bring it in again").first.click()
    see(page, "6 places are in again.")
    assert alerts == []
