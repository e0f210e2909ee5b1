"""Long answers give way to short ones: an export takes longer while the same process has pages to answer.

Without that, a page waits for its turn at the interpreter behind every block that an export writes, and PostgreSQL's
work for the export has one of two cores: with four readers the 99th percentile of a page was 184 ms beside an export
of 100,000 rows. Whoever is slow to take an export slows its query down, so it is enough to wait before each block.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.http.response import HttpResponseBase

SHARE = 4.0
"""How many times as long as a block took its writer waits, while others are answered."""
SHORTEST, LONGEST = 0.002, 0.1
"""Seconds of one wait."""

_RECENT = 0.05
"""Seconds after an answer for which the next one is expected: readers come in a row."""


@dataclass
class _Occupancy:
    """How many requests this process is answering, and when it answered last."""

    answering: int = 0
    answered_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> None:
        with self.lock:
            self.answering += 1

    def end(self, *, answered: bool) -> None:
        with self.lock:
            self.answering -= 1
            if answered:
                self.answered_at = time.monotonic()

    def is_busy(self) -> bool:
        return self.answering > 0 or time.monotonic() - self.answered_at < _RECENT


_process = _Occupancy()


class Courtesy:
    """Keeps count of the requests that this process is answering."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request. A streamed answer is no longer counted once it begins."""
        _process.begin()
        streaming = False
        try:
            response = self.get_response(request)
            streaming = response.streaming
        finally:
            _process.end(answered=not streaming)
        return response


def giving_way(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield blocks; while others wait for answers, after a pause in proportion to what each block took."""
    start = time.monotonic()
    for block in blocks:
        if _process.is_busy():
            time.sleep(min(max((time.monotonic() - start) * SHARE, SHORTEST), LONGEST))
        yield block
        start = time.monotonic()
