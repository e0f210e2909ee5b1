"""How many incidents there are of each kind, country, year …: what a list would count with that filter added.

Where nothing but kinds, countries, borders and whole years is asked of what stands, the counts are read from the
summary that publication keeps; else from the rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from incidents.analysis.groups import SPLITS, Derived
from incidents.analysis.measures import FATAL
from incidents.analysis.perspectives import Perspective
from incidents.analysis.rows import picked, with_figures
from incidents.analysis.summary import Summary, summary_of
from incidents.record.filters import IncidentFilter
from incidents.reference.models import Place
from incidents.vocabulary import Perspective as Rule

SUMMED = ("kind", "country", "border", "year")
"""What the summary tells apart."""
_COLUMNS = ("kind", "country", "border", "section", "dispute", "place", "civilians")
_TERMS = {"contested": "", "role": "actor", "claim_kind": "claimant"}
"""Facets of which an incident may have several terms; where its actor is asked for, the terms are that actor's."""
FACETS = (*_COLUMNS, "year", *_TERMS)

RULE = (
    "A facet counts the incidents under all filters by one more: `incidents` is what the list counts with that filter "
    "added. A year counts the incidents whose last day is in it; `listed` is what the list counts with `date_from` "
    "and `date_to` of that year added, which under `match=possible` finds also those that began in it, and under "
    "`match=certain` leaves out those that began before. An incident with several terms counts for each. `fatal`, "
    "`killed` (the best figures, or the lowest where none is best) and `killed_unknown` (incidents without a best "
    "figure) are of the same incidents."
)
"""The rule in words."""

_SUMS = f"""count(*), count(*) FILTER (WHERE {FATAL}), coalesce(sum(coalesce(killed_best, killed_low)), 0),
    count(*) FILTER (WHERE killed_best IS NULL)"""
_ROWS = f"""
SELECT grouping({{columns}}), {{columns}}, {_SUMS}
FROM (SELECT *, extract(year FROM latest)::int AS year FROM ({{rows}}) AS picked) AS told
GROUP BY GROUPING SETS ({{sets}})
"""
_SUMMARY = """
SELECT grouping({columns}), {columns}, sum(incidents), sum(fatal), sum(killed_best), sum(unknown)
FROM record_facetcount WHERE {where} GROUP BY GROUPING SETS ({sets})
"""
_SET = f"""
SELECT '{{name}}', term, {_SUMS} FROM ({{rows}}) AS told {{join}} WHERE {{only}} GROUP BY term
"""
_OVER = """
SELECT 'listed', extract(year FROM earliest)::int::text || '-' || extract(year FROM latest)::int, count(*), 0, 0, 0
FROM ({rows}) AS told WHERE extract(year FROM earliest) < extract(year FROM latest) GROUP BY 2
"""

Counts = tuple[int, int, int, int]
Found = dict[str, dict[Any, Counts]]
"""Counts by facet and term."""
_NOTHING: Counts = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Counted:
    """Incidents of one term (None: without one). `listed` differs for years only."""

    term: str | None
    incidents: int
    fatal: int
    killed: int
    killed_unknown: int
    listed: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The terms that most incidents have (years: the last ones, in order), and how many more there are."""

    terms: tuple[Counted, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by facet, of how many incidents in all, and from where: `summary` or `rows`."""

    source: str
    total: Counted
    facets: dict[str, Facet]


def facets(asked: IncidentFilter, perspective: Perspective, names: Sequence[str], most: int) -> Facets:
    """Return the counts of what was asked for by these facets, at most so many terms of each. Three queries at most."""
    summary = summary_of(asked, SUMMED) if {*names} <= {*SUMMED} and perspective.rule is Rule.ESTIMATES else None
    found = _of_summary(summary, names) if summary else _of_rows(asked, perspective, names)
    found |= _of_sets(asked, perspective, names)
    if "place" in found:
        found["place"] = _as_one(found["place"], Place.objects.merges())
    years = _listed(found, asked)
    return Facets(
        "summary" if summary else "rows",
        _counted(None, found[""][None]),
        {name: _facet(name, found.get(name, {}), years, most) for name in names},
    )


def _of_summary(summary: Summary, names: Sequence[str]) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(_grouped(_SUMMARY, names).replace("{where}", summary.where), list(summary.params))
        return _by_facet(cursor.fetchall(), names)


def _of_rows(asked: IncidentFilter, perspective: Perspective, names: Sequence[str]) -> Found:
    columns = [name for name in names if name not in _TERMS] or ["kind"]
    reads = sorted({*columns, "latest"} - {"year"})
    return _by_facet(with_figures(asked, perspective, *reads).ask(_grouped(_ROWS, columns)), columns)


def _grouped(question: str, columns: Sequence[str]) -> str:
    sets = ", ".join(["()", *(f"({name})" for name in columns)])
    return question.replace("{columns}", ", ".join(columns)).replace("{sets}", sets)


