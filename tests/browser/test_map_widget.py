"""The map as a person uses it, in a small app that holds nothing else (`harness_map.py`)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from flock.domain import venues, words

HARNESS = Path(__file__).with_name("harness_map.py")
HOSTILE_ZERO = "{{ 7*7 }} {% for x in [1] %}"
SETTLED_MS = 900  # longer than anything on the map waits before it speaks or tells the page
AT_REST = """() => new Promise(done => {
    let before = null;
    const look = setInterval(() => {
        const now = String([map.getCenter(), map.getZoom()]);
        if (now === before) { clearInterval(look); done(); }
        before = now;
    }, 300);
})"""


@pytest.fixture(scope="module")
def url(serve: Callable) -> str:
    return serve(HARNESS).url


@pytest.fixture
def requested(page: Page) -> list[str]:
    """Every address the page asks for, filled as it goes."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    return seen


def open_map(page: Page, url: str) -> FrameLocator:
    page.goto(url)
    frame = page.frame_locator("iframe")
    expect(frame.locator(".flock-place").first).to_be_visible(timeout=20_000)
    settle(page)
    return frame


def settle(page: Page) -> None:
    page.wait_for_timeout(SETTLED_MS)


def said(page: Page) -> str:
    return page.get_by_text(re.compile("^runs ")).inner_text()


def runs(page: Page) -> int:
    return int(said(page).split(";")[0].removeprefix("runs "))


def expect_runs(page: Page, number: int) -> None:
    """Wait for the rerun, then a little, in case of another that should not be."""
    expect(page.get_by_text(re.compile(rf"^runs {number};"))).to_be_visible()
    settle(page)
    assert runs(page) == number


def drag(page: Page, frame: FrameLocator, by: tuple[int, int]) -> None:
    box = frame.locator(".flock-map").bounding_box()
    assert box
    # A corner without markers, controls or messages.
    x, y = box["x"] + box["width"] - 60, box["y"] + box["height"] - 80
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=8)
    page.mouse.up()
    frame.locator(".flock-map").evaluate(AT_REST)
    settle(page)


def in_view(frame: FrameLocator, page: Page, marks: str) -> Locator:
    """The first mark that lies well inside the map and is not covered by another."""
    found = frame.locator(marks)
    clear = found.evaluate_all(
        """marks => marks.findIndex(mark => {
            const r = mark.getBoundingClientRect();
            const x = r.x + 22, y = r.y + 24;
            if (x < 90 || y < 90 || x > innerWidth - 90 || y > innerHeight - 60) return false;
            return mark.contains(document.elementFromPoint(x, y));
        })"""
    )
    assert clear >= 0, f"no {marks} in view"
    return found.nth(clear)


def test_loading_moving_and_zooming_rerun_nothing(page: Page, url: str) -> None:
    frame = open_map(page, url)
    assert runs(page) == 1
    before = frame.locator(".flock-marker").count()
    drag(page, frame, (-300, -120))
    frame.get_by_role("button", name="Zoom out").click()
    frame.get_by_role("button", name="Zoom out").click()
    settle(page)
    in_view(frame, page, ".flock-group").click()
    settle(page)
    assert runs(page) == 1
    assert before > 0


def test_a_click_on_a_place_tells_the_page_once_and_again_when_repeated(page: Page, url: str) -> None:
    frame = open_map(page, url)
    place = in_view(frame, page, ".flock-place[aria-label^='Place ']")
    name = place.get_attribute("aria-label")
    place.click()
    expect_runs(page, 2)
    number = int(re.search(r"Place (\d+),", name or "")[1])  # type: ignore[index]
    assert f"venue 00000000-0000-0000-0000-{number + 1:012x};" in said(page)
    chosen = frame.locator(".flock-selected")
    expect(chosen).to_have_attribute("aria-label", name or "")
    chosen.click()
    expect_runs(page, 3)


def test_a_drag_that_begins_on_a_marker_chooses_nothing(page: Page, url: str) -> None:
    frame = open_map(page, url)
    box = in_view(frame, page, ".flock-place").bounding_box()
    assert box
    page.mouse.move(box["x"] + 22, box["y"] + 24)
    page.mouse.down()
    page.mouse.move(box["x"] + 82, box["y"] + 64, steps=8)
    page.mouse.up()
    settle(page)
    assert runs(page) == 1
    expect(frame.get_by_role("button", name="Search this area")).to_be_visible()


def test_choosing_a_place_on_the_map_does_not_move_the_map(page: Page, url: str) -> None:
    frame = open_map(page, url)
    in_view(frame, page, ".flock-place[aria-label^='Place ']").click()
    settle(page)
    view = "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
    before = frame.locator(".flock-map").evaluate(view)
    # What a page asks for that brings a place chosen in its list into the middle.
    frame.locator(".flock-map").evaluate(
        """() => {
            const chosen = window.__GLOBAL_DATA__.last_object_clicked;
            const state = {query: "v=1&", selected: null, circle: null, area: null, theme: "light", unit: "km"};
            flockMap.update(JSON.stringify({...state, view: {number: 9, center: [chosen.lat, chosen.lng], zoom: 11}}));
        }"""
    )
    settle(page)
    assert frame.locator(".flock-map").evaluate(view) == before


