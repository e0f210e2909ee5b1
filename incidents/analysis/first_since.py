"""First since: the last fatal incident before one, how long ago it was, and since which turning points it is the first.

The finding is derived from the record alone and says what it compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, Q
from django.db.models.expressions import RawSQL

from incidents.analysis.measures import FATAL as IS_FATAL
from incidents.analysis.perspectives import Perspective
from incidents.analysis.rows import Rows, rows_of, with_figures
from incidents.record.filters import IncidentFilter
from incidents.record.models import Edition
from incidents.record.querysets import EditionQuerySet
from incidents.reference.models import Milestone
from incidents.vocabulary import MilestoneKind, Outcome, Standing
from incidents.vocabulary import Perspective as Rule

FATAL = Q(killed_best__gte=1) | Q(killed_best__isnull=True, killed_low__gte=1)
"""At least one death in the record's figures: the best value, or where there is none the lowest."""

TURNING_POINTS = (MilestoneKind.TALKS_OPENED, MilestoneKind.CEASEFIRE, MilestoneKind.AGREEMENT)

RULE = (
    "The last fatal incident before: of those that began on an earlier day than this one, the one with the latest "
    "last day. The days between are a range where a date is. `between` counts the incidents compared that may lie "
    "between the two, `unknown` those of them without any figure of killed, which may have been fatal. This incident "
    "is the first fatal one since a milestone of its dispute where it is fatal, came after the milestone, and the "
    "last fatal one before it ended before the milestone began; `since` names the newest such turning point (talks "
    "opened, ceasefire, agreement), if no fatal incident came after a newer one. Period totals are left out unless "
    "they are asked for."
)
"""The rule in words."""

_QUESTION = f"""
SELECT last.ref, last.title, last.earliest, last.latest, last.contested, since.incidents, since.unknown
FROM (SELECT) AS one LEFT JOIN LATERAL (
    SELECT ref, title, earliest, latest, contested FROM ({{rows}}) AS told
    WHERE {IS_FATAL} AND earliest < %s AND ref <> %s ORDER BY latest DESC, seq DESC LIMIT 1
) AS last ON true CROSS JOIN LATERAL (
    SELECT count(*) AS incidents,
        count(*) FILTER (WHERE coalesce(killed_low, killed_best, killed_high) IS NULL) AS unknown
    FROM ({{rows}}) AS told
    WHERE earliest < %s AND ref <> %s AND latest >= coalesce(%s, last.latest + 1, '-infinity'::date)
) AS since
"""
_NEWEST = f"SELECT seq FROM ({{rows}}) AS told WHERE {IS_FATAL} ORDER BY latest DESC, seq DESC LIMIT 1"
_WIDE = ("as_of", "release", "match", "aggregates")
"""Filters that say which record is asked, and how: not which incidents."""
_COLUMNS = ("ref", "title", "earliest", "latest", "contested")
_HEAD = "(SELECT published_at FROM record_edition AS seen WHERE published_at <= %s ORDER BY published_at DESC LIMIT 1)"


@dataclass(frozen=True, slots=True)
class FirstSince:
    """The first fatal incident on a border since a milestone, and how many live incidents were compared."""

    milestone: str
    since: date
    until: date
    precision: str
    compared: int
    last_before: date | None
    last_before_ref: str


@dataclass(frozen=True, slots=True)
class LastFatal:
    """The last fatal incident before, and how many days lie between the two: a range where a date is."""

    ref: str
    title: str
    earliest: date
    latest: date
    contested: tuple[str, ...]
    days_low: int
    days_high: int


@dataclass(frozen=True, slots=True)
class Before:
    """What came before an incident among those it is compared with."""

    last: LastFatal | None
    between: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Passed:
    """A milestone that an incident came after, and whether it is the first fatal one since."""

    milestone: Milestone
    first: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """An incident, its killed by a perspective, what came before it, and what it was compared with."""

    edition: Edition
    killed_low: int | None
    killed_best: int | None
    fatal: bool
    before: Before
    milestones: tuple[Passed, ...]
    scope: str
    border: str


def first_fatal_since(edition: Edition, moment: datetime | None = None) -> FirstSince | None:
    """Return the finding for a fatal incident on a border, or None where an earlier fatal one is known.

    Compares incidents that stand (or stood at a moment) on the same border, period totals left out. Two queries.
    """
    if not (is_fatal(edition.killed_low, edition.killed_best) and edition.border):
        return None
    point = next((one for one in _milestones(edition) if one.kind in TURNING_POINTS), None)
    if point is None:
        return None
    others = Edition.objects.standing(moment).filter(border=edition.border, aggregated=False)
    before = before_it(rows_of(others, *_COLUMNS, "killed_low", "killed_best", "killed_high"), edition, point.earliest)
    if before.last and before.last.latest >= point.earliest:
        return None
    return FirstSince(
        milestone=point.title,
        since=point.earliest,
        until=point.latest,
        precision=point.precision,
        compared=before.between,
        last_before=before.last.latest if before.last else None,
        last_before_ref=before.last.ref if before.last else "",
    )


