"""A2, A4: the whole sign-in in Chromium against a provider on this machine: in, refused, replayed, out; and what ends it."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import oidc_provider_mock
import pytest
from oidc_provider_mock import User
from playwright.sync_api import Browser, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.browser import gate

SHOWN_MS = 20_000
COOKIE_SECRET = "only for this test: nobody else may know it"
USER_COOKIE = "_streamlit_user"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A real provider on this machine, with people who sign in by one click; the address it is at."""
    people = [
        User(sub="lena", claims={"email": "lena@example.org", "email_verified": True, "given_name": "Lena"}),
        User(sub="ada", claims={"email": "ada@example.org", "email_verified": True, "given_name": "Ada"}),
        User(sub="lookalike", claims={"email": "Ada@Example.org", "email_verified": False, "given_name": "Ada"}),
        User(sub="twice", claims={"email": "ADA@example.org", "email_verified": True, "given_name": "Ada"}),
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def secrets_file(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Streamlit's secrets for two providers, which are the same one under two names."""
    section = f'client_id = "flock"\nclient_secret = "not-a-secret"\nserver_metadata_url = "{provider}/.well-known/openid-configuration"\n'
    file = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    file.write_text(
        f'[auth]\nredirect_uri = "http://localhost:{{port}}/oauth2callback"\ncookie_secret = "{COOKIE_SECRET}"\n'
        f"[auth.garden]\n{section}[auth.town-hall]\n{section}"
    )
    return file


@pytest.fixture(scope="module")
def app(app_server, secrets_file: Path):
    return app_server(
        secrets=secrets_file, FLOCK_FIRST_LEAD="lena@example.org", AUTHLIB_INSECURE_TRANSPORT="1", FLOCK_LOG_LEVEL="info"
    )


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A second person's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    yield context.new_page()
    context.close()


def begin(page: Page, app, *, with_: str = "Garden") -> None:
    page.goto(f"{app.url}/sign-in")
    page.get_by_role("button", name=f"Sign in with {with_}").click(timeout=SHOWN_MS)
    expect(page.get_by_role("heading", name="Authorize Client")).to_be_visible(timeout=SHOWN_MS)


def sign_in(page: Page, app, who: str) -> None:
    begin(page, app)
    page.get_by_role("button", name=who, exact=True).first.click()
    page.wait_for_url(re.compile(re.escape(app.url)), timeout=SHOWN_MS)


def walk_in(page: Page, app, who: str) -> None:
    """Sign in and take every step that is left at the gate."""
    sign_in(page, app, who)
    steps = page.get_by_role("heading", name="Welcome to Flock")
    menu = page.get_by_text("You", exact=True).first
    expect(steps.or_(menu)).to_be_visible(timeout=SHOWN_MS)
    if not steps.is_visible():
        return
    gate.walk_through(page, shown_ms=SHOWN_MS)
    expect(menu).to_be_visible(timeout=SHOWN_MS)


def expect_stranger(page: Page, app) -> None:
    """See that a visitor is nobody whom the app knows."""
    page.goto(f"{app.url}/settings")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible(timeout=SHOWN_MS)
    expect(page.get_by_role("button", name="Sign out everywhere")).to_have_count(0)


@pytest.mark.parametrize("address", ["members", "backups", "profile", "manage-places", "welcome", "vouch?for=x"])
def test_an_address_typed_by_hand_on_a_fresh_server_answers_like_one_that_leads_nowhere(app, page: Page, address: str) -> None:
    shown = []
    for typed in (address, "no-such-address"):
        page.goto(f"{app.url}/{typed}")
        expect(page.get_by_role("dialog")).to_be_visible(timeout=SHOWN_MS)
        expect(page.get_by_role("heading", name="Places to work")).to_be_attached(timeout=SHOWN_MS)
        shown.append(page.get_by_role("dialog").inner_text())
    assert shown[0].replace(address.split("?")[0], "…") == shown[1].replace("no-such-address", "…")


def test_before_anybody_came_the_demo_is_open_and_sign_in_is_offered(app, page: Page) -> None:
    page.goto(app.url)
    expect(page.get_by_role("link", name="Look around")).to_be_visible(timeout=SHOWN_MS)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_she_comes_in_through_the_gate_and_goes_out_again(app, page: Page) -> None:
    walk_in(page, app, "lena")
    page.goto(f"{app.url}/members")
    expect(page.get_by_role("heading", name="Members and what they may do")).to_be_visible(timeout=SHOWN_MS)
    page.goto(f"{app.url}/settings")
    page.get_by_role("button", name="Sign out", exact=True).click(timeout=SHOWN_MS)
    page.wait_for_url(re.compile("end_session|oauth2callback|/$"), timeout=SHOWN_MS)
    expect_stranger(page, app)


def test_with_a_real_member_the_demo_is_closed_by_hand_too(app, page: Page) -> None:
    page.goto(f"{app.url}/look-around?as=lead")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible(timeout=SHOWN_MS)
    expect(page.get_by_role("button", name=re.compile("^Be "))).to_have_count(0)
    page.goto(f"{app.url}/members?as=lead")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible(timeout=SHOWN_MS)
    expect(page.get_by_role("heading", name="Members and what they may do")).to_have_count(0)


def test_who_says_no_at_the_provider_comes_back_as_nobody(app, page: Page) -> None:
    begin(page, app, with_="Town Hall")
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(re.compile(re.escape(app.url)), timeout=SHOWN_MS)
    expect_stranger(page, app)


@pytest.mark.parametrize("query", ["state=wrong&code=made-up", "code=made-up", "error=server_error&state=x", ""])
def test_an_answer_nobody_asked_for_signs_nobody_in(app, page: Page, query: str) -> None:
    page.goto(f"{app.url}/oauth2callback?{query}")
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == USER_COOKIE]
    expect_stranger(page, app)


def test_a_state_of_another_browser_signs_nobody_in(app, page: Page, other: Page) -> None:
    begin(page, app)
    with page.expect_request(re.compile("oauth2callback")) as asked:
        page.get_by_role("button", name="ada", exact=True).first.click()
    other.goto(asked.value.url)
    expect_stranger(other, app)


def test_a_look_alike_and_a_second_account_get_nothing_of_hers(app, page: Page, other: Page) -> None:
    walk_in(page, app, "ada")
    sign_in(other, app, "lookalike")
    expect(other.get_by_role("heading", name="Welcome to Flock")).to_be_visible(timeout=SHOWN_MS)
    other.context.clear_cookies()
    sign_in(other, app, "twice")
    other.goto(f"{app.url}/sign-in")
    expect(other.get_by_text("You cannot begin here with this way of signing in")).to_be_visible(timeout=SHOWN_MS)
    expect(other.get_by_text("ada@example.org")).to_have_count(0)


def test_a_copied_cookie_and_a_second_tab_end_with_signing_out(app, page: Page, other: Page) -> None:
    walk_in(page, app, "ada")
    copied = [cookie for cookie in page.context.cookies() if cookie["name"] == USER_COOKIE]
    assert copied[0]["httpOnly"]
    assert copied[0]["sameSite"] == "Lax"
    other.context.add_cookies(copied)
    other.goto(f"{app.url}/settings")
    expect(other.get_by_role("button", name="Sign out everywhere")).to_be_visible(timeout=SHOWN_MS)
    tab = page.context.new_page()
    tab.goto(f"{app.url}/profile")
    expect(tab.get_by_role("heading", name="Your profile")).to_be_visible(timeout=SHOWN_MS)
    page.goto(f"{app.url}/settings")
    page.get_by_role("button", name="Sign out", exact=True).click(timeout=SHOWN_MS)
    page.wait_for_url(re.compile("end_session|oauth2callback|/$"), timeout=SHOWN_MS)
    tab.get_by_text("You", exact=True).first.click()  # the tab is still open: its next click finds her gone
    tab.get_by_text("Settings and sign-out").click()
    expect(tab.get_by_role("link", name="Sign in")).to_be_visible(timeout=SHOWN_MS)
    expect(tab.get_by_role("button", name="Sign out everywhere")).to_have_count(0)
    expect_stranger(other, app)


def test_signing_out_everywhere_ends_other_devices(app, page: Page, other: Page) -> None:
    walk_in(page, app, "ada")
    walk_in(other, app, "ada")
    page.goto(f"{app.url}/settings")
    page.get_by_role("button", name="Sign out everywhere").click(timeout=SHOWN_MS)
    page.wait_for_url(re.compile("end_session|oauth2callback|/$"), timeout=SHOWN_MS)
    expect_stranger(other, app)


def test_a_sign_in_of_yesterday_or_with_a_wrong_signature_is_none(app, page: Page) -> None:
    for secret, age_s, said in ((COOKIE_SECRET, 13 * 3600, True), ("x" * 40, 60, False)):
        page.context.clear_cookies()
        page.context.add_cookies([{"name": USER_COOKIE, "value": cookie(app.url, secret, age_s), "url": app.url}])
        expect_stranger(page, app)
        page.goto(f"{app.url}/sign-in")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=SHOWN_MS)
        expect(page.get_by_text("twelve hours have passed")).to_have_count(int(said))


