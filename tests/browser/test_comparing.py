"""P9: places are put side by side on the way from one to the next; the address carries which."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

SHOWN_MS = 20_000


@pytest.fixture(scope="module")
def app(app_server):
    return app_server()


@pytest.fixture(scope="module")
def ids(app, browser: Browser) -> dict[str, str]:
    """Give the ids of some places by name."""
    context = browser.new_context()
    features = context.request.get(f"{app.url}/api/venues.geojson?near=51.45,-2.59&within=9000").json()["features"]
    context.close()
    return {feature["properties"]["name"]: feature["properties"]["venue_id"] for feature in features}


def test_two_places_are_collected_and_compared(app, ids: dict[str, str], page: Page) -> None:
    first = next(iter(ids))
    page.goto(f"{app.url}/place?id={ids[first]}")
    page.get_by_role("button", name="Compare", exact=True).click(timeout=SHOWN_MS)
    expect(page.get_by_text("Now choose another one")).to_be_visible(timeout=SHOWN_MS)
    page.locator(".st-key-neighbours a").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first, timeout=SHOWN_MS)
    second = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Compare", exact=True).click(timeout=SHOWN_MS)
    page.get_by_role("link", name="See 2 places side by side").click(timeout=SHOWN_MS)
    expect(page.get_by_role("heading", level=1)).to_have_text("2 places side by side", timeout=SHOWN_MS)
    expect(page.locator(".flock-compare thead .name")).to_have_text([first, second])
    assert (
        page.url.endswith(f"?ids={ids[first]},{ids[second]}".replace(",", "%2C")) or f"ids={ids[first]},{ids[second]}" in page.url
    )


def test_a_link_shows_up_to_four_each_once_and_says_what_is_gone(app, ids: dict[str, str], page: Page) -> None:
    some = list(ids.values())[:5]
    page.goto(f"{app.url}/compare?ids={','.join([some[0], some[0], 'nonsense', *some[1:]])}")
    expect(page.get_by_role("heading", level=1)).to_have_text("4 places side by side", timeout=SHOWN_MS)
    expect(page.get_by_text("1 place of this link is not there any more.")).to_be_visible()
    expect(page.locator(".flock-compare thead .name")).to_have_text(list(ids)[:4])
    expect(page.locator(".flock-compare tr.differs").first).to_be_visible()
    page.get_by_role("button", name="Leave out").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 places side by side", timeout=SHOWN_MS)
    expect(page).to_have_url(re.compile(some[1]))
    assert some[0] not in page.url


def test_with_fewer_than_two_it_says_how(app, page: Page) -> None:
    page.goto(f"{app.url}/compare")
    expect(page.get_by_text("press «Compare»")).to_be_visible(timeout=SHOWN_MS)


def test_on_a_phone_the_table_scrolls_and_the_page_does_not(app, ids: dict[str, str], browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(f"{app.url}/compare?ids={','.join(list(ids.values())[:4])}")
    expect(page.locator(".flock-compare")).to_be_visible(timeout=SHOWN_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
