"""What incidents can be told apart by: columns of an edition, its lists, and its rows."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from incidents.analysis.rows import Rows

OTHER, NONE, NAMED = "*", "", "="
"""How a group is marked in the database's answer: the rest, those without a term, and `=` before a term."""


@dataclass(frozen=True, slots=True)
class Split:
    """A way to tell incidents apart. `terms` is SQL over a row `told`; where it is a set, groups overlap."""

    column: str
    terms: str
    overlaps: bool = False


def _column(name: str) -> Split:
    return Split(name, f"SELECT nullif(told.{name}::text, '') AS term")


def _list(name: str) -> Split:
    return Split(name, f"SELECT unnest(told.{name}) AS term", overlaps=True)


def _rows(table: str, name: str) -> Split:
    return Split("seq", f"SELECT DISTINCT {name} AS term FROM {table} WHERE edition_id = told.seq", overlaps=True)


SPLITS: dict[str, Split] = {
    "kind": _column("kind"),
    "country": _column("country"),
    "border": _column("border"),
    "section": _column("section"),
    "dispute": _column("dispute"),
    "place": _column("place"),
    "origin": _column("origin"),
    "place_precision": _column("place_precision"),
    "civilians": _column("civilians"),
    "actor": _list("actors"),
    "claimant": _list("claimants"),
    "contested": _list("contested"),
    "role": _rows("record_recordinvolvement", "role"),
    "claim_kind": _rows("record_recordclaim", "kind"),
}
"""By name. Actors and claimants are those that the edition names: a subordinate is not counted as its superior."""

WHOLE = "SELECT NULL::text AS term WHERE false"
"""The terms where nothing is told apart."""

_LARGEST = """
SELECT term, count(*), count(*) OVER () FROM ({rows}) AS told CROSS JOIN LATERAL ({terms}) AS named
WHERE term IS NOT NULL GROUP BY term ORDER BY 2 DESC, 1 LIMIT %s
"""


def largest(rows: Rows, split: Split, most: int) -> tuple[list[str], int]:
    """Return the terms that most incidents have, and how many terms there are in all. One query."""
    found = rows.ask(_LARGEST.replace("{terms}", split.terms), [*rows.params, most])
    return [term for term, _, _ in found], found[0][2] if found else 0


def marked(split: Split | None, named: Collection[str]) -> tuple[str, list[Any]]:
    """Return SQL of the groups that a row `told` is in (`term`; `nth` from 1), and its parameters.

    A row that has several terms of the rest is in the rest once; one without a term is in the group of those.
    """
    if split is None:
        return f"(SELECT '{NONE}'::text AS term, 1 AS nth)", []
    one = f"CASE WHEN term = ANY(%s) THEN '{NAMED}' || term WHEN term IS NULL THEN '{NONE}' ELSE '{OTHER}' END"
    terms = f"SELECT DISTINCT {one} AS term FROM (SELECT) AS row LEFT JOIN ({split.terms}) AS named ON true"
    return f"(SELECT term, row_number() OVER (ORDER BY term) AS nth FROM ({terms}) AS grouped)", [list(named)]
