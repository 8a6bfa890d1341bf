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


def test_a_member_picks_her_hexagon_on_the_map_and_no_point_leaves_her_browser(app, page: Page) -> None:
    """S1: what the page sends says which hexagon, and nothing of where in it she clicked."""
    sent: list[bytes] = []
    page.on(
        "websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame if isinstance(frame, bytes) else b""))
    )
    page.goto(f"{app.url}/settings?as=member")
    page.get_by_text("Pick it on a map").click(timeout=SHOWN_MS)
    frame = page.frame_locator("iframe[title*=st_folium]")
    drawn = frame.locator('[aria-label="Choose this hexagon."]:not([d="M0 0"])')
    expect(drawn.nth(40)).to_be_visible(timeout=SHOWN_MS)
    drawn.nth(40).click(force=True)
    for _ in range(80):
        page.wait_for_timeout(250)
        if clicks := [message for message in sent if b"hexagon" in message]:
            break
    expect(frame.get_by_role("button", name="Chosen.")).to_have_count(1, timeout=SHOWN_MS)
    assert not any(word in message for message in clicks for word in (b"lat", b"lng", b"coordinates"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.").or_(page.get_by_text("less than two weeks ago"))).to_be_visible(timeout=SHOWN_MS)
