"""Fetching: within limits, and only from addresses that were checked."""

import gzip
import socket
import time
import zlib
from collections.abc import Callable

import pytest

from incidents.evidence.addresses import Policy, Refused
from incidents.evidence.fetching import Failed, Limits, Ways, fetch
from tests.incidents.evidence.server import Site, nowhere, page, raw, redirect

HTML = b"<!doctype html><title>A page</title>"
PUBLIC = "93.184.215.14"


class Resolver:
    """Answers from a list, one entry a call, and counts."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append((host, port))
        return self.answers.pop(0)


class Connector:
    """Notes where it is to connect, and connects to the test's server instead."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[tuple[str, int]] = []

    def __call__(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.asked.append(address)
        return socket.create_connection(("127.0.0.1", self.port), timeout)


def test_a_page_comes_with_every_byte_of_the_exchange(site: Site) -> None:
    site.answers["/a?b=c"] = page(HTML, X_Odd="ä".encode().decode("latin-1"))
    found = fetch(site.url("/a?b=c"), policy=site.policy)
    assert (found.body, found.mime, found.final_url) == (HTML, "text/html", site.url("/a?b=c"))
    (step,) = found.steps
    assert (step.address, step.status) == ("127.0.0.1", 200)
    assert step.request.startswith(b"GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:")
    assert step.response.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"X-Odd: \xc3\xa4\r\n" in step.response
    assert step.response.endswith(b"\r\n\r\n" + HTML)
    assert step.at.utcoffset() is not None
    ((_, headers),) = site.asked
    assert headers["Host"] == f"127.0.0.1:{site.port}"
    assert "Cookie" not in headers
    assert "Authorization" not in headers


def test_proxies_of_the_environment_are_not_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.answers["/"] = page()
    assert fetch(site.url(), policy=site.policy).body == HTML


# Only to checked addresses


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
def test_the_default_refuses_loopback(site: Site, host: str) -> None:
    with pytest.raises(Refused):
        fetch(site.url(host=host))
    assert site.asked == []


def test_a_redirect_to_what_is_private_is_refused(site: Site) -> None:
    """The first step is allowed, the second is not: the page that it would reach is never asked for."""
    site.answers["/"] = redirect(site.url("/secret", host="127.0.0.2"))
    with pytest.raises(Refused, match="loopback"):
        fetch(site.url(), policy=site.policy)
    assert [path for path, _ in site.asked] == ["/"]


@pytest.mark.parametrize(
    "to", ["http://169.254.169.254/latest/", "http://[::1]/", "http://[::ffff:10.0.0.1]/", "file:///etc/passwd",
           "ftp://example.org/", "http://user:pass@example.org/", "gopher://127.0.0.1/"],
)  # fmt: skip
def test_no_redirect_leads_inside(site: Site, to: str) -> None:
    site.answers["/"] = redirect(to)
    with pytest.raises(Refused):
        fetch(site.url(), policy=site.policy)


def test_every_redirect_is_checked_not_only_the_first(site: Site) -> None:
    site.answers["/"] = redirect("/two")
    site.answers["/two"] = redirect("/three")
    site.answers["/three"] = redirect("http://10.0.0.1/")
    with pytest.raises(Refused, match=r"10\.0\.0\.1 is private"):
        fetch(site.url(), policy=site.policy)
    assert len(site.asked) == 3


def test_a_resolver_that_changes_its_mind_does_not_get_through(site: Site) -> None:
    """It says a public address first and loopback next: the connection goes to the one that was checked."""
    site.answers["/"] = page()
    resolver = Resolver([PUBLIC], ["127.0.0.1"])
    connector = Connector(site.port)
    found = fetch("http://rebinding.example/", ways=Ways(resolver, connector))
    assert resolver.asked == [("rebinding.example", 80)], "a name is resolved once per step"
    assert connector.asked == [(PUBLIC, 80)]
    assert found.steps[0].address == PUBLIC
    assert site.asked[0][1]["Host"] == "rebinding.example"


def test_a_redirect_to_the_same_name_is_resolved_and_checked_anew(site: Site) -> None:
    site.answers["/"] = redirect("http://rebinding.example/again")
    connector = Connector(site.port)
    with pytest.raises(Refused, match="loopback"):
        fetch("http://rebinding.example/", ways=Ways(Resolver([PUBLIC], ["127.0.0.1"]), connector))
    assert connector.asked == [(PUBLIC, 80)]


def test_one_private_address_among_public_ones_refuses_all() -> None:
    with pytest.raises(Refused, match="is private"):
        fetch("http://mixed.example/", ways=Ways(Resolver([PUBLIC, "192.168.0.1"]), nowhere))


def test_a_private_address_is_not_connected_to() -> None:
    with pytest.raises(Refused):
        fetch("http://inside.example/", ways=Ways(Resolver(["10.0.0.7"]), nowhere))


def test_the_next_address_is_tried_where_one_is_down(site: Site) -> None:
    site.answers["/"] = page()
    connector = Connector(site.port)

    def first_is_down(address: tuple[str, int], timeout: float) -> socket.socket:
        if address[0] == "8.8.8.8":
            raise ConnectionRefusedError("down")
        return connector(address, timeout)

    found = fetch("http://two.example/", ways=Ways(Resolver(["8.8.8.8", PUBLIC]), first_is_down))
    assert found.steps[0].address == PUBLIC


# Limits


@pytest.mark.parametrize(
    "answer",
    [
        page(b"x" * 5000),
        raw(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 1000] * 5),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"3e8\r\n" + b"x" * 1000 + b"\r\n"] * 5),
        raw(b"HTTP/1.1 200 OK\r\n", *[b"X-%d: " % number + b"y" * 500 + b"\r\n" for number in range(10)]),
    ],
    ids=["length", "until closed", "chunked", "headers"],
)
def test_what_is_too_large_is_given_up_on_the_wire(site: Site, answer: Callable[..., None]) -> None:
    site.answers["/"] = answer
    with pytest.raises(Failed, match="larger than 4000 bytes"):
        fetch(site.url(), policy=site.policy, limits=Limits(size=4000))


