"""What a merge does with each row that hangs on the loser: repoint it, leave it out as there already, or stop."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

from actors.models import ActorRelation
from incidents.moderation.referring.kinds import Anchors, Column
from incidents.reference.models import Border, Place
from incidents.vocabulary import ActorRelationKind
from incidents.workbench.models import (
    Assessment,
    Capture,
    CaptureAttempt,
    CasualtyEstimate,
    Citation,
    Incident,
    QuietReport,
)

_SAYS_NOTHING = {"public_id", "position"}
"""Columns by which two rows that say the same may differ."""
_JUDGED = (CasualtyEstimate, Assessment)
"""Rows that an editor must look at where there are two: equal figures may be the same people, or others."""
TWICE = "the other has the same"
_KEPT = (Capture, QuietReport)
"""Rows that stay where they are if the winner has the same: a merge of sources can be undone, so none is removed."""

Values = dict[str, Any]


class Fate(Enum):
    """What becomes of a row."""

    MOVES = "repointed"
    THERE = "already there"
    STAYS = "stays"
    STANDS = "in the way"


@dataclass(frozen=True)
class Hanging:
    """A row that hangs on the loser, its incident, and what becomes of it; `why` where it is in the way."""

    pk: int
    incident: int | None
    fate: Fate
    why: str = ""


def fates(column: Column, loser: Any, winner: Any) -> list[Hanging]:
    """Return what becomes of every row that names the loser in a column. A few queries, however many rows."""
    rows: list[Values] = list(column.hanging(loser).values())
    if not rows:
        return []
    twins = () if isinstance(column, Anchors) else _twins(column, rows, winner.pk)
    known = dict([*twins, *_rules(column, rows, winner.pk)])
    of, key = column.of_incident, str(column.model._meta.pk.attname)  # noqa: SLF001 - Django's documented API
    return [
        Hanging(row[key], row[of] if of else None, *known.get(row[key], (Fate.MOVES, "")))
        for row in rows
    ]  # fmt: skip


def _twins(column: Column, rows: list[Values], winner: int) -> Iterator[tuple[int, tuple[Fate, str]]]:
    """Yield the rows of which the winner has one that is the same by a rule of uniqueness."""
    key = str(column.model._meta.pk.attname)  # noqa: SLF001 - Django's documented API
    for others, nulls_differ in _unique(column):
        by = others[0]
        there = column.rows.filter(**{column.attname: winner, f"{by}__in": {row[by] for row in rows}})
        twins = {tuple(row[name] for name in others): row for row in there.values()}
        for row in rows:
            same = tuple(row[name] for name in others)
            if same in twins and not (nulls_differ and None in same):
                yield row[key], _beside(column, row, twins[same])


def _unique(column: Column) -> Iterator[tuple[list[str], bool]]:
    """Yield the other columns of each rule of uniqueness that a column is part of, and whether NULLs differ in it."""
    meta = column.model._meta  # noqa: SLF001 - Django's documented API
    sets = [
        (one.fields, one.nulls_distinct is not False)
        for one in meta.constraints
        if isinstance(one, models.UniqueConstraint)
    ]
    for names, nulls_differ in [*sets, *((names, True) for names in meta.unique_together)]:
        if column.name in names:
            fields: list[Any] = [meta.get_field(name) for name in names if name != column.name]
            yield [one.attname for one in sorted(fields, key=lambda one: one.null)], nulls_differ


def _beside(column: Column, row: Values, twin: Values) -> tuple[Fate, str]:
    """Return what becomes of a row beside one of the winner's: the same, or another that a person must look at."""
    if column.model in _KEPT:
        return Fate.STAYS, TWICE
    if column.model in _JUDGED:
        return Fate.STANDS, "both have one of these: make them one first."
    differ = [one for one in _telling(column) if row[one.attname] not in (None, "", twin[one.attname])]
    if differ:
        labels = ", ".join(str(one.verbose_name) for one in differ)
        return Fate.STANDS, f"both have this, and it differs ({labels}): make it the same first."
    if _is_named(column.model, row):
        return Fate.STANDS, "both have this, and something hangs on it: make them one first."
    return Fate.THERE, ""


def _telling(column: Column) -> Iterable["models.Field[Any, Any]"]:
    for one in column.model._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
        automatic = getattr(one, "auto_now", False) or getattr(one, "auto_now_add", False)
        if not (one.primary_key or automatic or one.name == column.name or one.name in _SAYS_NOTHING):
            yield one


