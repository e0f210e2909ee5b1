"""The review thread on the desk's page, as a browser without JavaScript uses it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from incidents.desk.forms import IncidentDraft
from incidents.desk.sections import LIST_IN, SECTION_OF
from incidents.moderation import workflow
from incidents.moderation.thread import settle_note, write_note
from incidents.vocabulary import NoteState, Verb
from incidents.workbench import anchors
from incidents.workbench.models import Incident, KeptForm, NoteMention, ReviewNote
from tests.factories import person
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def incident(desk: Client, form: Fields) -> Incident:
    """Return a draft of anna's, fit for submission."""
    return saved(desk, cited(form))


def note_of(incident: Incident, by: User, words: str = "Which village?", **fields: Any) -> ReviewNote:
    return write_note(note=ReviewNote(incident=incident, text=words, **fields), by=by)


def acted(desk: Client, incident: Incident, action: str, **typed: str) -> Any:
    """Press a button of the thread, with what is typed there; nothing else is changed."""
    fields = {name.replace("__", "-"): [value] for name, value in typed.items()}
    return desk.post(
        address(incident),
        sent(desk.get(address(incident))) | thread_fields(desk, incident) | fields | {"note": [action]},
    )


def thread_fields(desk: Client, incident: Incident) -> Fields:
    """Return the hidden fields of the thread, which belong to the form by their `form` attribute."""
    page = text(desk.get(address(incident)))
    hidden = re.findall(r'<input type="hidden" form="draft" name="([^"]+)" value="([^"]+)"', page)
    return {name: [value] for name, value in hidden}


def beside(page: str, element: str) -> str:
    """Return the notes beside an element."""
    found = re.search(rf'(?s)<ul class="remarks" id="{element}_notes">(.*?)</ul>', page)
    return found[1] if found else ""


def counts(page: str) -> dict[str, int]:
    """Return the open notes that the index counts, by section."""
    index = re.search(r'(?s)<nav class="desk-index".*?</nav>', page)
    assert index is not None
    links = re.findall(r'(?s)<a href="#([a-z]+)">(.*?)</a>', index[0])
    found = {name: re.search(r"note-count\">(\d+)", body) for name, body in links}
    return {name: int(match[1]) for name, match in found.items() if match}


def test_an_open_note_stands_beside_its_field_and_is_counted(desk: Client, incident: Incident, edith: User) -> None:
    claim = incident.claims.get().public_id
    note_of(incident, edith, "The title names a side.", anchor="title")
    note_of(incident, edith, "Two or three?", anchor=f"claims.{claim}.statement")
    note_of(incident, edith, "This claim is told twice.", anchor=f"claims.{claim}")
    note_of(incident, edith, "All in all a good one.")
    page = text(desk.get(address(incident)))
    assert "The title names a side." in beside(page, "id_title")
    assert "Two or three?" in beside(page, "id_claims-0-statement")
    assert "This claim is told twice." in beside(page, "claims-0")
    assert counts(page) == {"what": 1, "claims": 2, "thread": 4}
    control = re.search(r'<input[^>]*id="id_title"[^>]*>', page)
    assert control is not None
    assert re.search(r'aria-describedby="[^"]*id_title_notes', control[0])
    assert 'aria-describedby="id_summary_helptext"' in page


def test_a_resolved_note_stands_beside_nothing(desk: Client, incident: Incident, edith: User) -> None:
    note = note_of(incident, edith, "The title names a side.", anchor="title")
    settle_note(note=note, by=edith)
    page = text(desk.get(address(incident)))
    assert beside(page, "id_title") == ""
    assert counts(page) == {}
    assert "Resolved by edith" in page


def test_a_note_is_written_and_nothing_typed_is_lost_or_saved(desk: Client, incident: Incident, edith: User) -> None:
    answer = acted(
        desk,
        incident,
        "write",
        title="Typed and not saved yet",
        note__text="@edith what of this?",
        note__anchor="title",
    )
    assert answer.status_code == 200
    page = text(answer)
    assert sent(answer)["title"] == ["Typed and not saved yet"]
    assert "The note is written. A mail tells @edith." in page
    assert "@edith what of this?" in re.sub("</?strong>", "", beside(page, "id_title"))
    assert re.search(r'<textarea form="draft" id="note-text"[^>]*></textarea>', page)
    stored = Incident.objects.get()
    assert (stored.title, stored.revision) == (incident.title, incident.revision)
    note = ReviewNote.objects.get()
    assert (note.text, note.anchor, note.author.username) == ("@edith what of this?", "title", "anna")
    assert NoteMention.objects.get().user == edith


