"""Incidents over REST: the bytes that were published, and what is said beside them."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from incidents.document.canonical import canonical, chain, envelope
from incidents.document.types import SCHEMA
from tests.factories import ActorFactory
from tests.incidents.record.factories import assertion, claim, involvement, position, published, retracted

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]


def test_without_the_key_edition_an_answer_is_the_canonical_body(get: Get) -> None:
    edition = published(summary="Ağdam – Աղդամ", location={"latitude": 39.123456, "longitude": 46.0, "precision": 1})
    for answer in (get(f"incidents/{edition.ref}/"), get("incidents/")):
        told = answer.json()
        told = told["results"][0] if "results" in told else told
        note = told.pop("edition")
        body = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        assert hashlib.sha256(body).hexdigest() == note["body_sha256"] == edition.body_sha256
        assert body.decode() == edition.body
        assert canonical(told) == body


def test_an_answer_begins_with_its_envelope_and_goes_on_with_the_stored_bytes(get: Get) -> None:
    edition = published()
    content = get(f"incidents/{edition.ref}/").content
    assert content.startswith(b'{"edition":{"seq":')
    assert content.endswith(b"}," + edition.body.encode()[1:])


def test_the_chain_can_be_checked_from_the_answers_alone(get: Get) -> None:
    first, second = published(), published()
    digest = get(f"incidents/{first.ref}/").json()["edition"]["digest"]
    note = get(f"incidents/{second.ref}/").json()["edition"]
    surrounds = {key: note[key] for key in ("seq", "ref", "number", "status", "origin", "published_at")}
    assert chain(digest, canonical(surrounds | {"schema": SCHEMA}), note["body_sha256"]) == note["digest"]
    assert canonical(surrounds | {"schema": SCHEMA}) == envelope(
        **{key: getattr(second, key) for key in ("seq", "ref", "number", "status", "origin", "schema", "published_at")}
    )


def test_a_list_says_how_many_and_as_of_when(get: Get) -> None:
    editions = [published() for _ in range(3)]
    answer = get("incidents/").json()
    assert list(answer) == ["count", "count_is", "next", "previous", "as_of", "did_you_mean", "results"]
    assert (answer["count"], answer["count_is"], answer["next"], answer["previous"]) == (3, "exact", None, None)
    assert answer["as_of"] == editions[-1].published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert [one["ref"] for one in answer["results"]] == [one.ref for one in reversed(editions)]
    again = get(f"incidents/?as_of={answer['as_of']}&count=exact").json()
    assert again["results"] == answer["results"]
    assert again["as_of"] == answer["as_of"]


def test_an_empty_record(get: Get) -> None:
    answer = get("incidents/").json()
    nothing = dict.fromkeys(("next", "previous", "as_of", "did_you_mean"))
    assert answer == {"count": 0, "count_is": "exact", **nothing, "results": []}


def test_a_hit_that_is_only_possible_is_marked(get: Get) -> None:
    published(occurrence={"earliest": "2024-02-01", "latest": "2024-02-29", "precision": "month"})
    query = "incidents/?date_from=2024-02-13"
    assert [one["edition"]["match"] for one in get(query).json()["results"]] == ["possible"]
    assert get(f"{query}&match=certain").json()["results"] == []
    assert [one["edition"]["match"] for one in get("incidents/").json()["results"]] == ["certain"]


def walk(get: Get, url: str | None, way: str = "next") -> list[str]:
    refs: list[str] = []
    while url:
        answer = get(url)
        page = answer.json()
        links = answer.headers.get("Link", "")
        for name, rel in (("next", "next"), ("previous", "prev")):
            assert (f'<{page[name]}>; rel="{rel}"' in links) if page[name] else (f'rel="{rel}"' not in links)
        found = [one["ref"] for one in page["results"]]
        refs += found if way == "next" else list(reversed(found))
        url = page[way]
    return refs


def test_pages_follow_each_other_both_ways(get: Get) -> None:
    days = ["2024-02-13", "2024-02-12", "2024-02-13", "2024-01-01", "2024-02-13"]
    refs = [published(occurrence={"earliest": day}).ref for day in days]
    expected = [refs[index] for index in (4, 2, 0, 1, 3)]
    assert walk(get, "incidents/?page_size=2") == expected
    assert walk(get, "incidents/?page_size=1&kind=exchange_of_fire") == expected
    last = get(get(get("incidents/?page_size=2").json()["next"]).json()["next"]).json()
    assert last["next"] is None
    assert walk(get, last["previous"], "previous") == [refs[index] for index in (1, 0, 2, 4)]


def test_pages_stay_stable_while_incidents_are_added(get: Get) -> None:
    refs = [published(occurrence={"earliest": f"2024-02-{day}"}).ref for day in (14, 13, 12, 11)]
    first = get("incidents/?page_size=2").json()
    published(occurrence={"earliest": "2024-02-15"})
    published(occurrence={"earliest": "2024-02-13"})
    second = get(first["next"]).json()
    assert [one["ref"] for one in first["results"] + second["results"]] == refs
    assert [one["ref"] for one in get(second["previous"]).json()["results"]][-1] == refs[1]


@pytest.mark.parametrize("size", [1, 3])
def test_a_list_takes_two_queries_whatever_the_page_size(
    get: Get, size: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(3):
        published(involvements=[involvement("armenia")], claims=[claim("armenia", assertion())])
    ActorFactory.create(slug="armenia")
    with django_assert_num_queries(2):
        assert len(get(f"incidents/?page_size={size}").json()["results"]) == size
    with django_assert_num_queries(2):
        assert len(get(f"claims/?page_size={size}").json()["results"]) == size
    with django_assert_num_queries(3):
        assert len(get(f"incidents/?page_size={size}&actor=armenia").json()["results"]) == size


def test_details_take_one_query(get: Get, django_assert_num_queries: Callable[..., Any]) -> None:
    ref = published(claims=[claim("armenia")], positions=[position("occurrence", "agreed")]).ref
    published(ref=ref)
    for path in ("", "editions/", "editions/1/", "positions/", "claims/"):
        with django_assert_num_queries(1):
            get(f"incidents/{ref}/{path}")


def test_the_etag_is_the_digest_and_spares_the_body(get: Get) -> None:
    edition = published()
    path = f"incidents/{edition.ref}/"
    answer = get(path)
    assert answer.headers["ETag"] == f'"{edition.digest}"'
    assert "no-cache" in answer.headers["Cache-Control"]
    unchanged = get(path, status=304, if_none_match=answer.headers["ETag"])
    assert unchanged.content == b""
    assert unchanged.headers["ETag"] == answer.headers["ETag"]
    get(path, status=304, if_modified_since=answer.headers["Last-Modified"])
    positions = get(f"{path}positions/")
    assert positions.headers["ETag"] != answer.headers["ETag"]
    get(f"{path}positions/", status=304, if_none_match=positions.headers["ETag"])
    newer = published(ref=edition.ref)
    assert get(path, if_none_match=answer.headers["ETag"]).headers["ETag"] == f'"{newer.digest}"'
    assert get(f"{path}editions/1/").headers["ETag"] == answer.headers["ETag"]


def test_a_retracted_incident_answers_with_its_retraction(get: Get) -> None:
    edition = published(claims=[claim("armenia")], positions=[position("occurrence", "agreed")])
    taken_back = retracted(edition.ref)
    told = get(f"incidents/{edition.ref}/").json()
    assert told["edition"]["status"] == "retracted"
    assert told["retracted"] == {"reason": "It did not happen.", "edition": 1}
    assert get("incidents/").json()["count"] == 0
    assert get(f"incidents/{edition.ref}/claims/").json()["results"] == []
    assert get(f"incidents/{edition.ref}/positions/").json()["results"] == []
    assert get(f"incidents/{edition.ref}/editions/1/").json()["edition"]["status"] == "published"
    history = get(f"incidents/{edition.ref}/editions/").json()["results"]
    assert [(one["number"], one["status"]) for one in history] == [(2, "retracted"), (1, "published")]
    then = f"{edition.published_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert get(f"incidents/{edition.ref}/?as_of={then}").json()["edition"]["status"] == "published"
    assert taken_back.number == 2


def test_positions_and_claims_are_those_of_the_edition(get: Get) -> None:
    said = claim("armenia", assertion("killed", value=None) | {"value": assertion(low=2)["value"]})
    edition = published(claims=[said], positions=[position("killed", "one_sided")])
    answer = get(f"incidents/{edition.ref}/claims/").json()
    assert answer["results"] == orjson.loads(edition.body)["claims"]
    assert answer["edition"]["number"] == 1
    positions = get(f"incidents/{edition.ref}/positions/").json()["results"]
    assert positions == orjson.loads(edition.body)["positions"]


def test_contested_and_as_of_over_rest(get: Get) -> None:
    first = published(positions=[position("occurrence", "agreed")])
    published(ref=first.ref, positions=[position("occurrence", "contested")])
    then = f"{first.published_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert [one["edition"]["number"] for one in get("incidents/?contested=occurrence").json()["results"]] == [2]
    assert get(f"incidents/?contested=occurrence&as_of={then}").json()["results"] == []
    assert get(f"incidents/?as_of={then}").json()["results"][0]["edition"]["number"] == 1


def test_the_editions_as_of_then_are_those_published_by_then(get: Get) -> None:
    first = published()
    second = published(ref=first.ref)
    path = f"incidents/{first.ref}/editions/?as_of="
    then, now = (f"{one.published_at:%Y-%m-%dT%H:%M:%S.%fZ}" for one in (first, second))
    assert [one["number"] for one in get(path + then).json()["results"]] == [1]
    assert [one["number"] for one in get(path + now).json()["results"]] == [2, 1]
    get(f"{path}2001-01-01", status=404)
    assert get(f"{path}then", status=400).json()["errors"][0]["parameter"] == "as_of"


@pytest.mark.parametrize("part", ["", "editions/", "positions/", "claims/"])
def test_one_incident_says_as_of_when_too(get: Get, part: str) -> None:
    """It names the last edition of all that was published by then, as lists do; also to who has the answer."""
    first, other = published(), published()
    path, then = f"incidents/{first.ref}/{part}", f"{other.published_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    answer = get(path)
    assert answer["Counterclaim-As-Of"] == then == get("incidents/")["Counterclaim-As-Of"]
    latest = published()
    unchanged = get(path, status=304, if_none_match=answer["ETag"])
    assert unchanged["Counterclaim-As-Of"] == f"{latest.published_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert get(f"{path}?as_of={then}")["Counterclaim-As-Of"] == then
    assert get(f"{path}?as_of=2099-01-01")["Counterclaim-As-Of"] == unchanged["Counterclaim-As-Of"]


@pytest.mark.parametrize("path", ["actors/", "actors/armenia/", "codebook/"])
def test_a_moment_is_refused_where_it_has_no_meaning(get: Get, path: str) -> None:
    ActorFactory.create(slug="armenia")
    fault = get(f"{path}?as_of=2024-01-01", status=400).json()["errors"]
    assert [one["parameter"] for one in fault] == ["as_of"]
    assert "editions" in fault[0]["detail"] or path == "codebook/"
