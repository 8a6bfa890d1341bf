"""The pages work under their own content security policy, and ask nobody else for anything."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from flock.ui import menu, session

SHOWN_MS = 20_000


@pytest.fixture(scope="module")
def app(app_server):
    return app_server()


ADDRESSES = {
    "/?where=Leeds&view=Map",
    *(f"/{entry.address}?as=lead" for entry in menu.PAGES if entry.role not in (session.STRANGER, session.NEWCOMER)),
    *(f"/{address}?as=member" for address in ("", "people", "talk", "what-others-see")),
}


@pytest.mark.parametrize("address", sorted(ADDRESSES))
def test_no_page_breaks_its_policy_or_asks_elsewhere(app, page: Page, address: str) -> None:
    complaints: list[str] = []
    asked: set[str] = set()

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.on("console", hear)
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or ""))
    answer = page.goto(app.url + address)
    assert answer is not None
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SHOWN_MS)
    page.wait_for_load_state("networkidle")
    assert complaints == []
    assert asked <= {urlsplit(app.url).hostname, ""}