def test_a_role_taken_away_is_gone_at_the_next_click(app, page: Page, other: Page) -> None:
    walk_in(page, app, "lena")
    walk_in(other, app, "ada")
    set_role(page, app, "Ada", "lead")
    other.goto(f"{app.url}/backups")
    button = other.get_by_role("button", name="Back up now")
    expect(button).to_be_visible(timeout=SHOWN_MS)
    set_role(page, app, "Ada", "member")
    button.click()
    expect(other.get_by_role("button", name="Back up now")).to_have_count(0, timeout=SHOWN_MS)


def test_who_leaves_is_gone_in_every_tab_and_may_come_back(app, page: Page, other: Page) -> None:
    walk_in(page, app, "ada")
    walk_in(other, app, "ada")
    page.goto(f"{app.url}/settings")
    page.get_by_role("button", name="Leave").click(timeout=SHOWN_MS)
    page.get_by_role("button", name="Yes, I leave").click(timeout=SHOWN_MS)
    other.get_by_text("You", exact=True).first.click()
    other.get_by_text("Settings and sign-out").click()
    expect(other.get_by_role("button", name="Sign out everywhere")).to_have_count(0, timeout=SHOWN_MS)
    page.goto(f"{app.url}/welcome")
    page.get_by_role("button", name="I'd like to stay after all").click(timeout=SHOWN_MS)
    expect(page.get_by_text("You", exact=True).first).to_be_visible(timeout=SHOWN_MS)
    page.goto(f"{app.url}/settings")
    expect(page.get_by_role("button", name="Sign out everywhere")).to_be_visible(timeout=SHOWN_MS)


