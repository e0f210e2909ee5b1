"""A client that asks servers the same thing again and again, bounded in number and in time."""

import hashlib
import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LONGEST = 60.0
"""Seconds that one series may take."""


@dataclass
class Series:
    """What a number of requests took: seconds each, and in all; and the digests of their bodies."""

    took: list[float] = field(default_factory=list)
    wall: float = 0.0
    bytes: int = 0
    digests: set[str] = field(default_factory=set)

    @property
    def rate(self) -> float:
        """Return requests a second."""
        return len(self.took) / self.wall if self.wall else 0.0

    @property
    def kilobytes(self) -> float:
        """Return the length of an answer."""
        return self.bytes / len(self.took) / 1000 if self.took else 0.0

    @property
    def median(self) -> float:
        """Return the median, in milliseconds."""
        return statistics.median(self.took) * 1000

    @property
    def p99(self) -> float:
        """Return the 99th percentile, in milliseconds."""
        return statistics.quantiles(self.took, n=100)[-1] * 1000 if len(self.took) > 1 else self.median


class Refused(RuntimeError):
    """A server that answers anything but 200."""


def get(address: str) -> bytes:
    """Return the body of one answer. Raises Refused."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=LONGEST)
    try:
        return _ask(connection, f"{parts.path}?{parts.query}" if parts.query else parts.path)
    finally:
        connection.close()


def series(
    address: str,
    *,
    requests: int,
    clients: int = 1,
    until: Callable[[], bool] = lambda: False,
    hosts: Iterator[str] | None = None,
    longest: float = LONGEST,
) -> Series:
    """Ask so many times with so many clients at once, each on a connection that stays. Raises Refused.

    With `hosts`, each request is for another host: no answer that a server kept is one to it. After `longest` seconds
    no further one is begun.
    """
    found, lock, failures = Series(), threading.Lock(), []
    parts = urlsplit(address)
    left = [requests]
    end = time.monotonic() + longest

    def work() -> None:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=LONGEST)
        try:
            while time.monotonic() < end and not until():
                with lock:
                    if not left[0]:
                        return
                    left[0] -= 1
                    host = next(hosts) if hosts else ""
                start = time.perf_counter()
                body = _ask(connection, f"{parts.path}?{parts.query}" if parts.query else parts.path, host)
                took = time.perf_counter() - start
                digest = hashlib.sha256(body).hexdigest()
                with lock:
                    found.took.append(took)
                    found.bytes += len(body)
                    found.digests.add(digest)
        except (OSError, http.client.HTTPException, Refused) as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.wall = time.perf_counter() - start
    if failures:
        raise Refused(f"{address}: {failures[0]}")
    return found


def together(series_of: list[Series]) -> Series:
    """Return several series as one."""
    whole = Series()
    for one in series_of:
        whole.took += one.took
        whole.wall += one.wall
        whole.bytes += one.bytes
        whole.digests |= one.digests
    return whole


def drain(address: str) -> tuple[float, int, int]:
    """Read one long answer to its end, and return the seconds, the bytes and the lines. Raises Refused."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=600)
    lines, length, start = 0, 0, time.perf_counter()
    try:
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise Refused(f"{address}: {answer.status}")
        while block := answer.read(1 << 20):
            lines += block.count(b"\n")
            length += len(block)
    finally:
        connection.close()
    return time.perf_counter() - start, length, lines


def _ask(connection: http.client.HTTPConnection, path: str, host: str = "") -> bytes:
    connection.request("GET", path, headers={"Accept-Encoding": "identity"} | ({"Host": host} if host else {}))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != http.client.OK:
        raise Refused(f"{path}: {answer.status} {body[:300]!r}")
    return body
