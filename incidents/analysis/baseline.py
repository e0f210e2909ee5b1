"""Is it more than usual? The last days against every stretch of as many days in the year before them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from statistics import median

from incidents.analysis.measures import FATAL
from incidents.analysis.perspectives import Perspective
from incidents.analysis.rows import with_figures
from incidents.record.filters import IncidentFilter

YEAR = 365
LONGEST = 180
"""Of a longer window, there are no two apart in a year."""
FEWEST = 12
"""With fewer incidents in the year before, a quantile says nothing."""

RULE = (
    "The window is the days that end with `until`; an incident counts on its last day. It is compared with every "
    "stretch of as many days in a row within the 365 days before it, one for each day it may begin on. `quantile` is "
    "the share of those stretches with fewer incidents, and half of those with as many: 0.5 is as usual, 1 is more "
    "than ever in that year. The stretches overlap, so that they are no independent draws; `apart` of them don't. "
    "`uncertain` counts incidents in the window or the year whose days are a range that reaches over a day more than "
    "one."
)
"""The definition in words."""

_QUESTION = f"""
SELECT latest, count(*), count(*) FILTER (WHERE {FATAL}), count(*) FILTER (WHERE earliest < latest)
FROM ({{rows}}) AS told WHERE latest BETWEEN %s AND %s GROUP BY latest
"""
_NOTHING = [0, 0, 0]
_NEWEST = "SELECT max(latest), min(latest) FROM ({rows}) AS told"


@dataclass(frozen=True, slots=True)
class Distribution:
    """A count in the window among those of the year before. `quantile` is None where too little is known."""

    count: int
    year_before: int
    lowest: int
    median: float
    highest: int
    below: int
    equal: int
    above: int
    quantile: float | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The window, the year before it, and the distributions. `caution` says in words why they may say little."""

    since: date
    until: date
    year_since: date
    stretches: int
    apart: int
    incidents: Distribution
    fatal: Distribution
    uncertain: int
    first: date | None
    caution: tuple[str, ...]


def baseline(asked: IncidentFilter, perspective: Perspective, *, window: int, until: date | None) -> Baseline | None:
    """Return how the days until a day (None: the last incident's) compare; None without an incident. Two queries.

    The period is the window's: `asked` must hold no dates of its own.
    """
    rows = with_figures(asked, perspective, "earliest", "latest")
    ((newest, first),) = rows.ask(_NEWEST)
    until = until or newest
    if until is None:
        return None
    days = window + YEAR
    begin = date.fromordinal(max(until.toordinal() - days + 1, 1))
    found = {day: counts for day, *counts in rows.ask(_QUESTION, [*rows.params, begin, until])}
    last = until.toordinal()
    daily = [found.get(date.fromordinal(n), _NOTHING) if n > 0 else _NOTHING for n in range(last - days + 1, last + 1)]
    covered = first is not None and first <= begin
    before = sum(count for count, *_ in daily[:YEAR])
    enough = covered and before >= FEWEST
    return Baseline(
        since=date.fromordinal(max(until.toordinal() - window + 1, 1)),
        until=until,
        year_since=begin,
        stretches=YEAR - window + 1,
        apart=YEAR // window,
        incidents=_distribution([count for count, _, _ in daily], window, enough=enough),
        fatal=_distribution([fatal for _, fatal, _ in daily], window, enough=covered),
        uncertain=sum(uncertain for _, _, uncertain in daily),
        first=first,
        caution=_caution(first, begin, before),
    )


def _distribution(daily: Sequence[int], window: int, *, enough: bool) -> Distribution:
    """Return how the last `window` days stand among all stretches of as many days before them."""
    sums = [0, *accumulate(daily)]
    count, year = sums[-1] - sums[YEAR], sums[YEAR]
    stretches = [sums[n + window] - sums[n] for n in range(YEAR - window + 1)]
    below, equal = (sum(one < count for one in stretches), stretches.count(count))
    enough = enough and year >= FEWEST
    return Distribution(
        count=count,
        year_before=year,
        lowest=min(stretches),
        median=median(stretches),
        highest=max(stretches),
        below=below,
        equal=equal,
        above=len(stretches) - below - equal,
        quantile=round((below + equal / 2) / len(stretches), 4) if enough else None,
    )


def _caution(first: date | None, begin: date, before: int) -> tuple[str, ...]:
    found = []
    if first is None or first > begin:
        since = f"begins on {first}" if first else "has no incident"
        found.append(f"Under these filters the record {since}: it does not cover the year before the window.")
    if before < FEWEST:
        found.append(f"In the year before the window: {before} incidents, fewer than {FEWEST}. Too few to compare.")
    return tuple(found)
