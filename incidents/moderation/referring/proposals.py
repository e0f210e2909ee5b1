"""Actors and places that analysts proposed: what is known of each, and the decisions on them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import User
from actors.locking import lock_references
from actors.operations import make_public
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.moderation.referring.kinds import ACTOR, KINDS, Kind, admin_page, columns_to
from incidents.moderation.thread import write_note
from incidents.vocabulary import IN_USE, ReferenceVerdict, Standing
from incidents.workbench import policies
from incidents.workbench.models import Incident, ReferenceDecision, ReviewNote

ALIKE = 5
"""How many similar ones are shown beside a proposal."""
_ALIKE = """
SELECT mine.id, alike.id FROM {table} AS mine CROSS JOIN LATERAL (
    SELECT named.id, max(named.likeness) AS likeness FROM (
        SELECT id, similarity(counterclaim_fold(name), counterclaim_fold(mine.name)) AS likeness FROM {table}
        WHERE counterclaim_fold(name) %% counterclaim_fold(mine.name)
      UNION ALL
        SELECT {column}, similarity(counterclaim_fold(text), counterclaim_fold(mine.name)) FROM {names}
        WHERE counterclaim_fold(text) %% counterclaim_fold(mine.name)
    ) AS named
    JOIN {table} AS other ON other.id = named.id AND other.standing = ANY(%(in_use)s)
    WHERE named.id <> mine.id GROUP BY named.id ORDER BY likeness DESC, named.id LIMIT {most}
) AS alike WHERE mine.id = ANY(%(rows)s) ORDER BY mine.id, alike.likeness DESC, alike.id
"""


@dataclass(frozen=True)
class Proposal:
    """A proposal, when it came (None: not noted), which incidents use it, and what is called alike, likest first.

    `alike` are (public id, row); `form` is the address of its form in the admin.
    """

    row: Any
    key: str
    at: datetime | None
    incidents: list[Incident]
    alike: list[tuple[str, Any]]
    form: str = ""
    refusal: str = ""


def waiting_proposals(kind: Kind, standing: Standing = Standing.PROPOSED) -> Any:
    """Return the proposals that wait for an editor, oldest first; or those that were refused, newest first."""
    found = kind.rows.filter(standing=standing).select_related("proposed_by")
    return found.order_by("pk" if standing == Standing.PROPOSED else "-pk")


def decisions_on(kind: Kind) -> "QuerySet[ReferenceDecision]":
    """Return the log of decisions on a kind, newest first; edits are in the audit."""
    return ReferenceDecision.objects.filter(table=kind.name).exclude(what=ReferenceVerdict.EDITED).select_related("by")


def how_many_wait() -> int:
    """Return how many proposals of both kinds wait for an editor. Two queries."""
    return sum(waiting_proposals(kind).count() for kind in KINDS.values())


def proposals_in(kind: Kind, rows: Sequence[Any]) -> list[Proposal]:
    """Return what is known of proposals: a fixed number of queries, however many they are."""
    using, alike = used_by(kind, rows), similar_to(kind, rows)
    keys = [kind.key_of(row) for row in rows]
    refused = ReferenceDecision.objects.filter(table=kind.name, row__in=keys, what=ReferenceVerdict.REFUSED)
    reasons = dict(refused.order_by("at", "pk").values_list("row", "reason"))
    return [
        Proposal(
            row=row,
            key=kind.key_of(row),
            at=getattr(row, "created_at", None),
            incidents=using.get(row.pk, []),
            alike=[(kind.key_of(one), one) for one in alike.get(row.pk, [])],
            form=admin_page(kind, row),
            refusal=reasons.get(kind.key_of(row), "") if row.standing == Standing.REFUSED else "",
        )
        for row in rows
    ]


def used_by(kind: Kind, rows: Iterable[Any]) -> dict[int, list[Incident]]:
    """Return the incidents with a row that names each, by ref. One query for each column, and one for the incidents."""
    keys = [row.pk for row in rows]
    naming: dict[int, set[int]] = defaultdict(set)
    for column in columns_to(kind):
        if column.of_incident:
            pairs = column.rows.filter(**{f"{column.attname}__in": keys})
            for key, incident in pairs.order_by().values_list(column.attname, column.of_incident).distinct():
                naming[key].add(incident)
    incidents = Incident.objects.only("ref", "title", "state").in_bulk(
        {pk for found in naming.values() for pk in found}
    )
    return {key: sorted((incidents[pk] for pk in found), key=lambda one: one.ref) for key, found in naming.items()}


def similar_to(kind: Kind, rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Return what is in use and called alike, in any spelling, likest first. Two queries."""
    assert kind.names is not None, "of actors and places"  # noqa: S101
    question = _ALIKE.format(
        table=kind.model._meta.db_table,  # noqa: SLF001 - Django's documented API
        names=kind.names._meta.db_table,  # noqa: SLF001 - Django's documented API
        column=f"{kind.name}_id",
        most=ALIKE,
    )
    with connection.cursor() as cursor:
        cursor.execute(question, {"in_use": [one.value for one in IN_USE], "rows": [row.pk for row in rows]})
        pairs = cursor.fetchall()
    known = kind.rows.in_bulk({other for _, other in pairs})
    found: dict[int, list[Any]] = defaultdict(list)
    for key, other in pairs:
        found[key].append(known[other])
    return dict(found)


