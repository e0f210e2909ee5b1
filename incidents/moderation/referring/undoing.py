"""Undo a merge of sources: the rows that it led to the winner go back as they are now, and nothing else does.

What was cited, copied or edited since stays where it is. With no change since, every row is what it was before.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction

from accounts.models import User
from config.rest.signing import signed
from incidents.document.canonical import sha256
from incidents.errors import NotAllowed
from incidents.moderation.referring.fates import TWICE, Fate, Hanging, fates
from incidents.moderation.referring.kinds import MERGED, MERGED_INTO, Kind, columns_to
from incidents.moderation.referring.locking import lock_both
from incidents.moderation.referring.merging import (
    Hindered,
    PreviewMoved,
    follow_waiting,
    in_parts,
    note_copies,
    raise_revisions,
)
from incidents.moderation.referring.plan import GRADE, Table
from incidents.publishing.sources import lead_sources
from incidents.vocabulary import ReferenceVerdict
from incidents.workbench import policies
from incidents.workbench.models import Capture, ReferenceDecision


@dataclass(frozen=True)
class UndoPlan:
    """The undoing of a merge: what goes back to `loser`, by column, and what stands in the way.

    `gone` counts rows that are not there any more, or name another source by now. `given_back` are columns of the
    winner that are emptied again, because they still say what they were given; `led` are sources, by public id, that
    had been merged into the loser before. `guards` are the columns by which the loser is held back as the winner is.
    """

    decision: ReferenceDecision
    kind: Kind
    loser: Any
    winner: Any
    tables: tuple[Table, ...]
    stands: tuple[str, ...]
    given_back: tuple[str, ...]
    led: tuple[str, ...]
    guards: tuple[str, ...]
    gone: int

    @property
    def hindrances(self) -> list[str]:
        """What forbids it, in words."""
        return list(self.stands)

    @property
    def hindered(self) -> bool:
        """Whether something forbids it."""
        return bool(self.stands)

    @property
    def moving(self) -> int:
        """How many rows go back."""
        return sum(len(table) for table in self.tables)

    @cached_property
    def incidents(self) -> frozenset[int]:
        """The incidents on which a row changes."""
        return frozenset(row.incident for table in self.tables for row in table.rows if row.incident is not None)

    @property
    def fingerprint(self) -> str:
        """What tells this plan from every other one: two that are equal do the same."""
        rows = [[table.column.label, row.pk] for table in self.tables for row in table.rows]
        own = [self.decision.pk, self.stands, self.given_back, self.led, self.guards, self.gone]
        return sha256(json.dumps([own, rows, sorted(self.incidents)]).encode())


def merges_of(kind: Kind, row: Any) -> list[ReferenceDecision]:
    """Return the merges that a row was part of and that were not undone, newest first. One query."""
    key = kind.key_of(row)
    merges = ReferenceDecision.objects.filter(table=kind.name, what=ReferenceVerdict.MERGED, undone=None)
    return list((merges.filter(row=key) | merges.filter(winner=key)).select_related("by"))


def undo_plan_of(decision: ReferenceDecision) -> UndoPlan:
    """Return what undoing a merge would do now. A few queries for each column."""
    kind = MERGED[decision.table]
    pks = dict(kind.rows.filter(**{f"{kind.key}__in": [decision.row, decision.winner]}).values_list(kind.key, "pk"))
    found = {row.pk: row for row in kind.fetched(*pks.values())}
    if len(found) < 2:  # noqa: PLR2004 - the two of the merge
        raise NotAllowed("One of the two is there no more: what was merged can't be told apart.")
    return _planned(decision, kind, found[pks[decision.row]], found[pks[decision.winner]])


def _planned(decision: ReferenceDecision, kind: Kind, loser: Any, winner: Any) -> UndoPlan:
    noted: dict[str, list[int]] = decision.moved.get("rows", {})
    tables, stands, gone = [], list(_against(decision, loser, winner)), 0
    for column in columns_to(kind):
        known = set(noted.get(column.label, ()))
        there = [row for row in fates(column, winner, loser) if row.pk in known] if known else []
        gone += len(known) - len(there)
        stands += [f"{column.title}: {row.why}." for row in there if row.fate is Fate.STAYS and row.why == TWICE]
        if there:
            tables.append(Table(column, tuple(Hanging(row.pk, row.incident, Fate.MOVES) for row in there)))
    gained: dict[str, Any] = decision.moved.get("gained", {})
    still = kind.rows.filter(merged_into=winner, **{f"{kind.key}__in": decision.moved.get("led", [])}).order_by("pk")
    return UndoPlan(
        decision=decision,
        kind=kind,
        loser=loser,
        winner=winner,
        tables=tuple(tables),
        stands=tuple(dict.fromkeys(stands)),
        given_back=tuple(_given_back(gained, loser, winner)),
        led=tuple(kind.key_of(row) for row in still),
        guards=tuple(_guards(loser, winner)),
        gone=gone,
    )


def _given_back(gained: dict[str, Any], loser: Any, winner: Any) -> Iterator[str]:
    """Yield what still says what it was given. A grade is one thing: all of it goes, or nothing."""
    same = {name for name in gained if getattr(winner, name) == getattr(loser, name)}
    for name in gained:
        if name in same and (name not in GRADE or same.issuperset(GRADE)):
            yield name


def _against(decision: ReferenceDecision, loser: Any, winner: Any) -> Iterator[str]:
    if hasattr(decision, "undone"):
        yield "This merge was undone before."
    elif winner.merged_into is not None:
        yield f"{winner.name} was merged into {winner.merged_into.name} since: undo that first."
    elif loser.merged_into_id != winner.pk:
        yield f"{loser.name} is not merged into {winner.name}."


def _guards(loser: Any, winner: Any) -> Iterator[str]:
    """Yield how the winner was held back since: what goes back is held back as it is now."""
    if winner.confidential and not loser.confidential:
        yield "confidential"
    if loser.captures_public and not winner.captures_public:
        yield "captures_public"


@transaction.atomic
def undo_merge(
    *, decision: ReferenceDecision, by: User, reason: str, previewed: str | None = None
) -> ReferenceDecision:
    """Undo a merge. All or nothing. `previewed` is the fingerprint of the plan that was looked at.

    Incidents whose rows change go up by a revision and keep their state. Raises NotAllowed, Hindered, PreviewMoved.
    """
    kind = MERGED[decision.table]
    if not policies.may_review(by):
        raise NotAllowed(f"Only editors undo merges of {kind.plural}.")
    if not reason.strip():
        raise NotAllowed("Say why they are not the same.")
    if not kind.undoable or decision.what != ReferenceVerdict.MERGED:
        raise NotAllowed("Only a merge of sources can be undone.")
    first = undo_plan_of(decision)
    winner, loser = lock_both(kind, first.winner.pk, first.loser.pk)
    decision = ReferenceDecision.objects.get(pk=decision.pk)
    plan = _planned(decision, kind, loser, winner)
    if previewed is not None and plan.fingerprint != previewed:
        raise PreviewMoved("Something changed since you looked. Nothing was undone; look at it again.", plan=plan)
    if plan.hindered:
        raise Hindered(f"The merge can't be undone. {' '.join(plan.hindrances)}", plan=plan)
    undoing = ReferenceDecision.objects.create(
        what=ReferenceVerdict.UNDONE, table=kind.name, row=decision.row, winner=decision.winner, by=by,
        reason=reason.strip(), undoes=decision, counts={table.column.label: len(table) for table in plan.tables},
    )  # fmt: skip
    with signed(by=by.pk, why=f"unmerge {kind.plural}", decision=undoing.pk):
        _return(plan, by)
        follow_waiting(kind, winner, plan.incidents)
    told = f"Told apart again from {winner.name} ({decision.winner})."
    LogEntry.objects.log_actions(by.pk, kind.rows.filter(pk=loser.pk), CHANGE, told, single_object=True)
    return undoing


def _return(plan: UndoPlan, by: User) -> None:
    kind, loser, winner = plan.kind, plan.loser, plan.winner
    for table in plan.tables:  # first: copies go back only to what is still merged
        in_parts(
            [row.pk for row in table.rows], lambda keys, column=table.column: column.lead(keys, to=loser, away=winner)
        )
    kind.rows.filter(**{f"{kind.key}__in": plan.led}).update(merged_into=loser)
    own: dict[str, Any] = {name: getattr(winner, name) for name in plan.guards}
    kind.rows.filter(pk=loser.pk).update(**{MERGED_INTO: None, **own})
    if plan.given_back:
        before = plan.decision.moved["gained"]
        kind.rows.filter(pk=winner.pk).update(**{name: before[name] for name in plan.given_back})
    lead_sources({plan.decision.row: "", **dict.fromkeys(plan.led, plan.decision.row)})
    copies = [row.pk for table in plan.tables if table.column.model is Capture for row in table.rows]
    note_copies(copies, by=by, text=f"back from {plan.decision.winner} to {plan.decision.row}")
    raise_revisions(plan.incidents)
