"""Sessions that end, with and without JavaScript."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from incidents.workbench.models import Incident
from tests.browser.conftest import Photographer
from tests.browser.safe.steps import MINE, OLD, TITLE, address, is_accessible, look, now, says, unsaved
from tests.browser.signing import PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.process]


def test_an_ended_session_costs_nothing(
    incident: Incident, desk: Callable[[str], Page], photograph: Photographer
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    look(Session.objects.all().delete)
    page.fill(TITLE, MINE)
    dialog = page.locator("#signed-out")
    expect(dialog).to_be_visible()
    says(page, "Signed out")
    is_accessible(page, "#signed-out")
    photograph(page, "safe-signed-out")
    dialog.get_by_text("Not now").click()
    page.click(".desk__save button[value=save]")
    expect(dialog).to_be_visible()
    with page.context.expect_page() as opened:
        dialog.get_by_role("link").click()
    window = opened.value
    window.fill("[name=login]", "anna")
    window.fill("[name=password]", PASSWORD)
    window.click("main button[type=submit]")
    expect(window.locator("h1")).to_have_text("You are signed in again")
    is_accessible(window)
    photograph(window, "safe-signed-in")
    expect(page.locator("h1")).to_have_text(MINE)
    assert now(incident).title == MINE


def test_somebody_else_who_signs_in_sends_nothing_of_it(
    incident: Incident, desk: Callable[[str], Page], ara: User
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    look(Session.objects.all().delete)
    page.fill(TITLE, MINE)
    expect(page.locator("#signed-out")).to_be_visible()
    window = page.context.new_page()
    sign_in(window, "ara")
    page.bring_to_front()
    expect(page.locator(".signed-out__other")).to_be_visible()
    window.goto("/desk/")
    assert unsaved() == []
    assert now(incident).title == OLD


def test_a_row_that_is_added_after_the_session_ended_takes_nothing_away(
    incident: Incident, desk: Callable[[str], Page]
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    look(Session.objects.all().delete)
    page.click('button[name=add][value="links"]')
    expect(page.locator("#signed-out")).to_be_visible()
    expect(page.locator(TITLE)).to_have_value(OLD)


def test_without_javascript_an_ended_session_costs_nothing_either(
    incident: Incident, browser: Browser, site: str
) -> None:
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    sign_in(page, "anna")
    page.goto(address(incident))
    page.fill(TITLE, MINE)
    look(Session.objects.all().delete)
    page.click(".desk__save button[value=save]")
    page.fill("[name=login]", "anna")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.locator(TITLE)).to_have_value(MINE)
    expect(page.locator("#unsaved")).to_contain_text("You were signed out when you sent this form")
    page.click(".desk__save button[value=save]")
    expect(page.locator("h1")).to_have_text(MINE)
