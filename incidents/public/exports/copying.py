"""COPY as a stream: PostgreSQL writes the lines, a thread takes them from it, and whoever sends them sets the pace."""

import queue
import threading
from collections.abc import Generator
from contextlib import suppress
from typing import Any

import psycopg2
from django.core.exceptions import EmptyResultSet
from django.db import connection

BLOCK = 64 * 1024
"""Bytes that are sent at once."""
_AHEAD = 4
"""Blocks that are read before they are sent."""
_PATIENCE = 0.05
"""Seconds between looks at a thread that is to end."""


class _Abandoned(Exception):
    """Nobody takes the lines any more."""


class _Pipe:
    """What psycopg2 writes to, a line at a time, and what it has written so far, a block at a time."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.blocks: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self.error: BaseException | None = None
        self.abandoned = False
        self._lines = bytearray()

    def write(self, line: bytes) -> None:
        """Take a line, which PostgreSQL ends with a line feed, and RFC 4180 with both."""
        self._lines += line
        self._lines[-1:] = b"\r\n"
        if len(self._lines) >= BLOCK:
            self.flush()

    def flush(self) -> None:
        """Hand over what there is; wait where enough is ahead. Raises _Abandoned."""
        if self.abandoned:
            raise _Abandoned
        self.blocks.put(bytes(self._lines))
        self._lines.clear()

    def fill(self, session: Any, query: str) -> None:
        """Run the COPY to its end, or to its error, and say that it is over. This is the thread."""
        try:
            with session.cursor() as cursor:
                cursor.copy_expert(query, self)
            self.flush()
        except BaseException as error:  # it is raised again where the lines are sent
            self.error = error
        self.blocks.put(None)


def copied(select: Any) -> Generator[bytes]:
    """Yield the rows of a query as lines of CSV (RFC 4180), some of them at a time.

    Runs on the caller's connection, whose transaction it sees; nothing else may use that until the last line is taken.
    A caller who takes no more of them ends the query. An error of the query is raised after the lines before it.
    """
    try:
        sql, params = select.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        plain = cursor.mogrify(sql, params).decode()
    session = connection.connection
    pipe = _Pipe()
    worker = threading.Thread(target=pipe.fill, args=(session, f"COPY ({plain}) TO STDOUT (FORMAT csv)"), daemon=True)
    worker.start()
    over = False
    try:
        while (block := pipe.blocks.get()) is not None:
            yield block
        over = True
    finally:
        if not over:
            _stop(worker, pipe, session)
        worker.join()
    if pipe.error is not None:
        raise pipe.error


def _stop(worker: threading.Thread, pipe: _Pipe, session: Any) -> None:
    """Stop a query whose lines nobody takes any more, wherever it is: at work, or waiting for its lines to be taken."""
    pipe.abandoned = True
    with suppress(psycopg2.Error):
        session.cancel()
    while worker.is_alive():
        with suppress(queue.Empty):
            pipe.blocks.get(timeout=_PATIENCE)
