"""A review in two browsers: comments on two claims and a field, what changed since, an answered check; and axe."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from incidents.moderation.workflow import transition
from incidents.record.models import Edition
from incidents.vocabulary import ReviewCheck, Verb
from incidents.workbench.models import Citation, Claim, Incident
from tests.browser.conftest import Photographer, beside
from tests.browser.signing import PASSWORD, sign_in
from tests.browser.test_review_thread import UNFOLD, violations
from tests.incidents.complete import published_incident, submitted_incident, world
from tests.incidents.moderation.merges import edit
from tests.incidents.moderation.test_checks import uncited

pytestmark = [pytest.mark.browser, pytest.mark.process]


@dataclass(frozen=True)
class Told:
    """An incident of anna's that waits for an editor, and its claims. Read before the browser starts."""

    incident: Incident
    claims: tuple[str, str]

    @property
    def review(self) -> str:
        return f"/admin/workbench/incident/{self.incident.pk}/preview/"

    @property
    def at_the_desk(self) -> str:
        return f"/desk/incidents/{self.incident.ref}/"


def told_of(incident: Incident) -> Told:
    first, second = (claim.public_id for claim in incident.claims.all()[:2])
    return Told(incident, (first, second))


@pytest.fixture(autouse=True)
def passwords(transactional_db: None, anna: User, edith: User) -> None:
    """Let both sign in."""
    for person in (anna, edith):
        person.set_password(PASSWORD)
        person.save()


@pytest.fixture
def submitted(passwords: None, anna: User) -> Told:
    return told_of(submitted_incident(by=anna))


@pytest.fixture
def changed(passwords: None, anna: User, edith: User) -> Told:
    """Return an incident that was published, changed in a long text, two claims and a field, and submitted again."""
    incident = published_incident(by=anna, editor=edith)
    first = incident.claims.all()[0]
    first.statement = "Says that units of Azerbaijan opened fire first, from the heights above the village."
    secret = Claim(incident=incident, claimant=world().armenia, kind="context", statement="x", position=4,
                   made_on=first.made_on, confidential=True)  # fmt: skip
    new = Claim(incident=incident, claimant=world().azerbaijan, kind="context", statement="Recalls the year before.",
                position=5, made_on=first.made_on, quotation="Ներքին Հանդ", quotation_language="hy",
                translation="Nerkin Hand")  # fmt: skip
    source = incident.citations.all()[0].source
    cited = [Citation(incident=incident, claim=claim, source=source, position=7) for claim in (secret, new)]
    summary = "Armenia says three of its soldiers were killed; Azerbaijan says that it did not fire at all."
    edit(incident, anna, first, secret, new, *cited, summary=summary, place_wording="at Ներքին Հանդ")
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    return told_of(incident)


@pytest.fixture
def asking(passwords: None, anna: User) -> Told:
    return told_of(uncited(anna))


def comment(page: Page, anchor: str, text: str) -> None:
    """Open the comment beside a field or row, and type."""
    field = page.locator(f'[name="comment:{anchor}"]')
    field.evaluate(
        "field => { for (let at = field; at; at = at.parentElement) if (at.tagName == 'DETAILS') at.open = true }"
    )
    field.fill(text)


def test_a_return_with_comments_on_two_claims(
    submitted: Told, visitor: Callable[[], Page], photograph: Photographer
) -> None:
    editor, analyst = visitor(), visitor()
    first, second = submitted.claims
    sign_in(editor, "edith")
    editor.goto(submitted.review)
    expect(editor.locator(".sides__heads")).to_contain_text("Nothing is public yet")
    assert violations(editor) == []
    photograph(editor, "review-first")
    for anchor, text in (
        ("title", "The title names one side only."),
        (f"claims.{first}", "Who says so?"),
        (f"claims.{second}.statement", "All of its units?"),
    ):
        comment(editor, anchor, text)
    editor.click(".decision__request_changes")  # without a reason
    expect(editor.locator("[role=alert]")).to_contain_text("needs a reason")
    expect(editor.locator('[name="comment:title"]')).to_have_value("The title names one side only.")
    expect(editor.locator(f'[name="comment:claims.{first}"]')).to_be_visible()
    assert violations(editor) == []
    photograph(editor, "review-refused")
    editor.fill("#reason-request_changes", "Three remarks.")
    editor.click(".decision__request_changes")
    expect(editor.locator(".messagelist")).to_contain_text("request changes – done, with 3 comments")

    sign_in(analyst, "anna")
    expect(analyst.locator("main")).to_contain_text("Three remarks.")
    analyst.goto(submitted.at_the_desk)
    expect(analyst.locator("#id_title_notes")).to_contain_text("names one side only")
    expect(analyst.locator("#id_claims-1-statement_notes")).to_contain_text("All of its units?")
    expect(analyst.locator("#thread")).to_contain_text("Who says so?")
    note = analyst.locator(".note", has_text="All of its units?").last
    note.locator("summary").click()
    note.locator("textarea").fill("So the ministry has it.")
    note.get_by_role("button", name="Send the answer").click()
    expect(note).to_contain_text("So the ministry has it.")
    analyst.fill("#id_title", "Exchange of fire at the village")
    analyst.eval_on_selector("#id_claims-0-statement", UNFOLD)
    analyst.fill("#id_claims-0-statement", "Says that Azerbaijani units opened fire at dawn.")
    analyst.click(".desk__save button[value=submit]")
    expect(analyst.locator(".messages")).to_contain_text("was submitted")

    editor.goto(submitted.review)
    expect(editor.locator("#at-title .since-mark").first).to_contain_text("Changed by anna since your return on")
    expect(editor.locator("#at-title .noted")).to_contain_text("Changed by anna since this note")
    statement = editor.locator(f"[id='at-claims.{second}.statement']")
    expect(statement).to_contain_text("So the ministry has it.")
    expect(statement).to_contain_text("Not changed since this note")
    editor.get_by_role("button", name="Only what changed since the review").click()
    expect(editor.locator(f"[id='at-claims.{first}.statement']")).to_be_visible()
    expect(editor.locator(f"[id='at-claims.{second}']")).to_have_count(0)
    expect(editor.locator("#at-summary")).to_have_count(0)
    assert violations(editor) == []
    photograph(editor, "review-since")


