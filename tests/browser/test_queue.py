"""The editors' queue in two browsers: in order, filtered, kept as a view, a review taken and taken over; and axe."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident, QueueEntry
from tests.browser.conftest import Photographer
from tests.browser.signing import PASSWORD, sign_in
from tests.incidents.complete import published_incident, submitted_incident

pytestmark = [pytest.mark.browser, pytest.mark.process]
QUEUE = "/admin/workbench/incident/"
DEADLY, TWIN, QUIET = "Exchange of fire near Nerkin Hand", "Fire near Nerkin Hand", "Նշում. a note on a quiet day"


@pytest.fixture
def waiting(transactional_db: None, anna: User, edith: User, edgar: User) -> list[Incident]:
    """Enter four submissions, the most pressing first; let both editors sign in. Read before the browser starts."""
    for person in (anna, edith, edgar):
        person.set_password(PASSWORD)
        person.save()
    reopened = published_incident(by=anna, editor=edith, title="Shelling reported by both sides")
    transition(incident=reopened, verb=Verb.REOPEN, by=anna)
    transition(incident=reopened, verb=Verb.SUBMIT, by=anna)
    embargoed = submitted_incident(by=anna, title=TWIN, embargo_until=timezone.now() + timedelta(days=3))
    deadly = submitted_incident(by=anna, title=DEADLY)
    quiet = submitted_incident(by=anna, title=QUIET)
    now = timezone.now()
    for incident, values in (
        (deadly, {"submitted_at": now - timedelta(days=12)}),
        (reopened, {"submitted_at": now - timedelta(days=2)}),
        (quiet, {"submitted_at": now - timedelta(days=40), "priority": 0, "killed": None, "contested": False}),
    ):
        QueueEntry.objects.filter(incident=incident).update(**values)
    return [embargoed, deadly, reopened, quiet]


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, by rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def shows(page: Page, *incidents: Incident) -> None:
    """Expect these incidents on the list, in this order."""
    expect(page.locator("#result_list .field-ref")).to_have_text([one.ref for one in incidents])


def test_the_queue(waiting: list[Incident], visitor: Callable[[], Page], photograph: Photographer) -> None:
    edith = visitor()
    sign_in(edith, "edith")
    edith.goto("/admin/")
    expect(edith.locator(".queue-now")).to_contain_text("Waiting for an editor")
    assert violations(edith) == []
    photograph(edith, "admin-index")
    edith.click(".queue-now dd a >> nth=0")
    expect(edith.locator("h1")).to_have_text("Incidents waiting for an editor")
    shows(edith, *waiting)
    row = edith.locator("#result_list tbody tr").nth(1)
    expect(row).to_contain_text("12 days")
    expect(row).to_contain_text("2 killed · contested")
    expect(row.locator(".field-duplicates")).to_contain_text(waiting[0].ref)
    assert violations(edith) == []
    photograph(edith, "admin-queue")


def test_filters_are_kept_as_a_view(waiting: list[Incident], visitor: Callable[[], Page]) -> None:
    pressing = waiting[1]
    edith = visitor()
    sign_in(edith, "edith")
    edith.goto(QUEUE)
    edith.click("#changelist-filter summary:has-text('By time waiting')")
    edith.click("#changelist-filter a:has-text('7 to 30 days')")
    shows(edith, pressing)
    edith.click(".views__save > summary")
    edith.fill("#view-name", "Two weeks old")
    edith.check("#view-shared")
    edith.keyboard.press("Enter")
    expect(edith.locator(".messagelist")).to_contain_text("Kept as “Two weeks old”.")
    expect(edith.locator('.views__chip[aria-current="page"]')).to_contain_text("Two weeks old")
    assert violations(edith) == []

    edgar = visitor()
    sign_in(edgar, "edgar")
    edgar.goto(QUEUE)
    edgar.click(".views__chip:has-text('Two weeks old')")
    shows(edgar, pressing)


def test_a_review_is_taken_and_taken_over(
    waiting: list[Incident], visitor: Callable[[], Page], photograph: Photographer
) -> None:
    pressing = waiting[1]
    edith, edgar = visitor(), visitor()
    sign_in(edith, "edith")
    edith.goto(f"{QUEUE}?age=month")
    edith.get_by_role("button", name=f"Take {pressing.ref}").press("Enter")
    expect(edith).to_have_url(re.compile(r"\?age=month$"))
    expect(edith.locator(".field-reviewer")).to_contain_text("You, until")

    sign_in(edgar, "edgar")
    edgar.goto(f"{QUEUE}?review=somebody")
    shows(edgar, pressing)
    expect(edgar.locator(".field-reviewer")).to_contain_text("edith, since")
    photograph(edgar, "admin-queue-reviewed")
    edgar.click(".queue__title")
    expect(edgar.locator(".reviewing")).to_contain_text("edith reviews this since")
    assert violations(edgar) == []
    edgar.fill("#reason-reject", "Not a border incident.")
    edgar.click(".decision__reject")  # nothing is decided without the tick, and what was typed comes back
    expect(edgar.locator("#refused")).to_contain_text("is reviewing")
    expect(edgar.locator("#reason-reject")).to_have_value("Not a border incident.")
    expect(edgar.locator("#despite-review")).not_to_be_checked()
    photograph(edgar, "admin-preview-reviewed")
    edgar.get_by_role("button", name="Take the review over").click()
    expect(edgar.locator(".reviewing")).to_contain_text("You took it over from edith.")
    expect(edgar.locator("#despite-review")).to_have_count(0)

    edith.reload()
    expect(edith.locator(".field-reviewer")).to_contain_text("took it over from you")
    edith.click(".queue__title")
    expect(edith.locator(".reviewing__lost")).to_contain_text("edgar took this review over from you")
    edgar.fill("#reason-request_changes", "Which village?")
    edgar.click(".decision__request_changes")
    expect(edgar.locator(".messagelist")).to_contain_text("done")
    edgar.goto(QUEUE)
    shows(edgar, *(one for one in waiting if one != pressing))


def test_the_queue_works_without_javascript_and_on_a_phone(
    waiting: list[Incident], browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site, viewport={"width": 390, "height": 900})
    page = context.new_page()
    sign_in(page, "edith")
    page.goto(QUEUE)
    shows(page, *waiting)
    page.get_by_role("button", name=f"Take {waiting[0].ref}").click()
    expect(page.locator(".messagelist")).to_contain_text(f"You review {waiting[0].ref} until")
    page.get_by_role("button", name=f"Release {waiting[0].ref}").click()
    expect(page.locator(".messagelist")).to_contain_text(f"You review {waiting[0].ref} no more.")
    for box in [one.bounding_box() for one in page.locator("#result_list tbody > tr > *").all()]:
        assert box is None or box["x"] + box["width"] <= 390
