"""Addresses and parameters that nobody types by hand never end in an error of the server."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["incidents/%00/", "incidents/CC-2026-00003%00/", "incidents/%00/history/", "incidents/%00/editions/1/",
     "incidents/%00/diff/1..2/", "incidents/x%20y/", "claims/%00/", "actors/%00/"],
)  # fmt: skip
def test_no_such_address(client: Client, address: str) -> None:
    assert client.get(f"/{address}").status_code == 404


@pytest.mark.parametrize("query", ["actors/?q=%00", "claims/?q=%00", "incidents/?q=%00"])
def test_words_that_no_name_has(client: Client, query: str) -> None:
    assert client.get(f"/{query}").status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "0001-12-31", "0002-01-01", "9999-12-31"])
@pytest.mark.parametrize("path", ["", "incidents/", "claims/", "actors/"])
def test_any_day_of_the_calendar(client: Client, path: str, day: str) -> None:
    assert client.get(f"/{path}?as_of={day}").status_code == 200
