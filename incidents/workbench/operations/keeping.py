"""Keep what a person typed and did not save, and forget it again; note who is at an incident."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from incidents.errors import DomainError, NotAllowed
from incidents.workbench import policies
from incidents.workbench.models import Incident, KeptForm, Presence
from incidents.workbench.querysets import KEPT_FOR

LARGEST = 600_000
"""Characters of one form, as JSON. An incident with 40 claims has about 100,000."""

MOST_FORMS = 40
"""How many unsaved forms one person may have."""

_LATE = timedelta(days=2)
"""How long a closed form is there for requests that come late, and a presence after it ended."""


class NotKeptForm(DomainError):
    """A form that can't be kept: too long, one too many, or changed in another window since."""


class KeptElsewhere(NotKeptForm):
    """Another open page has kept the same form since."""


@dataclass(frozen=True)
class Typed:
    """What is in a form: fields and files (see `KeptForm`), and the revision that the person started from.

    `turn` is the page's own count, None where it doesn't count; `seen` the last one that it knows to be kept.
    """

    form_id: str
    revision: int
    fields: dict[str, list[str]]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    turn: int | None = None
    seen: int = 0
    writer: str = ""
    sent: bool = False


@transaction.atomic
def keep_form(*, typed: Typed, by: User, incident: Incident | None) -> KeptForm:
    """Keep a form for its person, in place of what was kept of it before; the incident and its history don't change.

    What comes late (a turn that was passed) changes nothing. Raises NotAllowed, NotKeptForm, KeptElsewhere.
    """
    if not policies.may_create(by):
        raise NotAllowed("Only analysts and editors work at the desk.")
    if len(json.dumps([typed.fields, typed.files], ensure_ascii=False)) > LARGEST:
        raise NotKeptForm("The form is too long to be kept by itself. Save it, or save it in parts.")
    row, made = KeptForm.objects.select_for_update(of=("self",)).get_or_create(
        person=by, form_id=typed.form_id, defaults={"incident": incident, "writer": typed.writer}
    )
    if made:
        _check_number(by)
        sweep()
    elif typed.turn is not None:
        if typed.turn <= row.turn and typed.writer == row.writer:
            return row
        if typed.writer != row.writer and row.writer and row.turn > typed.seen:
            raise KeptElsewhere("You changed this form in another window. What is in this one is not kept.")
    row.turn = max(row.turn + 1, typed.turn or 0)
    row.incident, row.revision, row.writer = incident, typed.revision, typed.writer
    row.fields, row.files, row.sent = typed.fields, typed.files, typed.sent
    row.kept_at, row.closed_at = timezone.now(), None
    row.save()
    return row


def _check_number(by: User) -> None:
    if KeptForm.objects.filter(person=by).open().count() > MOST_FORMS:
        raise NotKeptForm(f"You have {MOST_FORMS} unsaved forms. Save or discard some of them first.")


def close_form(*, form_id: str, by: User, turn: int | None = None) -> None:
    """Forget what was kept of a form, because it was saved or discarded. `turn` is the last one that it had sent."""
    closed = {"fields": {}, "files": {}, "sent": False, "closed_at": timezone.now()}
    turns = models.functions.Greatest(models.F("turn"), models.Value(turn or 0))
    KeptForm.objects.filter(person=by, form_id=form_id).update(turn=turns, **closed)


def note_presence(*, incident: Incident, by: User, typing: bool) -> None:
    """Note that a person has an incident open now. The caller knows that they may see it."""
    row = Presence(incident=incident, person=by, typing=typing)
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["incident", "person"],
        update_fields=["seen_at", "typing"],
    )


def end_presence(*, incident: Incident, by: User) -> None:
    """Note that a person has closed an incident."""
    Presence.objects.filter(incident=incident, person=by).delete()


def sweep() -> int:
    """Delete forms past their time, closed ones, and old presences; return how many rows went."""
    now = timezone.now()
    forms = models.Q(kept_at__lt=now - KEPT_FOR) | models.Q(closed_at__lt=now - _LATE)
    gone, _ = KeptForm.objects.filter(forms).delete()
    left, _ = Presence.objects.filter(seen_at__lt=now - _LATE).delete()
    return gone + left
