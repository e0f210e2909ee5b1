"""Incidents over time: by day, ISO week, month or year, and told apart by kind, border, actor and more."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from incidents.analysis import groups
from incidents.analysis.groups import Part, split_by
from incidents.analysis.measures import NONE, PARTS, SUMS, Measures, measures
from incidents.analysis.perspectives import Perspective
from incidents.analysis.rows import Rows, picked, with_figures
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

_PART = f"""
SELECT {{mark}} AS term, latest, earliest, count(*) FILTER (WHERE certain) AS sure, {PARTS}
FROM ({{rows}}) AS told {{join}} WHERE {{where}} GROUP BY 1, 2, 3
"""
"""Summed up by days first: a million incidents are on some 20,000, and only these are cut into buckets and grouped."""
_QUESTION = f"""
SELECT grouping(term, last, first), term, last, first, sum(m0) FILTER (WHERE first = last), sum(sure), {SUMS}
FROM (
    SELECT *, date_trunc(%s, latest::timestamp)::date AS last, date_trunc(%s, earliest::timestamp)::date AS first
    FROM ({{parts}}) AS days
) AS told
GROUP BY GROUPING SETS ((term, last), (term, first), (term), ())
"""
_ENDED, _BEGAN, _GROUP = 0b001, 0b010, 0b011
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
    """Return the series of what was asked for, at most so many groups of terms. Three queries. Raises TooMany."""
    told_apart = split_by(split) if split else None
    columns = sorted({"earliest", "latest", "certain", *([told_apart.column] if told_apart else [])} - {"seq"})
    named, terms = groups.largest(picked(asked, *columns), told_apart, most) if told_apart else ([], 0)
    ended: dict[str, dict[date, tuple[Measures, int]]] = defaultdict(dict)
    began: dict[str, dict[date, int]] = defaultdict(dict)
    whole: dict[str, tuple[Measures, int]] = {}
    everything = NONE, 0
    parts = told_apart.parts(named) if told_apart else groups.WHOLE
    for kind, term, last, first, inside, sure, *values in _asked(with_figures(asked, perspective, *columns), parts, by):
        if kind == _ENDED:
            ended[term][last] = measures(values), int(inside or 0)
        elif kind == _BEGAN:
            began[term][first] = int(values[0])
        elif kind == _GROUP:
            whole[term] = measures(values), int(sure or 0)
        else:
            everything = measures(values), int(sure or 0)
    overlaps = told_apart is not None and told_apart.overlaps
    total, certain = whole.pop(groups.ALL, (NONE, 0)) if overlaps else everything
    ended.pop(groups.ALL, None)
    starts = _starts(asked, [day for days in ended.values() for day in days], by, len(whole))
    order = ["=" + term for term in named] + [groups.OTHER, groups.NONE]
    return Series(
        total,
        certain,
        tuple(
            _group(mark, whole[mark][0], _buckets(starts, ended[mark], began[mark], by), apart=told_apart is not None)
            for mark in order
            if mark in whole
        ),
        terms,
        overlaps,
    )


def _asked(rows: Rows, parts: Sequence[Part], by: str) -> list[tuple[Any, ...]]:
    """Return the answer: for each group and bucket by last day, by first day, in all, and for all groups."""
    texts = [_PART.format(mark=one.mark, rows="{rows}", join=one.join, where=one.where) for one in parts]
    params = [value for one in parts for value in (*one.before, *rows.params, *one.after)]
    return rows.ask(_QUESTION.replace("{parts}", " UNION ALL ".join(texts)), [by, by, *params])


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