def test_the_limit_is_on_all_steps_together(site: Site) -> None:
    site.answers["/"] = page(b"x" * 1500, 302, Location="/two")
    site.answers["/two"] = page(b"x" * 1500)
    with pytest.raises(Failed, match="larger than 2000 bytes"):
        fetch(site.url(), policy=site.policy, limits=Limits(size=2000))


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_is_too_large_when_unpacked_is_given_up(site: Site, coding: str) -> None:
    packed = gzip.compress(b"0" * 10_000_000, mtime=0) if coding == "gzip" else zlib.compress(b"0" * 10_000_000)
    assert len(packed) < 20_000
    site.answers["/"] = page(packed, Content_Encoding=coding)
    with pytest.raises(Failed, match="larger than 50000 bytes after decoding"):
        fetch(site.url(), policy=site.policy, limits=Limits(size=50_000))


@pytest.mark.parametrize("packed", [("gzip", gzip.compress(HTML, mtime=0)), ("deflate", zlib.compress(HTML)),
                                    ("deflate", zlib.compress(HTML, wbits=-15))])  # fmt: skip
def test_a_packed_page_is_unpacked_and_archived_as_it_came(site: Site, packed: tuple[str, bytes]) -> None:
    site.answers["/"] = page(packed[1], Content_Encoding=packed[0])
    found = fetch(site.url(), policy=site.policy)
    assert found.body == HTML
    assert found.steps[0].response.endswith(packed[1])


@pytest.mark.parametrize("body", [gzip.compress(HTML, mtime=0)[:-12], b"no gzip at all"])
def test_a_broken_packing_fails(site: Site, body: bytes) -> None:
    site.answers["/"] = page(body, Content_Encoding="gzip")
    with pytest.raises(Failed):
        fetch(site.url(), policy=site.policy)


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_slow_drip_ends(site: Site, part: str) -> None:
    """Each byte comes in time, all together do not."""
    head = b"HTTP/1.1 200 OK\r\n" + (b"X-Slow: " if part == "headers" else b"\r\n")
    site.answers["/"] = raw(head, *[b"x"] * 100, pause=lambda: time.sleep(0.05))
    began = time.monotonic()
    with pytest.raises(Failed, match=r"longer than 0\.4 seconds"):
        fetch(site.url(), policy=site.policy, limits=Limits(seconds=0.4))
    assert time.monotonic() - began < 2


