"""Merge actors, places and sources: one stands for both from now on, and nothing that hung on the other is lost."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from config.rest.signing import signed
from incidents.errors import DomainError, NotAllowed
from incidents.moderation.queueing import follow, follow_after_commit
from incidents.moderation.referring.fates import Fate
from incidents.moderation.referring.kinds import ACTOR, MERGED_INTO, PLACE, SOURCE, Kind
from incidents.moderation.referring.locking import lock_both
from incidents.moderation.referring.plan import Plan, plan_of
from incidents.publishing.sources import lead_sources
from incidents.reference.models import Place
from incidents.vocabulary import CustodyAction, ReferenceVerdict, Standing, State
from incidents.workbench import policies
from incidents.workbench.models import Capture, Citation, Incident, ReferenceDecision, Source
from incidents.workbench.operations.captures import note

_PART = 1000
"""Rows that one statement moves: the read-only lock and the history are asked once for each."""


class Hindered(DomainError):
    """A merge can't be done, or undone, as things are. `plan` says what is in the way."""

    def __init__(self, message: str, *, plan: Any) -> None:
        super().__init__(message)
        self.plan = plan


class Doubted(Hindered):
    """Something speaks against the two being the same, and nobody confirmed that they are."""


class PreviewMoved(Hindered):
    """What the editor previewed is not what a merge would do now. `plan` is."""


@transaction.atomic
def merge_actors(
    *, loser: Actor, winner: Actor, by: User, reason: str, sure: bool = False, previewed: str | None = None
) -> ReferenceDecision:
    """Merge one actor into another, which takes over its rows, names, ids and subordinates. All or nothing.

    The loser's row stays for good, because editions name its slug. `previewed` is the fingerprint of the plan that was
    looked at; `sure` confirms that they are the same although something differs. Incidents whose rows change go up by a
    revision and keep their state. Raises NotAllowed, Hindered, Doubted, PreviewMoved.
    """
    return merge(ACTOR, loser=loser, winner=winner, by=by, reason=reason, sure=sure, previewed=previewed)


@transaction.atomic
def merge_places(
    *, loser: Place, winner: Place, by: User, reason: str, sure: bool = False, previewed: str | None = None
) -> ReferenceDecision:
    """Merge one place into another, as `merge_actors` does."""
    return merge(PLACE, loser=loser, winner=winner, by=by, reason=reason, sure=sure, previewed=previewed)


@transaction.atomic
def merge_sources(
    *, loser: Source, winner: Source, by: User, reason: str, sure: bool = False, previewed: str | None = None
) -> ReferenceDecision:
    """Merge one source into another, as `merge_actors` does; it can be undone (`undoing.undo_merge`).

    No row is removed: a copy or a report that the winner has as well stays with the loser.
    """
    return merge(SOURCE, loser=loser, winner=winner, by=by, reason=reason, sure=sure, previewed=previewed)


@transaction.atomic
def merge(
    kind: Kind,
    *,
    loser: Any,
    winner: Any,
    by: User,
    reason: str,
    sure: bool = False,
    previewed: str | None = None,
) -> ReferenceDecision:
    """Merge two rows of a kind: see `merge_actors`. A proposal is mapped, everything else merged."""
    if not policies.may_review(by):
        raise NotAllowed(f"Only editors merge {kind.plural}.")
    if not reason.strip():
        raise NotAllowed("Say why they are the same.")
    goes, stays = lock_both(kind, loser.pk, winner.pk)
    plan = plan_of(kind, loser=goes, winner=stays)
    if previewed is not None and plan.fingerprint != previewed:
        raise PreviewMoved("Something changed since you looked. Nothing was merged; look at it again.", plan=plan)
    if plan.hindered:
        raise Hindered(f"{plan.loser.name} can't be merged yet. {' '.join(plan.hindrances)}", plan=plan)
    if plan.doubts and not sure:
        raise Doubted(f"{' '.join(plan.doubts)} Confirm that they are the same all the same.", plan=plan)
    proposal = getattr(plan.loser, "standing", "") == Standing.PROPOSED
    decision = ReferenceDecision.objects.create(
        what=ReferenceVerdict.MAPPED if proposal else ReferenceVerdict.MERGED,
        table=kind.name,
        row=kind.key_of(plan.loser),
        winner=kind.key_of(plan.winner),
        by=by,
        reason=reason.strip(),
        counts=plan.counts,
        moved=_noted(plan) if kind.undoable else {},
    )
    with signed(by=by.pk, why=f"merge {kind.plural}", decision=decision.pk):
        _move(plan)
        if kind is SOURCE:
            _tell_of_sources(plan, by)
        follow_waiting(kind, plan.winner, plan.incidents)
    loser.refresh_from_db()
    winner.refresh_from_db()
    told = f"Merged into {plan.winner.name} ({kind.key_of(plan.winner)})."
    LogEntry.objects.log_actions(by.pk, kind.rows.filter(pk=loser.pk), CHANGE, told, single_object=True)
    return decision


