"""Two people on one incident."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from incidents.workbench.models import Incident
from tests.browser.conftest import Photographer
from tests.browser.safe.steps import MINE, THEIRS, TITLE, address, is_accessible, now, says

pytestmark = [pytest.mark.browser, pytest.mark.process]


def test_two_browsers_on_one_incident(
    incident: Incident, desk: Callable[[str], Page], photograph: Photographer
) -> None:
    anna, ara = desk("anna"), desk("ara")
    anna.goto(address(incident))
    ara.goto(address(incident))
    expect(ara.locator("#others")).to_contain_text("anna")
    expect(anna.locator("#others")).to_contain_text("ara")
    anna.fill(TITLE, MINE)
    says(anna, "Changes kept at")
    ara.fill(TITLE, THEIRS)
    ara.fill("#id_summary", "Theirs: a longer summary.")
    ara.click(".desk__save button[value=save]")
    expect(ara.locator("h1")).to_have_text(THEIRS)

    anna.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # coming back to the window asks at once
    expect(anna.locator("#moved")).to_contain_text("ara saved this incident")
    is_accessible(anna, "#moved", "#others", ".desk__save")
    photograph(anna, "safe-moved")
    anna.click(".desk__save button[value=save]")
    expect(anna.locator(".merge")).to_contain_text(MINE)
    expect(anna.locator(".merge")).to_contain_text(THEIRS)
    expect(anna.locator("#id_summary")).to_have_value("Theirs: a longer summary.")
    is_accessible(anna, ".merge")
    photograph(anna, "safe-merge")
    anna.click(".merge button[value=save]")
    expect(anna.locator(".merge")).to_contain_text("Choose for each of these")
    assert now(incident).title == THEIRS
    anna.check('[name="choose-title"][value="yours"]')
    anna.click(".merge button[value=save]")
    expect(anna.locator("h1")).to_have_text(MINE)
    both = now(incident)
    assert (both.title, both.summary) == (MINE, "Theirs: a longer summary.")

    anna.click("text=Edit history and undo")
    expect(anna.locator(".edit").first).to_contain_text("Saved by anna")
    is_accessible(anna)
    photograph(anna, "safe-history")
    anna.locator(".edit", has_text="by ara").get_by_role("button").click()
    expect(anna.locator("h1")).to_have_text(THEIRS)
    anna.close()
    ara.reload()
    expect(ara.locator("#others")).to_be_hidden()
