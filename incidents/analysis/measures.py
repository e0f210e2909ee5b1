"""What is measured of a set of incidents: how many, how many fatal, killed and wounded, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from incidents.analysis.perspectives import OUTCOMES

RULE = (
    "`fatal`: at least one killed, by the best figure or, where there is none, the lowest. `low` sums the lowest "
    "figures; `best` the best ones, or the lowest where none is best; `high` the highest, or where one is open the "
    "best or lowest. `unknown` counts incidents without any figure, which are in no sum: a sum is null where no "
    "incident has a figure. `without_best` and `without_high` count those whose figure has no best value or no upper "
    "end: their sums say less than there may be."
)
"""The rule in words."""

_FIGURE = (
    "sum({0}_low)",
    "sum(coalesce({0}_best, {0}_low))",
    "sum(coalesce({0}_high, {0}_best, {0}_low))",
    "count(*) FILTER (WHERE coalesce({0}_low, {0}_best, {0}_high) IS NULL)",
    "count(*) FILTER (WHERE {0}_best IS NULL AND coalesce({0}_low, {0}_high) IS NOT NULL)",
    "count(*) FILTER (WHERE {0}_high IS NULL AND coalesce({0}_low, {0}_best) IS NOT NULL)",
)
FATAL = "coalesce(killed_best, killed_low) >= 1"
"""The condition of a fatal incident, over its figures."""
_EXPRESSIONS = [
    "count(*)",
    f"count(*) FILTER (WHERE {FATAL})",
    *(expression.format(outcome) for outcome in OUTCOMES for expression in _FIGURE),
]
SQL = ", ".join(_EXPRESSIONS)
"""The measures as columns of a SELECT over figures."""
PARTS = ", ".join(f"{expression} AS m{n}" for n, expression in enumerate(_EXPRESSIONS))
"""The same of a part, named so that parts can be added up."""
SUMS = ", ".join(f"sum(m{n})" for n in range(len(_EXPRESSIONS)))
"""The measures as columns of a SELECT over parts."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Sums over incidents; None where there are incidents and of none a figure is known."""

    low: int | None
    best: int | None
    high: int | None
    unknown: int
    without_best: int
    without_high: int


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a set of incidents."""

    incidents: int
    fatal: int
    killed: Figure
    wounded: Figure


def measures(values: Sequence[Any]) -> Measures:
    """Return the measures from the columns of `SQL`."""
    incidents, fatal, *figures = (None if value is None else int(value) for value in values)
    return Measures(incidents or 0, fatal or 0, _figure(figures[:6], incidents), _figure(figures[6:], incidents))


def _figure(values: Sequence[int | None], incidents: int | None) -> Figure:
    low, best, high, *counts = values
    if not incidents:
        return NONE.killed
    unknown, without_best, without_high = (count or 0 for count in counts)
    return Figure(low, best, high, unknown, without_best, without_high)


NONE = Measures(0, 0, Figure(0, 0, 0, 0, 0, 0), Figure(0, 0, 0, 0, 0, 0))
"""Of no incidents."""