def test_the_view_survives_reruns_until_the_page_asks_for_another(page: Page, url: str) -> None:
    frame = open_map(page, url)
    drag(page, frame, (-250, -150))
    moved = frame.locator(".leaflet-map-pane").evaluate("pane => pane.style.transform")
    page.get_by_text("Circle").click()
    expect(frame.locator("path.leaflet-interactive, .leaflet-overlay-pane path")).to_have_count(1)
    settle(page)
    assert frame.locator(".leaflet-map-pane").evaluate("pane => pane.style.transform") == moved
    page.get_by_role("button", name="Go home").click()
    settle(page)
    center = frame.locator(".flock-map").evaluate("() => [map.getCenter().lat, map.getCenter().lng]")
    assert center == pytest.approx([51.4545, -2.5879], abs=1e-4)


def test_the_view_survives_leaving_the_page_and_coming_back(page: Page, url: str) -> None:
    frame = open_map(page, url)
    drag(page, frame, (-250, -150))
    center = "() => [map.getCenter().lat, map.getCenter().lng]"
    moved = frame.locator(".flock-map").evaluate(center)
    frame = open_map(page, url)
    assert frame.locator(".flock-map").evaluate(center) == pytest.approx(moved, abs=1e-4)


def test_search_this_area_appears_after_a_move_and_says_what_the_map_shows(page: Page, url: str) -> None:
    frame = open_map(page, url)
    search = frame.get_by_role("button", name="Search this area")
    expect(search).to_be_hidden()
    drag(page, frame, (-300, -120))
    edges = "() => { const b = map.getBounds(); return [b.getSouth(), b.getWest(), b.getNorth(), b.getEast()]; }"
    south, west, north, east = frame.locator(".flock-map").evaluate(edges)
    search.focus()
    page.keyboard.press("Enter")
    expect(search).to_be_hidden()
    expect_runs(page, 2)
    # The page now asks the map to show that area, which it does already: nothing jumps.
    assert frame.locator(".flock-map").evaluate(edges) == [south, west, north, east]
    area = [float(number) for number in re.findall(r"=(-?[\d.]+)", said(page).split("area")[1])]
    assert area == pytest.approx([south, west, north, east], abs=1e-5)


def test_a_group_that_no_zoom_takes_apart_is_given_as_an_area(page: Page, url: str) -> None:
    frame = open_map(page, url)
    frame.locator(".flock-map").evaluate("() => map.setView([51.44, -2.61], 19, {animate: false})")
    settle(page)
    frame.get_by_role("button", name="5 places here").click()
    expect_runs(page, 2)
    south, west, north, east = (float(number) for number in re.findall(r"=(-?[\d.]+)", said(page).split("area")[1]))
    assert south < 51.44 < north
    assert west < -2.61 < east
    assert north - south < 0.001


def test_the_keyboard_reaches_a_marker_walks_to_another_and_chooses_it(page: Page, url: str) -> None:
    frame = open_map(page, url)
    frame.locator(".flock-map").focus()
    page.keyboard.press("Tab")
    focused = frame.locator(".flock-marker button:focus")
    first = focused.get_attribute("aria-label")
    page.keyboard.press("ArrowLeft")
    second = focused.get_attribute("aria-label")
    assert first != second
    expect(frame.locator(".flock-tip")).to_be_visible()
    page.keyboard.press("Enter")
    expect_runs(page, 2)
    expect(frame.locator(".flock-selected")).to_have_attribute("aria-label", second or "")
    assert frame.locator(".flock-marker button[tabindex='0']").count() == 1


def test_names_are_shown_literally_and_run_nothing(page: Page, url: str) -> None:
    frame = open_map(page, url)
    shown = set()
    for place in frame.locator(".flock-place:not([aria-label^='Place '])").all():
        place.focus()
        page.wait_for_timeout(100)
        shown.add(frame.locator(".flock-tip strong").inner_text())
    assert {HOSTILE_ZERO, "<img src=x onerror=window.hacked=1>", "${window.hacked=1}`+alert(1)+`"} <= shown
    assert frame.locator(".flock-map").evaluate("() => window.hacked") is None
    assert frame.locator(".flock-tip img, .flock-tip script").count() == 0


def test_a_new_filter_replaces_the_markers_and_a_bad_one_says_why(page: Page, url: str) -> None:
    frame = open_map(page, url)
    everything = frame.locator(".flock-place").count()
    page.get_by_label("Kind").fill("library")
    page.get_by_label("Kind").press("Enter")
    settle(page)
    labels = [
        label or "" for label in frame.locator(".flock-place").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    ]
    assert 0 < len(labels) < everything
    assert all(", library," in label for label in labels)
    page.get_by_label("Kind").fill("nonsense")
    page.get_by_label("Kind").press("Enter")
    expect(frame.get_by_role("alert")).to_have_text("There is no kind of place called «nonsense».")
    settle(page)
    assert frame.locator(".flock-place").count() == len(labels)
    page.get_by_label("Kind").fill("")
    page.get_by_label("Kind").press("Enter")
    expect(frame.get_by_role("alert")).to_be_hidden()


