"""A3: a visitor sees the demo community through the eyes of one of its people."""

import pytest
from playwright.sync_api import Page, expect

SHOWN_MS = 20_000


@pytest.fixture(scope="module")
def app(app_server):
    return app_server()


def test_a_visitor_becomes_one_of_the_people_and_nobody_again(app, page: Page) -> None:
    page.goto(f"{app.url}/look-around")
    page.get_by_role("button", name="Be Rhona").click(timeout=SHOWN_MS)
    expect(page.get_by_role("button", name="You are her")).to_be_disabled(timeout=SHOWN_MS)
    page.get_by_role("button", name="Be nobody again").click()
    expect(page.get_by_role("button", name="You are her")).to_have_count(0, timeout=SHOWN_MS)


def test_a_link_may_say_through_whose_eyes(app, page: Page) -> None:
    page.goto(f"{app.url}/look-around?as=organiser")
    expect(page.get_by_role("button", name="You are her")).to_be_disabled(timeout=SHOWN_MS)
    expect(page.get_by_role("button", name="Be nobody again")).to_be_visible()
