"""Create an incident and save what changed on it: under a lock, against a revision, with who and why in the history."""

from dataclasses import dataclass, field

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.models import User
from config.rest.signing import signed
from incidents.errors import NotAllowed, Stale
from incidents.vocabulary import State
from incidents.workbench import policies
from incidents.workbench.merged import check_not_merged
from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    Source,
)
from incidents.workbench.operations.following import follow_merges
from incidents.workbench.operations.seen import Shown, moved

_PARENTS_FIRST: tuple[type[models.Model], ...] = (
    Source,
    Claim,
    Assertion,
    ClaimLink,
    Citation,
    Involvement,
    CasualtyEstimate,
    EstimateClaim,
    IncidentLink,
    Assessment,
)
"""Rows are saved in this order and removed in the reverse of it."""


@dataclass
class Changes:
    """Rows to save (new or changed) and rows to remove. A new row may refer to another new row.

    `shown` are the stored sources among those to save, as the person was shown them, in the form called `form`;
    `opened` is the revision that they opened, where a step of the workflow came between.
    """

    saved: list[models.Model] = field(default_factory=list)
    removed: list[models.Model] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    form: str = ""
    opened: int | None = None


@transaction.atomic
def create_incident(*, by: User) -> Incident:
    """Start a draft. Takes the next ref, whose year is that of registration: dates get corrected, refs never."""
    if not policies.may_create(by):
        raise NotAllowed("Only analysts and editors start incidents.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('workbench_ref_number')")
        number = cursor.fetchone()[0]
    with signed(by=by.pk, why="create"):
        return Incident.objects.create(ref=f"CC-{timezone.now().year}-{number:05}", author=by)


@transaction.atomic
def save_incident(*, incident: Incident, changes: Changes, by: User, revision: int, why: str = "") -> Incident:
    """Save an incident's own fields and the rows that changed, all or nothing, and raise its revision.

    `revision` is the one the person started from: if the incident has moved since, nothing is written (Stale).
    An incident in sync must be reopened first (moderation.workflow), which leaves the public edition alone; one that
    was merged names the incident to edit instead (MergedAway).
    """
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    check_not_merged(current)
    if current.revision != revision:
        raise Stale(
            f"{incident.ref} was saved by somebody else since you opened it (you have revision {revision}, "
            f"now it is {current.revision}). Nothing of yours was saved yet.",
            current=current.revision,
        )
    if current.state in policies.REOPENED_BY_EDITING or not policies.may_edit(by, current):
        raise NotAllowed(f"{incident.ref} is {State.of(current.state).label.lower()}: you can't edit it now.")
    for row in (*changes.saved, *changes.removed):
        of = getattr(row, "incident_id", incident.pk) or getattr(row, "incident", incident).pk
        if of != incident.pk:
            raise NotAllowed(f"A row that was sent belongs to another incident than {incident.ref}.")
    incident.state, incident.author_id = current.state, current.author_id
    incident.revision = current.revision + 1
    with signed(by=by.pk, why=why or "edit"):
        _remove(changes.removed)
        follow_merges([incident, *changes.saved])
        opened = revision if changes.opened is None else changes.opened
        if sources := moved(changes.shown, incident=current, revision=opened, form=changes.form, by=by.pk):
            raise Stale(moved_words(sources), current=current.revision)
        incident.save()
        _save(changes.saved)
    return incident


def moved_words(sources: list[Source]) -> str:
    """Say which sources somebody changed since they were shown."""
    names = ", ".join(f"“{one}” [{one.public_id}]" for one in sources)
    return (
        f"Somebody else changed {names} since you were shown it, here or through another incident. Nothing of yours "
        "was saved yet. Sent by its id alone, a source stays as it stands."
    )


def write_rows(changes: Changes) -> None:
    """Write rows without a look at state or revision: the caller holds the lock and signs for them.

    Claims, assertions and sources go last: other rows may have named them until they were saved.
    """
    named = (Claim, Assertion, Source)
    _remove([row for row in changes.removed if not isinstance(row, named)])
    _save(changes.saved)
    _remove([row for row in changes.removed if isinstance(row, named)])


def _save(rows: list[models.Model]) -> None:
    for model in _PARENTS_FIRST:
        for row in rows:
            if isinstance(row, model):
                row.save()


def rule_broken(error: IntegrityError) -> str:
    """Return the rule that a write broke, in the words of its constraint; nothing where it has none."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    tables: tuple[type[models.Model], ...] = (Incident, *_PARENTS_FIRST)
    for table in tables:
        for rule in table._meta.constraints:  # noqa: SLF001 - Django's documented API
            if rule.name == name:
                return str(rule.get_violation_error_message())
    return ""


def _remove(rows: list[models.Model]) -> None:
    for model in reversed(_PARENTS_FIRST):
        for row in rows:
            if isinstance(row, model) and row.pk is not None:
                row.delete()
