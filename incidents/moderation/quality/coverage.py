"""What is known of each border and month: incidents, that it was reported quiet, or nothing at all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth

from incidents.moderation.quality.months import end_of
from incidents.record.models import Edition
from incidents.reference.models import Border
from incidents.workbench.models import QuietReport

INCIDENTS, QUIET, PARTLY_QUIET, NO_REPORT = "incidents", "quiet", "partly", "none"


@dataclass(frozen=True)
class Month:
    """What is known of a border in a month: how many incidents began in it, or which kind of silence it is."""

    first: date
    kind: str
    incidents: int

    @property
    def words(self) -> str:
        """Return it in words."""
        if self.kind == INCIDENTS:
            return f"{self.incidents} incident{'s' if self.incidents != 1 else ''}"
        return {QUIET: "reported quiet", PARTLY_QUIET: "reported quiet in part"}.get(self.kind, "no report")


@dataclass(frozen=True)
class Row:
    """A border, and its months."""

    border: Border
    months: list[Month]


def coverage(months: Sequence[date]) -> list[Row]:
    """Return every border with what is known of each month (first days, in order). Three queries.

    Counted are published incidents that are no period totals, in the month of their first day. A month without one is
    quiet where reports say so of all its days, and without a report otherwise: silence is not peace.
    """
    since, until = months[0], end_of(months[-1])
    live = Edition.objects.live().filter(aggregated=False, earliest__range=(since, until)).exclude(border="")
    rows = live.annotate(month=TruncMonth("earliest")).values_list("border", "month").annotate(number=Count("seq"))
    counted = {(border, month): number for border, month, number in rows.order_by()}
    quiet: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for border, first, last in QuietReport.objects.filter(since__lte=until, until__gte=since).values_list(
        "border", "since", "until"
    ):
        quiet[border].append((first, last))
    return [
        Row(border, [_month(one, counted.get((border.slug, one), 0), quiet[border.pk]) for one in months])
        for border in Border.objects.order_by("name")
    ]


def _month(first: date, incidents: int, quiet: Iterable[tuple[date, date]]) -> Month:
    if incidents:
        return Month(first, INCIDENTS, incidents)
    days = (end_of(first) - first).days + 1
    told = _days(quiet, first, end_of(first))
    kind = NO_REPORT if not told else QUIET if told == days else PARTLY_QUIET
    return Month(first, kind, 0)


def _days(periods: Iterable[tuple[date, date]], first: date, last: date) -> int:
    """Return of how many days of a time at least one period tells."""
    told = {
        day
        for since, until in periods
        for day in range(max(since, first).toordinal(), min(until, last).toordinal() + 1)
    }
    return len(told)
