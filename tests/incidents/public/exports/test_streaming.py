"""An export that fails or is left alone ends, with its query, its thread and its place; no more run than may."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.test import Client
from pytest_django import Settings

from incidents.public.exports import answer, slots
from incidents.public.exports.copying import BLOCK, copied
from incidents.public.exports.extract import Extract
from incidents.record.models import Edition
from tests.incidents.record.factories import claim, published

pytestmark = pytest.mark.django_db
EXPORTS = ("ndjson", "geojson", "csv", "hxl", "xlsx", "parquet")


@pytest.fixture(autouse=True)
def free_places(db: None) -> None:
    """Free what an earlier test's answer, which nobody read or closed, may still hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


@dataclass
class Query:
    """A query as `copied` takes it."""

    sql: str

    @property
    def query(self) -> "Query":
        """Itself."""
        return self

    def sql_with_params(self) -> tuple[str, tuple[()]]:
        """Return the statement."""
        return self.sql, ()


def within_a_transaction(sql: str) -> Iterator[bytes]:
    with transaction.atomic():
        yield from copied(Query(sql))


def threads() -> set[threading.Thread]:
    return set(threading.enumerate())


# COPY


def test_lines_are_those_of_rfc_4180() -> None:
    sql = """SELECT * FROM (VALUES ('a,b', 'say "so"', E'two\\r\\nlines\\n', NULL, 1), ('', 'ա', E'\\\\.', 'x', 2)) t"""
    (lines,) = within_a_transaction(sql)
    assert lines == '"a,b","say ""so""","two\r\nlines\n",,1\r\n"",ա,\\.,x,2\r\n'.encode()


def test_blocks_are_sent_as_they_fill() -> None:
    before = threads()
    sent = list(within_a_transaction("SELECT n, repeat('x', 1000) FROM generate_series(1, 1000) n"))
    assert len(sent) > 10
    assert max(map(len, sent)) < BLOCK + 1100
    lines = b"".join(sent).split(b"\r\n")
    assert [line.split(b",")[0] for line in lines[:-1]] == [str(n).encode() for n in range(1, 1001)]
    assert threads() == before


def test_an_error_is_raised_after_the_lines_before_it() -> None:
    before = threads()
    taken = within_a_transaction("SELECT repeat('x', 1000), 1 / (5000 - n) FROM generate_series(1, 9000) n")
    assert next(taken)
    with pytest.raises(psycopg2.errors.DivisionByZero):
        list(taken)
    assert threads() == before
    assert Edition.objects.count() == 0, "the connection is of use"


def test_who_takes_no_more_lines_ends_the_query() -> None:
    before = threads()
    taken = within_a_transaction("SELECT repeat('x', 1000), generate_series(1, 1000000000)")
    assert next(taken)
    taken.close()  # type: ignore[attr-defined]  # it is a generator
    assert threads() == before
    assert Edition.objects.count() == 0, "the connection is of use"


# The answer


@pytest.mark.parametrize("wanted", EXPORTS)
def test_what_goes_wrong_in_the_middle_is_raised(
    client: Client, monkeypatch: pytest.MonkeyPatch, others: Callable[..., Any], wanted: str
) -> None:
    """So that the server cuts the connection, and what came over it is never taken for the whole."""
    published(claims=[claim("armenia")])

    def fails(*_args: Any) -> Iterator[bytes]:
        yield b"so far"
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(answer, "ndjson", fails)
    monkeypatch.setitem(answer._TABLES, wanted, fails)
    response: Any = client.get(f"/api/v1/incidents/?format={wanted}")
    assert response.status_code == 200
    blocks = iter(response.streaming_content)
    assert next(blocks) == b"so far"
    with pytest.raises(RuntimeError, match="the disk is gone"):
        next(blocks)
    assert others("SELECT pg_try_advisory_lock(%s, 1)", slots._SPACE) == (True,)


@pytest.mark.parametrize("wanted", EXPORTS)
def test_what_goes_wrong_before_the_first_row_is_no_answer_that_was_cut(
    monkeypatch: pytest.MonkeyPatch, others: Callable[..., Any], wanted: str
) -> None:
    published(claims=[claim("armenia")])
    found = Extract.ordered
    wrong = RawSQL("1 / (seq - seq) = 1", (), output_field=BooleanField())
    monkeypatch.setattr(Extract, "ordered", lambda extract: found(extract).filter(wrong))
    refused = Client(raise_request_exception=False).get(f"/api/v1/incidents/?format={wanted}")
    assert (refused.status_code, refused["Content-Type"]) == (500, "application/problem+json")
    assert "Content-Disposition" not in refused
    assert refused["Cache-Control"] == "no-store"
    assert others("SELECT pg_try_advisory_lock(%s, 1)", slots._SPACE) == (True,)
    assert Edition.objects.count() == 1, "the connection is of use"


