"""When a copy that could not be made is tried again, and when that is given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.vocabulary import CaptureOutcome
from incidents.workbench.models import CaptureAttempt

PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""After the first try, the second, and so on."""

MOST_TRIES = len(PAUSES) + 1


@dataclass(frozen=True, slots=True)
class Trying:
    """How keeping a copy of a source's address stands: the last entry of its log, and what comes next."""

    last: CaptureAttempt
    next_try: datetime | None

    @property
    def waiting(self) -> bool:
        """Tell whether somebody asked for a copy and nothing was tried since."""
        return self.last.outcome == CaptureOutcome.QUEUED

    @property
    def wrong(self) -> bool:
        """Tell whether the last try failed."""
        return self.last.outcome in (CaptureOutcome.FAILED, CaptureOutcome.REFUSED)

    @property
    def given_up(self) -> bool:
        """Tell whether it failed and is not tried again by itself."""
        return self.wrong and self.next_try is None

    @property
    def most_tries(self) -> int:
        """Return how often it is tried in all."""
        return MOST_TRIES


def next_try(last: CaptureAttempt) -> datetime | None:
    """Return when it is tried again after this entry of the log; None for never."""
    if last.outcome == CaptureOutcome.QUEUED:
        return last.finished_at
    if last.outcome == CaptureOutcome.FAILED and last.number < MOST_TRIES:
        return last.finished_at + PAUSES[last.number - 1]
    return None


def trying(log: Sequence[CaptureAttempt]) -> Trying | None:
    """Return how it stands by the log of one source, in its order; None where nothing was tried."""
    return Trying(log[-1], next_try(log[-1])) if log else None
