"""Merge actors, and places: one stands for both from now on, and nothing that hung on the other is lost.

Locks, in this order: merges wait for one another, and for whoever is changing relations of actors; then the incidents
with rows that move, by key; then the other rows that move; then the two themselves. A save takes its incident first and
its actors and places last, so neither waits for the other in a circle. What a save still writes of the loser after
that is led to the winner (`workbench.operations.following`).
"""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from config.rest.signing import signed
from incidents.errors import DomainError, NotAllowed
from incidents.moderation.referring.fates import Fate
from incidents.moderation.referring.kinds import ACTOR, MERGED_INTO, PLACE, Column, Kind, columns_to
from incidents.moderation.referring.plan import Plan, plan_of
from incidents.reference.models import Place
from incidents.vocabulary import ReferenceVerdict, Standing
from incidents.workbench import policies
from incidents.workbench.models import Incident, ReferenceDecision

_TRIES = 10
_PART = 1000
"""Rows that one statement moves: the read-only lock and the history are asked once for each."""


class Hindered(DomainError):
    """A merge can't be done as things are. `plan` says what is in the way."""

    def __init__(self, message: str, *, plan: Plan) -> None:
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
    plan = _locked(kind, loser.pk, winner.pk)
    if previewed is not None and plan.fingerprint != previewed:
        raise PreviewMoved("Something changed since you looked. Nothing was merged; look at it again.", plan=plan)
    if plan.hindered:
        raise Hindered(f"{plan.loser.name} can't be merged yet. {' '.join(plan.hindrances)}", plan=plan)
    if plan.doubts and not sure:
        raise Doubted(f"{' '.join(plan.doubts)} Confirm that they are the same all the same.", plan=plan)
    proposal = plan.loser.standing == Standing.PROPOSED
    decision = ReferenceDecision.objects.create(
        what=ReferenceVerdict.MAPPED if proposal else ReferenceVerdict.MERGED,
        table=kind.name,
        row=kind.key_of(plan.loser),
        winner=kind.key_of(plan.winner),
        by=by,
        reason=reason.strip(),
        counts=plan.counts,
    )
    with signed(by=by.pk, why=f"merge {kind.plural}", decision=decision.pk):
        _move(plan)
    loser.refresh_from_db()
    winner.refresh_from_db()
    told = f"Merged into {plan.winner.name} ({kind.key_of(plan.winner)})."
    LogEntry.objects.log_actions(by.pk, kind.rows.filter(pk=loser.pk), CHANGE, told, single_object=True)
    return decision


def _move(plan: Plan) -> None:
    loser, winner, kind = plan.loser, plan.winner, plan.kind
    for table in plan.tables:
        rows = table.column.rows
        _in_parts(table.with_fate(Fate.THERE), lambda keys, rows=rows: rows.filter(pk__in=keys).delete())
        to = {table.column.attname: winner.pk}
        _in_parts(table.with_fate(Fate.MOVES), lambda keys, rows=rows, to=to: rows.filter(pk__in=keys).update(**to))
    if plan.alias:
        kind.alias(winner, plan.alias).save(force_insert=True)
    gained = {name: getattr(loser, name) for name in plan.gains}
    kind.rows.filter(merged_into=loser).update(merged_into=winner)
    own: dict[str, Any] = {"standing": Standing.MERGED, MERGED_INTO: winner}
    if "ucdp_id" in gained:
        own["ucdp_id"] = None  # it names one actor
    kind.rows.filter(pk=loser.pk).update(**own)
    if gained:
        kind.rows.filter(pk=winner.pk).update(**gained)
    now = timezone.now()
    _in_parts(
        sorted(plan.incidents),
        lambda keys: Incident.objects.filter(pk__in=keys).update(revision=F("revision") + 1, updated_at=now),
    )


def _in_parts(keys: list[int], do: Any) -> None:
    for start in range(0, len(keys), _PART):
        do(keys[start : start + _PART])


def _locked(kind: Kind, loser: int, winner: int) -> Plan:
    """Return the plan of a merge, with everything locked that it touches. Raises NotAllowed where that fails."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('moderation.referring.merge'))")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('actors_actorrelation'))")  # as changing relations does
    columns = columns_to(kind)
    for _ in range(_TRIES):
        point = transaction.savepoint()
        hanging = _hanging(columns, loser)
        _lock(columns, hanging)
        found = {row.pk: row for row in _both(kind, loser, winner)}
        if _hanging(columns, loser) == hanging:
            return plan_of(kind, loser=found[loser], winner=found[winner])
        transaction.savepoint_rollback(point)  # gives the locks back
    raise NotAllowed("New rows came in all the while. Nothing was merged; try again.")


def _hanging(columns: list[Column], loser: int) -> dict[str, list[tuple[int, int | None]]]:
    """Return the keys of the rows that name the loser, with their incidents, by column."""
    found = {}
    for column in columns:
        of = column.of_incident
        rows = column.rows.filter(**{column.attname: loser}).order_by("pk")
        found[column.label] = [(pk, own) for pk, own in rows.values_list("pk", of or "pk")]
    return found


def _lock(columns: list[Column], hanging: dict[str, list[tuple[int, int | None]]]) -> None:
    """Lock the incidents first, by key; then the rows that belong to none, by table and key."""
    incidents = {own for column in columns if column.of_incident for _, own in hanging[column.label] if own}
    _take(Incident.objects.filter(pk__in=incidents))
    for column in columns:
        if not column.of_incident:
            _take(column.rows.filter(pk__in=[pk for pk, _ in hanging[column.label]]))


def _take(rows: "models.QuerySet[Any]") -> None:
    """Lock rows against changes, not against being referred to."""
    list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


def _both(kind: Kind, loser: int, winner: int) -> list[Any]:
    """Lock the two, the loser also against being referred to, so that whoever does so waits for the end."""
    for pk in sorted({loser, winner}):
        list(kind.rows.filter(pk=pk).select_for_update(of=("self",), no_key=pk != loser).values_list("pk"))
    return list(kind.rows.filter(pk__in=[loser, winner]).prefetch_related("names").select_related(MERGED_INTO))
