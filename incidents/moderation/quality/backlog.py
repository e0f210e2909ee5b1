"""How long submissions wait, and how long those waited that were decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from incidents.moderation.querysets import with_queue_columns
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Incident, Transition

BANDS = (
    ("under a day", timedelta(days=1)),
    ("1–3 days", timedelta(days=3)),
    ("3–7 days", timedelta(days=7)),
    ("7–30 days", timedelta(days=30)),
    ("over 30 days", timedelta.max),
)
_DECISIONS = (Verb.PUBLISH, Verb.REQUEST_CHANGES, Verb.REJECT)


@dataclass(frozen=True)
class Backlog:
    """How many submissions wait for how long; the age of the oldest; how long decided ones waited, by median."""

    bands: list[tuple[str, int]]
    waiting: int
    oldest: timedelta | None
    decided: int
    median_wait: timedelta | None


def backlog(now: datetime, *, since: datetime) -> Backlog:
    """Return what waits now, and how long those waited that were decided after `since`. Two queries."""
    queue: Any = with_queue_columns(Incident.objects.filter(state=State.SUBMITTED))
    ages: list[timedelta] = [
        now - at for at in queue.order_by().values_list("submitted_at", flat=True) if at is not None
    ]
    waits = _waits(since)
    return Backlog(
        bands=[(label, _within(ages, low, high)) for (label, high), low in zip(BANDS, _lows(), strict=True)],
        waiting=len(ages),
        oldest=max(ages, default=None),
        decided=len(waits),
        median_wait=timedelta(seconds=median(one.total_seconds() for one in waits)) if waits else None,
    )


def _lows() -> list[timedelta]:
    return [timedelta.min, *(high for _, high in BANDS[:-1])]


def _within(ages: list[timedelta], low: timedelta, high: timedelta) -> int:
    return sum(low <= age < high for age in ages)


def _waits(since: datetime) -> list[timedelta]:
    """Return the time between each decision and the submission before it."""
    waits = []
    submitted: dict[int, datetime] = {}
    steps = Transition.objects.filter(verb__in=[Verb.SUBMIT, *_DECISIONS]).order_by("pk")
    for incident, verb, at in steps.values_list("incident", "verb", "at"):
        if verb == Verb.SUBMIT:
            submitted[incident] = at
        elif at > since and incident in submitted:
            waits.append(at - submitted[incident])
    return waits