@transaction.atomic
def accept_proposals(*, kind: Kind, rows: Iterable[Any], by: User) -> list[ReferenceDecision]:
    """Make proposals public, also those that were refused; what is public already stays. All or nothing.

    Raises NotAllowed for who is no editor, and for what was merged.
    """
    if not policies.may_review(by):
        raise NotAllowed("Only editors decide on proposals.")
    lock_references()  # first, as merges do: they take the incidents before the rows
    decisions = []
    for row in _locked(kind, rows):
        if row.standing == Standing.MERGED:
            raise NotAllowed(f"{row.name} was merged into another meanwhile. Nothing was accepted.")
        with signed(by=by.pk, why="proposal"):
            changed = make_public(row=row, by=by)
        if changed:
            decisions.append(_decided(kind, row, ReferenceVerdict.ACCEPTED, by=by))
    return decisions


@transaction.atomic
def refuse_proposal(*, kind: Kind, row: Any, by: User, reason: str, site: str = "") -> ReferenceDecision:
    """Refuse a proposal: it stays with the incidents that use it, which can't be published so, and isn't offered again.

    Each of those incidents gets a note with the reason, which names whoever proposed it (`site` begins the link in
    the mail). Raises NotAllowed.
    """
    if not policies.may_review(by):
        raise NotAllowed("Only editors decide on proposals.")
    if not reason.strip():
        raise NotAllowed("Say why it is refused: whoever proposed it reads that.")
    lock_references()
    (found,) = _locked(kind, [row])
    if found.standing != Standing.PROPOSED:
        raise NotAllowed(f"{found.name} is {found.get_standing_display().lower()}: it is no proposal any more.")
    with signed(by=by.pk, why="proposal"):
        kind.rows.filter(pk=found.pk).update(standing=Standing.REFUSED)
    row.refresh_from_db(fields=["standing"])
    decision = _decided(kind, found, ReferenceVerdict.REFUSED, by=by, reason=reason.strip())
    LogEntry.objects.log_actions(by.pk, kind.rows.filter(pk=found.pk), CHANGE, "Refused.", single_object=True)
    told = f"“{found.name}” was refused as {'an actor' if kind is ACTOR else 'a place'}: {reason.strip()}"
    if found.proposed_by is not None:
        told = f"@{found.proposed_by.username} {told}"
    for incident in used_by(kind, [found]).get(found.pk, []):
        with suppress(NotAllowed):  # a full thread: the incident itself says what it lacks
            write_note(note=ReviewNote(incident=incident, text=f"{told}\nName another."), by=by, site=site)
    return decision


def _locked(kind: Kind, rows: Iterable[Any]) -> list[Any]:
    found = kind.rows.filter(pk__in=[row.pk for row in rows]).order_by("pk").select_related("proposed_by")
    return list(found.select_for_update(of=("self",), no_key=True))


def _decided(kind: Kind, row: Any, what: ReferenceVerdict, *, by: User, reason: str = "") -> ReferenceDecision:
    return ReferenceDecision.objects.create(what=what, table=kind.name, row=kind.key_of(row), by=by, reason=reason)
