"""How much one caller may ask, counted across all processes of a machine without asking the database.

The counters are a file of fixed size that every process maps into memory: a table of slots, each a fingerprint of the
caller and one time. The time is when the caller's quota will be whole again (the generic cell rate algorithm, GCRA):
each request moves it on by its cost, and quota is left as long as it is nearer than the window. One number holds the
whole state, nothing has to be reset or cleaned, and quota comes back evenly instead of at the turn of a minute.

A slot is read and written under a lock on its bytes of the file (`fcntl`, between processes) and one within the process
(between threads); a process that is killed lets go of it. Measured: see docs/http.md.
"""

import fcntl
import hashlib
import logging
import mmap
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from math import ceil, floor
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_log = logging.getLogger(__name__)
_SLOT = struct.Struct("=Qd")
WAYS = 8
"""Slots among which a caller's is found. Where all are taken, the one whose quota is whole soonest gives way."""
SETS = 8192
_SET = _SLOT.size * WAYS
SIZE = _SET * SETS
"""1 MiB: 65,536 callers at a time."""
_ALMOST = 1e-6
"""Of a request: what the arithmetic of floats may lack."""


@dataclass(frozen=True, slots=True)
class Quota:
    """So many requests in so many seconds."""

    requests: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of asking: whether it was granted, what is left, when all is back, and how long to wait if not."""

    granted: bool
    left: int
    reset: int
    wait: int


@cache
def quota_of(text: str) -> Quota | None:
    """Return the quota that a setting names, `requests/seconds`; None for `off`. Raises ImproperlyConfigured."""
    if text == "off":
        return None
    requests, _, seconds = text.partition("/")
    if not (requests.isdecimal() and seconds.isdecimal() and int(requests) > 0 and int(seconds) > 0):
        raise ImproperlyConfigured(f"A limit is requests/seconds, for example 600/60, or off; not {text!r}.")
    return Quota(int(requests), int(seconds))


class Counters:
    """The table of slots, over a file that processes share, or over memory of this process alone."""

    def __init__(self, path: Path | None, secret: bytes = b"") -> None:
        """Open or make the file. `secret` keeps callers from choosing their slot."""
        self._secret = secret[:64]
        self._thread = threading.Lock()
        self._file = -1
        if path is not None:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.ftruncate(self._file, SIZE)
        self._table = mmap.mmap(self._file, SIZE)

    def take(self, caller: str, quota: Quota, *, cost: int, now: float, anyway: bool = False) -> Taken:
        """Take from a caller's quota, if that much is left. `anyway`: also if not; what is owed is waited for then.

        A cost of 0 only looks. No more than one whole quota is owed.
        """
        mark = hashlib.blake2b(caller.encode(), digest_size=12, key=self._secret).digest()
        name, place = int.from_bytes(mark[:8], "big") or 1, int.from_bytes(mark[8:], "big") % SETS * _SET
        each = quota.seconds / quota.requests
        with self._held(place):
            at, found = self._find(name, place, now)
            whole = min(max(found, now), now + 2 * quota.seconds)
            if found > whole:  # the clock was put back
                _SLOT.pack_into(self._table, at, name, whole)
            after = whole + cost * each
            over = after - now - quota.seconds
            granted = over <= each * _ALMOST
            if granted or anyway:
                whole = min(after, now + 2 * quota.seconds)
                if cost:
                    _SLOT.pack_into(self._table, at, name, whole)
        left = max(0, floor((now + quota.seconds - whole) / each + _ALMOST))
        return Taken(granted, left, ceil(whole - now), max(1, ceil(over)))

    def _find(self, name: int, place: int, now: float) -> tuple[int, float]:
        """Return where a caller's slot is, or the one that it may take, and when its quota is whole."""
        spare, soonest = place, float("inf")
        for at in range(place, place + _SET, _SLOT.size):
            found, whole = _SLOT.unpack_from(self._table, at)
            if found == name:
                return at, whole
            if whole < soonest:
                spare, soonest = at, whole
        return spare, now

    @contextmanager
    def _held(self, place: int) -> Iterator[None]:
        with self._thread:
            if self._file >= 0:
                fcntl.lockf(self._file, fcntl.LOCK_EX, _SET, place)
            try:
                yield
            finally:
                if self._file >= 0:
                    fcntl.lockf(self._file, fcntl.LOCK_UN, _SET, place)


@cache
def counters_in(folder: Path, secret: str) -> Counters:
    """Return the counters of a folder. Where it can't be written to, each process counts for itself, and says so."""
    try:
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        return Counters(folder / "throttle.counters", secret.encode())
    except OSError as error:
        _log.warning("Limits are counted by each process for itself: %s", error)
        return Counters(None, secret.encode())
