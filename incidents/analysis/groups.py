"""What incidents can be told apart by: columns of an edition, its lists, and its rows."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from actors.models import Actor
from incidents.analysis.rows import Rows
from incidents.reference.models import Place

OTHER, NONE, NAMED, ALL = "*", "", "=", "+"
"""How a group is marked in the database's answer: the rest, those without a term, `=` before a term, and all."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some groups: the mark, as SQL over a row `told`, what it is joined with, and the condition, with parameters.

    No row is in one group twice.
    """

    mark: str
    join: str = ""
    where: str = "true"
    before: tuple[Any, ...] = ()
    after: tuple[Any, ...] = ()


def _as_winner(code: str, winners: Mapping[str, str]) -> str:
    """Return the SQL of a code as SQL, or of what stands for it where it was merged. Editions name both."""
    if not winners:
        return code
    known = json.dumps(winners).replace("'", "''").replace("%", "%%")
    return f"coalesce('{known}'::jsonb ->> {code}, {code})"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the edition: a row has one term, or none."""

    column: str
    overlaps: bool = False
    winners: Mapping[str, str] = field(default_factory=dict)

    @property
    def term(self) -> str:
        """The term, as SQL over a row `told`."""
        return f"nullif({_as_winner(f'told.{self.column}::text', self.winners)}, '')"

    @property
    def join(self) -> str:
        """What the row is joined with so that there is a term."""
        return ""

    def parts(self, named: Collection[str]) -> list[Part]:
        """Return the groups of these terms, of the rest, and of those without."""
        term = self.term
        mark = (
            f"CASE WHEN {term} = ANY(%s) THEN '{NAMED}' || {term} WHEN {term} IS NULL THEN '{NONE}' ELSE '{OTHER}' END"
        )
        return [Part(mark, before=([*named],))]


@dataclass(frozen=True, slots=True)
class List:
    """A list of the edition: a row has any number of terms."""

    column: str
    overlaps: bool = True
    term: str = "term"
    winners: Mapping[str, str] = field(default_factory=dict)

    @property
    def join(self) -> str:
        """What the row is joined with so that there is a term."""
        if not self.winners:
            return f"CROSS JOIN LATERAL unnest(told.{self.column}) AS term"
        one = f"SELECT DISTINCT {_as_winner('one', self.winners)} AS term FROM unnest(told.{self.column}) AS one"
        return f"CROSS JOIN LATERAL ({one}) AS named"

    def parts(self, named: Collection[str]) -> list[Part]:
        """Return the groups of these terms, of the rest, and of those without."""
        all_named = [*named, *(code for code, winner in self.winners.items() if winner in named)]
        return [
            Part(f"'{NAMED}' || term", self.join, "term = ANY(%s)", after=([*named],)),
            Part(f"'{OTHER}'", where=f"NOT told.{self.column} <@ %s::varchar[]", after=(all_named,)),
            Part(f"'{NONE}'", where=f"cardinality(told.{self.column}) = 0"),
            Part(f"'{ALL}'"),
        ]


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows derived from the edition: any number of them with a term, the same one more than once."""

    table: str
    name: str
    column: str = "seq"
    overlaps: bool = True
    term: str = "term"

    @property
    def join(self) -> str:
        """What the row is joined with so that there is a term."""
        terms = f"SELECT DISTINCT edition_id, {self.name} AS term FROM {self.table}"
        return f"JOIN ({terms}) AS named ON named.edition_id = told.seq"

    def parts(self, named: Collection[str]) -> list[Part]:
        """Return the groups of these terms, of the rest, and of those without."""
        rows = f"SELECT 1 FROM {self.table} AS own WHERE own.edition_id = told.seq"
        return [
            Part(f"'{NAMED}' || term", self.join, "term = ANY(%s)", after=([*named],)),
            Part(f"'{OTHER}'", where=f"EXISTS ({rows} AND own.{self.name} <> ALL(%s))", after=([*named],)),
            Part(f"'{NONE}'", where=f"NOT EXISTS ({rows})"),
            Part(f"'{ALL}'"),
        ]


SPLITS: dict[str, Column | List | Derived] = {
    "kind": Column("kind"),
    "country": Column("country"),
    "border": Column("border"),
    "section": Column("section"),
    "dispute": Column("dispute"),
    "place": Column("place"),
    "origin": Column("origin"),
    "place_precision": Column("place_precision"),
    "civilians": Column("civilians"),
    "actor": List("actors"),
    "claimant": List("claimants"),
    "contested": List("contested"),
    "role": Derived("record_recordinvolvement", "role"),
    "claim_kind": Derived("record_recordclaim", "kind"),
}
"""By name. Actors and claimants are those that the edition names: a subordinate is not counted as its superior."""

_MERGED = {"actor": Actor.objects.merges, "claimant": Actor.objects.merges, "place": Place.objects.merges}


def split_by(name: str) -> Column | List | Derived:
    """Return what tells incidents apart. Of actors and places that were merged, the one that stands for both is told.

    One query for those, none for the others.
    """
    split = SPLITS[name]
    if name in _MERGED and not isinstance(split, Derived):
        return replace(split, winners=_MERGED[name]())
    return split


WHOLE = [Part(f"'{NONE}'")]
"""The one group where nothing is told apart."""

_LARGEST = """
SELECT term, count(*), count(*) OVER () FROM (SELECT {term} AS term FROM ({rows}) AS told {join}) AS named
WHERE term IS NOT NULL GROUP BY term ORDER BY 2 DESC, 1 LIMIT %s
"""


def largest(rows: Rows, split: Column | List | Derived, most: int) -> tuple[list[str], int]:
    """Return the terms that most incidents have, and how many terms there are in all. One query."""
    found = rows.ask(_LARGEST.replace("{term}", split.term).replace("{join}", split.join), [*rows.params, most])
    return [term for term, _, _ in found], found[0][2] if found else 0
