"""Text that other programs take for code, in everything that people edit and suggest: read literally, executed nowhere."""

import csv
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_hostile_names import PAYLOADS, as_read, assert_nothing_ran

SHOWN_MS = 20_000
NAMES = ["write to me@x.example, www.x.example or https://x.example", *PAYLOADS[::3]]


@pytest.fixture(scope="module")
def app(app_server, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("hostile_sample")
    places = [[text, "cafe", text, text, 53.8 + i * 0.0005, -1.55, text, "2024-01-01", "free"] for i, text in enumerate(NAMES)]
    member = ["", "Mo-Fr 09:00-12:00", "silent", "English", "", "", "", "LS1 5TQ", "everyone"]
    people = [["m1", "{{7*7}}<b>${1}", *member, "organiser", "2026-01-01"], ["m2", "=1+1 **x**", *member, "member", "2026-01-02"]]
    _write(folder / "venues.csv", "name,kind,address,town,lat,lon,phone,checked_on,wifi", places)
    columns = "member,name,does,works,style,languages,can_help,wants_to_learn,interests,postcode,seen_by,role,joined_on"
    _write(folder / "members.csv", columns, people)
    acts = [["2026-02-01T10:00Z", "post", "m1", "", "yes", "t1", "", ""]]
    _write(folder / "activity.csv", "at,kind,actor,towards,online,thread,meetup,venue", acts)
    return app_server(FLOCK_SAMPLE_FOLDER=str(folder))


def _write(file: Path, header: str, rows: list[list[object]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([header.split(","), *rows])


def test_what_people_edit_and_suggest_is_shown_as_they_wrote_it(app, page: Page) -> None:
    foreign: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith((app.url, "data:", "blob:")) else foreign.append(request.url)
    )
    page.goto(f"{app.url}/manage-places?as=organiser")
    rows = page.locator(".st-key-way_rows a")
    expect(rows).to_have_count(len(NAMES), timeout=SHOWN_MS)
    shown = [as_read(row.inner_text()) for row in rows.all()]
    assert [name for name in NAMES if not any(as_read(name) in text for text in shown)] == []
    features = page.request.get(f"{app.url}/api/venues.geojson").json()["features"]
    ids = {feature["properties"]["name"]: feature["properties"]["venue_id"] for feature in features}
    for name in NAMES[::2]:
        venue_id = ids[name]
        page.goto(f"{app.url}/suggest?id={venue_id}&as=member")
        note = page.get_by_role("textbox", name="Anything else we should know")
        note.fill(name, timeout=SHOWN_MS)
        page.get_by_role("button", name="Send it").click()
        expect(page.get_by_text("Sent: your note")).to_be_visible(timeout=SHOWN_MS)
        assert_nothing_ran(page, foreign)

        page.goto(f"{app.url}/manage-places?id={venue_id}&as=organiser")
        page.get_by_role("textbox", name="Source").fill(f"{name} again", timeout=SHOWN_MS)
        page.get_by_role("button", name="Save changes").click()
        expect(page.get_by_text("Saved: source.")).to_be_visible(timeout=SHOWN_MS)
        assert as_read(page.get_by_role("heading", level=1).inner_text()) == as_read(name)
        assert_nothing_ran(page, foreign)
        page.goto(f"{app.url}/manage-places?id={venue_id}&part=History&as=organiser")
        change = page.locator('[class*="st-key-change_"]')
        expect(change).to_have_count(1, timeout=SHOWN_MS)
        expect(change).to_contain_text("again", timeout=SHOWN_MS)
        assert as_read(f"Source: not known yet → {name} again") in as_read(change.inner_text())
        assert as_read("{{7*7}}<b>${1},") in as_read(change.inner_text())
        assert page.get_by_test_id("stMain").locator("a[href*='x.example']").count() == 0, (
            "an address in people's text is no link"
        )
        assert_nothing_ran(page, foreign)
        other = next(ids[one] for one in NAMES if one != name)
        page.goto(f"{app.url}/manage-places?id={venue_id}&part=Merge&with={quote(other)}&as=organiser")
        expect(page.get_by_text("Which one stays?")).to_be_visible(timeout=SHOWN_MS)
        assert as_read(name) in as_read(page.get_by_test_id("stMain").inner_text())
        assert_nothing_ran(page, foreign)
        page.goto(f"{app.url}/compare?ids={venue_id},{other}")
        heads = page.locator(".flock-compare thead .name")
        expect(heads).to_have_count(2, timeout=SHOWN_MS)
        assert as_read(heads.first.inner_text()) == as_read(name)
        assert_nothing_ran(page, foreign)

    page.goto(f"{app.url}/suggestions?as=organiser")
    waiting = page.locator('[class*="st-key-waiting_"]')
    expect(waiting).to_have_count(len(NAMES[::2]), timeout=SHOWN_MS)
    for box in waiting.all():
        expect(box).to_contain_text("“", timeout=SHOWN_MS)
    texts = [as_read(box.inner_text()) for box in waiting.all()]
    for name in NAMES[::2]:
        assert any(f"“{as_read(name)}”" in text and as_read("=1+1 **x**,") in text for text in texts)
    assert_nothing_ran(page, foreign)
