"""Connections that are cut: in the middle, and between the commit and its answer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from incidents.workbench.history import saves_since
from incidents.workbench.models import Incident
from tests.browser.conftest import Photographer
from tests.browser.safe.steps import MINE, TITLE, address, answers_nothing, closed_offline, look, says, stored, unsaved
from tests.browser.signing import sign_in
from tests.browser.test_nerkin_hand import enter

pytestmark = [pytest.mark.browser, pytest.mark.process]


def test_a_connection_cut_in_the_middle_and_restored(
    incident: Incident, desk: Callable[[str], Page], photograph: Photographer
) -> None:
    page = desk("anna")
    page.goto(address(incident), wait_until="networkidle")
    page.context.set_offline(True)
    page.fill(TITLE, MINE)
    says(page, "No connection: kept in this browser")
    expect(page.locator("#safe-said")).to_contain_text("No connection")  # who does not see the line hears it
    photograph(page, "safe-offline")
    (name,) = stored(page)
    assert MINE not in page.evaluate("name => localStorage.getItem(name)", name)
    assert unsaved() == []
    page.fill(TITLE, f"{MINE}, still offline")
    page.context.set_offline(False)
    says(page, "Changes kept at")
    expect(page.locator("#safe-said")).to_contain_text("Changes kept at")
    assert unsaved() == [f"{MINE}, still offline"]
    assert stored(page) == []


def test_a_save_without_connection_is_made_when_it_is_back(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident), wait_until="networkidle")
    page.context.set_offline(True)
    page.fill(TITLE, MINE)
    page.click(".desk__save button[value=save]")
    says(page, "saved by itself as soon as it is back")
    page.fill(TITLE, f"{MINE}, still offline")
    page.context.set_offline(False)
    expect(page.locator("h1")).to_have_text(f"{MINE}, still offline")
    expect(page.locator(".messages")).to_contain_text("Saved")
    assert stored(page) == []


def test_a_page_that_was_closed_offline_is_sent_by_the_next_one(
    incident: Incident, desk: Callable[[str], Page], ara: User
) -> None:
    context = closed_offline(desk("anna"), incident)
    other = context.new_page()
    other.goto("/desk/")
    expect(other.locator("#unsaved")).to_contain_text("changes that were never sent")
    assert stored(other) == []
    other.click("#unsaved >> text=Restore them")
    expect(other.locator(TITLE)).to_have_value(MINE)


def test_another_account_on_the_same_browser_gets_nothing_of_it(
    incident: Incident, desk: Callable[[str], Page], ara: User
) -> None:
    context = closed_offline(desk("anna"), incident)
    context.clear_cookies()
    other = context.new_page()
    sign_in(other, "ara")
    other.goto(address(incident))
    other.wait_for_load_state("networkidle")
    expect(other.locator("main")).not_to_contain_text("never sent")
    assert len(stored(other)) == 1
    assert unsaved() == []


def test_cut_between_the_commit_and_the_answer_makes_nothing_twice(
    incident: Incident, desk: Callable[[str], Page]
) -> None:
    page = desk("anna")
    page.goto("/desk/incidents/new/")
    cut = answers_nothing(page, "/desk/incidents/new/")
    enter(page, "", title=MINE)
    enter(page, "claims-0", claimant="Ministry of Defence of Armenia", kind="assertion", statement="Says so.")
    page.click(".desk__save button[value=save]")
    expect(page.locator("h1")).to_have_text(MINE)
    assert cut == [200]
    made = look(lambda: Incident.objects.get(title=MINE))
    assert look(made.claims.count) == 1

    before = made.revision
    page.click('button[name=add][value="claims"]')
    page.wait_for_selector('[name="claims-1-id"]', state="attached")
    cut = answers_nothing(page, address(made))
    enter(page, "claims-1", claimant="Azerbaijan", kind="denial", statement="Denies it.")
    page.click(".desk__save button[value=save]")
    says(page, "saved by itself as soon as it is back")
    page.fill(TITLE, f"{MINE}, typed while waiting")
    expect(page.locator("h1")).to_have_text(f"{MINE}, typed while waiting")
    assert cut == [200]
    expect(page.locator(".merge")).to_have_count(0)
    assert look(made.claims.count) == 2
    assert len(look(lambda: saves_since(made, before))) == 2


def test_an_autosave_without_its_answer_is_no_other_window(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    cut = answers_nothing(page, "/desk/kept/", times=2)
    page.fill(TITLE, MINE)
    says(page, "Changes kept at")
    assert cut == [200, 200]
    assert unsaved() == [MINE]