def test_a_note_alone_leaves_nothing_that_would_be_unsaved(desk: Client, incident: Incident) -> None:
    acted(desk, incident, "write", note__text="Which village?")
    assert not KeptForm.objects.open().exists()
    for typed in (
        {"title": "Typed and not saved yet"},
        {"claims-0-delete": "on"},
        {"reading-text": "Two were killed."},
    ):
        acted(desk, incident, "write", note__text="And this?", **typed)
        assert KeptForm.objects.open().count() == 1, typed
        KeptForm.objects.all().delete()


def test_sent_twice_it_is_one_note(desk: Client, incident: Incident) -> None:
    fields = sent(desk.get(address(incident))) | thread_fields(desk, incident)
    fields |= {"note": ["write"], "note-text": ["Once."]}
    for _ in range(2):
        desk.post(address(incident), fields)
    assert ReviewNote.objects.count() == 1


def test_notes_are_answered_resolved_and_opened_again(desk: Client, incident: Incident, edith: User) -> None:
    note = note_of(incident, edith)
    page = text(
        acted(desk, incident, f"reply:{note.public_id}", **{f"note__reply__{note.public_id}": "The one by the river."})
    )
    assert "The answer is written." in page
    assert ReviewNote.objects.get(reply_to=note).text == "The one by the river."
    assert "The note is resolved." in text(acted(desk, incident, f"resolve:{note.public_id}"))
    note.refresh_from_db()
    assert note.state == NoteState.RESOLVED
    assert "The note is open again." in text(acted(desk, incident, f"reopen:{note.public_id}"))


def test_who_waits_for_an_editor_still_answers(desk: Client, incident: Incident, edith: User, anna: User) -> None:
    note = note_of(incident, edith)
    workflow.transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    fields = {
        "note": [f"reply:{note.public_id}"],
        f"note-reply-{note.public_id}": ["By the river."],
        "note-text": ["More."],
    }
    answer = desk.post(address(incident), fields)
    assert answer.status_code == 200
    page = text(answer)
    assert "By the river." in page
    assert ">More.</textarea>" in page
    assert '<fieldset class="draft__all" disabled>' in page


@pytest.mark.parametrize("typed", ["", "   ", "x" * 4001])
def test_what_is_no_note_is_refused_and_kept(desk: Client, incident: Incident, typed: str) -> None:
    answer = acted(desk, incident, "write", note__text=typed, title="Typed and not saved yet")
    assert answer.status_code == 422
    assert sent(answer)["title"] == ["Typed and not saved yet"]
    assert f">{typed}</textarea>" in text(answer)
    assert ReviewNote.objects.count() == 0


def test_a_note_that_was_typed_is_written_when_the_form_is_saved(desk: Client, incident: Incident, edith: User) -> None:
    note = note_of(incident, edith)
    page = sent(desk.get(address(incident)), title="A better title of it")
    fields = page | {
        "note-text": ["Is this better?"],
        f"note-reply-{note.public_id}": ["I changed it."],
        "do": ["save"],
    }
    answer = desk.post(address(incident), fields, follow=True)
    assert "The note is written." in text(answer)
    assert set(ReviewNote.objects.values_list("text", flat=True)) == {
        "Which village?",
        "Is this better?",
        "I changed it.",
    }


def test_a_note_typed_beside_a_refused_form_comes_back(desk: Client, incident: Incident) -> None:
    answer = desk.post(
        address(incident), sent(desk.get(address(incident)), title="short") | {"note-text": ["Is this better?"]}
    )
    assert answer.status_code == 422
    assert ">Is this better?</textarea>" in text(answer)
    assert ReviewNote.objects.count() == 0


def test_a_note_typed_beside_an_incomplete_submission_is_written(desk: Client, incident: Incident) -> None:
    fields = sent(desk.get(address(incident)), summary="", do="submit") | {"note-text": ["The summary follows."]}
    answer = desk.post(address(incident), fields)
    assert answer.status_code == 422
    assert "The note is written." in text(answer)
    assert ReviewNote.objects.get().text == "The summary follows."


