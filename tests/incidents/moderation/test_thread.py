"""The review thread: who writes, what notes hang on, and that nothing of them is content."""

import pytest

from accounts.models import User
from accounts.roles import Role
from incidents.errors import NotAllowed
from incidents.moderation.thread import MOST_NOTES, reopen_note, settle_note, write_note
from incidents.moderation.workflow import transition
from incidents.vocabulary import NoteState, State, Verb
from incidents.workbench import anchors
from incidents.workbench.anchors import UnknownAnchor
from incidents.workbench.history import changed_by
from incidents.workbench.models import Incident, ReviewNote
from incidents.workbench.models.base import new_public_id
from tests.factories import person
from tests.incidents.complete import complete_incident, published_incident, submitted_incident

pytestmark = pytest.mark.django_db


def note_on(incident: Incident, by: User, text: str = "Which village?", **fields: object) -> ReviewNote:
    return write_note(note=ReviewNote(incident=incident, text=text, **fields), by=by)


def test_notes_hang_on_fields_rows_and_lists(anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    claim, source = incident.claims.all()[0], incident.citations.all()[0].source
    assertion, estimate = incident.assertions.all()[0], incident.estimates.all()[0]
    for anchor in (
        "", "title", "place_precision", "claims", f"claims.{claim.public_id}", f"claims.{claim.public_id}.statement",
        f"sources.{source.public_id}.reliability", f"assertions.{assertion.public_id}.low",
        f"estimates.{estimate.public_id}.claims",
    ):  # fmt: skip
        assert note_on(incident, edith, anchor=anchor).anchor == anchor
        assert str(anchors.parse(anchor)) == anchor


@pytest.mark.parametrize(
    "anchor",
    ["nonsense", "claims.0000000000", "claims.", "title.statement", "claims.title", "state", "Title", "../title",
     "a\0b", "revision", "claims.{claim}.position", "claims.{claim}.nonsense", "answers.{claim}",
     "claims.{claim}.statement.x"],
)  # fmt: skip
def test_an_anchor_of_nothing_is_refused(anchor: str, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    with pytest.raises(UnknownAnchor):
        note_on(incident, edith, anchor=anchor.format(claim=incident.claims.all()[0].public_id))
    assert ReviewNote.objects.count() == 0


def test_a_row_of_another_incident_is_nothing_here(anna: User, edith: User) -> None:
    incident, other = complete_incident(by=anna), complete_incident(by=anna)
    theirs = f"claims.{other.claims.all()[0].public_id}"
    with pytest.raises(UnknownAnchor, match="no such row"):
        note_on(incident, edith, anchor=theirs)
    assert anchors.nearest(incident, f"{theirs}.statement") == "claims"
    assert anchors.nearest(incident, "nonsense") == ""


@pytest.mark.parametrize("state", list(State))
def test_both_write_and_resolve_in_every_state(state: State, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    Incident.objects.filter(pk=incident.pk).update(state=state)
    note = note_on(incident, edith)
    answer = note_on(incident, anna, "The one by the river.", reply_to=note)
    assert settle_note(note=note, by=anna).settled_by == anna
    assert (answer.reply_to, answer.anchor, answer.state) == (note, "", NoteState.OPEN)
    opened = reopen_note(note=note, by=edith)
    assert (opened.state, opened.settled_by, opened.settled_at) == (NoteState.OPEN, None, None)
    incident.refresh_from_db()
    assert incident.revision == 1


def test_nobody_else_writes_or_resolves(anna: User, edith: User, adam: User, rufat: User) -> None:
    incident = complete_incident(by=anna)
    note = note_on(incident, edith)
    for user in (adam, rufat, person("ara", Role.ANALYST), person("guest")):
        for act in (lambda: note_on(incident, user), lambda: settle_note(note=note, by=user)):  # noqa: B023 - at once
            with pytest.raises(NotAllowed):
                act()
    Incident.objects.filter(pk=incident.pk).update(shared=True)
    assert note_on(incident, person("ara", Role.ANALYST)).pk


def test_an_answer_to_an_answer_hangs_on_the_note(anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    note = note_on(incident, edith)
    first = note_on(incident, anna, "One.", reply_to=note)
    assert note_on(incident, edith, "Two.", reply_to=first).reply_to == note
    with pytest.raises(NotAllowed, match="with its note"):
        settle_note(note=first, by=anna)
    with pytest.raises(NotAllowed, match="another incident"):
        note_on(complete_incident(by=anna), edith, "Three.", reply_to=note)


def test_sent_twice_it_is_written_once(anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    public_id = new_public_id()
    first = note_on(incident, edith, public_id=public_id)
    assert note_on(incident, edith, public_id=public_id).pk == first.pk
    with pytest.raises(NotAllowed, match="belongs to another"):
        note_on(incident, anna, public_id=public_id)
    assert ReviewNote.objects.count() == 1


def test_a_thread_has_an_end_and_a_note_a_text(anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    with pytest.raises(NotAllowed, match="needs a text"):
        note_on(incident, edith, " \n ")
    ReviewNote.objects.bulk_create(ReviewNote(incident=incident, author=edith, text="x") for _ in range(MOST_NOTES))
    with pytest.raises(NotAllowed, match="at most"):
        note_on(incident, edith)


def test_resolving_twice_keeps_who_did_it_first(anna: User, edith: User) -> None:
    note = note_on(complete_incident(by=anna), edith)
    settle_note(note=note, by=edith)
    assert settle_note(note=note, by=anna).settled_by == edith


def test_notes_are_no_change_and_reopen_nothing(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    before = Incident.objects.get(pk=incident.pk)
    settle_note(note=note_on(incident, edith, anchor="title"), by=anna)
    after = Incident.objects.get(pk=incident.pk)
    assert (after.revision, after.state, after.updated_at) == (before.revision, State.IN_SYNC, before.updated_at)
    assert edith.pk not in changed_by(incident, since=None)


def test_what_a_note_hangs_on_in_words(anna: User) -> None:
    incident = submitted_incident(by=anna)
    claim = incident.claims.all()[0]
    places, statement = anchors.offered(incident), f"claims.{claim.public_id}.statement"
    assert anchors.words_in(places, ["title", statement, "claims.0000000000"]) == {
        "title": "Title",
        statement: f"claims 1. {claim.claimant}: {claim.statement}: statement",
        "claims.0000000000": "what is not there any more (claims)",
    }
    assert anchors.briefly("claims.0000000000.made_on") == "claim: made on"


def test_sending_back_leaves_the_notes_open(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    note = note_on(incident, edith, anchor="title")
    transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=edith, reason="See the notes.")
    note.refresh_from_db()
    assert note.state == NoteState.OPEN
