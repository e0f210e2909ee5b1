"""Sources whose address no longer gives anything: what the log of copies knows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery

from incidents.vocabulary import CaptureOutcome
from incidents.workbench.models import Capture, CaptureAttempt, Citation, Source
from incidents.workbench.retries import next_try

MOST = 100
"""How many are listed; all are counted."""


@dataclass(frozen=True)
class Dead:
    """A source whose last tries failed and are given up: what failed and when, whether a copy is kept, who cites it."""

    source: Source
    error: str
    http_status: int | None
    since: datetime
    kept: bool
    citations: int


@dataclass(frozen=True)
class DeadSources:
    """How many there are, how many of them without a copy, and those without a copy first."""

    number: int
    lost: int
    sources: list[Dead]


def dead_sources() -> DeadSources:
    """Return the sources whose address is given up. Two queries."""
    attempts = CaptureAttempt.objects.filter(source=OuterRef("pk")).order_by("-pk")
    copies = Capture.objects.filter(source=OuterRef("pk"))
    cited = Citation.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk"))
    failing = (
        Source.objects.in_use()
        .annotate(last=Subquery(attempts.values("pk")[:1]), kept=Exists(copies))
        .annotate(outcome=Subquery(attempts.values("outcome")[:1]), cited=Subquery(cited.values("n")))
        .filter(outcome__in=[CaptureOutcome.FAILED, CaptureOutcome.REFUSED])
        .order_by("kept", "publisher", "pk")
    )
    rows: list[Any] = list(failing)  # sources with what was asked beside them
    log = CaptureAttempt.objects.in_bulk([row.last for row in rows])
    given_up = [row for row in rows if next_try(log[row.last]) is None]
    return DeadSources(
        number=len(given_up),
        lost=sum(not row.kept for row in given_up),
        sources=[
            Dead(row, last.error, last.http_status, last.finished_at, row.kept, row.cited or 0)
            for row in given_up[:MOST]
            for last in [log[row.last]]
        ],
    )
