"""Every error is a problem document that says what to change."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.incidents.record.factories import published

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
PROBLEM = "application/problem+json"


def test_an_unknown_parameter_is_named_with_those_there_are(get: Get) -> None:
    answer = get("incidents/?colour=red&kind=war", status=400)
    assert answer.headers["Content-Type"] == PROBLEM
    problem = answer.json()
    assert problem["type"] == "urn:counterclaim:problem:bad-parameter"
    assert (problem["title"], problem["status"], problem["instance"]) == ("Bad parameter", 400, "/api/v1/incidents/")
    unknown, bad = problem["errors"]
    assert unknown["parameter"] == "colour"
    assert {"kind", "as_of", "cursor", "page_size", "count"} <= set(unknown["allowed"])
    assert bad["parameter"] == "kind"
    assert "shelling" in bad["allowed"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("incidents/?page_size=0", "page_size"),
        ("incidents/?page_size=1001", "page_size"),
        ("incidents/?page_size=ten", "page_size"),
        ("incidents/?page_size=²", "page_size"),
        ("incidents/?cursor=xyz", "cursor"),
        ("incidents/?cursor=", "cursor"),
        ("incidents/?cursor=a&cursor=b", "cursor"),
        ("incidents/?count=all", "count"),
        ("incidents/?match=", "match"),
        ("claims/?colour=red", "colour"),
        ("claims/?stance=maybe", "stance"),
        ("claims/?credibility_min=0", "credibility_min"),
        ("actors/?kind=state", "kind"),
        ("codebook/?q=1", "q"),
        ("?q=1", "q"),
        ("actors/?format=csv", "format"),
        ("places/?format=json", "format"),
        ("incidents/{ref}/?format=geojson", "format"),
        ("stats/series/?format=csv", "format"),
        ("incidents/?q=fire&snippets=true&page_size=101", "page_size"),
        ("claims/?q=fire&snippets=true&page_size=1000", "page_size"),
        ("incidents/{ref}/?q=1", "q"),
        ("incidents/{ref}/?as_of=now", "as_of"),
        ("incidents/{ref}/editions/?as_of=now", "as_of"),
        ("incidents/{ref}/diff/1..1/?as_of=2024-01-01", "as_of"),
        ("actors/?as_of=2024-01-01", "as_of"),
        ("incidents/{ref}/editions/1/?as_of=2024-01-01", "as_of"),
        ("incidents/{ref}/claims/?kind=denial", "kind"),
    ],
)
def test_no_parameter_is_ignored(get: Get, path: str, parameter: str) -> None:
    problem = get(path.format(ref=published().ref), status=400).json()
    assert [error["parameter"] for error in problem["errors"]] == [parameter]


def test_a_cursor_of_another_list_or_key_is_refused(get: Get) -> None:
    published()
    published()
    cursor = get("incidents/?page_size=1").json()["next"].partition("cursor=")[2]
    get(f"incidents/?page_size=1&cursor={cursor[:-1]}", status=400)
    get(f"claims/?page_size=1&cursor={cursor}", status=400)
    get(f"actors/?page_size=1&cursor={cursor}", status=400)


@pytest.mark.parametrize(
    "path",
    [
        "nowhere/",
        "incidents/CC-2024-99999/",
        "incidents/CC-2024-99999/editions/",
        "incidents/CC-2024-99999/editions/1/",
        "incidents/CC-2024-99999/positions/",
        "incidents/CC-2024-99999/claims/",
        "incidents/%00/",
        "incidents/..%2F..%2F/",
        "incidents/CC-2024-99999/editions/99999999999999999999/",
        "actors/nobody/",
        "actors/%00/",
    ],
)
def test_what_is_not_there_is_a_problem_too(get: Get, path: str) -> None:
    answer = get(path, status=404)
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["title"] == "Not Found"


def test_only_reads(client: Client) -> None:
    for call in (client.post, client.put, client.patch, client.delete):
        answer = call("/api/v1/incidents/", data={}, content_type="application/json")
        assert answer.status_code == 405
        assert answer.headers["Content-Type"] == PROBLEM
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_wrong_token_is_refused_although_the_record_is_public(get: Get) -> None:
    answer = get("incidents/", status=401, authorization="Bearer cc_wrong")
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_unacceptable_format_is_refused(get: Get) -> None:
    assert get("incidents/", status=406, accept="image/png").headers["Content-Type"] == PROBLEM


def test_head_options_and_other_origins(client: Client, get: Get) -> None:
    published()
    head = client.head("/api/v1/incidents/")
    assert (head.status_code, head.content) == (200, b"")
    assert client.options("/api/v1/incidents/").status_code == 200
    for path in ("incidents/", "codebook/", "schema/"):
        assert get(path).headers["Access-Control-Allow-Origin"] == "*", path
    assert "Access-Control-Allow-Credentials" not in get("incidents/").headers
    assert get("incidents/?colour=red", status=400).headers["Access-Control-Allow-Origin"] == "*"
