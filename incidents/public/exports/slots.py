"""How many exports run at once: EXPORTS_AT_ONCE, over all processes that serve from one database.

An export keeps a core busy, and so would slow every page if anybody could start any number of them. A place is an
advisory lock of the session that reads: it is free again when the answer is closed, or when its process dies.
"""

import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from itertools import chain

from django.conf import settings
from django.db import Error, connection
from rest_framework.exceptions import APIException

from config.rest.courtesy import giving_way

LONGEST = 3600
"""Seconds until an export that is not taken to its end is cut off, and its place is free for others."""
_SPACE = 0x4558504F
"""First key of the locks ("EXPO"); the second is the number of the place."""

_TAKE = """
SELECT place FROM generate_series(1, %s) AS place WHERE pg_try_advisory_lock(%s, place) LIMIT 1
"""


class Busy(APIException):
    """All places are taken (503)."""

    status_code = 503
    default_detail = "As many exports as may run at once are running. Try again in a moment."
    wait = 4


def take() -> int:
    """Take a place and return its number. Raises Busy."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [settings.EXPORTS_AT_ONCE, _SPACE])
        found = cursor.fetchone()
    if found is None:
        raise Busy
    place: int = found[0]
    return place


def give_back(place: int) -> None:
    """Free a place. Where the session is gone, so is its lock."""
    with suppress(Error), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_SPACE, place])


class Placed:
    """Blocks of an answer that has a place until it is closed, whether or not any were taken; closing it ends them.

    The first block is read at once, so that what goes wrong before it is answered by a status, not by a cut answer.
    """

    def __init__(self, blocks: Generator[bytes]) -> None:
        """Take a place and begin. Raises Busy, and what reading raises."""
        self._place: int | None = take()
        self._end = time.monotonic() + LONGEST
        self._blocks = blocks
        try:
            self._first = next(blocks, b"")
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        """Yield blocks. What goes wrong is raised, so that the connection fails and nothing looks complete."""
        try:
            for block in giving_way(filter(None, chain([self._first], self._blocks))):
                if time.monotonic() > self._end:
                    raise TimeoutError(f"The export was not taken within {LONGEST} s.")
                yield block
        finally:
            self.close()

    def close(self) -> None:
        """End what is left of it, and free its place."""
        try:
            self._blocks.close()
        finally:
            if self._place is not None:
                place, self._place = self._place, None
                give_back(place)
