"""Every page of the desk in every state is readable by everybody: a few walks, each through many states.

What is wrong in each section of the form, twenty claims and text from right to left are held to the same in
`test_desk_form.py`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.thread import settle_note, write_note
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.models import Claim, Incident, ReviewNote
from tests.browser.axe import EVERY, FEW, complaints
from tests.browser.conftest import Photographer, beside
from tests.browser.safe.steps import closed_offline
from tests.browser.signing import PASSWORD, sign_in
from tests.browser.test_desk_form import NEW, PERSIAN
from tests.factories import person
from tests.incidents.complete import publish_as_previewed
from tests.incidents.desk.conftest import load_reference
from tests.incidents.desk.filling import incident_with_claims
from tests.incidents.desk.suggesting.corpus import statements

pytestmark = [pytest.mark.browser, pytest.mark.process]

MINE, THEIRS = "Mine: fire at the border", "Theirs: shots near Nerkin Hand"
TEXT = next(one.text for one in statements() if one.name == "01-nerkin-hand-article")


@dataclass
class Stage:
    """People who can sign in, a shared incident with two claims, and a maker of pages."""

    anna: User
    edith: User
    incident: Incident
    visit: Callable[[], Page]

    def at(self, name: str, address: str = "/desk/") -> Page:
        """Return a page of somebody who is signed in."""
        page = self.visit()
        sign_in(page, name)
        page.goto(address)
        return page

    @property
    def address(self) -> str:
        """Where the shared incident is."""
        return f"/desk/incidents/{self.incident.ref}/"


@pytest.fixture
def incident(transactional_db: None, anna: User, edith: User) -> Incident:
    """A shared incident, and people who can sign in. Made before there is a browser."""
    load_reference()
    for one in (anna, edith, person("ara", Role.ANALYST)):
        one.set_password(PASSWORD)
        one.save()
    made = incident_with_claims(anna, 2)
    Incident.objects.filter(pk=made.pk).update(shared=True)
    return made


@pytest.fixture
def stage(incident: Incident, visitor: Callable[[], Page], anna: User, edith: User) -> Stage:
    """Return what a walk needs."""
    return Stage(anna, edith, incident, visitor)


def of_each_kind(stage: Stage) -> None:
    """Add an incident for each list of the first page."""
    made = [incident_with_claims(stage.anna, 1, ids=first) for first in "bcdef"]
    for one in made[1:]:
        transition(incident=one, verb=Verb.SUBMIT, by=stage.anna)
    for one, verb in zip(made[2:], (Verb.REQUEST_CHANGES, Verb.REJECT), strict=False):
        transition(incident=one, verb=verb, by=stage.edith, reason=f"Because of this: {PERSIAN}")
    publish_as_previewed(made[4], by=stage.edith)
    Incident.objects.filter(pk=incident_with_claims(stage.edith, 1, ids="g").pk).update(shared=True)


def home(stage: Stage) -> Iterator[tuple[Page, str]]:
    """The first page, full of everything."""
    note = ReviewNote(incident=stage.incident, text=f"@anna {PERSIAN}", anchor="place")
    beside(lambda: of_each_kind(stage))
    beside(lambda: write_note(note=note, by=stage.edith))
    page = stage.at("anna")
    expect(page.locator(".shelf")).to_have_count(7)
    yield page, "full"
    open_other_ways(page)
    page.fill("#start-url", "nowhere")
    page.click("text=Start from the source")
    expect(page.locator("#start-refusal")).to_be_visible()
    yield page, "a refused source"
    yield stage.at("edith"), "an editor's"


def home_left(stage: Stage) -> Iterator[tuple[Page, str]]:
    """The first page with what was never sent, and empty."""
    context = closed_offline(stage.at("anna"), stage.incident)
    page = context.new_page()
    page.goto("/desk/")
    expect(page.locator("#unsaved")).to_contain_text("never sent")
    page.reload()
    expect(page.locator("main")).to_contain_text("Not saved yet")
    yield page, "with what was not saved"
    beside(lambda: Incident.objects.all().update(author=stage.edith, shared=False))
    yield stage.at("ara"), "empty"


def open_other_ways(page: Page) -> None:
    """Unfold the other ways to start, which stand open where there is room."""
    page.set_viewport_size({"width": 390, "height": 900})
    page.click("summary:has-text('Other ways to start')")


def lists(stage: Stage) -> Iterator[tuple[Page, str]]:
    """The lists and the search."""
    beside(lambda: of_each_kind(stage))
    page = stage.at("anna", "/desk/incidents/?show=returned")
    yield page, "a list"
    page.goto("/desk/incidents/?q=nerkin")
    expect(page.locator(".row-list li").first).to_be_visible()
    yield page, "what was found"
    page.goto("/desk/incidents/?q=nowhere")
    yield page, "nothing found"


def history(stage: Stage) -> Iterator[tuple[Page, str]]:
    """The history of an incident that was saved more than once."""
    page = stage.at("anna", stage.address)
    for title in (MINE, THEIRS):
        page.fill("#id_title", title)
        page.click(".desk__save button[value=save]")
        expect(page.locator("h1")).to_have_text(title)
    page.click("text=Edit history and undo")
    expect(page.locator(".edit").first).to_contain_text("Saved by anna")
    yield page, "the history"


def starts(stage: Stage) -> Iterator[tuple[Page, str]]:
    """The ways to start."""
    page = stage.at("anna", "/desk/start/?template=shelling-with-casualties")
    yield page, "from a template"
    for way in ("copy", "response"):
        page.goto(f"/desk/start/?from={stage.incident.ref}&as={way}")
        expect(page.locator(".started")).to_be_visible()
        yield page, f"a {way}"


def reading(stage: Stage) -> Iterator[tuple[Page, str]]:
    """What is read out of a text."""
    page = stage.at("anna")
    open_other_ways(page)
    page.fill("#start-url", "https://example.org/news/1")
    page.fill("#start-text", TEXT)
    page.click("text=Start from the source")
    page.fill('[name="reading-published"]', "2024-02-13")
    page.click("button[name=read_text][value=text]")
    expect(page.locator("#desk-told")).to_contain_text("suggestions found")
    page.locator("button[name=accept]").first.click()
    expect(page.locator("#desk-told")).to_contain_text("Entered")
    yield page, "a text with what it suggests"


def form(stage: Stage) -> Iterator[tuple[Page, str]]:
    """The form with what is suggested beside it."""
    page = stage.at("anna", NEW)
    page.fill("#id_involvements-0-actor", "arm")
    expect(page.locator("[role=option]").first).to_be_visible()
    yield page, "a list of names is open"
    page.keyboard.press("Escape")
    page.fill("#id_involvements-0-actor", "")
    page.fill("#id_place", "gn:174815")
    page.fill("#id_when", "13 Feb 2024")
    page.fill("#id_title", "Fire near Nerkin Hand")
    expect(page.locator("#related .related__one").first).to_be_visible()
    page.locator("button[name=apart_from]").first.click()
    expect(page.locator(".related__apart")).to_be_visible()
    page.click(".related__apart summary")
    yield page, "related incidents, one set aside"


def mishaps(stage: Stage) -> Iterator[tuple[Page, str]]:
    """The form with a file, a name that nobody has, and without a connection."""
    page = stage.at("anna", NEW)
    page.fill("#id_title", "Fire at the border")
    page.fill('[name="sources-0-publisher"]', "An outlet")
    page.locator("#sources .more summary", has_text="Copies").first.click()
    file: FilePayload = {"name": "a.html", "mimeType": "text/html", "buffer": b"<!doctype html><p>Two.</p>"}
    page.set_input_files('[name="sources-0-file"]', file)
    expect(page.locator(".copies__chosen")).to_contain_text("a.html")
    yield page, "with a file"
    page.fill("#id_involvements-0-actor", "The village council")
    page.click(".desk__save button[value=save]")
    expect(page.locator("button[name=propose]")).to_be_visible()
    yield page, "an actor to propose"
    page.context.set_offline(True)
    page.fill("#id_title", "Typed without a connection")
    expect(page.locator("#safe")).to_contain_text("No connection")
    yield page, "without a connection"


def thread(stage: Stage) -> Iterator[tuple[Page, str]]:
    """Notes and steps: sent back, answered, waiting, rejected."""
    claim = beside(lambda: Claim.objects.filter(incident=stage.incident).first())
    assert claim is not None

    def review() -> None:
        transition(incident=Incident.objects.get(pk=stage.incident.pk), verb=Verb.SUBMIT, by=stage.anna)
        for anchor in ("title", f"claims.{claim.public_id}.statement", ""):
            write_note(note=ReviewNote(incident=stage.incident, text="@anna Why?", anchor=anchor), by=stage.edith)
        settled = write_note(note=ReviewNote(incident=stage.incident, text=PERSIAN), by=stage.edith)
        settle_note(note=settled, by=stage.edith)
        sent_back = Incident.objects.get(pk=stage.incident.pk)
        transition(incident=sent_back, verb=Verb.REQUEST_CHANGES, by=stage.edith, reason="Three notes.")

    beside(review)
    page = stage.at("anna", stage.address)
    page.locator(".note__reply summary").first.click()
    page.click("#settled-notes > summary")
    page.focus("#id_title")
    page.click(".note-here")
    expect(page.locator("#note-text")).to_be_focused()
    yield page, "sent back, with a note begun"
    page.goto(stage.address)
    page.click(".desk__save button[value=submit]")
    expect(page.locator("main")).to_contain_text("Withdraw")
    yield page, "waits for an editor"

    def reject() -> None:
        waiting = Incident.objects.get(pk=stage.incident.pk)
        transition(incident=waiting, verb=Verb.REJECT, by=stage.edith, reason="Not an incident.")

    beside(reject)
    page.reload()
    yield page, "rejected"


def together(stage: Stage) -> Iterator[tuple[Page, str]]:
    """Two people on one incident, to the choice between both versions."""
    anna, ara = stage.at("anna", stage.address), stage.at("ara", stage.address)
    anna.fill("#id_title", MINE)
    expect(anna.locator("#safe")).to_contain_text("Changes kept at")
    ara.fill("#id_title", THEIRS)
    ara.fill("#id_summary", PERSIAN)
    ara.locator(".claim__head").last.click()
    ara.check("#id_claims-1-delete")
    ara.click(".desk__save button[value=save]")
    expect(ara.locator("h1")).to_have_text(THEIRS)
    anna.fill("#id_title", f"{MINE}, again")
    expect(anna.locator("#moved")).to_contain_text("ara saved this incident")
    yield anna, "somebody else saved"
    anna.locator(".claim__head").last.click()
    anna.fill('[name="claims-1-statement"]', "Says something else now.")
    anna.click(".desk__save button[value=save]")
    expect(anna.locator(".merge .both")).to_have_count(2)
    yield anna, "both versions"
    anna.click(".merge button[value=save]")
    expect(anna.locator(".merge")).to_contain_text("Choose for each")
    yield anna, "not all is chosen"


def unsaved(stage: Stage) -> Iterator[tuple[Page, str]]:
    """What was not saved, offered and restored."""
    anna = stage.at("anna", stage.address)
    anna.fill("#id_title", MINE)
    expect(anna.locator("#safe")).to_contain_text("Changes kept at")
    anna.goto(stage.address)
    expect(anna.locator("#unsaved")).to_contain_text("unsaved changes")
    yield anna, "unsaved changes are offered"
    anna.click("text=Restore them")
    expect(anna.locator("#unsaved")).to_contain_text("Nothing of them is saved yet")
    yield anna, "unsaved changes are in the form"


def sessions(stage: Stage) -> Iterator[tuple[Page, str]]:
    """Signed out with a form open, and somebody else who signs in."""
    page = stage.at("anna", stage.address)
    beside(Session.objects.all().delete)
    page.fill("#id_title", MINE)
    expect(page.locator("#signed-out")).to_be_visible()
    yield page, "signed out"
    window = page.context.new_page()
    sign_in(window, "ara")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(".signed-out__other")).to_be_visible()
    yield page, "somebody else signed in"
    sent = "form => { form.querySelector('[name=do]').click(); HTMLFormElement.prototype.submit.call(form); }"
    page.locator("#draft").evaluate(sent)
    expect(page.locator("h1")).to_have_text(re.compile("another account"))
    yield page, "a page of another account"
    page.goto("/desk/signed-in/")
    yield page, "signed in again"


_EVERY = (
    home, home_left, lists, history, starts, reading, form, mishaps, thread, together, unsaved, sessions,
)  # fmt: skip
WALKS = {walk.__name__: walk for walk in _EVERY}
SHORT = {"home", "home_left", "lists", "history", "sessions"}
"""Walks over short pages, which are looked at on all screens."""


@pytest.mark.parametrize("walk", WALKS)
def test_every_state_is_accessible(stage: Stage, photograph: Photographer, walk: str) -> None:
    wrong = {}
    for page, state in WALKS[walk](stage):
        if found := complaints(page, EVERY if walk in SHORT else FEW):
            wrong[state] = found
        photograph(page, f"axe-{walk}-{state.replace(' ', '-')}")
    assert wrong == {}
