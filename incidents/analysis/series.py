"""Incidents over time: by day, ISO week, month or year, and told apart by kind, border, actor and more."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from incidents.analysis import groups
from incidents.analysis.groups import SPLITS
from incidents.analysis.measures import NONE, SQL, Measures, measures
from incidents.analysis.perspectives import Perspective
from incidents.analysis.rows import picked, with_figures
from incidents.record.filters import IncidentFilter

STEPS = ("day", "week", "month", "year")
MOST_BUCKETS = 1_000
MOST_CELLS = 6_000
"""Buckets of all groups together."""

RULE = (
    "An incident is counted once, in the bucket of its last day, as lists are ordered. `possible` counts those that "
    "may have taken place in the bucket: their days from the first to the last reach into it; `certain` those whose "
    "days all lie in it. Buckets without an incident, between the first and the last, are there with zeros."
)
"""The rule in words."""

_QUESTION = """
SELECT grouping(term, last, first, one), term, last, first, one, count(*) FILTER (WHERE first = last),
    count(*) FILTER (WHERE certain), {measures}
FROM (
    SELECT told.*, term, nth = 1 AS one,
        date_trunc(%s, latest::timestamp)::date AS last, date_trunc(%s, earliest::timestamp)::date AS first
    FROM ({rows}) AS told CROSS JOIN LATERAL {terms} AS grouped
) AS told
GROUP BY GROUPING SETS ((term, last), (term, first), (term), (one))
"""
_ENDED, _BEGAN, _GROUP, _ALL = 0b0011, 0b0101, 0b0111, 0b1110
"""The grouping sets, as `grouping` numbers them: a bit for each column that is not grouped by."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """One step in time."""

    start: date
    label: str
    certain: int
    possible: int
    measures: Measures


@dataclass(frozen=True, slots=True)
class Group:
    """Incidents that share a term; `group` says whether it is one (`term`), those without, the rest, or all."""

    group: str
    term: str | None
    total: Measures
    buckets: tuple[Bucket, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The groups, largest first. `terms` is how many there are, those of the rest included."""

    total: Measures
    certain: int
    groups: tuple[Group, ...]
    terms: int
    overlaps: bool


class TooMany(ValueError):
    """A series has more buckets than an answer may."""


def series(asked: IncidentFilter, perspective: Perspective, *, by: str, split: str | None, most: int) -> Series:
    """Return the series of what was asked for, with at most that many groups of terms. Two queries. Raises TooMany."""
    told_apart = SPLITS[split] if split else None
    columns = sorted({"earliest", "latest", "certain", *([told_apart.column] if told_apart else [])} - {"seq"})
    named, terms = groups.largest(picked(asked, *columns), told_apart, most) if told_apart else ([], 0)
    sql, params = groups.marked(told_apart, named)
    rows = with_figures(asked, perspective, *columns)
    found = rows.ask(_QUESTION.replace("{measures}", SQL).replace("{terms}", sql), [by, by, *rows.params, *params])
    total, certain = NONE, 0
    ended: dict[str, dict[date, tuple[Measures, int]]] = defaultdict(dict)
    began: dict[str, dict[date, int]] = defaultdict(dict)
    whole: dict[str, Measures] = {}
    for kind, term, last, first, one, inside, sure, *values in found:
        if kind == _ENDED:
            ended[term][last] = measures(values), inside
        elif kind == _BEGAN:
            began[term][first] = values[0]
        elif kind == _GROUP:
            whole[term] = measures(values)
        elif one:
            total, certain = measures(values), sure
    starts = _starts(asked, [day for days in ended.values() for day in days], by, len(whole))
    order = ["=" + term for term in named] + [groups.OTHER, groups.NONE]
    return Series(
        total,
        certain,
        tuple(
            _group(mark, whole[mark], _buckets(starts, ended[mark], began[mark], by), apart=told_apart is not None)
            for mark in order
            if mark in whole
        ),
        terms,
        bool(told_apart and told_apart.overlaps),
    )


def _group(mark: str, total: Measures, buckets: tuple[Bucket, ...], *, apart: bool) -> Group:
    names = {groups.OTHER: "other", groups.NONE: "none" if apart else "all"}
    return Group(names.get(mark, "term"), None if mark in names else mark[1:], total, buckets)


def _starts(asked: IncidentFilter, days: list[date], by: str, several: int) -> list[date]:
    """Return the first days of the buckets, of the whole period asked for at least. Raises TooMany."""
    days = [*days, *(day for name in ("date_from", "date_to") if (day := asked.values[name]))]
    if not days:
        return []
    start, last = _start(min(days), by), _start(max(days), by)
    found = [start]
    while start < last:
        start = _next(start, by)
        found.append(start)
        if len(found) > MOST_BUCKETS or len(found) * several > MOST_CELLS:
            raise TooMany(f"gives more buckets than {MOST_BUCKETS:,}, or {MOST_CELLS:,} in all groups")
    return found


def _buckets(
    starts: list[date], ended: dict[date, tuple[Measures, int]], began: dict[date, int], by: str
) -> tuple[Bucket, ...]:
    """Return every bucket. Possible: what began by then, less what had ended before."""
    found, open_before = [], 0
    earlier = sum(count for day, count in began.items() if starts and day < starts[0])
    for start in starts:
        here, inside = ended.get(start, (NONE, 0))
        open_now = open_before + began.get(start, 0) + (earlier if start == starts[0] else 0)
        found.append(Bucket(start, label(start, by), inside, open_now, here))
        open_before = open_now - here.incidents
    return tuple(found)


def _start(day: date, by: str) -> date:
    if by == "week":
        return day - timedelta(days=day.weekday())
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[by]


def _next(start: date, by: str) -> date:
    if by in ("day", "week"):
        return start + timedelta(days=1 if by == "day" else 7)
    return _start(start.replace(day=28) + timedelta(days=4 if by == "month" else 350), by)


def label(start: date, by: str) -> str:
    """Write a bucket: 2024-02-13, 2024-W07 (ISO 8601), 2024-02 or 2024."""
    if by == "week":
        year, week, _ = start.isocalendar()
        return f"{year:04}-W{week:02}"
    return start.isoformat()[: {"day": 10, "month": 7, "year": 4}[by]]