def test_sending_back_carries_the_open_notes(desk: Client, incident: Incident, anna: User, edith: User) -> None:
    note_of(incident, edith, "The title names a side.", anchor="title")
    settle_note(note=note_of(incident, edith, "Long settled."), by=edith)
    workflow.transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    workflow.transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=edith, reason="Two things are open.")
    page = text(desk.get(address(incident)))
    carried = re.search(r'(?s)<div class="notice notice--warn carried">(.*?)</div>', page)
    assert carried is not None
    assert "The title names a side." in carried[1]
    assert "Long settled." not in carried[1]
    steps = re.search(r'(?s)id="steps-title".*?</section>', page)
    assert steps is not None
    assert "Two things are open." in steps[0]
    assert "with 1 open note" in steps[0]
    home = text(desk.get("/desk/"))
    for words in ("Returned to you", "Two things are open.", "The title names a side."):
        assert words in home
    assert "Long settled." not in home


def test_a_row_that_is_gone_leaves_its_note_in_the_thread(desk: Client, incident: Incident, edith: User) -> None:
    note_of(incident, edith, "Who says so?", anchor=f"claims.{incident.claims.get().public_id}")
    form = sent(desk.get(address(incident))) | {"claims-0-delete": ["on"], "sources-0-delete": ["on"]}
    page = text(desk.get(address(saved(desk, form, address(incident)))))
    assert "Who says so?" in page
    assert "What is not there any more (claims)" in page


def test_a_note_on_a_row_that_is_not_stored_hangs_on_the_list(desk: Client, incident: Incident) -> None:
    acted(desk, incident, "write", note__text="And the other side?", note__anchor="claims.0000000000.statement")
    assert ReviewNote.objects.get().anchor == "claims"


def test_hostile_text_stays_text(desk: Client, incident: Incident, edith: User) -> None:
    evil = "<script>alert(1)</script> @anna<b> \"'><img src=x>"
    note_of(incident, edith, evil, anchor="title")
    page = text(acted(desk, incident, evil, **{"note-text": evil, "note-anchor": evil, "note-id": evil}))
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "<strong>@anna</strong>&lt;b&gt;" in page


def test_nobody_else_reads_or_writes_it(incident: Incident, edith: User, adam: User, rufat: User) -> None:
    note = note_of(incident, edith, "Only for us.")
    for user in (person("ara", Role.ANALYST), adam, rufat):
        other = Client()
        other.force_login(user)
        for answer in (
            other.get(address(incident)),
            other.post(address(incident), {"note": [f"resolve:{note.public_id}"]}),
        ):
            assert answer.status_code == 404
            assert "Only for us." not in text(answer)
    note.refresh_from_db()
    assert note.state == NoteState.OPEN


def test_a_note_of_another_incident_is_not_there(desk: Client, incident: Incident, form: Fields, edith: User) -> None:
    other = saved(desk, sent(desk.get(NEW)))
    note = note_of(other, edith)
    answer = acted(desk, incident, f"resolve:{note.public_id}")
    assert answer.status_code == 422
    assert "There is no such note" in text(answer)


def test_every_field_and_list_has_its_section(desk: Client, incident: Incident, anna: User) -> None:
    """Also where the page's sections move: each field stands where its notes are counted."""
    page = text(desk.get(address(incident)))
    sections = {
        found[1]: found[0]
        for found in re.finditer(
            r'(?s)<section class="part" id="([a-z]+)".*?</section>\s*(?=<section class="part"|<datalist|<div|$)', page
        )
    }
    draft = IncidentDraft(None, by=anna, incident=incident)
    assert set(SECTION_OF) == set(draft.main.fields)
    for name, section in SECTION_OF.items():
        assert f'id="id_{name}"' in sections[section], name
    assert set(LIST_IN) == set(anchors.LISTS)
    for name in draft.lists:
        assert f'id="list-{name}"' in sections[LIST_IN[name]], name


def test_the_page_asks_as_often_for_many_notes_as_for_one(
    desk: Client, incident: Incident, edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    note_of(incident, edith, "@anna one", anchor="title")
    desk.get(address(incident))
    with CaptureQueriesContext(connection) as once:
        desk.get(address(incident))
    number_of_queries = len(once)
    for number in range(4):
        note = note_of(incident, edith, f"@anna {number}", anchor=f"claims.{incident.claims.get().public_id}.statement")
        note_of(incident, edith, "@anna again", reply_to=note)
    with django_assert_num_queries(number_of_queries):
        desk.get(address(incident))
