"""What stands between gunicorn and Django: callers that take nothing, HEAD, and headers that Django can't read."""

import socket
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from config.application import Application, limit_waiting
from tests.incidents.record.factories import published


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return the two ends of a connection, the first of which sends."""
    ends = socket.socketpair()
    yield ends
    for end in ends:
        end.close()


def ask(method: str, path: str, **also: Any) -> tuple[str, dict[str, str], bytes]:
    """Ask as a server does; return the status, the headers and the body."""
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "testserver",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "192.0.2.1", "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http", **also,
    }  # fmt: skip
    answer = Application()(environ, lambda status, headers: told.extend((status, dict(headers))))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    return told[0], told[1], body


def test_who_takes_nothing_of_an_answer_is_cut_off(pair: tuple[socket.socket, socket.socket]) -> None:
    sender, _ = pair
    limit_waiting(sender, 0.2)
    before = time.monotonic()
    with pytest.raises(OSError):  # noqa: PT011 - which one is the system's choice
        sender.sendall(bytes(50_000_000))
    assert time.monotonic() - before < 10


def test_who_takes_it_slowly_is_not(pair: tuple[socket.socket, socket.socket]) -> None:
    sender, taker = pair
    limit_waiting(sender, 0.5)
    sender.setblocking(True)
    size = sender.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
    sender.send(bytes(size // 2))
    taker.recv(size)
    sender.sendall(b"still here")
    assert taker.recv(100) == b"still here"


@pytest.mark.django_db
def test_every_request_is_limited(pair: tuple[socket.socket, socket.socket]) -> None:
    assert ask("GET", "/healthz", **{"gunicorn.socket": pair[0]})[0] == "200 OK"
    assert any(pair[0].getsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, 16))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/api/v1/incidents/", "/api/v1/nowhere/", "/nowhere/", "/healthz"])
def test_head_has_the_headers_and_no_body(path: str) -> None:
    published(ref="CC-2024-77777")
    status, headers, body = ask("GET", path)
    head = ask("HEAD", path)
    assert body
    assert (head[0], head[2]) == (status, b"")
    assert head[1].get("ETag") == headers.get("ETag")
    assert head[1].get("Content-Length") == headers.get("Content-Length")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/codebook/", "200 OK"), ("POST", "/compat/acled/read", "405 Method Not Allowed")],
)
def test_a_content_type_that_can_not_be_read_is_none_that_is_known(method: str, path: str, status: str) -> None:
    assert ask(method, path, CONTENT_TYPE="text/plain; x*=bogus''y")[0] == status
