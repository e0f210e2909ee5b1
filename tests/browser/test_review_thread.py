"""A returned incident in two browsers: the editor's notes beside their fields, answered and resolved; and axe."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from incidents.moderation.thread import write_note
from incidents.workbench.models import Incident, ReviewNote
from tests.browser.conftest import Photographer
from tests.browser.signing import PASSWORD, sign_in
from tests.incidents.complete import complete_incident, submitted_incident

pytestmark = [pytest.mark.browser, pytest.mark.process]

UNFOLD = "field => { field.closest('.claim__fold').open = true; field.focus(); }"
"""Puts the cursor into a field of a claim that may be folded."""


@dataclass(frozen=True)
class Told:
    """An incident of anna's that waits for an editor, and its first claim. Read before the browser starts."""

    incident: Incident
    claim: str

    @property
    def at_the_desk(self) -> str:
        return f"/desk/incidents/{self.incident.ref}/"


@pytest.fixture
def told(transactional_db: None, anna: User, edith: User) -> Told:
    """Enter what the desk shows, and let both sign in."""
    for person in (anna, edith):
        person.set_password(PASSWORD)
        person.save()
    complete_incident(by=anna, title="Նշում. a draft with a title in two scripts")
    complete_incident(by=edith, title="A draft of the team", shared=True)
    incident = submitted_incident(by=anna)
    return Told(incident, incident.claims.all()[0].public_id)


@pytest.fixture
def asked(told: Told, edith: User) -> str:
    """Return the id of a note that edith wrote on the place."""
    return write_note(
        note=ReviewNote(incident=told.incident, text="Which village?", anchor="place"), by=edith
    ).public_id


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, by rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def test_a_returned_incident_is_answered_beside_its_fields(
    told: Told, visitor: Callable[[], Page], photograph: Photographer
) -> None:
    editor, analyst = visitor(), visitor()
    sign_in(editor, "edith")
    editor.goto(told.at_the_desk)
    editor.focus("#id_title")
    editor.click(".note-here")
    expect(editor.locator("#note-text")).to_be_focused()
    expect(editor.locator("#note-anchor")).to_have_value("title")
    editor.fill("#note-text", "@anna The title names one side only.")
    editor.click('button[name=note][value="write"]')
    expect(editor.locator(".thread__status")).to_contain_text("A mail tells @anna")
    expect(editor.locator("#thread-title")).to_be_focused()
    expect(editor.locator("#id_title_notes")).to_contain_text("names one side only")
    expect(editor.locator('#desk-index a[href="#what"]')).to_contain_text("1 open note")

    # A field of a row: the list gets it beside its row; what is typed elsewhere stays.
    editor.fill("#id_title", "Typed and not saved")
    editor.eval_on_selector("#id_claims-0-statement", UNFOLD)
    editor.click(".note-here")
    expect(editor.locator("#note-anchor")).to_have_value(f"claims.{told.claim}.statement")
    editor.fill("#note-text", "Two or three?")
    editor.click('button[name=note][value="write"]')
    expect(editor.locator("#id_claims-0-statement_notes")).to_contain_text("Two or three?")
    expect(editor.locator("#id_title")).to_have_value("Typed and not saved")
    assert violations(editor) == []
    photograph(editor, "desk-notes-editor")

    editor.goto(f"/admin/workbench/incident/{told.incident.pk}/preview/")
    expect(editor.locator("#content-main")).to_contain_text("Open notes: 2")
    photograph(editor, "admin-preview-notes")
    editor.fill("#reason-request_changes", "Two notes.")
    editor.click(".decision__request_changes")
    expect(editor.locator(".messagelist")).to_contain_text("done")
    editor.goto(f"/admin/workbench/incident/{told.incident.pk}/change/#notes-group")
    photograph(editor, "admin-notes")
    sign_in(analyst, "anna")
    expect(analyst.locator("main")).to_contain_text("Two notes.")
    assert violations(analyst) == []
    photograph(analyst, "desk-home-returned")
    analyst.click("a:has-text('Claim: statement')")
    note = analyst.locator(".note", has_text="Two or three?")
    expect(note).to_be_in_viewport()
    note.locator("summary").click()
    note.locator("textarea").fill("Two, see the second source.")
    note.get_by_role("button", name="Send the answer").click()
    expect(note).to_contain_text("Two, see the second source.")
    note.get_by_role("button", name="Resolve").click()
    expect(analyst.locator(".thread__status")).to_contain_text("The note is resolved.")
    expect(analyst.locator("#id_claims-0-statement_notes")).to_have_count(0)
    expect(analyst.locator("#carried")).to_contain_text("Open notes: 1")
    assert violations(analyst) == []
    photograph(analyst, "desk-notes-analyst")
    analyst.click("#settled-notes > summary")
    expect(analyst.locator("#settled-notes")).to_contain_text("Resolved by anna")


def test_the_thread_works_without_javascript(told: Told, asked: str, browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=site).new_page()
    sign_in(page, "anna")
    page.goto(f"{told.at_the_desk}#note-{asked}")
    shown = page.locator(f"#note-{asked}")
    shown.locator("summary").click()
    shown.locator("textarea").fill("The one by the river.")
    shown.get_by_role("button", name="Send the answer").click()
    page.wait_for_url(re.compile(r"#thread$"))
    expect(page.locator(".thread__status")).to_contain_text("The answer is written.")
    expect(shown).to_contain_text("The one by the river.")


def test_ways_to_start(told: Told, visitor: Callable[[], Page], photograph: Photographer) -> None:
    page = visitor()
    sign_in(page, "anna")
    photograph(page, "desk-home")
    page.click("text=Shelling with casualties")
    expect(page.locator(".started")).to_contain_text("Nothing is saved yet")
    assert violations(page) == []
    photograph(page, "desk-template")
    page.fill("#id_title", "Shelling reported somewhere")
    page.click(".desk__save button[value=save]")
    page.wait_for_url(re.compile(r"/desk/incidents/CC-"))
    page.goto("/desk/")
    page.set_viewport_size({"width": 390, "height": 900})
    page.click("summary:has-text('Other ways to start')")
    page.fill("#start-text", "Երկու զինվոր վիրավորվել է։")
    page.click("text=Start from the source")
    expect(page.locator("#id_reading-text")).to_have_value("Երկու զինվոր վիրավորվել է։")
    page.goto(f"/desk/start/?from={told.incident.ref}&as=response")
    expect(page.locator('[name="links-0-other"]')).to_have_value(told.incident.ref)
    page.goto("/desk/incidents/?q=nerkin")
    expect(page.locator("main")).to_contain_text(told.incident.title)
    assert violations(page) == []
    photograph(page, "desk-list")