def _by_facet(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> Found:
    """Sort the rows of a question by grouping sets: the first value has a bit 0 for the column grouped by."""
    found: Found = defaultdict(dict)
    width = len(columns)
    for bits, *values in rows:
        counts = tuple(int(count or 0) for count in values[width:])
        if bits == 2**width - 1:
            found[""][None] = counts  # type: ignore[assignment]  # four of them
            continue
        place = next(n for n in range(width) if not bits >> (width - 1 - n) & 1)
        term = values[place]
        found[columns[place]][None if term == "" else term] = counts  # type: ignore[assignment]  # four of them
    found[""].setdefault(None, _NOTHING)
    return dict(found)


def _as_one(counts: dict[Any, Counts], winners: dict[str, str]) -> dict[Any, Counts]:
    """Count what was merged under what stands for it. Every incident has one term of these, so that counts add up."""
    found: dict[Any, Counts] = {}
    for term, (incidents, *others) in counts.items():
        told = winners.get(term, term)
        before = found.get(told, _NOTHING)
        found[told] = tuple(map(sum, zip(before, (incidents, *others), strict=True)))  # type: ignore[assignment]  # four
    return found


def _of_sets(asked: IncidentFilter, perspective: Perspective, names: Sequence[str]) -> Found:
    """Return what is no column, in one query: facets with several terms, and the years that incidents reach over."""
    parts, params = [], []
    rows = with_figures(asked, perspective, "earliest", "latest", "contested")
    for name in [name for name in names if name in _TERMS]:
        join, only, own = _terms(name, asked)
        parts.append(_SET.format(name=name, rows=rows.sql, join=join, only=only))
        params += [*rows.params, *own]
    if "year" in names:
        over = picked(asked, "earliest", "latest")
        parts.append(_OVER.replace("{rows}", over.sql))
        params += over.params
    found: Found = defaultdict(dict)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            for name, term, *counts in cursor.fetchall():
                found[name][term] = tuple(int(count or 0) for count in counts)  # type: ignore[assignment]  # four of them
    return dict(found)


def _terms(name: str, asked: IncidentFilter) -> tuple[str, str, list[Any]]:
    """Return what an incident is joined with for its terms, the condition on them, and the parameters of both.

    Where an actor is asked for, a role is that actor's; and of terms that are asked for, only those are counted: so
    that each count is that of the list with this term in place of the others.
    """
    split, by, params = SPLITS[name], _TERMS[name], []
    join = split.join
    if by and asked.values[by] and isinstance(split, Derived):
        speaks = []
        for span in asked.known.spans[by]:
            first, last = ("earliest", "latest") if asked.certain else ("latest", "earliest")
            since, until = f"(%s::date IS NULL OR told.{first} >= %s)", f"(%s::date IS NULL OR told.{last} < %s)"
            speaks.append(f"own.{by} = ANY(%s) AND {since} AND {until}")
            params += [list(span.actors), span.since, span.since, span.until, span.until]
        own = f"SELECT DISTINCT {split.name} AS term FROM {split.table} AS own"
        join = f"CROSS JOIN LATERAL ({own} WHERE own.edition_id = told.seq AND ({' OR '.join(speaks)})) AS named"
    if asked.values[name]:
        return join, "term = ANY(%s)", [*params, list(asked.values[name])]
    return join, "true", params


def _listed(found: Found, asked: IncidentFilter) -> dict[int, int]:
    """Return for each year what a list from its first to its last day counts: with those that reach into it, too.

    A list of a year outside the period that was asked for finds nothing.
    """
    listed = defaultdict(int, {year: counts[0] for year, counts in found.get("year", {}).items()})
    for over, (count, *_) in found.pop("listed", {}).items():
        first, last = map(int, over.split("-"))
        if asked.certain:
            listed[last] -= count
        else:
            for year in range(first, last):
                listed[year] += count
    since, until = asked.values["date_from"], asked.values["date_to"]
    outside = {year for year in listed if (since and year < since.year) or (until and year > until.year)}
    return {year: 0 if year in outside else count for year, count in listed.items()}


def _facet(name: str, counts: dict[Any, Counts], years: dict[int, int], most: int) -> Facet:
    if name == "year":
        order = sorted(year for year, listed in years.items() if listed or year in counts)
        terms = [_counted(f"{year:04}", counts.get(year, _NOTHING), years[year]) for year in order[-most:]]
        return Facet(tuple(terms), len(order) - len(terms))
    order = sorted(counts, key=lambda term: (-counts[term][0], str(term or "")))
    return Facet(tuple(_counted(_code(term), counts[term]) for term in order[:most]), max(len(order) - most, 0))


def _code(term: Any) -> str | None:
    return str(term).lower() if isinstance(term, bool) else term


def _counted(term: str | None, counts: Counts, listed: int | None = None) -> Counted:
    return Counted(term, *counts, counts[0] if listed is None else listed)
