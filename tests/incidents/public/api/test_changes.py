"""The ledger over REST: order, envelopes, expunctions, what a mirror is refused."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest
import time_machine
from django.test import Client
from django.utils.http import http_date

from incidents.document.canonical import GENESIS, canonical, chain, envelope
from incidents.publishing.expunge import record
from incidents.record.models import Edition, Release
from tests.incidents.record.factories import published, retracted

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
CHANGES = "/api/v1/changes/"


def lines_of(response: Any) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in b"".join(response.streaming_content).splitlines()]


def test_every_edition_comes_in_the_order_of_the_ledger(get: Get) -> None:
    first = published(title="First")
    published(ref=first.ref, title="Second")
    retracted(first.ref)
    answer = get("changes/").json()
    assert [one["edition"]["seq"] for one in answer["results"]] == [1, 2, 3]
    assert [one["edition"]["status"] for one in answer["results"]] == ["published", "published", "retracted"]
    head = Edition.objects.get(seq=3)
    assert (answer["since"], answer["next"], answer["more"]) == (0, 3, False)
    assert answer["head"] == {"seq": 3, "digest": head.digest}
    assert get("changes/?since=3").json()["results"] == []


def test_bodies_are_byte_for_byte_and_the_chain_can_be_followed(get: Get) -> None:
    for number in range(5):
        published(title=f"Number {number}")
    digest = GENESIS
    answer = get("changes/")
    for one, edition in zip(answer.json()["results"], Edition.objects.order_by("seq"), strict=True):
        told = one.pop("edition")
        body = canonical(one)
        assert body.decode() == edition.body
        assert hashlib.sha256(body).hexdigest() == told["body_sha256"]
        around = {name: told[name] for name in ("seq", "ref", "number", "status", "origin", "schema")}
        digest = chain(digest, envelope(**around, published_at=edition.published_at), told["body_sha256"])
        assert digest == told["digest"]
    assert answer.json()["head"]["digest"] == digest


def test_since_when_nothing_changed_is_told_once_its_second_is_over(get: Get) -> None:
    first = published(title="First")
    assert "Last-Modified" not in get("changes/").headers, "within the second, more may happen"
    with time_machine.travel(first.published_at + timedelta(hours=1), tick=False):
        answer = get("changes/")
        assert answer.headers["Last-Modified"] == http_date(first.published_at.timestamp())
        get("changes/", status=304, if_modified_since=answer.headers["Last-Modified"])
    later = http_date(first.published_at.timestamp() - 1)
    assert get("changes/", if_modified_since=later).json()["head"]["seq"] == 1


def test_pages_follow_each_other(get: Get) -> None:
    for _ in range(5):
        published()
    seen, since = [], 0
    while True:
        page = get(f"changes/?since={since}&page_size=2")
        seen += [one["edition"]["seq"] for one in page.json()["results"]]
        since = page.json()["next"]
        if not page.json()["more"]:
            break
        assert f"since={since}&" in page["Link"]
        assert 'rel="next"' in page["Link"]
    assert seen == [1, 2, 3, 4, 5]
    assert "Link" not in page.headers


def test_envelopes_alone(get: Get) -> None:
    published()
    (one,) = get("changes/?envelopes=true").json()["results"]
    assert one.keys() == {"edition"}
    assert one["edition"]["schema"]


@pytest.mark.parametrize("query", ["?format=ndjson", ""])
def test_lines_are_complete_and_end_with_the_head(client: Client, query: str) -> None:
    for _ in range(3):
        published()
    response = client.get(f"{CHANGES}{query}", headers={} if query else {"Accept": "application/x-ndjson"})
    assert response["Content-Type"] == "application/x-ndjson"
    *editions, end = lines_of(response)
    assert [one["edition"]["seq"] for one in editions] == [1, 2, 3]
    head = Edition.objects.get(seq=3)
    assert end["end"]["seq"] == 3
    assert end["end"]["digest"] == head.digest
    assert response["Counterclaim-As-Of"] == end["end"]["as_of"]
    assert lines_of(client.get(f"{CHANGES}?format=ndjson&since=3")) == [end]


def test_a_mirror_learns_of_an_expunction_behind_it(client: Client, get: Get) -> None:
    first, second = published(title="Unlawful"), published()
    before = get("changes/?since=2")
    expunction = record.replace([first], reason="A court ordered it.")
    stub = Edition.objects.get(seq=first.seq)
    after = get("changes/?since=2&expunged_since=0", **{"If-None-Match": before["ETag"]}).json()
    assert after["expunctions"][0]["seqs"] == [first.seq]
    assert after["expunged"] == expunction.pk
    (told,) = after["stubs"]
    told.pop("edition")
    assert canonical(told).decode() == stub.body
    assert get(f"changes/?since=2&expunged_since={expunction.pk}").json()["stubs"] == []

    stubs, notice, _ = lines_of(client.get(f"{CHANGES}?since=2&format=ndjson"))
    assert stubs["expunged"]["reason"] == "A court ordered it."
    assert notice["expunction"]["id"] == expunction.pk
    whole = get("changes/").json()
    assert [one["edition"]["seq"] for one in whole["results"]] == [1, second.seq]
    assert whole["stubs"] == []
    assert "expunged" in whole["results"][0]


def test_asking_again_costs_nothing_until_something_happens(get: Get) -> None:
    first = published()
    tag = get("changes/?since=1")["ETag"]
    assert not tag.startswith("W/")
    known = {"If-None-Match": tag}
    answer = get("changes/?since=1", status=304, **known)
    assert answer["ETag"] == tag
    assert answer["Counterclaim-As-Of"]
    record.replace([first], reason="A court ordered it.")
    assert get("changes/?since=1", **known)["ETag"] != tag
    published()
    assert get("changes/?since=1", **known).json()["next"] == 2
    assert get("changes/?since=0", **known)["ETag"] != tag


def test_a_mirror_of_another_ledger_notices(get: Get) -> None:
    edition = published()
    fault = get("changes/?since=7", status=400).json()["errors"][0]
    assert fault["parameter"] == "since"
    assert "head is seq 1" in fault["detail"]
    assert edition.digest in fault["detail"]
    assert get("changes/?since=0&expunged_since=9", status=400).json()["errors"][0]["parameter"] == "expunged_since"
    get(f"changes/?since=1&digest={edition.digest}")
    get(f"changes/?since=0&digest={GENESIS}")
    problem = get(f"changes/?since=1&digest={'a' * 64}", status=409)
    assert problem["Content-Type"] == "application/problem+json"
    assert edition.digest in problem.json()["detail"]


@pytest.mark.parametrize(
    "query", ["since=x", "since=-1", "page_size=1001", "format=csv", "format=ndjson&page_size=5", "digest=abc", "q=x"]
)
def test_what_cannot_be_used_is_refused(get: Get, query: str) -> None:
    assert get(f"changes/?{query}", status=400).json()["errors"]


def test_the_ledger_up_to_a_moment_and_up_to_a_release(get: Get) -> None:
    first, second = published(), published()
    Release.objects.create(version="26.1", cutoff_seq=1, head_digest=first.digest, manifest={}, files=[])
    assert get("changes/?release=26.1").json()["head"] == {"seq": 1, "digest": first.digest}
    then = second.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    published()
    assert get(f"changes/?as_of={then}").json()["next"] == 2
    assert get("changes/?release=26.1&since=2", status=400).json()["errors"][0]["parameter"] == "since"


@pytest.mark.parametrize("count", [1, 3])
def test_queries(get: Get, django_assert_num_queries: Any, count: int) -> None:
    for _ in range(count):
        published()
    record.replace([Edition.objects.get(seq=1)], reason="A court ordered it.")
    with django_assert_num_queries(3):
        get(f"changes/?since={count}")
    with django_assert_num_queries(3):
        get("changes/")


def test_an_empty_ledger(get: Get) -> None:
    answer = get("changes/").json()
    assert (answer["next"], answer["head"], answer["as_of"]) == (0, {"seq": 0, "digest": GENESIS}, None)


def test_asking_for_the_head_of_a_stream_reads_nothing(client: Client, django_assert_num_queries: Any) -> None:
    published()
    with django_assert_num_queries(1):
        answer = client.head(f"{CHANGES}?format=ndjson")
    assert b"".join(answer.streaming_content) == b""  # type: ignore[attr-defined]
