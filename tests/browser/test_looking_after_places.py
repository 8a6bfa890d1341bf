"""P7, P8: organisers edit, close and merge places; members say what is wrong, and what is still right."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

SHOWN_MS = 20_000


@pytest.fixture(scope="module")
def app(app_server):
    return app_server()


@pytest.fixture(scope="module")
def places(app, browser: Browser) -> list[dict[str, str]]:
    """Give some open places with what is known of them, near each other."""
    context = browser.new_context()
    features = context.request.get(f"{app.url}/api/venues.geojson?near=51.45,-2.59&within=9000").json()["features"]
    context.close()
    return [feature["properties"] for feature in features]


def visit(page: Page, app, path: str, who: str) -> None:
    page.goto(f"{app.url}{path}{'&' if '?' in path else '?'}as={who}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SHOWN_MS)


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=SHOWN_MS)


def field(page: Page | Locator, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def alert(page: Page) -> Locator:
    return page.get_by_test_id("stAlert")


def test_p8_an_edit_is_saved_shown_to_all_and_put_back(app, places, page: Page) -> None:
    place = places[0]
    visit(page, app, f"/place?id={place['venue_id']}", "organiser")
    page.get_by_role("link", name="Edit", exact=True).click(timeout=SHOWN_MS)
    field(page, "Phone").fill("0117 496 0000", timeout=SHOWN_MS)
    field(page, "Opening hours").fill("nine to five")
    page.get_by_role("button", name="Save changes").click()
    expect(alert(page)).to_contain_text("is not opening hours", timeout=SHOWN_MS)
    expect(field(page, "Phone")).to_have_value("0117 496 0000")
    field(page, "Opening hours").fill("mo-su 7:00-22:00")
    page.get_by_role("button", name="Save changes").click()
    expect(alert(page)).to_contain_text("Saved: opening hours, phone", timeout=SHOWN_MS)
    expect(field(page, "Opening hours")).to_have_value("Mo-Su 07:00-22:00")
    page.get_by_role("link", name="See its page").click()
    expect(page.get_by_text("0117 496 0000")).to_be_visible(timeout=SHOWN_MS)
    expect(page.locator(".flock-week")).to_contain_text("7:00–22:00")

    visit(page, app, f"/manage-places?id={place['venue_id']}&part=History", "organiser")
    changes = page.locator('[class*="st-key-change_"]')
    expect(changes.first).to_contain_text("edited", timeout=SHOWN_MS)
    expect(changes.first).to_contain_text("0117 496 0000")
    changes.first.get_by_role("button", name="Put back").last.click()
    expect(alert(page)).to_contain_text("Phone is put back", timeout=SHOWN_MS)
    expect(changes).to_have_count(2)
    expect(changes.first).to_contain_text("put back")


def test_the_second_of_two_sees_the_newer_value_and_loses_nothing(app, places, browser: Browser) -> None:
    path = f"/manage-places?id={places[1]['venue_id']}"
    first, second = (browser.new_page() for _ in range(2))
    visit(first, app, path, "organiser")
    visit(second, app, path, "lead")
    for page, phone in ((first, "1111"), (second, "2222")):
        field(page, "Phone").fill(phone, timeout=SHOWN_MS)
    field(second, "Seats").fill("12")
    first.get_by_role("button", name="Save changes").click()
    expect(alert(first)).to_contain_text("Saved", timeout=SHOWN_MS)
    second.get_by_role("button", name="Save changes").click()
    expect(alert(second)).to_contain_text("changed phone while you were at it", timeout=SHOWN_MS)
    expect(second.get_by_text("Phone is now: 1111")).to_be_visible()
    expect(field(second, "Phone")).to_have_value("2222")
    expect(field(second, "Seats")).to_have_value("12")
    second.get_by_role("button", name="Take that").click()
    expect(field(second, "Phone")).to_have_value("1111", timeout=SHOWN_MS)
    second.get_by_role("button", name="Save changes").click()
    expect(alert(second)).to_contain_text("Saved: seats", timeout=SHOWN_MS)
    first.close()
    second.close()


def test_a_closed_place_says_so_leaves_the_list_and_opens_again(app, places, page: Page) -> None:
    place = places[2]
    visit(page, app, f"/manage-places?id={place['venue_id']}&part=Close", "organiser")
    page.get_by_role("button", name="Close for good").click(timeout=SHOWN_MS)
    expect(alert(page)).to_contain_text("closed for good", timeout=SHOWN_MS)
    listed = page.request.get(f"{app.url}/api/venues.geojson?near=51.45,-2.59&within=9000").json()["features"]
    assert place["venue_id"] not in {feature["properties"]["venue_id"] for feature in listed}
    page.get_by_role("link", name="See its page").click()
    expect(page.get_by_role("heading", name="Near here")).to_be_visible(timeout=SHOWN_MS)
    expect(page.get_by_text("closed for good", exact=True)).to_be_visible(timeout=SHOWN_MS)
    expect(page.get_by_text("Still right?")).to_have_count(0)
    visit(page, app, f"/manage-places?id={place['venue_id']}&part=Close", "organiser")
    page.get_by_role("button", name="Open it again").click(timeout=SHOWN_MS)
    expect(alert(page)).to_contain_text("open now", timeout=SHOWN_MS)


def test_two_places_become_one_whose_address_both_have_and_come_apart_again(app, places, page: Page) -> None:
    kept, lost = places[3], places[4]
    visit(page, app, f"/manage-places?id={kept['venue_id']}&part=Merge", "organiser")
    page.get_by_label("Look for another by name").fill(lost["name"], timeout=SHOWN_MS)
    page.keyboard.press("Enter")
    page.locator(f".st-key-with_{UUID(lost['venue_id']).hex} button").click(timeout=SHOWN_MS)
    expect(page.get_by_text("Which one stays?")).to_be_visible(timeout=SHOWN_MS)
    settled(page)
    page.get_by_role("button", name="Make them one place").click()
    expect(alert(page)).to_contain_text("one place now", timeout=SHOWN_MS)
    visit(page, app, f"/place?id={lost['venue_id']}", "member")
    expect(page.get_by_role("heading", level=1)).to_have_text(kept["name"])
    expect(page.get_by_text("was found to be this one")).to_be_visible()
    visit(page, app, f"/manage-places?id={lost['venue_id']}&part=History", "organiser")
    page.get_by_role("button", name="Take apart").click(timeout=SHOWN_MS)
    expect(alert(page)).to_contain_text("two places again", timeout=SHOWN_MS)
    visit(page, app, f"/place?id={lost['venue_id']}", "member")
    expect(page.get_by_role("heading", level=1)).to_have_text(lost["name"])


def test_a_member_suggests_an_organiser_takes_it_over_and_she_sees_it(app, places, page: Page) -> None:
    place = next(one for one in places[5:] if one["wifi"] == "unknown")
    visit(page, app, f"/place?id={place['venue_id']}", "member")
    page.get_by_role("link", name=re.compile("Know it better")).click(timeout=SHOWN_MS)
    page.get_by_role("combobox", name=re.compile("Wi-Fi")).click(timeout=SHOWN_MS)
    page.get_by_role("option", name="Free Wi-Fi", exact=True).click()
    field(page, "Anything else we should know").fill("The password is on the {{7*7}} <b>board</b>")
    page.get_by_role("button", name="Send it").click()
    expect(alert(page)).to_contain_text("Thank you. Sent: Wi-Fi", timeout=SHOWN_MS)
    expect(page.get_by_text("Waits for an organiser")).to_be_visible()

    visit(page, app, "/suggestions", "organiser")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 suggestion waits for an answer")
    box = page.locator('[class*="st-key-waiting_"]').first
    expect(box).to_contain_text("not known yet → free Wi-Fi")
    expect(box).to_contain_text("The password is on the {{7*7}} <b>board</b>")
    field(box, "Your answer to her").fill("Well spotted")
    page.keyboard.press("Tab")
    box.get_by_role("button", name="Take it over").click()
    expect(alert(page)).to_contain_text("Taken over", timeout=SHOWN_MS)
    expect(page.get_by_text("Nobody waits for an answer")).to_be_visible()

    visit(page, app, f"/suggest?id={place['venue_id']}", "member")
    expect(page.get_by_text("“Well spotted”")).to_be_visible(timeout=SHOWN_MS)
    expect(page.get_by_text("took it over")).to_be_visible()
    visit(page, app, f"/place?id={place['venue_id']}", "member")
    expect(page.locator(".flock-facts")).to_contain_text("free Wi-Fi")


def test_p7_a_tap_says_that_a_fact_is_still_right_and_a_no_asks_what_is(app, places, page: Page) -> None:
    place = max(places, key=lambda one: (one["checked_on"] or "") < "2026-03", default=places[0])
    visit(page, app, f"/place?id={place['venue_id']}", "member")
    box = page.locator(".st-key-still_right_box")
    expect(box).to_contain_text("Still right?", timeout=SHOWN_MS)
    asked = box.locator("strong").first.inner_text()
    box.get_by_role("button", name="Yes").click()
    expect(box).to_contain_text("Thank you", timeout=SHOWN_MS)
    expect(page.get_by_text("Checked today")).to_be_visible()
    expect(box.locator("strong").filter(has_text=re.compile(f"^{re.escape(asked)}$"))).to_have_count(0)
    if box.get_by_role("button", name="No").count():
        box.get_by_role("button", name="No").click()
        box.get_by_role("link", name=re.compile("Say what is right")).click(timeout=SHOWN_MS)
        expect(page.get_by_role("button", name="Send it")).to_be_visible(timeout=SHOWN_MS)


@pytest.mark.parametrize("path", ["/manage-places", "/suggestions", "/suggest"])
def test_pages_for_others_are_not_there(app, page: Page, path: str) -> None:
    page.goto(f"{app.url}{path}")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text(re.compile("Look after|waits|became"), timeout=SHOWN_MS)
    visit(page, app, path, "member")
    if path != "/suggest":
        expect(page.get_by_role("heading", level=1)).not_to_contain_text(re.compile("Look after|Suggestions"))


def test_at_phone_width_nothing_sticks_out(app, places, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    venue_id = places[0]["venue_id"]
    for path in (
        "/manage-places",
        *(f"/manage-places?id={venue_id}&part={part}" for part in ("Details", "Close", "Merge", "History")),
    ):
        visit(page, app, path, "organiser")
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
