"""The review thread: notes on an incident, answers to them, and who resolved what.

Notes are private: no revision, no reopening, no part in four eyes, and nothing of them in any edition.
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.vocabulary import NoteState
from incidents.workbench import anchors, policies
from incidents.workbench.mentions import named_in
from incidents.workbench.models import Incident, ReviewNote
from incidents.workbench.tasks import mention

MOST_NOTES = 1000
"""How many notes and answers a thread may have."""


@transaction.atomic
def write_note(*, note: ReviewNote, by: User, site: str = "") -> ReviewNote:
    """Add a note, or an answer to one, and have the people told whom it names (`site` begins the mail's link).

    A note that comes again with its public id makes no second one. An answer to an answer hangs on the note. Raises
    NotAllowed, and UnknownAnchor where the incident has no such field or row.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=note.incident_id)
    _check(incident, by)
    there = ReviewNote.objects.filter(public_id=note.public_id).first()
    if there is not None:
        if (there.incident_id, there.author_id) != (incident.pk, by.pk):
            raise NotAllowed("The id of this note belongs to another one.")
        return there
    if ReviewNote.objects.filter(incident=incident).count() >= MOST_NOTES:
        raise NotAllowed(f"A thread has at most {MOST_NOTES} notes.")
    if note.reply_to is not None:
        note.reply_to = note.reply_to.reply_to or note.reply_to
        if note.reply_to.incident_id != incident.pk:
            raise NotAllowed("The note that this one answers belongs to another incident.")
        note.anchor = ""
    else:
        anchors.check(incident, note.anchor)
    if not note.text.strip():
        raise NotAllowed("A note needs a text.")
    note.author, note.state = by, NoteState.OPEN
    with signed(by=by.pk, why="note"):
        note.save(force_insert=True)
        mention(note=note, people=named_in(note.text, incident).people, site=site)
    return note


@transaction.atomic
def settle_note(*, note: ReviewNote, by: User) -> ReviewNote:
    """Resolve a note, and say who did; one that is resolved stays as it is. Raises NotAllowed."""
    return _move(note, by, NoteState.RESOLVED)


@transaction.atomic
def reopen_note(*, note: ReviewNote, by: User) -> ReviewNote:
    """Open a note again that was resolved. Raises NotAllowed."""
    return _move(note, by, NoteState.OPEN)


def _move(note: ReviewNote, by: User, state: NoteState) -> ReviewNote:
    current = ReviewNote.objects.select_related("incident").select_for_update(of=("self",)).get(pk=note.pk)
    _check(current.incident, by)
    if current.reply_to_id is not None:
        raise NotAllowed("An answer is resolved with its note.")
    if current.state == state:
        return current
    resolved = state == NoteState.RESOLVED
    current.state = state
    current.settled_by, current.settled_at = (by, timezone.now()) if resolved else (None, None)
    with signed(by=by.pk, why="note"):
        current.save(update_fields=["state", "settled_by", "settled_at"])
    return current


def _check(incident: Incident, by: User) -> None:
    if not policies.may_remark(by, incident):
        raise NotAllowed(f"{incident.ref} is not yours to remark on.")
