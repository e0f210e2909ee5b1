"""The JSON Patch between two editions: exact, cacheable for good, the same each time."""

from collections.abc import Callable
from typing import Any

import jsonpatch
import orjson
import pytest

from incidents.document.canonical import canonical
from incidents.record.models import Edition
from tests.incidents.public.web import sample
from tests.incidents.record.factories import published, retracted

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
PATH = f"incidents/{sample.REF_A}/diff/"


@pytest.fixture
def editions(db: None) -> list[Edition]:
    """The exchange of fire in three editions: its summary changed, then it was taken back."""
    sample.publish(sample.document_a(summary="Fire was exchanged.", links=[]))
    sample.publish(sample.document_a())
    retracted(sample.REF_A)
    return list(Edition.objects.of(sample.REF_A).order_by("number"))


def test_the_patch_makes_every_edition_of_every_other(get: Get, editions: list[Edition]) -> None:
    for was in editions:
        for now in editions:
            answer = get(f"{PATH}{was.number}..{now.number}/").json()
            assert list(answer) == ["from", "to", "patch"]
            made = jsonpatch.apply_patch(orjson.loads(was.body), answer["patch"])
            assert canonical(made).decode() == now.body
            assert (answer["patch"] == []) == (was == now)
            for key, edition in (("from", was), ("to", now)):
                whole = get(f"incidents/{sample.REF_A}/editions/{edition.number}/").json()
                assert answer[key] == whole["edition"]


def test_the_patch_by_itself(get: Get, editions: list[Edition]) -> None:
    whole = get(f"{PATH}1..2/")
    alone = get(f"{PATH}1..2/", accept="application/json-patch+json")
    assert alone.headers["Content-Type"] == "application/json-patch+json"
    assert whole.headers["Content-Type"] == "application/json"
    assert alone.json() == whole.json()["patch"] != []
    assert "Accept" in alone.headers["Vary"]
    assert "Accept" in whole.headers["Vary"]
    assert alone.headers["ETag"] != whole.headers["ETag"]
    named = get(f"{PATH}1..2/?format=json-patch", accept="application/json")
    assert (named.json(), named.headers["Content-Type"]) == (alone.json(), alone.headers["Content-Type"])
    assert named.headers["ETag"] == alone.headers["ETag"]
    assert get(f"{PATH}1..2/?format=json", accept="application/json-patch+json").json() == whole.json()
    refused = get(f"{PATH}1..2/?format=csv", status=400).json()
    assert refused["errors"][0] | {"detail": ""} == {
        "parameter": "format", "detail": "", "allowed": ["json", "json-patch"],
    }  # fmt: skip


def test_the_etag_names_both_editions_and_their_order(
    get: Get, editions: list[Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = editions
    answer = get(f"{PATH}1..2/")
    assert answer.headers["ETag"] == f'"{first.digest}..{second.digest}"'
    assert "max-age" in answer.headers["Cache-Control"]
    assert get(f"{PATH}2..1/").headers["ETag"] == f'"{second.digest}..{first.digest}"'
    monkeypatch.setattr("incidents.public.api.views.diff.patch_between", None)  # what the caller has is not made again
    unchanged = get(f"{PATH}1..2/", status=304, if_none_match=answer.headers["ETag"])
    assert unchanged.content == b""
    assert unchanged.headers["ETag"] == answer.headers["ETag"]
    assert unchanged.headers["Cache-Control"] == answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "pair", ["1..9", "9..1", "0..1", "1..99999999999999999999", "1..x", "1-2", "..", "-1..2", "1.."]
)
def test_what_is_not_there_is_a_problem(get: Get, editions: list[Edition], pair: str) -> None:
    problem = get(f"{PATH}{pair}/", status=404)
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json()["status"] == 404
    assert get(f"incidents/CC-1999-00001/diff/{pair}/", status=404).json()["title"] == problem.json()["title"]


@pytest.mark.parametrize("query", ["as_of=2024-01-01", "colour=red"])
def test_a_parameter_without_meaning_is_a_problem(get: Get, editions: list[Edition], query: str) -> None:
    problem = get(f"{PATH}1..2/?{query}", status=400, accept="application/json-patch+json")
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json()["errors"][0]["parameter"] == query.split("=", maxsplit=1)[0]


def test_it_takes_one_query(get: Get, editions: list[Edition], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        get(f"{PATH}1..3/")
    with django_assert_num_queries(1):
        get(f"{PATH}2..2/")


def test_editions_of_other_incidents_play_no_part(get: Get, editions: list[Edition]) -> None:
    other = published()
    assert get(f"incidents/{other.ref}/diff/1..1/").json()["from"]["ref"] == other.ref
    get(f"incidents/{other.ref}/diff/1..2/", status=404)
