"""Which format is given: `format` first, then what `Accept` prefers, and 406 with a list where it can't be."""

from typing import Any

import pytest
from django.test import Client

from incidents.public.exports.formats import FORMATS, MEDIA_TYPES
from tests.incidents.record.factories import claim, published

pytestmark = pytest.mark.django_db
ADDRESSES = ("incidents", "claims")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv; charset=utf-8", "text/csv; charset=utf-8"),
        ("text/csv;profile=hxl", "text/csv;profile=hxl"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/jsonl", "application/x-ndjson"),
        ("application/geo+json, application/json;q=0.9", "application/geo+json"),
        ("application/geo+json;q=0.5, application/json;q=0.9", "application/json"),
        ("text/csv, */*", "text/csv; charset=utf-8"),
        ("text/csv, */*;q=0.1", "text/csv; charset=utf-8"),
        ("application/json;q=0, */*", "application/x-ndjson"),
        ("application/json;q=0, text/csv;q=0.2", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        (XLSX, XLSX),
        ("", "application/json"),
    ],
)
@pytest.mark.parametrize("path", ADDRESSES)
def test_what_accept_prefers(client: Client, path: str, accept: str, given: str) -> None:
    answer = client.get(f"/api/v1/{path}/", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, given)
    assert "Accept" in answer.headers["Vary"]
    assert isinstance(answer.getvalue(), bytes), "and it is read to its end"


@pytest.mark.parametrize(
    "accept", ["image/png", "application/json;q=0", "*/*;q=0", "text/html", "text/csv;header=absent"]
)
@pytest.mark.parametrize("path", ADDRESSES)
def test_what_can_not_be_given_is_a_406_that_says_what_can(client: Client, path: str, accept: str) -> None:
    answer = client.get(f"/api/v1/{path}/", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")
    assert "Accept" in answer.headers["Vary"]
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], fault["allowed"]) == ("Accept", list(MEDIA_TYPES))


@pytest.mark.parametrize("wanted", FORMATS, ids=lambda one: one.name)
@pytest.mark.parametrize("path", ADDRESSES)
def test_format_is_stronger_than_accept(client: Client, path: str, wanted: Any) -> None:
    edition = published(claims=[claim("armenia")])
    answer = client.get(f"/api/v1/{path}/?format={wanted.name}", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, wanted.content_type)
    if wanted.name != "json":
        assert len(b"".join(answer.streaming_content)) > 100  # type: ignore[attr-defined]
        stamp = f"{edition.published_at:%Y%m%dT%H%M%SZ}"
        named = f'attachment; filename="counterclaim-{path}-{stamp}.{wanted.extension}"'
        assert answer.headers["Content-Disposition"] == named
        assert answer.headers["Counterclaim-As-Of"] == edition.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        head = client.head(f"/api/v1/{path}/?format={wanted.name}")
        assert {**head.headers} == {**answer.headers}


@pytest.mark.parametrize("wanted", FORMATS[1:], ids=lambda one: one.name)
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_wrong_parameter_is_a_problem_in_every_format(client: Client, path: str, wanted: Any) -> None:
    for query, named in (("kind=war", "kind"), ("fields=colour", "fields"), ("page_size=3", "page_size")):
        answer = client.get(f"/api/v1/{path}/?format={wanted.name}&{query}", headers={"Accept": wanted.media_type})
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
        assert answer.json()["errors"][0]["parameter"] == named
