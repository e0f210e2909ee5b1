"""How people sign in."""

from playwright.sync_api import Page

PASSWORD = "a long password for the tests"


def sign_in(page: Page, name: str) -> None:
    """Sign in by the page for it; end at the desk."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/login/" not in address)
