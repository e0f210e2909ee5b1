"""Computed answers are kept until the record changes, and never given to another question."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from pytest_django import DjangoAssertNumQueries

from incidents.public.api.views import computed
from tests.incidents.record.factories import published

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
ANSWERS = ("map/", "stats/series/?by=year", "stats/facets/", "stats/baseline/")
HEAD = 1
"""The query for the ledger's head, without which nothing is known."""


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches[computed.KEPT].clear()


@pytest.mark.parametrize("path", ANSWERS)
def test_the_same_question_is_computed_once(
    get: Get, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published()
    first = get(path)
    with django_assert_num_queries(HEAD):
        again = get(path)
    assert (again.content, again["ETag"], again["Content-Type"]) == (
        first.content,
        first["ETag"],
        first["Content-Type"],
    )


@pytest.mark.parametrize("path", ANSWERS)
def test_the_next_edition_ends_it(get: Get, path: str) -> None:
    published()
    first = get(path)
    published()
    again = get(path)
    assert again["ETag"] != first["ETag"]
    assert again.content != first.content


def test_another_host_or_format_is_another_question(get: Get) -> None:
    published(location={"latitude": 39.0, "longitude": 46.0, "precision": 1, "radius_km": 1})
    here = get("map/").content
    elsewhere = get("map/", host="127.0.0.1").content
    assert b"http://testserver/" in here
    assert b"http://127.0.0.1/" in elsewhere
    assert b"FeatureCollection" in get("map/?format=geojson").content


def test_what_depends_on_more_than_the_ledger_is_not_kept(
    get: Get, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published()
    get("stats/facets/?actor=armenia")
    with pytest.raises(pytest.fail.Exception), django_assert_num_queries(HEAD):
        get("stats/facets/?actor=armenia")


def test_a_long_answer_is_not_kept(
    get: Get, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(computed, "LARGEST", 10)
    published()
    get("map/")
    with pytest.raises(pytest.fail.Exception), django_assert_num_queries(HEAD):
        get("map/")