def test_her_data_is_given_once(app, page: Page) -> None:
    walk_in(page, app, "ada")
    page.goto(f"{app.url}/settings")
    page.get_by_role("button", name="Get my data").click(timeout=SHOWN_MS)
    address = page.get_by_role("link", name="Download it").get_attribute("href", timeout=SHOWN_MS)
    first = page.request.get(f"{app.url}/{address}")
    assert (first.status, first.headers["cache-control"]) == (200, "no-store")
    assert first.body().startswith(b"PK")
    assert page.request.get(f"{app.url}/{address}").status == 404


def set_role(page: Page, app, name: str, role: str) -> None:
    page.goto(f"{app.url}/members?find={name}")
    row = page.locator("[class*=st-key-member_]").filter(has_text="translator").first
    row.get_by_role("combobox").click(timeout=SHOWN_MS)
    page.get_by_role("option", name=role, exact=True).click()
    expect(page.get_by_text(f"{name} is now {role}.")).to_be_visible(timeout=SHOWN_MS)


def cookie(origin: str, secret: str, age_s: int) -> str:
    said = {"iss": "https://id.example", "sub": "old", "nonce": "n", "iat": int(time.time()) - age_s, "given_name": "Old"}
    value = json.dumps(said | {"origin": origin, "is_logged_in": True, "provider": "garden"})
    return create_signed_value(secret, USER_COOKIE, value).decode()
