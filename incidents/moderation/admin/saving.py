"""From an admin form and its formsets to one operation."""

from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import User
from incidents.moderation.operations import edit_incident
from incidents.moderation.querysets import last_published
from incidents.moderation.thread import reopen_note, settle_note, write_note
from incidents.vocabulary import NoteState
from incidents.workbench.history import changed_by
from incidents.workbench.models import Assessment, Citation, Incident, ReviewNote
from incidents.workbench.operations.save import Changes, rule_broken

WHY = "admin"


@transaction.atomic
def save_collected(form: Any, formsets: list[Any], *, by: User, site: str = "") -> bool:
    """Save what an editor changed, in one operation; tell whether there was anything to save.

    Remarks alone change no revision; `site` begins the links in mails to whom they name. A save without changes does
    one thing only: it stands for what nobody did.
    """
    incident: Incident = form.instance
    changes, notes = _collect(formsets, by)
    edited = form.has_changed() or bool(changes.saved or changes.removed) or _waits_for_a_name(incident)
    if edited:
        revision: int = form.cleaned_data["opened_at"]
        edit_incident(incident=incident, changes=changes, by=by, revision=revision, why=WHY)
    for note in notes:
        if note._state.adding:  # noqa: SLF001 - Django's documented attribute
            write_note(note=note, by=by, site=site)
        elif note.state == NoteState.RESOLVED:
            settle_note(note=note, by=by)
        else:
            reopen_note(note=note, by=by)
    return edited or bool(notes)


def _collect(formsets: list[Any], by: User) -> tuple[Changes, list[ReviewNote]]:
    """Return the changed rows. `save(commit=False)` also fills the lists from which the admin logs what was done."""
    changes, notes = Changes(), []
    for formset in formsets:
        rows: list[models.Model] = formset.save(commit=False)
        notes += [row for row in rows if isinstance(row, ReviewNote)]
        changes.saved += [row for row in rows if not isinstance(row, ReviewNote)]
        changes.removed += formset.deleted_objects
        for row, changed in formset.changed_objects:
            _sign(row, changed, by)
        for row in formset.new_objects:
            _sign(row, ["credibility"], by)
    return changes, notes


def _sign(row: models.Model, changed: list[str], by: User) -> None:
    """Put the name of whoever judges to what is judged: verdicts and grades."""
    if isinstance(row, Assessment):
        row.assessed_by = by
    if isinstance(row, Citation) and {"credibility", "credibility_reason"}.intersection(changed):
        row.rated_by, row.rated_at = by, timezone.now()


def _waits_for_a_name(incident: Incident) -> bool:
    return None in changed_by(incident, since=last_published(incident.ref))


def rule_of(error: IntegrityError) -> str:
    """Return the rule that a save broke, in the words of its constraint."""
    return f"Nothing was saved: {rule_broken(error) or 'two rows stand against each other.'}"