def test_a_resolver_that_does_not_answer_ends() -> None:
    def asleep(host: str, port: int) -> list[str]:
        time.sleep(1)
        return [PUBLIC]

    began = time.monotonic()
    with pytest.raises(Failed, match="longer than"):
        fetch("http://slow.example/", limits=Limits(seconds=0.2), ways=Ways(asleep, nowhere))
    assert time.monotonic() - began < 0.9


def test_redirects_come_to_an_end(site: Site) -> None:
    site.answers["/"] = redirect("/")
    with pytest.raises(Failed, match="redirects more than 3 times"):
        fetch(site.url(), policy=site.policy, limits=Limits(redirects=3))
    assert len(site.asked) == 4


# What goes wrong is said


def test_redirects_are_followed_to_the_final_address(site: Site) -> None:
    site.answers["/"] = redirect("/two#part", 301)
    site.answers["/two"] = redirect("three b", 307)
    site.answers["/three%20b"] = page(HTML)
    found = fetch(site.url(), policy=site.policy)
    assert found.final_url == site.url("/three%20b")
    assert [step.status for step in found.steps] == [301, 307, 200]


@pytest.mark.parametrize("to", ["http://[", "http://ex℀mple.com/", "//[::1"])
def test_a_redirect_to_what_is_no_address_fails(site: Site, to: str) -> None:
    site.answers["/"] = redirect(to.encode().decode("latin-1"))
    with pytest.raises(Failed, match="not a web address") as error:
        fetch(site.url(), policy=site.policy)
    assert error.value.status == 302


@pytest.mark.parametrize("status", [304, 400, 403, 404, 410, 429, 500, 503])
def test_an_answer_that_is_no_page_fails_with_its_status(site: Site, status: int) -> None:
    site.answers["/"] = page(b"" if status == 304 else b"no", status)
    with pytest.raises(Failed, match=f"answered {status}") as error:
        fetch(site.url(), policy=site.policy)
    assert error.value.status == status


@pytest.mark.parametrize(
    "answer",
    [raw(b"SSH-2.0-OpenSSH\r\n"), raw(b""), page(b"short", Content_Length="500"),
     raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
     page(b"short", Content_Length="9" * 20), page(b"short", Content_Length="9000000000000000000"),
     raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffff00\r\nab")],
    ids=["no http", "nothing", "cut off", "cut off chunk", "no number", "vast", "vast chunk"],
)  # fmt: skip
def test_a_broken_answer_fails(site: Site, answer: Callable[..., None]) -> None:
    site.answers["/"] = answer
    with pytest.raises(Failed, match="could not be read"):
        fetch(site.url(), policy=site.policy)


def test_a_name_that_nothing_is_called_fails() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(Failed, match="not known"):
        fetch("http://nothing.example/", ways=Ways(unknown, nowhere))


def test_nobody_there_fails() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening
        port = taken.getsockname()[1]
        with pytest.raises(Failed, match="could not be read"):
            fetch(f"http://127.0.0.1:{port}/", policy=Policy(also=frozenset({("127.0.0.1", port)})))


@pytest.mark.parametrize("to", ["http://[", "http://[zz]/", "http://a\u2100b/"])
def test_a_redirect_to_no_address_fails(site: Site, to: str) -> None:
    site.answers["/"] = raw(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())
    with pytest.raises((Failed, Refused)):
        fetch(site.url(), policy=site.policy)


def test_what_a_server_says_can_be_stored(site: Site) -> None:
    site.answers["/"] = raw(b"HTTP/1.1 404 No\0t\x1b[1m\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(Failed) as failed:
        fetch(site.url(), policy=site.policy)
    assert str(failed.value).isprintable()
