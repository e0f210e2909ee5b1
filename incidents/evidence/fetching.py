"""Fetch a page from the public internet: each step to an address that was checked, within limits of size and time.

Names are resolved once per step, and the connection goes to one of the addresses that were checked: what the name
would resolve to a moment later is never asked. Redirects are followed by hand, each one checked like the first
address. No proxies, no cookies, no credentials.
"""

import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urljoin

from incidents.evidence import addresses, wire
from incidents.evidence.addresses import Policy, Refused, Resolver, Target

USER_AGENT = "Counterclaim (keeps a copy of a cited source)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GOOD = range(200, 300)


class Failed(Exception):
    """The page was not fetched this time; `status` is what the server answered, where it did."""

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__("".join(one if one.isprintable() else " " for one in message))
        self.status = status


class Connect(Protocol):
    """Opens a connection to an address and a port within some seconds."""

    def __call__(self, address: tuple[str, int], timeout: float) -> socket.socket: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of all responses together, as sent and after decoding; seconds for everything; redirects."""

    size: int = 20 << 20
    seconds: float = 60
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Ways:
    """How names are resolved, connections opened and certificates checked."""

    resolve: Resolver = addresses.resolve
    connect: Connect = socket.create_connection
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True, slots=True)
class Step:
    """One request and its response, byte for byte, to one checked address."""

    url: str
    address: str
    at: datetime
    request: bytes
    response: bytes
    status: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, with every step on the way to it. `body` is decoded; `mime` is what the server says it is."""

    steps: tuple[Step, ...]
    body: bytes
    mime: str

    @property
    def final_url(self) -> str:
        """Return the address that the page came from in the end."""
        return self.steps[-1].url

    @property
    def at(self) -> datetime:
        """Return when the page was asked for, UTC."""
        return self.steps[-1].at


@dataclass
class _Budget:
    """What is left of the limits."""

    limits: Limits
    until: float = 0
    bytes_left: int = field(init=False)

    def __post_init__(self) -> None:
        self.until = time.monotonic() + self.limits.seconds
        self.bytes_left = self.limits.size

    def seconds_left(self) -> float:
        """Return the time that is left. Raises Failed where none is."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise Failed(f"It took longer than {self.limits.seconds:g} seconds.")
        return left

    def spend(self, size: int) -> None:
        """Count bytes that came. Raises Failed beyond the limit."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise Failed(f"It is larger than {self.limits.size} bytes.")


def fetch(
    url: str, *, policy: Policy = addresses.PUBLIC_ONLY, limits: Limits | None = None, ways: Ways | None = None
) -> Fetched:
    """Fetch a page with GET. Raises Refused for what is never fetched, Failed for what did not work this time."""
    budget, ways = _Budget(limits or Limits()), ways or Ways()
    steps: list[Step] = []
    while True:
        target = addresses.read(url)
        step, answer = _ask(target, policy, budget, ways)
        steps.append(step)
        location = _location(answer.headers)
        if answer.status not in _REDIRECTS or not location:
            break
        if len(steps) > budget.limits.redirects:
            raise Failed(f"It redirects more than {budget.limits.redirects} times.", status=answer.status)
        url = _joined(target, location, answer.status)
    if answer.status not in _GOOD:
        said = f"{answer.status} {answer.reason}".strip()
        raise Failed(f"The server answered {said}.", status=answer.status)
    return Fetched(tuple(steps), answer.body, answer.headers.get_content_type())


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    reason: str
    headers: http.client.HTTPMessage
    body: bytes


def _ask(target: Target, policy: Policy, budget: _Budget, ways: Ways) -> tuple[Step, _Answer]:
    """Send one request, and read its response to the end."""
    request = _request(target)
    at = datetime.now(UTC)
    try:
        connection, address = _connect(target, policy, budget, ways)
        with connection:
            connection.settimeout(budget.seconds_left())
            connection.sendall(request)
            recorded = wire.Recorded(wire.Timed(connection, budget.seconds_left, budget.spend))
            status, reason, headers, sent = recorded.answer()
        body = wire.decoded(sent, headers.get("Content-Encoding", ""), budget.limits.size)
    except wire.TooLarge as error:
        raise Failed(f"It is larger than {budget.limits.size} bytes after decoding.") from error
    except ssl.SSLCertVerificationError as error:
        raise Failed(f"The certificate of {target.host} is not valid: {error.verify_message}.") from error
    except TimeoutError as error:
        raise Failed(f"It took longer than {budget.limits.seconds:g} seconds.") from error
    except (OSError, http.client.HTTPException, ValueError, OverflowError, MemoryError) as error:
        raise Failed(f"{target.host} could not be read: {str(error) or type(error).__name__}.") from error
    step = Step(target.url, address, at, request, recorded.everything(), status)
    return step, _Answer(status, reason, headers, body)


def _location(headers: http.client.HTTPMessage) -> str:
    """Return where a response sends to. Servers write UTF-8 there, which `http.client` reads as Latin-1, and spaces."""
    text = headers.get("Location", "").strip().replace(" ", "%20")
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _joined(target: Target, location: str, status: int) -> str:
    """Return the address that a redirect leads to. Raises Failed where it is none."""
    try:
        return urljoin(target.url, location).partition("#")[0]
    except ValueError as error:
        raise Failed("It redirects to what is not a web address.", status=status) from error


def _request(target: Target) -> bytes:
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        f"User-Agent: {USER_AGENT}",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii")


def _connect(target: Target, policy: Policy, budget: _Budget, ways: Ways) -> tuple[socket.socket, str]:
    """Connect to an address of the host: all of them are checked before any is tried."""
    found = _within(budget.seconds_left(), lambda: ways.resolve(target.host, target.port))
    checked = [str(policy.check(text, target.port)) for text in found]
    if not checked:
        raise Refused(f"{target.host} has no address.")
    last: OSError = OSError("no address was tried")
    for address in checked:
        try:
            connection = ways.connect((address, target.port), budget.seconds_left())
        except OSError as error:
            last = error
            continue
        if target.scheme == "http":
            return connection, address
        try:
            connection.settimeout(budget.seconds_left())
            return ways.tls().wrap_socket(connection, server_hostname=target.host), address
        except BaseException:
            connection.close()
            raise
    raise last


def _within(seconds: float, resolve: Callable[[], list[str]]) -> list[str]:
    """Return what a name resolves to, and don't wait longer: the system's resolver has no limit of its own."""
    answers: queue.Queue[list[str] | Exception] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(resolve())
        except Exception as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="resolver").start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty as error:
        raise TimeoutError("the name was not resolved in time") from error
    if isinstance(answer, Exception):
        raise answer
    return answer
