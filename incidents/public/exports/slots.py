"""How many exports run at once: EXPORTS_AT_ONCE, over all processes that serve from one database.

An export keeps a core busy, and so would slow every page if anybody could start any number of them. A place is an
advisory lock of the session that reads: it is free again when the answer is closed, or when its process dies.
"""

from collections.abc import Generator, Iterator
from contextlib import suppress

from django.conf import settings
from django.db import Error, connection
from rest_framework.exceptions import APIException

from config.rest.courtesy import giving_way

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
    """Blocks of an answer that has a place until it is closed, whether or not any were taken."""

    def __init__(self, blocks: Generator[bytes]) -> None:
        """Take a place. Raises Busy."""
        self._place: int | None = take()
        self._blocks = blocks

    def __iter__(self) -> Iterator[bytes]:
        """Yield blocks. What goes wrong is raised, so that the connection fails and nothing looks complete."""
        try:
            yield from giving_way(block for block in self._blocks if block)
        finally:
            self.close()

    def close(self) -> None:
        """End what is left of it, and free its place."""
        self._blocks.close()
        if self._place is not None:
            place, self._place = self._place, None
            give_back(place)
