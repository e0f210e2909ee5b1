"""Notes of the review thread go with what they hang on, with their answers, mentions and history."""

import pytest

from accounts.models import User
from incidents.moderation.thread import write_note
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.targets import Order
from incidents.vocabulary import ReviewCheck
from incidents.workbench.models import CheckAnswer, NoteMention, ReviewNote
from incidents.workbench.operations.save import Changes, save_incident
from tests.incidents.publishing.expunge.conftest import Told, citing, claim_of
from tests.incidents.publishing.expunge.everywhere import in_database

pytestmark = pytest.mark.django_db
REASON = "Order 7 of a court, on personal data."
WORD = "qyxnote"


def note_on(told: Told, by: User, anchor: str) -> ReviewNote:
    """Write a note with an answer, both of which name somebody."""
    note = write_note(note=ReviewNote(incident=told.incident, text=f"@edith {WORD}", anchor=anchor), by=by)
    write_note(note=ReviewNote(incident=told.incident, text=f"@edith {WORD} again", reply_to=note), by=by)
    return note


def test_a_note_goes_with_its_claim_and_leaves_no_trace(told: Told, anna: User, adam: User) -> None:
    claim = claim_of(told.incident)
    for anchor in (f"claims.{claim.public_id}", f"claims.{claim.public_id}.statement"):
        note_on(told, anna, anchor)
    kept = write_note(note=ReviewNote(incident=told.incident, text="Stays.", anchor="title"), by=anna)
    expunge(order=Order(REASON, claims=(claim.public_id,)), by=adam)
    assert in_database(WORD) == []
    assert ReviewNote.objects.filter(pk=kept.pk).exists()
    assert not NoteMention.objects.exists()


def test_a_note_goes_with_what_hangs_on_its_claim_and_with_a_source(told: Told, anna: User, adam: User) -> None:
    claim, assertion = claim_of(told.incident), claim_of(told.incident).assertions.all()[0]
    note_on(told, anna, f"assertions.{assertion.public_id}.low")
    note_on(told, anna, f"sources.{citing(claim).public_id}.publisher")
    expunge(order=Order(REASON, sources=(citing(claim).public_id,)), by=adam)
    assert ReviewNote.objects.filter(text__contains=WORD, reply_to=None).count() == 1
    expunge(order=Order(REASON, claims=(claim.public_id,)), by=adam)
    assert in_database(WORD) == []


def test_a_note_on_a_claim_that_was_removed_before_goes_too(told: Told, anna: User, adam: User) -> None:
    claim = claim_of(told.incident)
    note_on(told, anna, f"claims.{claim.public_id}")
    told.incident.claim_links.all().delete()
    told.incident.estimates.all().delete()
    told.incident.involvements.all().delete()
    told.incident.refresh_from_db()
    save_incident(incident=told.incident, changes=Changes(removed=[claim]), by=anna, revision=told.incident.revision)
    expunge(order=Order(REASON, claims=(claim.public_id,)), by=adam)
    assert in_database(WORD) == []


def test_a_whole_thread_goes_with_its_incident(told: Told, anna: User, adam: User) -> None:
    note_on(told, anna, "title")
    expunge(order=Order(REASON, incidents=(told.incident.ref,)), by=adam)
    assert in_database(WORD) == []
    assert not ReviewNote.objects.filter(incident=told.incident).exists()


def test_words_are_taken_out_of_notes_and_the_rest_stays(told: Told, anna: User, adam: User) -> None:
    note = note_on(told, anna, "title")
    expunge(order=Order(REASON, texts=(WORD,)), by=adam)
    note.refresh_from_db()
    assert (note.text, note.anchor) == ("@edith [expunged]", "title")
    assert in_database(WORD) == []


def test_an_answer_to_a_check_goes_with_its_claim(told: Told, anna: User, adam: User) -> None:
    claim = claim_of(told.incident)
    told_of = {"incident": told.incident, "code": ReviewCheck.UNCITED, "fingerprint": "a" * 64, "by": anna}
    CheckAnswer.objects.create(subject=f"claims.{claim.public_id}", answer=WORD, **told_of)
    CheckAnswer.objects.create(subject=f"claims.{claim.public_id}.translation", answer=WORD, **told_of)
    kept = CheckAnswer.objects.create(subject="location_confidentiality", answer="Stays.", **told_of)
    expunge(order=Order(REASON, claims=(claim.public_id,)), by=adam)
    assert in_database(WORD) == []
    assert CheckAnswer.objects.filter(pk=kept.pk).exists()


def test_words_are_taken_out_of_an_answer(told: Told, anna: User, adam: User) -> None:
    answer = CheckAnswer.objects.create(
        incident=told.incident, code=ReviewCheck.UNCITED, fingerprint="a" * 64, answer=f"Says {WORD}.", by=anna
    )
    expunge(order=Order(REASON, texts=(WORD,)), by=adam)
    answer.refresh_from_db()
    assert (answer.answer, answer.fingerprint) == ("Says [expunged].", "a" * 64)
