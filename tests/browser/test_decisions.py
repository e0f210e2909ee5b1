"""An editor decides on several incidents at once, approves one under embargo and restores an edition; and axe."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from incidents.record.models import Edition
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident
from tests.browser.conftest import Photographer, beside
from tests.browser.signing import PASSWORD, sign_in
from tests.incidents.complete import publish_as_previewed, published_incident, submitted_incident
from tests.incidents.moderation.arranging import retitled, take

pytestmark = [pytest.mark.browser, pytest.mark.process]
QUEUE = "/admin/workbench/incident/"


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, by rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


@pytest.fixture
def waiting(transactional_db: None, anna: User, edith: User, edgar: User) -> list[Incident]:
    """Enter what waits for an editor: new, corrected, under embargo, and one that edith has edited herself."""
    edith.set_password(PASSWORD)
    edith.save()
    again = published_incident(by=anna, editor=edgar, title="Shelling reported near the river")
    retitled(again, "Shelling reported near the mill", by=anna)
    take(again, Verb.SUBMIT, anna)
    embargoed = submitted_incident(
        by=anna, title="Statement about talks in Տավուշ, held back", embargo_until=timezone.now() + timedelta(days=2)
    )
    own = submitted_incident(by=anna, title="Fire at a tractor near Aşağı Əskipara")
    retitled(own, "Fire at a tractor, as edith corrected it", by=edith)
    return [submitted_incident(by=anna), again, embargoed, own]


def choose(page: Page, action: str, *incidents: Incident) -> None:
    """Tick incidents on the list, and choose what is to be done."""
    page.goto(QUEUE)
    for incident in incidents:
        page.locator(f"input[name=_selected_action][value='{incident.pk}']").check()
    page.locator("select[name=action]").select_option(label=action)
    page.get_by_role("button", name="Run", exact=False).or_(page.get_by_role("button", name="Go")).first.click()


def test_decisions_in_bulk(
    waiting: list[Incident], visitor: Callable[[], Page], photograph: Photographer, edgar: User
) -> None:
    new, again, _, own = waiting
    page = visitor()
    sign_in(page, "edith")
    choose(page, "Publish …", *waiting)
    expect(page.get_by_role("group", name="2 to publish")).to_be_visible()
    expect(page.get_by_text("another editor must publish it")).to_be_visible()
    expect(page.get_by_text("is under embargo until").first).to_be_visible()
    photograph(page, "bulk-publish")
    assert violations(page) == []
    beside(lambda: retitled(again, "Shelling reported near the mill, says the mayor", by=edgar))
    page.get_by_role("button", name="Publish what is ticked").click()
    expect(page.get_by_role("status")).to_have_text("1 done, 1 refused.")
    expect(page.get_by_role("row").filter(has_text=new.ref)).to_contain_text("Done.")
    expect(page.get_by_role("row").filter(has_text=again.ref)).to_contain_text("has changed since you previewed it")
    photograph(page, "bulk-results")
    assert violations(page) == []
    assert beside(lambda: Edition.objects.filter(ref=new.ref).count()) == 1

    choose(page, "Request changes …", again, own)
    page.get_by_label("Reason, the same for all (required)").fill("Which village?")
    photograph(page, "bulk-return")
    assert violations(page) == []
    page.get_by_role("button", name="Request changes what is ticked").click()
    expect(page.get_by_role("status")).to_have_text("2 done.")


def test_approve_and_restore(
    waiting: list[Incident], visitor: Callable[[], Page], photograph: Photographer, anna: User, edgar: User
) -> None:
    _, again, embargoed, _ = waiting
    beside(lambda: publish_as_previewed(again, by=edgar))
    page = visitor()
    sign_in(page, "edith")
    page.goto(f"{QUEUE}{embargoed.pk}/preview/")
    page.get_by_role("button", name="Approve under embargo").click()
    expect(page.get_by_role("heading", name="Approved under embargo")).to_be_visible()
    photograph(page, "approval")
    assert violations(page) == []

    page.goto(f"{QUEUE}{again.pk}/preview/")
    photograph(page, "restore")
    assert violations(page) == []
    select = page.get_by_label("Edition", exact=True)
    assert select.evaluate("it => it.getBoundingClientRect().right <= it.form.getBoundingClientRect().right")
    select.select_option("1")
    form = page.locator("form.decision", has=page.get_by_role("button", name="Restore an edition"))
    form.get_by_label("Reason to restore an edition (required)").fill("The correction was itself wrong.")
    form.get_by_role("button", name="Restore an edition").click()
    expect(page.get_by_text("Edition 1: The correction was itself wrong.")).to_be_visible()
    expect(page.get_by_text("another editor must publish it").first).to_be_visible()
