"""A question that takes the database too long is given up, and whoever asked is told so."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from config.patience import take_all_the_time
from incidents.public.api.views import incidents as api
from incidents.public.web.pages import incident_list
from tests.incidents.record.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the database 50 ms, and lists that take a second."""

    def slow(*_arguments: Any, **_named: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1)")

    monkeypatch.setattr(api, "page_of", slow)
    monkeypatch.setattr(incident_list, "tally_of", slow)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")


def test_programs_get_a_problem(client: Client, hurried: None) -> None:
    answer = client.get("/api/v1/incidents/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert "took too long" in answer.json()["detail"]


def test_readers_get_a_page(client: Client, hurried: None) -> None:
    answer = client.get("/incidents/")
    assert answer.status_code == 503
    assert b"That took too long" in answer.content
    assert answer["Cache-Control"] == "no-store"


def test_an_export_has_all_the_time(client: Client) -> None:
    published()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
    assert b"".join(client.get("/api/v1/incidents/?format=csv").streaming_content)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")


def test_other_errors_of_the_database_are_no_matter_of_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False

    def broken(*_arguments: Any, **_named: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(api, "page_of", broken)
    assert client.get("/api/v1/incidents/").status_code == 500


def test_the_bound_is_lifted_for_the_transaction_only() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
        take_all_the_time()
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
