"""P1, M1, M3, M7: the page of places and the page of a place, as a member uses them in a browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

SHOWN_MS = 20_000


@pytest.fixture(scope="module")
def app(app_server):
    return app_server()


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SHOWN_MS)
    page.wait_for_load_state("networkidle")


def total(page: Page) -> int:
    counted = page.get_by_text(re.compile(r"^[\d,]+ places?, |^No places$")).first
    expect(counted).to_be_visible(timeout=SHOWN_MS)
    text = counted.inner_text()
    return 0 if text.startswith("No") else int(text.split()[0].replace(",", ""))


def places_map(page: Page) -> FrameLocator:
    return page.frame_locator("iframe").first


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_link_shows_the_same_place_filters_and_count_again(app, page: Page, browser: Browser) -> None:
    open_page(page, app.url)
    everything = total(page)
    page.get_by_label("Where?").fill("Leeds")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Places to work near Leeds", timeout=SHOWN_MS)
    page.get_by_role("button", name="Wi-Fi", exact=True).click()
    page.get_by_role("button", name="quiet", exact=True).click()
    expect(page.get_by_text("2 on · clear")).to_be_visible(timeout=SHOWN_MS)
    narrowed = total(page)
    assert 0 < narrowed < everything
    assert query(page)["needs"] == ["Wi-Fi", "quiet"]
    other = browser.new_context().new_page()
    open_page(other, page.url)
    expect(other.get_by_role("heading", level=1)).to_contain_text("near Leeds", timeout=SHOWN_MS)
    assert total(other) == narrowed
    other.context.close()


def test_list_and_map_choose_together_and_the_page_runs_once(app, page: Page) -> None:
    open_page(page, f"{app.url}/?where=Leeds&within=2+km")
    total(page)
    places = places_map(page)
    first = page.locator('[class*="st-key-pick_"] button').first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-chosen")).to_be_visible(timeout=SHOWN_MS)
    expect(places.locator(".flock-selected")).to_be_visible(timeout=SHOWN_MS)
    for _ in range(4):
        places.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(400)
    pin = places.locator(".flock-place:not(.flock-selected)").first
    other = pin.get_attribute("aria-label").split(",")[0]
    pin.evaluate("pin => pin.click()")
    expect(page.locator(".st-key-chosen .name")).to_have_text(other, timeout=SHOWN_MS)
    assert query(page)["place"]


def test_searching_an_area_lists_what_the_map_shows(app, page: Page) -> None:
    open_page(page, f"{app.url}/?where=Manchester")
    places = places_map(page)
    expect(places.locator(".flock-marker").first).to_be_visible(timeout=SHOWN_MS)
    places.locator(".leaflet-control-zoom-in").click()
    places.get_by_role("button", name="Search this area").click(timeout=SHOWN_MS)
    expect(page.get_by_role("heading", level=1)).to_contain_text("in this area", timeout=SHOWN_MS)
    south, west, north, east = (float(edge) for edge in query(page)["area"][0].split(","))
    answer = page.request.get(f"{app.url}/api/venues.geojson?area={south},{west},{north},{east}")
    assert total(page) == len(answer.json()["features"]) > 0


def test_an_empty_list_names_the_filter_that_emptied_it_and_drops_it_on_request(app, page: Page) -> None:
    open_page(page, f"{app.url}/?where=Leeds&within=500+m&q=zzzz")
    assert total(page) == 0
    expect(page.get_by_text("No place here has it all: called «zzzz» and within 500 m.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Show (it|them)")).first.click()
    expect(page.get_by_text(re.compile(r"^[\d,]+ places?, nearest first"))).to_be_visible(timeout=SHOWN_MS)
    assert "q" not in query(page)
    assert query(page)["within"] == ["500 m"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/?where=Qwertyville", "Qwertyville"),
        ("/?needs=gold", "asks for needs «gold»"),
        ("/?area=1,2,3", "«area» takes"),
        ("/?place=nonsense", "not there any more"),
        ("/place?id=123", "This place is not here"),
    ],
)
def test_what_makes_no_sense_in_an_address_gets_a_sentence(app, page: Page, address: str, sentence: str) -> None:
    page.goto(app.url + address)
    expect(page.get_by_text(sentence).first).to_be_visible(timeout=SHOWN_MS)
    assert "Traceback" not in app.log
    assert page.get_by_text("Something went wrong").count() == 0


def test_a_place_has_a_page_of_its_own_with_a_way_back_to_the_same_list(app, page: Page) -> None:
    open_page(page, f"{app.url}/?where=Bristol&needs=Wi-Fi")
    before = total(page)
    name = page.locator(".flock-card .name").first.inner_text()
    page.get_by_role("link", name="All about it").first.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible(timeout=SHOWN_MS)
    for part in ("What to expect", "Opening hours", "Near here"):
        expect(page.get_by_role("heading", name=part)).to_be_visible(timeout=SHOWN_MS)
    link = page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("near Bristol", timeout=SHOWN_MS)
    assert total(page) == before
    open_page(page, link)
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible(timeout=SHOWN_MS)


def test_a_place_keeps_the_unit_and_its_map_can_be_searched_too(app, page: Page) -> None:
    open_page(page, f"{app.url}/?where=York&unit=miles&within=5+miles")
    page.get_by_role("link", name="All about it").first.click()
    near = page.locator(".st-key-neighbours")
    expect(near).to_contain_text("mile", timeout=SHOWN_MS)
    expect(near).not_to_contain_text(" km ")
    places = places_map(page)
    places.locator(".leaflet-control-zoom-out").click(timeout=SHOWN_MS)
    places.get_by_role("button", name="Search this area").click(timeout=SHOWN_MS)
    expect(page.get_by_role("heading", level=1)).to_contain_text("in this area", timeout=SHOWN_MS)
    assert total(page) > 0


def test_the_sample_says_so_on_every_page(app, page: Page) -> None:
    for address in ("/", "/about", "/place?id=x"):
        page.goto(app.url + address)
        expect(page.get_by_text("made-up sample community")).to_be_visible(timeout=SHOWN_MS)


def test_at_phone_width_list_or_map_fills_the_screen_and_nothing_sticks_out(app, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    open_page(page, f"{app.url}/?where=Bristol")
    total(page)
    expect(page.locator(".st-key-map_pane")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("radio", name="Map").or_(page.get_by_role("button", name="Map", exact=True)).first.click()
    expect(places_map(page).locator(".flock-marker").first).to_be_visible(timeout=SHOWN_MS)
    expect(page.locator(".st-key-list_pane")).to_be_hidden()
    context.close()
