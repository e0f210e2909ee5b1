"""`fields`, `exclude` and `include`: what is kept, in which order, what is put beside it, and what is refused."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.public.exports.listing import CLAIM_LIST, INCIDENT_LIST
from tests.incidents.record.factories import claim, killed, published

pytestmark = pytest.mark.django_db
Take = Callable[..., bytes]


@pytest.fixture
def page(client: Client) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that asks for a page and returns its results."""

    def call(path: str, query: str) -> list[dict[str, Any]]:
        answer = client.get(f"/api/v1/{path}/?{query}")
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["results"]
        return found

    return call


def header(text: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(text.decode())))


def test_documents_keep_what_is_named_and_what_names_them(page: Callable[..., Any], take: Take) -> None:
    published(claims=[claim("armenia")])
    (found,) = page("incidents", "fields=title,kind")
    assert set(found) == {"ref", "edition", "title", "kind"}
    assert set(page("claims", "fields=statement")[0]) == {"id", "edition", "statement"}
    (line,) = take("incidents", "format=ndjson&fields=kind&fields=title").splitlines()
    assert orjson.loads(line) == found


def test_documents_lose_what_is_named(page: Callable[..., Any]) -> None:
    published(claims=[claim("armenia")])
    whole, claims = page("incidents", "")[0], page("claims", "")[0]
    assert set(whole) == set(INCIDENT_LIST.keys)
    assert set(claims) == set(CLAIM_LIST.keys)
    (less,) = page("incidents", "exclude=positions,claims")
    assert less == {key: value for key, value in whole.items() if key not in ("positions", "claims")}
    (least,) = page("incidents", "fields=title,claims&exclude=claims")
    assert set(least) == {"ref", "edition", "title"}


def test_tables_have_the_columns_in_the_order_that_was_asked(take: Take) -> None:
    published(title="T")
    assert take("incidents", "format=csv&fields=title,edition") == b"title,edition\r\nT,1\r\n"
    assert header(take("incidents", "format=csv&fields=lat,ref,lat")) == ["lat", "ref"]
    names = header(take("claims", "format=csv&exclude=statement,quotation"))
    assert names == [name for name in CLAIM_LIST.table.names if name not in ("statement", "quotation")]
    (feature,) = orjson.loads(take("incidents", "format=geojson&fields=title"))["features"]
    assert set(feature["properties"]) == {"title", "geometry_is", "where_prec", "radius_km"}


def test_an_incident_with_its_editions_and_a_claim_with_its_incident(
    page: Callable[..., Any], take: Take, client: Client
) -> None:
    first = published(title="First")
    published(ref=first.ref, title="Second", claims=[claim("armenia")])
    published(title="Another", occurrence={"earliest": "2024-01-01"})
    found = page("incidents", "include=editions")
    assert [[(one["number"], one["title"]) for one in item["editions"]] for item in found] == [
        [(2, "Second"), (1, "First")],
        [(1, "Another")],
    ]
    history = client.get(f"/api/v1/incidents/{first.ref}/editions/").json()["results"]
    assert found[0]["editions"] == history
    assert [orjson.loads(line) for line in take("incidents", "format=ndjson&include=editions").splitlines()] == found
    (told,) = page("claims", "include=incident&fields=id")
    assert set(told) == {"id", "edition", "incident"}
    assert told["incident"] == {
        "ref": first.ref, "title": "Second", "kind": "exchange_of_fire", "country": "ARM", "border": "", "section": "",
        "dispute": "", "earliest": "2024-02-13", "latest": "2024-02-13", "actors": [],
        "url": f"http://testserver/api/v1/incidents/{first.ref}/",
    }  # fmt: skip


def test_what_is_included_is_of_the_same_moment(page: Callable[..., Any]) -> None:
    first = published()
    published(ref=first.ref)
    moment = first.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    (found,) = page("incidents", f"include=editions&as_of={moment}")
    assert [one["number"] for one in found["editions"]] == [1]


@pytest.mark.parametrize(("path", "include"), [("incidents", "editions"), ("claims", "incident")])
def test_three_queries_whatever_the_page(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, include: str
) -> None:
    for _ in range(4):
        published(claims=[claim("armenia")])
        with django_assert_num_queries(3):
            assert client.get(f"/api/v1/{path}/?include={include}&fields=kind").status_code == 200


@pytest.mark.parametrize(
    ("query", "named", "allowed"),
    [
        ("fields=colour", "fields", INCIDENT_LIST.keys),
        ("fields=", "fields", INCIDENT_LIST.keys),
        ("fields=lat", "fields", INCIDENT_LIST.keys),
        ("exclude=ref", "exclude", tuple(key for key in INCIDENT_LIST.keys if key not in ("ref", "edition"))),
        ("include=everything", "include", ("editions",)),
        ("format=csv&fields=summary", "fields", INCIDENT_LIST.table.names),
        ("format=parquet&exclude=colour", "exclude", INCIDENT_LIST.table.names),
        ("format=csv&include=editions", "include", ()),
        ("format=csv&fields=ref&exclude=ref", "exclude", ()),
    ],
)
def test_what_is_not_there_is_refused_by_name(client: Client, query: str, named: str, allowed: tuple[str, ...]) -> None:
    answer = client.get(f"/api/v1/incidents/?{query}")
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], tuple(fault["allowed"])) == (named, allowed)


@pytest.mark.parametrize("wanted", ["csv", "ndjson", "geojson"])
def test_the_order_is_the_one_of_the_list(client: Client, page: Callable[..., Any], take: Take, wanted: str) -> None:
    for number, day in enumerate((3, 1, 2), start=1):
        published(title=f"Fire {number}", occurrence={"earliest": f"2024-02-0{day}"}, totals=killed(number, number))
    for ordering in ("date", "-date", "published", "-published", "killed", "-killed"):
        listed = [one["title"] for one in page("incidents", f"ordering={ordering}")]
        told = take("incidents", f"format={wanted}&fields=title&ordering={ordering}").decode()
        assert re.findall(r"Fire \d", told) == listed, ordering
    for query in ("ordering=colour", "ordering=relevance"):
        answer = client.get(f"/api/v1/incidents/?format={wanted}&{query}")
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "ordering")