def _is_named(model: type[models.Model], row: Values) -> bool:
    """Tell whether another row refers to this one."""
    for one in model._meta.related_objects:  # noqa: SLF001 - Django's documented API
        other: Any = one.related_model
        if not hasattr(other, "pgh_tracked_model"):
            target = row[one.field.target_field.attname]
            if other._base_manager.filter(**{one.field.attname: target}).exists():  # noqa: SLF001 - Django's documented accessor
                return True
    return False


def _rules(column: Column, rows: list[Values], winner: int) -> Iterator[tuple[int, tuple[Fate, str]]]:
    """Yield the rows of which another rule than uniqueness says what becomes of them."""
    rule = _RULES.get(column.model)
    if rule is not None:
        yield from rule(column, rows, winner)


def _borders(_column: Column, rows: list[Values], winner: int) -> Iterator[tuple[int, tuple[Fate, str]]]:
    for row in rows:
        if winner in (row["side_a_id"], row["side_b_id"]):
            yield row["id"], (Fate.STANDS, "it would have the same actor on both sides.")


def _incidents(column: Column, rows: list[Values], winner: int) -> Iterator[tuple[int, tuple[Fate, str]]]:
    other = "coarse_place_id" if column.name == "place" else "place_id"
    for row in rows:
        if row[other] == winner:
            yield row["id"], (Fate.STANDS, "the coarser place that the public sees would be the exact one.")


def _places(_column: Column, rows: list[Values], winner: int) -> Iterator[tuple[int, tuple[Fate, str]]]:
    above = _above(winner)
    for row in rows:
        if row["id"] in above:
            yield row["id"], (Fate.STANDS, "it would lie in itself: give it another parent first.")


def _attempts(_column: Column, rows: list[Values], _winner: int) -> Iterator[tuple[int, tuple[Fate, str]]]:
    for row in rows:
        yield row["id"], (Fate.STAYS, "it was about the address of the one that goes")


def _citations(_column: Column, rows: list[Values], winner: int) -> Iterator[tuple[int, tuple[Fate, str]]]:
    """Yield the citations that will stand beside one of the winner's for the same thing: both are kept."""
    of = ("incident_id", "claim_id", "assertion_id")
    there = Citation.objects.filter(source=winner, incident__in={row["incident_id"] for row in rows})
    cited = set(there.order_by().values_list(*of))
    for row in rows:
        if tuple(row[name] for name in of) in cited:
            yield row["id"], (Fate.MOVES, "the other is cited there as well: two citations of one source")


def _above(place: int) -> set[int]:
    """Return a place and all that it lies in."""
    found: set[int] = set()
    here: int | None = place
    while here is not None and here not in found:
        found.add(here)
        here = Place.objects.filter(pk=here).values_list("parent_id", flat=True).first()
    return found


def _relations(column: Column, rows: list[Values], winner: int) -> Iterator[tuple[int, tuple[Fate, str]]]:
    """Yield the relations that the winner has as well, and those that can't hold beside the winner's."""
    other = "object_id" if column.name == "subject" else "subject_id"
    there: list[Values] = list(column.rows.filter(**{column.attname: winner}).values())
    for row in rows:
        if row[other] == winner:
            yield row["id"], (Fate.STANDS, "it would relate to itself: take this relation out first.")
            continue
        held = [one for one in there if one["kind"] == row["kind"] and _overlap(one["valid"], row["valid"])]
        same = [one for one in held if one[other] == row[other]]
        if any(_within(row["valid"], one["valid"]) for one in same):
            yield row["id"], (Fate.THERE, "")
        elif same:
            yield (
                row["id"],
                (Fate.STANDS, "both have this on some of the same days: make it one relation first."),
            )
        elif held and row["kind"] == ActorRelationKind.PART_OF and column.name == "subject":
            yield row["id"], (Fate.STANDS, "on some of these days the other is part of something else.")


def _overlap(one: Any, other: Any) -> bool:
    """Tell whether two ranges of days, open to the right, share a day."""
    starts = one.lower is None or other.upper is None or one.lower < other.upper
    return starts and (other.lower is None or one.upper is None or other.lower < one.upper)


def _within(inner: Any, outer: Any) -> bool:
    """Tell whether all days of a range are in another."""
    begins = outer.lower is None or (inner.lower is not None and inner.lower >= outer.lower)
    return begins and (outer.upper is None or (inner.upper is not None and inner.upper <= outer.upper))


_RULES: dict[type[models.Model], Callable[[Column, list[Values], int], Iterator[tuple[int, tuple[Fate, str]]]]] = {
    ActorRelation: _relations,
    Border: _borders,
    Incident: _incidents,
    Place: _places,
    CaptureAttempt: _attempts,
    Citation: _citations,
}
