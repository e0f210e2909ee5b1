"""Read-only mode while somebody types: the page says why nothing is kept on the site, and keeps it until it can be."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from config.readonly.operations import switch_off, switch_on
from incidents.workbench.models import Incident
from tests.browser.conftest import Photographer
from tests.browser.safe.steps import MINE, TITLE, address, look, says, stored, unsaved

pytestmark = [pytest.mark.browser, pytest.mark.process]
REASON = "The disks are exchanged."


def test_what_is_typed_meanwhile_is_kept_here_and_sent_afterwards(
    incident: Incident, desk: Callable[[str], Page], photograph: Photographer
) -> None:
    page = desk("anna")
    page.goto(address(incident), wait_until="networkidle")
    look(lambda: switch_on(by="ops", reason=REASON))
    page.fill(TITLE, MINE)
    says(page, "read-only at the moment")
    says(page, REASON)
    photograph(page, "safe-read-only")
    assert unsaved() == []
    assert len(stored(page)) == 1
    page.click(".desk__save button[value=save]")
    says(page, "What you typed is here")
    expect(page.locator(TITLE)).to_have_value(MINE)
    look(lambda: switch_off(by="ops"))
    page.click(".desk__save button[value=save]")
    expect(page.locator(".messages")).to_contain_text("Saved")
    assert look(lambda: Incident.objects.get(pk=incident.pk).title) == MINE