@pytest.mark.parametrize("wanted", EXPORTS)
def test_a_caller_who_never_comes_to_the_end_is_cut_off(
    client: Client, monkeypatch: pytest.MonkeyPatch, others: Callable[..., Any], wanted: str
) -> None:
    published(claims=[claim("armenia")])
    monkeypatch.setattr(slots, "LONGEST", -1)
    response: Any = client.get(f"/api/v1/incidents/?format={wanted}")
    with pytest.raises(TimeoutError):
        list(response.streaming_content)
    assert others("SELECT pg_try_advisory_lock(%s, 1)", slots._SPACE) == (True,)


def test_the_place_is_free_also_where_the_end_goes_wrong(
    client: Client, monkeypatch: pytest.MonkeyPatch, others: Callable[..., Any]
) -> None:
    published()

    def clings(*_args: Any) -> Iterator[bytes]:
        try:
            yield b"so far"
            yield b"and more"
        finally:
            raise RuntimeError("the disk is gone")

    monkeypatch.setitem(answer._TABLES, "csv", clings)
    response: Any = client.get("/api/v1/incidents/?format=csv")
    with pytest.raises(RuntimeError, match="the disk is gone"):
        response._resource_closers[0]()
    assert others("SELECT pg_try_advisory_lock(%s, 1)", slots._SPACE) == (True,)


@pytest.mark.parametrize("wanted", EXPORTS)
@pytest.mark.parametrize("taken", [0, 1])
def test_a_caller_who_goes_away_frees_the_place(
    client: Client, others: Callable[..., Any], wanted: str, taken: int
) -> None:
    published(claims=[claim("armenia")])
    before = threads()
    response: Any = client.get(f"/api/v1/claims/?format={wanted}")
    assert others("SELECT pg_try_advisory_lock(%s, 1)", slots._SPACE) == (False,)
    blocks = iter(response.streaming_content)
    for _ in range(taken):
        next(blocks)
    response._resource_closers[0]()  # as a server does when it closes the response
    assert others("SELECT pg_try_advisory_lock(%s, 1)", slots._SPACE) == (True,)
    assert threads() == before
    assert not connection.needs_rollback
    assert Edition.objects.count() == 1


# How many at once


@pytest.fixture
def others(db: None) -> Iterator[Callable[..., Any]]:
    """Return a function that asks the same database from another session, and returns a row."""
    where = connection.settings_dict
    named = {"host": where["HOST"], "port": where["PORT"] or 5432, "user": where["USER"], "dbname": where["NAME"]}
    with closing(psycopg2.connect(**named, password=where["PASSWORD"] or None)) as session:
        session.autocommit = True

        def ask(sql: str, *params: Any) -> Any:
            with session.cursor() as cursor:
                cursor.execute(sql, params)
                return cursor.fetchone()

        yield ask
        ask("SELECT pg_advisory_unlock_all()")  # now: a session that was closed may last a moment longer


def test_no_more_run_than_may(client: Client, settings: Settings, others: Callable[..., Any]) -> None:
    settings.EXPORTS_AT_ONCE = 2
    published(title="T")
    for place in (1, 2):
        assert client.get("/api/v1/incidents/?format=csv&fields=title").getvalue() == b"title\r\nT\r\n"
        others("SELECT pg_advisory_lock(%s, %s)", slots._SPACE, place)
    for wanted in EXPORTS:
        refused = client.get(f"/api/v1/incidents/?format={wanted}")
        assert (refused.status_code, refused.headers["Content-Type"]) == (503, "application/problem+json")
        assert int(refused.headers["Retry-After"]) > 0
        assert client.head(f"/api/v1/incidents/?format={wanted}").status_code == 200, "it reads nothing"
    assert client.get("/api/v1/incidents/").status_code == 200, "a page is no export"
    assert client.get("/api/v1/incidents/?format=csv&fields=colour").status_code == 400, "what is wrong comes first"
    others("SELECT pg_advisory_unlock(%s, 1)", slots._SPACE)
    assert client.get("/api/v1/incidents/?format=csv").getvalue()
