"""The way through the gate that somebody new walks in a browser."""

from playwright.sync_api import Page


def walk_through(page: Page, *, shown_ms: float) -> None:
    """Take the rules, say what she does and where about she lives, and who may see her."""
    page.get_by_role("button", name="I'll keep to these").click(timeout=shown_ms)
    page.get_by_label("What do you do?").fill("translator", timeout=shown_ms)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Postcode or town").fill("BS4 2AB", timeout=shown_ms)
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Everyone who is a member").click(timeout=shown_ms)
    page.get_by_role("button", name="Come in").click()
