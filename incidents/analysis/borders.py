"""How active each border is: incidents per month, and days since the last one and the last fatal one.

Incidents that stand (or stood at a moment) only, period totals left out. Incidents whose occurrence is contested
count, and say so.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from incidents.analysis.first_since import FATAL
from incidents.record.models import Edition
from incidents.reference.models import Border
from incidents.vocabulary import Question

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Last:
    """The last incident on a border; its days ago are a range where its date is."""

    ref: str
    title: str
    earliest: date
    latest: date
    days_low: int
    days_high: int
    contested: bool


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Incidents in one month, by their last day."""

    month: date
    incidents: int


@dataclass(frozen=True, slots=True)
class BorderActivity:
    """A public border with its last incidents and its series."""

    slug: str
    name: str
    last: Last | None
    last_fatal: Last | None
    months: tuple[MonthCount, ...]
    total: int


def border_activity(today: date, moment: datetime | None = None) -> list[BorderActivity]:
    """Return every public border, the most recently active first, from the record as of a moment. Four queries.

    The series of all borders cover the same months: the 24 that end with the latest incident on any of them.
    """
    borders = list(Border.objects.visible_to(None).values_list("slug", "name"))
    counted = Edition.objects.standing(moment).filter(aggregated=False, border__in=[slug for slug, _ in borders])
    last = _newest(counted, today)
    last_fatal = _newest(counted.filter(FATAL), today)
    months = _months(max((one.latest for one in last.values()), default=today))
    series = _series(counted, months)
    found = [
        BorderActivity(
            slug,
            name,
            last.get(slug),
            last_fatal.get(slug),
            tuple(MonthCount(month, series.get((slug, month), 0)) for month in months),
            sum(series.get((slug, month), 0) for month in months),
        )
        for slug, name in borders
    ]
    return sorted(found, key=lambda one: (one.last is None, -one.last.latest.toordinal() if one.last else 0, one.name))


def _newest(editions: QuerySet[Edition], today: date) -> dict[str, Last]:
    rows = editions.order_by("border", "-latest", "-seq").distinct("border")
    found = {}
    for row in rows.only("border", "ref", "title", "earliest", "latest", "contested"):
        if row.earliest and row.latest:
            found[row.border] = Last(
                row.ref,
                row.title,
                row.earliest,
                row.latest,
                max((today - row.latest).days, 0),
                max((today - row.earliest).days, 0),
                Question.OCCURRENCE.value in row.contested,
            )
    return found


def _months(latest: date) -> list[date]:
    """Return the first days of the months up to the latest, oldest first."""
    count = max(latest.year * 12 + latest.month - 1, 12 + MONTHS - 1)  # the calendar begins with the year 1
    return [date((count - n) // 12, (count - n) % 12 + 1, 1) for n in reversed(range(MONTHS))]


def _series(editions: QuerySet[Edition], months: list[date]) -> dict[tuple[str, date], int]:
    rows = (
        editions.filter(latest__gte=months[0])
        .annotate(month=TruncMonth("latest"))
        .order_by()
        .values_list("border", "month")
        .annotate(incidents=Count("seq"))
    )
    return {(border, month): incidents for border, month, incidents in rows}