def test_two_sides_and_the_page_as_readers_see_it(
    changed: Told, visitor: Callable[[], Page], photograph: Photographer
) -> None:
    editor = visitor()
    sign_in(editor, "edith")
    editor.goto(changed.review)
    summary = editor.locator("#at-summary")
    expect(summary.locator("del").first).to_contain_text("two")
    expect(summary.locator("ins").first).to_contain_text("three")
    expect(editor.locator(".claim--private")).to_contain_text("Stays private")
    assert violations(editor) == []
    photograph(editor, "review-changed")
    left, right = (summary.locator(one).bounding_box() for one in (".pair__now", ".pair__proposed"))
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
    editor.set_viewport_size({"width": 390, "height": 844})
    assert editor.evaluate("document.documentElement.scrollWidth") <= 390
    left, right = (summary.locator(one).bounding_box() for one in (".pair__now", ".pair__proposed"))
    assert left is not None
    assert right is not None
    assert left["y"] + left["height"] <= right["y"]
    editor.set_viewport_size({"width": 1280, "height": 900})
    comment(editor, "summary", "Typed before looking at all of it")
    editor.get_by_role("button", name="Show all").click()
    expect(editor.locator('[name="comment:summary"]')).to_have_value("Typed before looking at all of it")
    expect(editor.locator("#at-kind")).to_be_visible()
    assert violations(editor) == []
    photograph(editor, "review-all")
    with editor.context.expect_page() as opened:
        editor.click("text=The page as readers would see it")
    page = opened.value
    expect(page.locator("[role=note]").first).to_contain_text("A preview")
    expect(page.locator("main")).to_contain_text("three of its soldiers")
    assert violations(page) == []
    photograph(page, "review-as-readers")


def test_a_check_is_answered_and_then_it_is_published(
    asking: Told, visitor: Callable[[], Page], photograph: Photographer
) -> None:
    editor = visitor()
    sign_in(editor, "edith")
    editor.goto(asking.review)
    editor.click(".decision__publish")
    expect(editor.locator("[role=alert]")).to_contain_text("before a check is answered")
    assert violations(editor) == []
    photograph(editor, "review-check")
    editor.locator(".decision").locator("xpath=..").get_by_role("link", name=ReviewCheck.UNCITED.label).click()
    answer = editor.get_by_label("Your answer, before it can be published")
    expect(answer).to_be_in_viewport()
    answer.fill("It was said on the radio, which names no source in public.")
    editor.click(".decision__publish")
    expect(editor.locator(".messagelist")).to_contain_text("publish – done, with 1 answer")
    assert beside(Edition.objects.count) == 1
    expect(editor.locator(".asked")).to_contain_text("edith answered")
    photograph(editor, "review-answered")


def test_a_review_without_javascript(submitted: Told, browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=site).new_page()
    sign_in(page, "edith")
    page.goto(submitted.review)
    claim = page.locator(f"[id='at-claims.{submitted.claims[0]}']")
    claim.locator(".claim__evidence .remark summary").first.click()
    claim.locator(".claim__evidence .remark textarea").first.fill("Who says so?")
    page.click(".decision__keep")
    page.wait_for_url(re.compile(r"/preview/$"))
    expect(page.locator(".messagelist")).to_contain_text("1 comment – saved. No decision was taken.")
    expect(claim).to_contain_text("Who says so?")
