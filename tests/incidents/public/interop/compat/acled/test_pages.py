"""The record in a shape like ACLED's: pages, cursors, and everything at once."""

import gc
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from incidents.public.exports import cells
from incidents.public.interop.compat.acled import answers, filters, pages
from tests.incidents.public.interop.compat.acled.conftest import ENVELOPE, Ask, made, refs
from tests.incidents.public.interop.compat.samples import exchange
from tests.incidents.record.factories import retracted

pytestmark = pytest.mark.django_db


def test_pages_and_totals(ask: Ask) -> None:
    all_of_them = made(5)
    assert [refs(ask(limit=2, page=page)) for page in (1, 2, 3, 4)] == [
        all_of_them[:2], all_of_them[2:4], all_of_them[4:], [],
    ]  # fmt: skip
    assert ask(limit=2, with_total="true")["total_count"] == 5
    assert ask(limit=2, with_total="true", country="Georgia")["total_count"] == 0


@pytest.mark.parametrize("limit", [1, 2, 3, 6])
@pytest.mark.parametrize("also", [{}, {"location": "Nerkin"}])
def test_cursors_see_one_moment(ask: Ask, limit: int, also: dict[str, str]) -> None:
    """Also where the last page is full: then no cursor leads to an empty one."""
    all_of_them = made(6)
    told = ask(limit=limit, cursor="0", with_total="true", **also)
    seen, cursors = refs(told), {"0"}
    exchange(occurrence={"earliest": "2024-01-31"})
    exchange(ref=all_of_them[3], occurrence={"earliest": "2024-01-30"})
    retracted(all_of_them[5])
    while told["next_cursor"] is not None:
        assert told["next_cursor"] not in cursors
        cursors.add(told["next_cursor"])
        told = ask(limit=limit, cursor=told["next_cursor"], with_total="true", **also)
        assert told["data"]
        assert told["total_count"] == 6
        seen += refs(told)
    assert seen == all_of_them


def test_a_cursor_is_good_for_its_query(ask: Ask) -> None:
    made(3)
    cursor = ask(limit=1, cursor="0")["next_cursor"]
    assert "for this query" in ask(limit=2, cursor=cursor, status=400)["messages"][0]


def test_all_is_streamed(client: Client, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    all_of_them = made(7)
    monkeypatch.setattr(pages, "LIMIT", 3)
    answer: Any = client.get("/compat/acled/read", {"limit": 0})
    assert answer.streaming
    told = orjson.loads(b"".join(answer.streaming_content))
    assert (refs(told), told["next_cursor"]) == (all_of_them, None)
    assert set(told) == ENVELOPE
    assert refs(ask()) == all_of_them[:3]
    told = ask(limit=4)
    assert refs(told) == all_of_them[:4]
    assert refs(ask(limit=4, cursor=told["next_cursor"])) == all_of_them[4:]
    assert refs(ask(limit=4, page=2)) == all_of_them[4:]
    assert len(refs(ask(limit=4, cursor="0"))) == 3
    assert refs(ask(limit=0, page=2)) == [], "all was on the first page"
    assert ask(limit=0, with_total="true")["total_count"] == 7


def test_what_is_streamed_has_a_place_of_the_exports(client: Client, settings: Settings) -> None:
    exchange()
    settings.EXPORTS_AT_ONCE = 0
    for also in ({}, {"_format": "csv"}):
        refused = client.get("/compat/acled/read", {"limit": "0", **also})
        assert (refused.status_code, refused.json()["success"]) == (503, False)
        assert int(refused["Retry-After"]) > 0
        assert client.head("/compat/acled/read", {"limit": "0", **also}).status_code == 200, "it reads nothing"
        assert client.get("/compat/acled/read", also).status_code == 200, "a page is no export"
    settings.EXPORTS_AT_ONCE = 1
    for _ in range(2):
        assert client.get("/compat/acled/read", {"limit": 0}).getvalue(), "the place was given back"


@pytest.mark.parametrize("format_", ["json", "csv"])
@pytest.mark.parametrize("taken", [0, 1])
def test_a_caller_who_goes_away_leaves_no_transaction_open(
    client: Client, monkeypatch: pytest.MonkeyPatch, format_: str, taken: int
) -> None:
    """Without the garbage collector, which comes when it likes and in any thread."""
    made(3)
    monkeypatch.setattr(answers, "_AT_ONCE", 1)
    monkeypatch.setattr(cells, "BLOCK", 1)
    before = len(connection.savepoint_ids)
    gc.disable()
    try:
        response: Any = client.get("/compat/acled/read", {"limit": "0", "_format": format_})
        blocks = iter(response.streaming_content)
        for _ in range(taken):
            next(blocks)
        assert len(connection.savepoint_ids) == before + 1, "the first block is read at once"
        response._resource_closers[0]()  # as a server does when it closes the response
        assert len(connection.savepoint_ids) == before
    finally:
        gc.enable()
    assert not connection.needs_rollback
    assert client.get("/compat/acled/read").json()["count"] == 3


def test_what_only_documents_hold_is_compared_in_a_bounded_set(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    all_of_them = made(4)
    monkeypatch.setattr(pages, "WITHIN", 3)
    assert "in at most 3 incidents: narrow" in ask(location="Nerkin", status=400)["messages"][0]
    found = ask(location="Nerkin", event_date="2024-01-02", event_date_where=">=", with_total="true")
    assert (refs(found), found["total_count"]) == (all_of_them[:3], 3)
    assert (
        refs(ask(location="Nerkin", event_date="2024-01-02", event_date_where=">=", limit=2, page=2))
        == all_of_them[2:3]
    )
    assert filters.WITHIN == 5000


@pytest.mark.parametrize("count", [1, 3])
def test_queries(ask: Ask, count: int, django_assert_max_num_queries: Any) -> None:
    made(count * 2)
    retracted(exchange().ref)
    for params in (
        {"limit": count},
        {"limit": count, "with_total": "true", "actor1": "Azerbaijan", "inter1": "1", "country": "Armenia", "tags": ""},
        {"limit": count, "location": "Nerkin"},
    ):
        with django_assert_max_num_queries(3):
            told = ask(cursor="0", **params)
        with django_assert_max_num_queries(3):
            assert len(ask(**{**params, "cursor": told["next_cursor"]})["data"]) == count
    with django_assert_max_num_queries(7):  # two of them open and close the moment, two take and free a place
        ask(limit=0)
    with django_assert_max_num_queries(3):
        ask("deleted/read", with_total="true")
