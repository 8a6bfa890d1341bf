"""The app starts on an empty machine and shows its first page."""

from playwright.sync_api import Page


def test_first_page_comes_up_and_asks_nobody_else(app_server, page: Page) -> None:
    server = app_server()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(server.url)
    page.get_by_role("button", name="Find").first.wait_for(timeout=30_000)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []
    assert problems == []
    assert "Traceback" not in server.log