def test_markers_stay_while_a_new_filter_is_on_its_way(page: Page, url: str) -> None:
    frame = open_map(page, url)
    before = frame.locator(".flock-place").count()
    page.route("**/tiles/venues/**", lambda route: None)
    page.get_by_label("Kind").fill("library")
    page.get_by_label("Kind").press("Enter")
    settle(page)
    assert frame.locator(".flock-place").count() == before


def test_the_map_says_how_much_it_shows(page: Page, url: str) -> None:
    frame = open_map(page, url)
    expect(
        frame.get_by_role("status").filter(has_text=re.compile(r"^\d+ places( and \d+ groups?)? on the map$"))
    ).to_be_attached()
    frame.locator(".flock-map").evaluate("() => map.setView([40, -40], 8, {animate: false})")
    expect(frame.get_by_role("status").filter(has_text="No places in this part of the map")).to_be_in_viewport()
    expect(frame.get_by_role("region", name="Map of places to work")).to_be_visible()


def test_without_a_street_map_land_is_drawn_and_nothing_foreign_is_asked_for(page: Page, url: str, requested: list[str]) -> None:
    frame = open_map(page, url)
    colours = frame.locator(".leaflet-tile-pane canvas").first.evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(8, 8, 1, 1).data]"
    )
    assert colours[3] == 255
    assert [address for address in requested if not address.startswith((url, "data:", "blob:"))] == []
    assert any("/tiles/base/" in address for address in requested)
    expect(frame.get_by_text("The street map can't be reached")).to_have_count(0)


def test_a_street_map_that_cannot_be_reached_gives_way_and_says_so(page: Page, serve: Callable) -> None:
    server = serve(HARNESS, {"HARNESS_TILES_URL": "/street/{z}/{x}/{y}.png"})
    frame = open_map(page, server.url)
    expect(frame.get_by_role("status").filter(has_text="The street map can't be reached.")).to_be_visible()
    expect(frame.locator(".leaflet-tile-pane canvas").first).to_be_attached()
    assert runs(page) == 1
    page.route("**/street/**", lambda route: route.fulfill(body=PNG, content_type="image/png"))
    frame.get_by_role("button", name="Try again").click()
    expect(frame.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(frame.get_by_text("The street map can't be reached")).to_have_count(0)
    expect(frame.locator(".leaflet-control-attribution")).to_have_text("© Nobody <b>")


def test_a_map_that_starts_out_of_sight_finds_its_place_when_it_is_shown(page: Page, url: str) -> None:
    page.add_init_script("if (window === top) addEventListener('DOMContentLoaded', () => (document.body.style.display = 'none'))")
    page.goto(url)
    frame = page.frame_locator("iframe")
    expect(frame.locator(".flock-map")).to_be_attached(timeout=20_000)
    settle(page)
    frame.locator(".flock-map").evaluate(
        """() => flockMap.update(JSON.stringify({
            query: "v=1&", selected: null, circle: null, area: null, theme: "light", unit: "km", places: true,
            view: {number: 2, bounds: [51.44, -2.62, 51.47, -2.56]},
        }))"""
    )
    page.evaluate("document.body.style.display = ''")
    expect(frame.locator(".flock-place").first).to_be_visible(timeout=20_000)
    settle(page)
    assert frame.locator(".flock-map").evaluate("() => map.getZoom()") == 13
    expect(frame.get_by_role("button", name="Search this area")).to_be_hidden()


def test_markers_are_a_finger_wide_on_a_phone(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    frame = open_map(page, url)
    sizes = frame.locator(".flock-marker button").evaluate_all(
        "all => all.map(e => [e.offsetWidth, e.offsetHeight, getComputedStyle(e).pointerEvents])"
    )
    assert all(width >= 44 and height >= 44 and events == "auto" for width, height, events in sizes)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_tooltips_stay_within_a_narrow_map(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    frame = open_map(page, url)
    width = frame.locator(".flock-map").evaluate("map => map.clientWidth")
    for place in frame.locator(".flock-place").all()[:12]:
        place.focus()
        page.wait_for_timeout(100)
        left, right = frame.locator(".flock-tip").evaluate(
            "tip => [tip.getBoundingClientRect().left, tip.getBoundingClientRect().right]"
        )
        assert left >= 0
        assert right <= width


def test_nothing_glides_for_those_who_asked_for_less_motion(page: Page, url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    frame = open_map(page, url)
    moving = "() => ['zoomAnimation', 'fadeAnimation', 'markerZoomAnimation', 'inertia'].some(name => map.options[name])"
    assert not frame.locator(".flock-map").evaluate(moving)


def test_the_script_draws_every_kind_of_place() -> None:
    script = (Path(__file__).parents[2] / "flock/web/static/place_layer.js").read_text("utf-8")
    glyphs = script.split("const GLYPHS = {")[1].split("};")[0]
    assert re.findall(r"^\s+(\w+):", glyphs, re.M) == list(venues.KINDS) == list(words.KIND)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