def _noted(plan: Plan) -> dict[str, Any]:
    """Return what undoing it needs to know, as `ReferenceDecision.moved` has it."""
    led = plan.kind.rows.filter(merged_into=plan.loser).order_by("pk")
    return {
        "rows": {table.column.label: table.with_fate(Fate.MOVES) for table in plan.tables},
        "gained": {name: getattr(plan.winner, name) for name in plan.gains},
        "led": [plan.kind.key_of(row) for row in led],
    }


def _move(plan: Plan) -> None:
    loser, winner, kind = plan.loser, plan.winner, plan.kind
    gained = {name: getattr(loser, name) for name in plan.gains}
    kind.rows.filter(merged_into=loser).update(merged_into=winner)
    own: dict[str, Any] = {MERGED_INTO: winner}
    if kind is not SOURCE:
        own["standing"] = Standing.MERGED
    if "ucdp_id" in gained:
        own["ucdp_id"] = None  # it names one actor
    kind.rows.filter(pk=loser.pk).update(**own)  # first: copies go from a source only to what stands for it
    for table in plan.tables:
        rows = table.column.rows
        in_parts(table.with_fate(Fate.THERE), lambda keys, rows=rows: rows.filter(pk__in=keys).delete())
        in_parts(
            table.with_fate(Fate.MOVES),
            lambda keys, column=table.column: column.lead(keys, to=winner, away=loser),
        )
    if plan.alias:
        kind.alias(winner, plan.alias).save(force_insert=True)
    if gained:
        kind.rows.filter(pk=winner.pk).update(**gained)
    raise_revisions(plan.incidents)


def _tell_of_sources(plan: Plan, by: User) -> None:
    """Note it for the record's readers, and with each copy that moved."""
    key, into = plan.kind.key_of(plan.loser), plan.kind.key_of(plan.winner)
    led = plan.kind.rows.filter(merged_into=plan.winner).exclude(pk=plan.loser.pk)
    lead_sources({key: into, **{plan.kind.key_of(row): into for row in led}})
    moved = [pk for table in plan.tables if table.column.model is Capture for pk in table.with_fate(Fate.MOVES)]
    note_copies(moved, by=by, text=f"from {key} to {into}")


def note_copies(keys: Iterable[int], *, by: User, text: str) -> None:
    """Note with copies that they were led to another source."""
    for copy in Capture.objects.filter(pk__in=list(keys)).order_by("pk"):
        note(copy, CustodyAction.LED, by=by, text=text)


def raise_revisions(incidents: Iterable[int]) -> None:
    """Raise the revision of incidents, so that a save that waited is stale."""
    now = timezone.now()
    in_parts(
        sorted(incidents),
        lambda keys: Incident.objects.filter(pk__in=keys).update(revision=F("revision") + 1, updated_at=now),
    )


def follow_waiting(kind: Kind, row: Any, incidents: Iterable[int]) -> None:
    """Let the queue follow the incidents that wait: those that changed, and of a source those that cite it.

    Those that changed are locked already. Of the others one that somebody is saving or deciding on comes after the
    commit: to wait for it here, with sources locked, could be to wait in a circle.
    """
    waiting = Q(pk__in=list(incidents))
    if kind is SOURCE:
        waiting |= Q(pk__in=Citation.objects.filter(source=row.pk).values("incident"))
    found = Incident.objects.filter(waiting, state=State.SUBMITTED).order_by("pk")
    held = set(found.values_list("pk", flat=True))
    for incident in found.select_for_update(of=("self",), skip_locked=True):
        follow(incident)
        held.discard(incident.pk)
    follow_after_commit(held)


def in_parts(keys: list[int], do: Any) -> None:
    """Do something with keys, so many at a time."""
    for start in range(0, len(keys), _PART):
        do(keys[start : start + _PART])
