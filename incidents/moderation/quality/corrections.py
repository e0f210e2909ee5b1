"""What had to be changed after it was public: editions after the first, and what was taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncMonth

from incidents.moderation.quality.months import end_of
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Month:
    """What the record did in a month: first editions, later ones, and what was taken back."""

    first: date
    new: int
    corrected: int
    retracted: int


@dataclass(frozen=True)
class Corrections:
    """The months; and of the incidents that became public in them, how many were corrected or taken back soon after."""

    months: list[Month]
    published: int
    soon: int

    @property
    def share(self) -> float | None:
        """Return the share of those that were corrected soon, between 0 and 1; None where nothing was published."""
        return self.soon / self.published if self.published else None


def corrections(months: Sequence[date]) -> Corrections:
    """Return what became of editions in these months (first days, in order; UTC). Two queries."""
    within = (_start(months[0]), _start(end_of(months[-1]) + timedelta(days=1)))
    editions = Edition.objects.filter(published_at__gte=within[0], published_at__lt=within[1])
    rows = (
        editions.annotate(month=TruncMonth("published_at", tzinfo=UTC))
        .values("month")
        .annotate(
            new=Count("seq", filter=Q(number=1)),
            corrected=Count("seq", filter=Q(number__gt=1, status=EditionStatus.PUBLISHED)),
            retracted=Count("seq", filter=Q(status=EditionStatus.RETRACTED)),
        )
        .order_by()
    )
    counted: dict[date, Any] = {row["month"].date(): row for row in rows}
    firsts = editions.filter(number=1).values_list("ref", "published_at")
    seconds = dict(
        Edition.objects.filter(number__gt=1, ref__in=editions.filter(number=1).values("ref"))
        .values("ref")
        .annotate(next=Min("published_at"))
        .values_list("ref", "next")
        .order_by()
    )
    told = list(firsts)
    soon = sum(ref in seconds and seconds[ref] - at <= SOON for ref, at in told)
    return Corrections([_month(one, counted.get(one, {})) for one in months], len(told), soon)


def _month(first: date, row: Mapping[str, int]) -> Month:
    return Month(first, row.get("new", 0), row.get("corrected", 0), row.get("retracted", 0))


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
