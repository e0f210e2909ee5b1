"""The page of the schema works under the site's own Content-Security-Policy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(get: Callable[..., Any]) -> None:
    page = get("docs/")
    html = page.content.decode()
    assert "<style" not in html
    assert 'style="' not in html
    assert "<script>" not in html
    assert "//" not in html.replace("http://www.w3.org", "")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_shows_the_operations_without_a_complaint(live_server: Any, chromium: Path) -> None:
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/api/v1/docs/")
        page.click("#operations-codebook-codebook")
        page.click("text=Try it out")
        page.click("button.execute")
        page.wait_for_selector(".live-responses-table .response-col_status >> text=200")
        browser.close()
    assert complaints == []
