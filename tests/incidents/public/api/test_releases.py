"""Releases: the list, one of them, and `release=` wherever a moment can be asked for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.record.models import Edition, Release
from tests.incidents.record.factories import claim, published, retracted

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
FILE = {"name": "incidents.csv", "size": 12, "sha256": "b" * 64}


def release(version: str, edition: Edition | None) -> Release:
    return Release.objects.create(
        version=version,
        cutoff_seq=edition.seq if edition else 0,
        head_digest=edition.digest if edition else "0" * 64,
        manifest={"editions": 1},
        files=[FILE],
        changes="First release.",
    )


@pytest.fixture
def two() -> tuple[Edition, Edition]:
    """A release of an incident's first edition, before its second and its retraction."""
    first = published(title="Before", claims=[claim("armenia", statement="Said before.")])
    release("26.1", first)
    second = published(ref=first.ref, title="After", claims=[claim("armenia", statement="Said after.")])
    return first, second


def test_the_list_and_one_of_them(get: Get, two: tuple[Edition, Edition]) -> None:
    release("26.1-r1", two[1])
    assert [one["version"] for one in get("releases/").json()["results"]] == ["26.1-r1", "26.1"]
    first = get("releases/?page_size=1").json()
    assert [one["version"] for one in get(first["next"]).json()["results"]] == ["26.1"]
    answer = get("releases/26.1/")
    told = answer.json()
    assert told["head_digest"] == two[0].digest
    assert told["as_of"] == two[0].published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert told["files"] == [FILE]
    assert told["manifest"] == {"editions": 1}
    get("releases/26.1/", status=304, **{"If-Modified-Since": answer["Last-Modified"]})
    get("releases/26.2/", status=404)


def test_the_record_at_a_release(get: Get, two: tuple[Edition, Edition]) -> None:
    retracted(two[0].ref)
    (one,) = get("incidents/?release=26.1").json()["results"]
    assert one["title"] == "Before"
    assert get("incidents/").json()["results"] == []
    assert [one["statement"] for one in get("claims/?release=26.1").json()["results"]] == ["Said before."]
    assert get(f"incidents/{two[0].ref}/?release=26.1").json()["title"] == "Before"
    assert len(get(f"incidents/{two[0].ref}/editions/?release=26.1").json()["results"]) == 1
    csv = b"".join(get("incidents/?release=26.1&format=csv").streaming_content)
    assert b"Before" in csv
    assert b"After" not in csv
    assert get("incidents/?release=26.1").json()["as_of"] == get("releases/26.1/").json()["as_of"]


def test_a_release_is_looked_up_once(
    get: Get, two: tuple[Edition, Edition], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """So that a list has three queries whatever is asked of it: actors, the count, the page."""
    get("incidents/?release=26.1")
    with django_assert_num_queries(2):  # the actors' hierarchy, and how many: none, so that no page is read
        assert get("incidents/?release=26.1&actor=armenia").json()["results"] == []


def test_a_release_of_nothing_holds_nothing(get: Get) -> None:
    release("25.9", None)
    published()
    assert get("incidents/?release=25.9").json()["count"] == 0
    assert get("releases/25.9/").json()["as_of"] is None
    assert Client().get("/?release=25.9").status_code == 200


def test_what_is_no_release_is_refused_with_those_there_are(get: Get, two: tuple[Edition, Edition]) -> None:
    fault = get("incidents/?release=27.1", status=400).json()["errors"][0]
    assert (fault["parameter"], fault["allowed"]) == ("release", ["26.1"])
    fault = get("incidents/?release=26.1&as_of=2026-01-01", status=400).json()["errors"][0]
    assert fault["parameter"] == "release"
    assert get("claims/?release=next", status=400).json()["errors"][0]["parameter"] == "release"


@pytest.mark.parametrize("path", ["/", "/incidents/", "/claims/", "/actors/"])
def test_pages_of_a_release_say_so_and_keep_it(two: tuple[Edition, Edition], path: str) -> None:
    page = Client().get(f"{path}?release=26.1").content.decode()
    assert "The record as it stood in release 26.1." in page
    if path in ("/", "/incidents/"):
        assert f"/incidents/{two[0].ref}/?release=26.1" in page
    assert "After" not in page


def test_an_incidents_page_of_a_release(two: tuple[Edition, Edition]) -> None:
    page = Client().get(f"/incidents/{two[0].ref}/?release=26.1").content.decode()
    assert "The record as it stood in release 26.1." in page
    assert "Before" in page
    assert Client().get(f"/incidents/{two[0].ref}/?release=99.9").status_code == 400


def test_queries(get: Get, two: tuple[Edition, Edition], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        get("incidents/?release=26.1")
    with django_assert_num_queries(1):
        get("releases/")
    with django_assert_num_queries(1):
        get("releases/26.1/")
