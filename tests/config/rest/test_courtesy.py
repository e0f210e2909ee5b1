"""Exports give way to pages."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from config.rest import courtesy
from config.rest.courtesy import LONGEST, SHORTEST, Courtesy, giving_way


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note the pauses instead of making them, in a process that has answered nobody yet."""
    noted: list[float] = []
    monkeypatch.setattr("config.rest.courtesy.time.sleep", noted.append)
    monkeypatch.setattr(courtesy, "_process", courtesy._Occupancy(answered_at=float("-inf")))
    return noted


def exported() -> list[bytes]:
    return list(giving_way([b"one", b"two", b"three"]))


def answered(answer: HttpResponseBase) -> HttpResponseBase:
    return Courtesy(lambda _request: answer)(HttpRequest())


def test_nobody_waits_where_nobody_else_does(pauses: list[float]) -> None:
    assert exported() == [b"one", b"two", b"three"]
    assert pauses == []


def test_an_export_pauses_before_each_block_while_a_page_is_made(pauses: list[float]) -> None:
    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"".join(exported()))

    assert Courtesy(page)(HttpRequest()).content == b"onetwothree"  # type: ignore[attr-defined]  # it is no stream
    assert len(pauses) == 3
    assert all(SHORTEST <= one <= LONGEST for one in pauses)


def test_it_pauses_for_a_moment_after_a_page_but_not_for_its_own_beginning(pauses: list[float]) -> None:
    answered(StreamingHttpResponse(iter(())))
    exported()
    assert pauses == []
    answered(HttpResponse())
    exported()
    assert len(pauses) == 3


def test_a_block_that_took_long_is_followed_by_a_long_pause(
    pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter([100.0 + 0.005 * tick for tick in range(100)])
    monkeypatch.setattr("config.rest.courtesy.time.monotonic", lambda: next(ticks))
    courtesy._process.begin()

    def blocks() -> Iterator[bytes]:
        yield b"one"

    list(giving_way(blocks()))
    assert pauses == [pytest.approx(0.005 * courtesy.SHARE)]


def test_who_fails_is_no_longer_waited_for(pauses: list[float]) -> None:
    def fails(_request: HttpRequest) -> HttpResponse:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - its own
        Courtesy(fails)(HttpRequest())
    assert courtesy._process.answering == 0
