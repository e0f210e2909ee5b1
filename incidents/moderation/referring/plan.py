"""What a merge would do, row by row: nothing is written here, and the operation does exactly what is planned."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db import connection

from incidents.document.canonical import sha256
from incidents.moderation.referring.fates import Fate, Hanging, fates
from incidents.moderation.referring.kinds import ACTOR, PLACE, SOURCE, Column, Kind, columns_to
from incidents.vocabulary import IN_USE, Reliability, Standing
from incidents.workbench.models import Source
from incidents.workbench.querysets import addresses_like

GRADE = ("reliability", "reliability_reason", "rated_by", "rated_at")
"""The columns of a source's grade, which only say something together."""

FAR_KM = 10
"""Two places farther apart than this are hardly the same."""
_EARTH_KM = 6371
_COUNTED = (Fate.MOVES.value, Fate.THERE.value)


@dataclass(frozen=True)
class Table:
    """What hangs on the loser by one column."""

    column: Column
    rows: tuple[Hanging, ...]

    def with_fate(self, fate: Fate) -> list[int]:
        """Return the keys of the rows that meet a fate."""
        return [row.pk for row in self.rows if row.fate is fate]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)


@dataclass(frozen=True)
class Plan:
    """A merge of `loser` into `winner`.

    `stands` says what forbids it, `doubts` what speaks against the two being the same, `gains` which of its empty
    columns the winner fills from the loser; `alias` is the name under which the loser will be found, if it is new.
    """

    kind: Kind
    loser: Any
    winner: Any
    tables: tuple[Table, ...]
    stands: tuple[str, ...]
    doubts: tuple[str, ...]
    gains: tuple[str, ...]
    alias: str

    @property
    def hindered(self) -> bool:
        """Whether something forbids it."""
        return bool(self.stands) or any(table.with_fate(Fate.STANDS) for table in self.tables)

    @property
    def hindrances(self) -> list[str]:
        """What forbids it, in words."""
        rows = [
            f"{table.column.title}: {row.why}" for table in self.tables for row in table.rows if row.fate is Fate.STANDS
        ]
        return [*self.stands, *dict.fromkeys(rows)]

    @cached_property
    def incidents(self) -> frozenset[int]:
        """The incidents on which a row changes."""
        return frozenset(row.incident for table in self.tables for row in table.rows if row.incident is not None)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows are repointed, and how many the winner has already, by column."""
        found = {}
        for table in self.tables:
            told = Counter(row.fate.value for row in table.rows)
            found[table.column.label] = {name: told[name] for name in _COUNTED}
        return found

    @property
    def moving(self) -> int:
        """How many rows are repointed."""
        return sum(len(table.with_fate(Fate.MOVES)) for table in self.tables)

    @property
    def fingerprint(self) -> str:
        """What tells this plan from every other one: two that are equal do the same."""
        rows = [[table.column.label, row.pk, row.fate.value, row.why] for table in self.tables for row in table.rows]
        own = [self.loser.pk, self.winner.pk, self.stands, self.doubts, self.gains, self.alias]
        return sha256(json.dumps([own, rows, sorted(self.incidents)]).encode())


def plan_of(kind: Kind, *, loser: Any, winner: Any) -> Plan:
    """Return what merging one row into another would do. A few queries for each column that refers to the kind.

    Both are as `Kind.fetched` gives them.
    """
    tables = []
    for column in columns_to(kind):
        rows = fates(column, loser, winner)
        if rows:
            tables.append(Table(column, tuple(rows)))
    stands = [*_out_of_place(kind, loser, winner), *(_circles(loser, winner) if kind is ACTOR else ())]
    return Plan(
        kind=kind,
        loser=loser,
        winner=winner,
        tables=tuple(tables),
        stands=tuple(stands),
        doubts=tuple(_doubts(kind, loser, winner)),
        gains=tuple(_gains(kind, loser, winner)),
        alias=_alias(kind, loser, winner),
    )


def _out_of_place(kind: Kind, loser: Any, winner: Any) -> Iterator[str]:
    if loser.pk == winner.pk:
        yield "Choose two different ones."
    if loser.merged_into is not None:
        yield f"{loser.name} was merged into {loser.merged_into} before."
    if winner.merged_into is not None:
        yield f"{winner.name} was merged into another: it can't stand for anything."
    elif kind is SOURCE:
        yield from _less_guarded(loser, winner)
    elif winner.standing not in IN_USE:
        yield f"{winner.name} was refused: it can't stand for anything."
    elif loser.standing == Standing.PUBLIC and winner.standing != Standing.PUBLIC:
        yield f"{loser.name} is public and {winner.name} is not: make that public first, or merge the other way round."


def _less_guarded(loser: Source, winner: Source) -> Iterator[str]:
    """Yield what the public would see, or see no more, by a merge: that is for an editor to say first."""
    if loser.confidential != winner.confidential:
        kept, told = (loser, winner) if loser.confidential else (winner, loser)
        yield f"{kept.name} is confidential and {told.name} is not: make both the same first."
    if loser.captures_public != winner.captures_public:  # without copies as well: one may be on its way
        shown, held = (loser, winner) if loser.captures_public else (winner, loser)
        yield f"The public sees the copies of {shown.name}, and not those of {held.name}: make both the same first."


_CIRCLE = """
WITH RECURSIVE edge AS (
    SELECT CASE WHEN subject_id = %(loser)s THEN %(winner)s ELSE subject_id END AS part,
        CASE WHEN object_id = %(loser)s THEN %(winner)s ELSE object_id END AS whole, valid
    FROM actors_actorrelation WHERE kind = 'part_of'
), above(id, valid) AS (
    SELECT whole, valid FROM edge WHERE part = %(winner)s
  UNION
    SELECT edge.whole, edge.valid * above.valid
    FROM edge JOIN above ON edge.part = above.id WHERE edge.valid && above.valid
)
SELECT FROM above WHERE id = %(winner)s LIMIT 1
"""


def _circles(loser: Any, winner: Any) -> Iterator[str]:
    """Yield that, merged, an actor would be a part of itself on some day."""
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLE, {"loser": loser.pk, "winner": winner.pk})
        if loser.pk != winner.pk and cursor.fetchone() is not None:
            yield f"{winner.name} would be part of itself on some days: change what they are part of first."


def _doubts(kind: Kind, loser: Any, winner: Any) -> Iterator[str]:
    """Yield what tells the two apart: what both say, and say otherwise."""
    for name in kind.told:
        first, second = getattr(loser, name), getattr(winner, name)
        if first not in (None, "") and second not in (None, "") and first != second:
            label = str(kind.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # noqa: SLF001 - Django's documented API
            yield f"{label[:1].upper()}{label[1:]} differs: {_said(loser, name)} and {_said(winner, name)}."
    if (
        kind is SOURCE
        and loser.url
        and winner.url
        and not set(addresses_like(loser.url)) & set(addresses_like(winner.url))
    ):
        yield f"They have different addresses: {loser.url} and {winner.url}."
    distance = _distance(loser, winner) if kind is PLACE else None
    if distance is not None and distance > FAR_KM:
        yield f"They lie {distance:.0f} km apart."


def _said(row: Any, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else getattr(row, name))


def _gains(kind: Kind, loser: Any, winner: Any) -> Iterator[str]:
    for name in kind.taken:
        if getattr(winner, name) in (None, "") and getattr(loser, name) not in (None, "") and name not in ("parent",):
            yield name
    if kind is SOURCE and loser.rated_at is not None and (winner.rated_at, winner.reliability) == (None, Reliability.F):
        yield from GRADE
    if kind is PLACE:
        if winner.latitude is None and loser.latitude is not None:
            yield "latitude"
            yield "longitude"
        if winner.parent_id is None and loser.parent_id not in (None, winner.pk):
            yield "parent"


def _alias(kind: Kind, loser: Any, winner: Any) -> str:
    """Return the loser's name, if neither of the two has it as a name already (the loser's own move along)."""
    if kind.names is None:
        return ""
    texts = {winner.name, *(one.text for row in (loser, winner) for one in row.names.all())}
    return "" if loser.name in texts else str(loser.name)


def _distance(one: Any, other: Any) -> float | None:
    """Return how many kilometres two places are apart, on a sphere; None where a position is not known."""
    if None in (one.latitude, other.latitude):
        return None
    north, south = radians(one.latitude), radians(other.latitude)
    east = radians(one.longitude - other.longitude)
    chord = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(chord))
