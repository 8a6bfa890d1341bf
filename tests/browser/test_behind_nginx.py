"""Two app servers on one lake behind nginx: signed in at one she is signed in at both, and the death of one ends nothing."""

import re
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import oidc_provider_mock
import pytest
from oidc_provider_mock import User
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import gate
from tests.browser.conftest import ROOT, Serve, Server, free_port
from tests.lakes import Postgres
from tests.nginx import nginx

SHOWN_MS = 60_000
A_MINUTE = 10  # of exports that one address may ask for


@dataclass
class Site:
    """The address that people know, and the servers behind it."""

    url: str
    plain_url: str
    one: Server
    other: Server

    def holding_a_page(self) -> list[Server]:
        """Give the servers that have a page open in a browser."""
        return [server for server in (self.one, self.other) if server.process.poll() is None and _open_pages(server)]


def _open_pages(server: Server) -> bool:
    figures = httpx2.get(f"{server.url}/metrics", trust_env=False).text
    return not re.search(r"^flock_open_pages 0\.0$", figures, re.MULTILINE)


@pytest.fixture(scope="module")
def site(
    serve: Serve, server: Postgres, small_sample: Path, gazetteer_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Two servers on one empty lake, behind nginx with TLS, and a provider to sign in with."""
    server.new_lake()
    folder, port, plain_port = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    lena = User(sub="lena", claims={"email": "lena@example.org", "email_verified": True, "given_name": "Lena"})
    with oidc_provider_mock.run_server_in_thread(user_claims=[lena]) as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(
            f'[auth]\nredirect_uri = "https://localhost:{port}/oauth2callback"\n'
            'cookie_secret = "only for this test: nobody else may know it"\n'
            '[auth.garden]\nclient_id = "flock"\nclient_secret = "not-a-secret"\n'
            f'server_metadata_url = "http://localhost:{provider.server_port}/.well-known/openid-configuration"\n'
        )
        settings = {
            "FLOCK_DATABASE": f"ducklake:postgres:{server.server} dbname={server.made[-1]}",
            "FLOCK_LAKE_FILES": str(server.folder / "files" / server.made[-1]),
            "FLOCK_SAMPLE_FOLDER": str(small_sample),
            "FLOCK_GAZETTEER": str(gazetteer_path),
            "FLOCK_FIRST_LEAD": "lena@example.org",
            "FLOCK_TILES_URL": "",
            "AUTHLIB_INSECURE_TRANSPORT": "1",
        }
        one, other = (serve(ROOT / "app.py", settings, secrets=secrets) for _ in range(2))
        at = [server.url.removeprefix("http://") for server in (one, other)]
        with nginx(folder, one=at[0], other=at[1], port=port, plain_port=plain_port):
            site = Site(f"https://localhost:{port}", f"http://localhost:{plain_port}", one, other)
            until(
                lambda: all(httpx2.get(f"{one.url}/health", trust_env=False).status_code == 200 for one in (site.one, site.other))
            )
            yield site


def until(so: object, *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if so():  # type: ignore[operator]
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"this did not come true within {seconds} s")


def get(site: Site, path: str, **headers: str) -> httpx2.Response:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.get(f"{site.url}{path}", headers=given, verify=context, trust_env=False, follow_redirects=False, timeout=60)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", ignore_https_errors=True)
    yield context
    context.close()


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", ignore_https_errors=True)
    yield context
    context.close()


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/sign-in")
    page.get_by_role("button", name="Sign in with Garden").click(timeout=SHOWN_MS)
    page.get_by_role("button", name="lena", exact=True).first.click(timeout=SHOWN_MS)
    gate.walk_through(page, shown_ms=SHOWN_MS)
    expect(page.get_by_text("You", exact=True).first).to_be_visible(timeout=SHOWN_MS)


def test_plain_http_leads_to_tls_and_answers_there_say_so(site: Site) -> None:
    led = httpx2.get(f"{site.plain_url}/places?q=quiet", trust_env=False, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (301, "https://localhost/places?q=quiet")
    answer = get(site, "/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    cookies = answer.headers.get_list("set-cookie")
    assert cookies
    assert all("Secure" in cookie and "SameSite" in cookie for cookie in cookies)
    assert [get(site, path).status_code for path in ("/metrics", "/health")] == [404, 404]


def test_of_two_that_started_at_once_one_filled_the_lake_and_both_show_it(site: Site) -> None:
    for server in (site.one, site.other):
        answer = httpx2.get(f"{server.url}/api/venues.csv", trust_env=False)
        assert (answer.status_code, answer.headers["x-total-count"]) == (200, "6")


def test_who_is_asking_is_the_one_whom_nginx_sees_whatever_a_browser_says(site: Site) -> None:
    """Both servers together let one address have no more than one would, and she cannot make herself many."""
    made_up = ({"X_Forwarded_For": f"10.1.1.{n}", "Cookie": f"flock_server={n}"} for n in range(A_MINUTE + 10))
    statuses = [get(site, "/export/made-up", **headers).status_code for headers in made_up]
    assert statuses.count(429) == 10


def test_signed_in_at_one_she_reads_at_the_other_what_she_wrote_and_goes_on_when_one_is_killed(
    site: Site, visitor: BrowserContext, elsewhere: BrowserContext
) -> None:
    page = visitor.new_page()
    sign_in(page, site)
    (hers,) = site.holding_a_page()
    page.goto(f"{site.url}/profile")
    say_what_she_does(page, "translator of poems")
    assert site.holding_a_page() == [hers], "a browser keeps to one server"

    page_elsewhere = at_the_other(site, hers, visitor, elsewhere)
    page_elsewhere.goto(f"{site.url}/profile")
    expect(page_elsewhere.get_by_label("What do you do?")).to_have_value("translator of poems", timeout=SHOWN_MS)

    hers.process.kill()
    hers.process.wait()
    page.get_by_text("You", exact=True).first.click(timeout=SHOWN_MS)
    page.get_by_text("Settings and sign-out").click(timeout=SHOWN_MS)
    expect(page.get_by_role("button", name="Sign out everywhere")).to_be_visible(timeout=SHOWN_MS)
    say_what_she_does(page_elsewhere, "poet")
    page.goto(f"{site.url}/profile")
    expect(page.get_by_label("What do you do?")).to_have_value("poet", timeout=SHOWN_MS)


def say_what_she_does(page: Page, words: str) -> None:
    page.get_by_label("What do you do?").fill(words, timeout=SHOWN_MS)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_test_id("stToast").or_(page.get_by_test_id("stAlert")).first).to_be_visible(timeout=SHOWN_MS)


def at_the_other(site: Site, hers: Server, visitor: BrowserContext, elsewhere: BrowserContext) -> Page:
    """Open a page with her sign-in and a cookie that leads to the other server."""
    signed_in = [cookie for cookie in visitor.cookies() if cookie["name"] != "flock_server"]
    for number in range(20):
        elsewhere.clear_cookies()
        elsewhere.add_cookies([*signed_in, {"name": "flock_server", "value": f"{number}", "url": site.url}])  # type: ignore[list-item]
        page = elsewhere.new_page()
        page.goto(f"{site.url}/settings")
        expect(page.get_by_role("button", name="Sign out everywhere")).to_be_visible(timeout=SHOWN_MS)
        if site.holding_a_page() != [hers]:
            return page
        page.close()
    pytest.fail("twenty cookies all lead to one server")
