"""Text that other programs take for code, on every page that shows it: read literally, executed nowhere."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
SHOWN_MS = 20_000
CANARY = "flock_was_here"
PAYLOADS = [
    f"{{{{ cycler.__init__.__globals__.os.system('touch {CANARY}') }}}}",
    f"{{% set x = 'touch {CANARY}' %}}",
    "{{7*7}}",
    "{# comment #}",
    "{% raw",
    "${window.flock_was_here=1}",
    "`;window.flock_was_here=1;//",
    "\\`;window.flock_was_here=1;//",
    "</script><script>window.flock_was_here=1</script>",
    "<img src=x onerror=window.flock_was_here=1>",
    "<svg/onload=window.flock_was_here=1>",
    "<iframe srcdoc='<script>parent.flock_was_here=1</script>'>",
    "<a href='javascript:window.flock_was_here=1'>click</a>",
    "&lt;b&gt;bold&lt;/b&gt;",
    "![pixel](http://pixel.example/p.png)",
    "[link](javascript:window.flock_was_here=1)",
    "**bold** _italics_ `code` ~~gone~~",
    ":material/home: :red[red] $x^2$",
    "# heading",
    "- list",
    '=HYPERLINK("http://x.example","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "'; DROP TABLE venue; --",
    '" onmouseover="window.flock_was_here=1',
    "%3Cscript%3E %s %(name)s {0}",
    "\u202eright to left",
    "a\u2028b",
    "<!-- comment -->",
    "<style>body{display:none}</style>",
    "javascript:window.flock_was_here=1",
]

# Tiles reach beyond the map's edge, so the first pin may lie where nobody sees it.
IN_VIEW = """pins => pins.map(pin => pin.getBoundingClientRect())
    .findIndex(at => at.top > 0 && at.left > 0 && at.bottom < innerHeight && at.right < innerWidth)"""


@pytest.fixture(scope="module")
def app(app_server, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("hostile")
    table = folder / "places.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "kind", "address", "town", "lat", "lon", "source", "phone", "hours"])
        for i, text in enumerate(PAYLOADS):
            rows.writerow([text, "cafe", text, text, 53.8 + i * 0.002, -1.55, text, text, text])
    environment = {**os.environ, "FLOCK_DATABASE": str(folder / "flock.duckdb"), "FLOCK_TILES_URL": ""}
    command = [sys.executable, "-m", "flock", "import-venues", str(table)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return app_server(FLOCK_DATABASE=str(folder / "flock.duckdb"))


def as_read(text: str) -> str:
    """Give what a person reads: without word joiners, with single spaces."""
    return " ".join(text.replace("\u2060", "").split())


def assert_nothing_ran(page: Page, foreign: list[str]) -> None:
    for frame in page.frames:
        assert frame.evaluate("window.flock_was_here") is None
    assert not (ROOT / CANARY).exists()
    assert foreign == []


def test_names_are_shown_as_they_are_and_nothing_runs(app, page: Page) -> None:
    foreign: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith((app.url, "data:", "blob:")) else foreign.append(request.url)
    )
    shown: set[str] = set()
    links: list[str] = []
    for number, most in ((1, 12), (2, 12), (3, 6)):
        page.goto(f"{app.url}/?page={number}")
        expect(page.get_by_role("link", name="All about it")).to_have_count(most, timeout=SHOWN_MS)
        page.wait_for_load_state("networkidle")
        shown |= set(page.locator(".flock-card .name").all_inner_texts())
        shown |= set(page.locator('[class*="st-key-pick_"] button').all_inner_texts())
        links += [link.get_attribute("href") or "" for link in page.get_by_role("link", name="All about it").all()]
    assert {as_read(text) for text in shown} == {as_read(text) for text in PAYLOADS}
    places = page.frame_locator("iframe").first
    pins = places.locator(".flock-marker button")
    in_view = pins.evaluate_all(IN_VIEW)
    assert in_view >= 0
    pins.nth(in_view).hover()
    pins.nth(in_view).focus()
    assert_nothing_ran(page, foreign)
    assert len(links) == len(PAYLOADS)


def test_the_page_of_each_place_shows_its_name_as_it_is(app, page: Page) -> None:
    foreign: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith((app.url, "data:", "blob:")) else foreign.append(request.url)
    )
    features = page.request.get(f"{app.url}/api/venues.geojson").json()["features"]
    assert len(features) == len(PAYLOADS)
    for feature in features[::3]:
        properties = feature["properties"]
        page.goto(f"{app.url}/place?id={properties['venue_id']}")
        expect(page.get_by_role("heading", name="Near here")).to_be_visible(timeout=SHOWN_MS)
        assert as_read(page.get_by_role("heading", level=1).inner_text()) == as_read(properties["name"])
        assert_nothing_ran(page, foreign)
    page.goto(f"{app.url}/about")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SHOWN_MS)
    assert_nothing_ran(page, foreign)