def compared(asked: IncidentFilter, perspective: Perspective, edition: Any) -> Comparison:
    """Compare what `one_incident` returned with what was asked for. Two queries.

    Where nothing was, it is compared with its border, or else with the whole record.
    """
    narrowed = any(value not in (None, ()) for name, value in asked.values.items() if name not in _WIDE)
    scope = "filters" if narrowed else "border" if edition.border else "record"
    if scope == "border":
        asked.change(border=(edition.border,))
    before = before_it(with_figures(asked, perspective, *_COLUMNS), edition)
    fatal = is_fatal(edition.low, edition.best)
    return Comparison(
        edition,
        edition.low,
        edition.best,
        fatal,
        before,
        tuple(passed(edition, before, fatal=fatal)),
        scope,
        edition.border if scope == "border" else "",
    )


def before_it(others: Rows, edition: Edition, since: date | None = None) -> Before:
    """Return the last fatal incident before, and how many lie between it (or a day) and this one. One query."""
    began = (edition.earliest, edition.ref)
    ((ref, title, earliest, latest, contested, between, unknown),) = others.ask(
        _QUESTION, [*others.params, *began, *others.params, *began, since]
    )
    last = None
    if ref is not None and edition.earliest and edition.latest:
        low, high = (edition.earliest - latest).days, (edition.latest - earliest).days
        last = LastFatal(ref, title, earliest, latest, tuple(contested), max(low, 0), high)
    return Before(last, between, unknown)


def passed(edition: Edition, before: Before, *, fatal: bool) -> list[Passed]:
    """Return the milestones of its dispute that an incident came after, newest first. One query, or none."""
    last = before.last.latest if before.last else None
    return [Passed(one, fatal and (last is None or last < one.earliest)) for one in _milestones(edition)]


def newest_turning_point(milestones: Iterable[Passed]) -> Milestone | None:
    """Return the newest turning point where the incident is the first fatal one since."""
    newest = next((one for one in milestones if one.milestone.kind in TURNING_POINTS), None)
    return newest.milestone if newest and newest.first else None


def one_incident(asked: IncidentFilter, perspective: Perspective, ref: str | None) -> Any:
    """Return an incident that stands at the moment asked for, or the newest fatal one that matches; None without it.

    It has `low` and `best`, its killed by the perspective, and `seen`: when the last edition of then was published.
    """
    found: EditionQuerySet
    if ref is not None:
        found = Edition.objects.standing(asked.moment).of(ref)
    elif perspective.rule is Rule.ESTIMATES:
        found = asked.qs.filter(FATAL).by_date()
    else:
        found = Edition.objects.filter(pk=_newest_fatal(asked, perspective))
    low, best = (perspective.figure(Outcome.KILLED, bound) for bound in ("low", "best"))
    seen = RawSQL(_HEAD, (asked.moment or "infinity",), output_field=DateTimeField())  # noqa: S611 - a constant text
    return found.for_list().defer("body", "search").annotate(low=low, best=best, seen=seen).first()


def _newest_fatal(asked: IncidentFilter, perspective: Perspective) -> RawSQL:
    """Return the expression of the newest incident that is fatal by a perspective.

    Its figures are joined once for all: asked of one incident after another, each costs two reads, and where few or
    none are fatal by it, all incidents are asked.
    """
    rows = with_figures(asked, perspective, "latest", also=perspective.deadly())
    return RawSQL(_NEWEST.replace("{rows}", rows.sql), rows.params)  # noqa: S611 - our own names; values are parameters


def is_fatal(low: int | None, best: int | None) -> bool:
    """Tell whether figures of killed are of a fatal incident."""
    return (best if best is not None else low or 0) >= 1


def _milestones(edition: Edition) -> list[Milestone]:
    """Return the public milestones of an incident's dispute that it came after, newest first."""
    if not (edition.dispute and edition.earliest):
        return []
    public = Milestone.objects.filter(dispute__slug=edition.dispute, dispute__standing=Standing.PUBLIC)
    return list(public.filter(latest__lt=edition.earliest).order_by("-earliest", "-pk"))
