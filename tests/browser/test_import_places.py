"""Bringing in a messy table, first steps: what is read, what can be changed, which column is which (I1, I2)."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

SHOWN_MS = 30_000
ROWS = [
    ("1", "Stadtbücherei Süd", "Weg 1", "10178", "Berlin", "52,52001", "13,40495", "ja", "Mo-Fr 09:00-18:00"),
    ("2", "Café Größe", "Allee 7", "10969", "Berlin", "52,49910", "13,41830", "nein", "-"),
    ("3", "Zum <b>Löwen</b> & {{7*7}}", "Ufer 3", "10405", "Berlin", "52,53450", "13,42030", "ja", "k. A."),
]
NAMES = "lfd. Nr.;Name der Einrichtung;Straße;PLZ;Ort;Geogr. Breite;Geogr. Länge;WLAN;Öffnungszeiten"
TITLES = "Öffentliche Büchereien der Region;;;;;;;;\r\nStand: 1.5.2024;;;;;;;;\r\n\r\n"
MESSY = f"{TITLES}{NAMES}\r\n{''.join(';'.join(row) + chr(13) + chr(10) for row in ROWS)}".encode("cp1252")


@pytest.fixture(scope="module")
def app(app_server):
    return app_server()


def open_page(app, page: Page) -> None:
    page.goto(f"{app.url}/import?as=organiser")
    expect(page.get_by_role("heading", name="Bring in places")).to_be_visible(timeout=SHOWN_MS)


def upload(page: Page, name: str, content: bytes) -> None:
    uploader = page.locator("input[type=file]")
    expect(uploader).to_have_count(1, timeout=SHOWN_MS)  # for a moment there are the old one and the new
    uploader.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def choose(page: Page, field: str, column: str) -> None:
    """Choose from a list, which closes again where the page happens to be drawn anew."""
    option = page.get_by_role("option", name=column, exact=True)
    for _ in range(3):
        page.get_by_role("combobox", name=field, exact=True).click()
        with contextlib.suppress(Error):
            option.click(timeout=SHOWN_MS / 10)
            return
        page.keyboard.press("Escape")
    option.click()


def test_a_messy_table_goes_through_file_and_columns_and_back(app, page: Page) -> None:
    open_page(app, page)
    upload(page, "broken.xlsx", b"PK\x03\x04nonsense")
    expect(page.get_by_text("broken.xlsx is a damaged archive")).to_be_visible(timeout=SHOWN_MS)
    upload(page, "Büchereien.csv", MESSY)
    said = "text in Western European, Windows, with semicolons between its cells, column names on line 4, 9 columns."
    expect(page.get_by_text(said)).to_be_visible(timeout=SHOWN_MS)
    expect(
        page.get_by_text("Passed over above the column names: Öffentliche Büchereien der Region · Stand: 1.5.2024")
    ).to_be_visible()

    page.get_by_text("Read it another way").click()
    choose(page, "Between cells stand", "commas")
    expect(page.get_by_text("with commas between its cells")).to_be_visible(timeout=SHOWN_MS)
    choose(page, "Between cells stand", "semicolons")
    expect(page.get_by_text(said)).to_be_visible(timeout=SHOWN_MS)

    page.get_by_role("button", name="Next: columns").click()
    name = page.get_by_role("combobox", name="Name", exact=True)
    expect(name).to_have_value("Name der Einrichtung", timeout=SHOWN_MS)
    expect(page.get_by_text("Zum <b>Löwen</b> & {{7*7}}")).to_be_visible()
    expect(page.get_by_role("combobox", name="Latitude", exact=True)).to_have_value("Geogr. Breite")
    expect(page.get_by_text("What working there is like: 1 of 10")).to_be_visible()
    expect(page.get_by_text("Not used: lfd. Nr.")).to_be_visible()

    page.get_by_test_id("stSelectbox").filter(has_text="Name").first.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("No column could be the name of a place.")).to_be_visible(timeout=SHOWN_MS)
    expect(page.get_by_role("button", name="Next: check")).to_be_disabled()
    choose(page, "Name", "Ort")
    expect(page.get_by_role("button", name="Next: check")).to_be_enabled(timeout=SHOWN_MS)

    page.get_by_role("button", name="Back").click()
    expect(page.get_by_text(said)).to_be_visible(timeout=SHOWN_MS)
    page.get_by_role("button", name="Next: columns").click()
    expect(name).to_have_value("Ort", timeout=SHOWN_MS)
    page.get_by_role("button", name="Next: check").click()
    expect(page.locator(".flock-steps .here")).to_have_text("3 Check", timeout=SHOWN_MS)


def test_a_closed_tab_is_taken_up_again_and_columns_of_last_time_are_offered(app, page: Page) -> None:
    open_page(app, page)
    table = MESSY.replace(b"WLAN", b"Wifi")
    upload(page, "First.csv", table)
    page.get_by_role("button", name="Next: columns").click(timeout=SHOWN_MS)
    name = page.get_by_role("combobox", name="Name", exact=True)
    expect(name).to_have_value("Name der Einrichtung", timeout=SHOWN_MS)
    choose(page, "Name", "Ort")
    expect(page.get_by_text("Not used: lfd. Nr., Name der Einrichtung")).to_be_visible(timeout=SHOWN_MS)
    page.get_by_role("button", name="Next: check").click()
    expect(page.locator(".flock-steps .here")).to_have_text("3 Check", timeout=SHOWN_MS)

    open_page(app, page)
    upload(page, "Again.csv", table)
    page.get_by_role("button", name="Next: columns").click(timeout=SHOWN_MS)
    expect(name).to_have_value("Name der Einrichtung", timeout=SHOWN_MS)
    page.get_by_role("button", name="Use the columns of last time").click()
    expect(name).to_have_value("Ort", timeout=SHOWN_MS)

    open_page(app, page)
    begun = page.locator("[class*=st-key-begun_]").filter(has_text="Again.csv")
    begun.get_by_role("button", name="Go on").click(timeout=SHOWN_MS)
    expect(name).to_have_value("Ort", timeout=SHOWN_MS)
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("input[type=file]")).to_have_count(1, timeout=SHOWN_MS)
    expect(page.get_by_text("Again.csv")).to_have_count(0)


def test_who_made_the_places_stands_beneath_the_map(app_server, gazetteer_path: Path, tmp_path: Path, page: Page) -> None:
    tags = {"amenity": "cafe", "name": "Bean"}
    element = {"type": "node", "id": 1, "lat": 51.45, "lon": -2.6, "tags": tags}
    (tmp_path / "area.json").write_text(json.dumps({"elements": [element]}), "utf-8")
    database = str(tmp_path / "flock.duckdb")
    settings = {"FLOCK_DATABASE": database, "FLOCK_GAZETTEER": str(gazetteer_path)}
    command = [sys.executable, "-m", "flock", "import-venues", str(tmp_path / "area.json")]
    subprocess.run(
        command, cwd=Path(__file__).parents[2], env=os.environ | settings, check=True, capture_output=True, timeout=120
    )
    page.goto(app_server(FLOCK_DATABASE=database).url)
    expect(page.get_by_text("Places: © OpenStreetMap contributors, ODbL 1.0")).to_be_visible(timeout=SHOWN_MS)


def test_members_do_not_find_the_page(app, page: Page) -> None:
    page.goto(f"{app.url}/import?as=member")
    expect(page.get_by_role("heading", name="Bring in places")).to_have_count(0)
    expect(page.get_by_text("Page not found").or_(page.get_by_text("This page is not here")).first).to_be_visible(
        timeout=SHOWN_MS
    )
