"""Statistics of the record as it stood, and of what is no more: releases, expunged and merged editions."""

from typing import Any
from urllib.parse import urlencode

import pytest

from incidents.publishing.expunge import record
from incidents.record.models import Edition, Release
from incidents.vocabulary import EditionStatus
from tests.incidents.public.api.counting import SECTION, Get, on
from tests.incidents.record.factories import appended, involvement, killed, published, retracted

pytestmark = pytest.mark.django_db
ADDRESSES = ("stats/series/", "stats/facets/", "stats/first-since/", "stats/baseline/", "map/")
QUERIES: list[dict[str, str]] = [
    {},
    {"match": "certain"},
    {"actor": "armenia"},
    {"perspective": "maximal"},
    {"perspective": "claims-of:armenia"},
    {"kind": "shelling", "aggregates": "include"},
    {"date_from": "2024-01-01"},
]


def told(get: Get, path: str, query: dict[str, str], **also: str) -> Any:
    """Return an answer, less from where it was read. The baseline has its end named, which a moment would set."""
    asked = dict(query)
    if "baseline" in path:
        asked |= {"date_to": "2024-05-05"}
        asked.pop("date_from", None)
    answer = get(f"{path}?{urlencode(asked | also)}").json()
    answer.pop("source", None)
    return answer


def release(version: str) -> None:
    """Release the ledger as it is."""
    head = Edition.objects.order_by("-seq")[0]
    Release.objects.create(version=version, cutoff_seq=head.seq, head_digest=head.digest, manifest={}, files=[])


def expunged(*editions: Edition) -> None:
    """Have a court order that editions go; what stands is retracted first."""
    for edition in record.standing(list(editions)):
        record.retract(edition, reason="A court ordered it.")
    record.replace(list(editions), reason="A court ordered it.")


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_release_is_counted_as_it_stood(get: Get, world: None, path: str) -> None:
    """Whatever was published, corrected or taken back since; and its moment is the one that is named."""
    before = [told(get, path, query) for query in QUERIES]
    release("26.1")
    fatal = Edition.objects.live().get(killed_best=2)
    published(ref=fatal.ref, occurrence={"earliest": "2024-04-30"}, totals=killed(50, 50), kind="shelling")
    retracted(Edition.objects.live().get(killed_best=4).ref)
    on("2024-06-06", dead=60, kind="shelling", involvements=[involvement("armenia", "target")])
    assert [told(get, path, query, release="26.1") for query in QUERIES] == before
    now = [told(get, path, query) for query in QUERIES]
    assert not [query for query, then, after in zip(QUERIES, before, now, strict=True) if then == after]


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_release_of_nothing_counts_nothing(get: Get, path: str) -> None:
    release_of_nothing = {"cutoff_seq": 0, "head_digest": "0" * 64, "manifest": {}, "files": []}
    Release.objects.create(version="25.9", **release_of_nothing)
    on("2024-02-13", dead=4)
    answer = get(f"{path}?release=25.9").json()
    assert answer["as_of"] is None
    assert "2024-02-13" not in str(answer)
    for query in ("release=25.8", "release=25.9&as_of=2026-01-01"):
        assert get(f"{path}?{query}", status=400).json()["errors"][0]["parameter"] == "release"


def test_the_window_ends_with_the_day_of_the_release(get: Get) -> None:
    edition = on("2024-02-13")
    release("26.1")
    assert get("stats/baseline/?release=26.1").json()["result"]["until"] == f"{edition.published_at:%Y-%m-%d}"


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_was_expunged_is_counted_neither_now_nor_then(get: Get, path: str) -> None:
    """An edition that stands, and one that another had replaced: afterwards all is as if they had not been."""
    kept = on("2024-01-10", dead=1)
    without = [told(get, path, query) for query in QUERIES]
    gone = on("2024-02-13", dead=70, kind="shelling", involvements=[involvement("armenia", "target")])
    replaced = on("2024-03-03", dead=80, kind="shelling")
    published(ref=replaced.ref, occurrence={"earliest": "2024-03-03"}, location={"section": SECTION}, aggregated=True)
    at_replaced = {"as_of": replaced.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    release("26.1")
    assert told(get, path, {}, release="26.1") != without[0]
    assert told(get, path, {}, **at_replaced) != told(get, path, {}, release="26.1")
    expunged(gone, replaced)
    for query, expected in zip(QUERIES, without, strict=True):
        totals = {} if query.get("aggregates") else query  # the edition that replaced one is such a total
        for then in ({"release": "26.1"}, at_replaced, {}):
            answer = told(get, path, query, **then)
            assert answer.pop("as_of") != expected["as_of"]
            if totals == query:
                assert answer == {name: value for name, value in expected.items() if name != "as_of"}, (query, then)
    assert Edition.objects.live().exclude(aggregated=True).get() == kept


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_expunction_that_publishes_nothing_changes_the_tag(get: Get, path: str) -> None:
    """The edition was replaced long ago: nothing is appended, and yet what stood then is told otherwise."""
    first = on("2024-02-13", dead=4)
    release("26.1")
    published(ref=first.ref, occurrence={"earliest": "2024-02-14"})
    address = f"{path}?release=26.1"
    before = get(address)
    get(address, status=304, **{"if-none-match": before["ETag"]})
    expunged(first)
    after = get(address, **{"if-none-match": before["ETag"]})
    assert after["ETag"] != before["ETag"]
    assert after.json() != before.json()


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_was_merged_into_another_is_not_counted(get: Get, path: str) -> None:
    on("2024-01-10", dead=1)
    without = [told(get, path, query) for query in QUERIES]
    merged = on("2024-02-13", dead=70, kind="shelling", involvements=[involvement("armenia", "target")])
    note = {"reason": "It is told under another ref.", "edition": 1}
    appended(
        {"schema": merged.schema, "ref": merged.ref, "title": merged.title, "retracted": note}, EditionStatus.MERGED
    )
    for query, expected in zip(QUERIES, without, strict=True):
        for also in ({}, {"as_of": "2099-01-01"}):
            answer = told(get, path, query, **also)
            assert answer.pop("as_of") != expected["as_of"]
            assert answer == {name: value for name, value in expected.items() if name != "as_of"}
