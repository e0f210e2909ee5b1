"""Lists over REST: their order, their count, and how many queries they take."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from incidents.record.claim_filters import ClaimFilter
from incidents.record.filters import IncidentFilter
from tests.bench.generate import generate, moment

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
ATOM = "{http://www.w3.org/2005/Atom}"

INCIDENTS = {
    "date_from": "2000-01-01", "date_to": "2010-01-01", "kind": "shelling", "country": "UKR", "border": "border-bel",
    "section": "BEL-1", "dispute": "dispute-bel", "place": "gen:00001", "bbox": "0,0,60,60", "near": "30,40,500",
    "actor": "state-bel,state-cor", "role": "initiator", "claimant": "state-bel", "claim_kind": "denial",
    "contested": "occurrence", "fatalities_min": "1", "fatalities_max": "9", "civilians": "false", "precision_max": "2",
    "aggregates": "include", "match": "certain", "q": "barrage", "published_since": "2025-02-01",
    "as_of": f"{moment(0.5):%Y-%m-%d}",
}  # fmt: skip
CLAIMS = {
    "claimant": "state-bel", "about": "state-bel", "kind": "denial", "question": "occurrence", "stance": "denies",
    "date_from": "2000-01-01", "date_to": "2020-01-01", "credibility_min": "3", "answered": "true",
    "corrected": "false", "denied": "true", "corroborated": "false", "repeats": "false", "q": "fire",
    "as_of": f"{moment(0.5):%Y-%m-%d}",
}  # fmt: skip


def test_every_filter_is_asked_for_here() -> None:
    assert set(IncidentFilter.base_filters) - set(INCIDENTS) == {"release"}
    assert set(ClaimFilter.base_filters) - set(CLAIMS) == {"release", "by_others"}


def test_a_list_takes_three_queries_whatever_is_asked(get: Get, django_assert_max_num_queries: Any) -> None:
    """Each filter by itself, all of them together, both counts: one for who counts as whom, one count, one page."""
    generate(200)
    for path, filters in (("incidents", INCIDENTS), ("claims", CLAIMS)):
        asked = [f"{name}={value}" for name, value in filters.items()]
        for query in ["", *asked, "&".join(asked), "&".join([*asked, "count=exact", "ordering=-published"])]:
            with django_assert_max_num_queries(3):
                assert get(f"{path}/?{query}").status_code == 200
    with django_assert_max_num_queries(3):
        get("claims/?about=state-bel&by_others=true&claimant=state-bel")


@pytest.mark.parametrize("path", ["incidents", "claims"])
def test_without_a_count_a_list_takes_one_query_less(get: Get, path: str, django_assert_num_queries: Any) -> None:
    generate(200)
    with django_assert_num_queries(2):
        counted = get(f"{path}/").json()
    with django_assert_num_queries(1):
        answer = get(f"{path}/?count=none").json()
    assert (answer["count"], answer["count_is"]) == (None, None)
    assert (answer["as_of"], answer["results"]) == (counted["as_of"], counted["results"])
    assert counted["count_is"] == "exact"
    past = f"as_of={moment(0.5):%Y-%m-%d}"
    assert get(f"{path}/?count=none&{past}").json()["as_of"] == get(f"{path}/?{past}").json()["as_of"]


def test_an_empty_page_says_as_of_when_too(get: Get) -> None:
    generate(200)
    answer = get("incidents/?count=none&country=XXX").json()
    assert answer["results"] == []
    assert answer["as_of"] == get("incidents/?country=XXX").json()["as_of"]


@pytest.mark.parametrize("count", ["bounded", "", "Exact"])
def test_a_count_that_is_none_is_refused(get: Get, count: str) -> None:
    told = get(f"incidents/?count={count}", status=400).json()["errors"][0]
    assert (told["parameter"], told["allowed"]) == ("count", ["exact", "estimate", "none"])


def test_links_keep_the_order(get: Get) -> None:
    generate(200)
    first = get("incidents/?ordering=-killed&page_size=7")
    assert "ordering=-killed" in first.json()["next"]
    assert f'<{first.json()["next"]}>; rel="next"' in first["Link"]
    second = get(first.json()["next"])
    assert get(second.json()["previous"]).json()["results"] == first.json()["results"]
    assert 'rel="prev"' in second["Link"]
    figures = [one["totals"] for one in first.json()["results"]]
    assert all(figures)
    assert get("incidents/?ordering=size", status=400).json()["errors"][0]["parameter"] == "ordering"


# Every face


def in_file(client: Client, name: str, key: str, query: str) -> list[str]:
    """Return what a CSV of a list names."""
    answer: Any = client.get(f"/api/v1/{name}/?{query}&format=csv&fields={key}")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content).decode().split()[1:]


def in_feed(client: Client, name: str, query: str) -> list[str]:
    """Return the incidents or claims that a feed has entries of, less those that say what was taken back."""
    answer = client.get(f"/feeds/{name}.atom?{query}")
    assert answer.status_code == 200, answer.content
    told = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    texts = [(one.findtext(f"{ATOM}title") or "", one.findtext(f"{ATOM}id") or "") for one in told]
    named = [address for title, address in texts if not title.startswith("Retracted: ")]
    parts = [re.search(r"/incidents/([^/]+)/(?:#claim-(.+))?", address) for address in named]
    return [part[2] or part[1] for part in parts if part]


def in_features(client: Client, name: str, query: str) -> list[str]:
    """Return the ids of the features of a collection."""
    answer = client.get(f"/ogc/collections/{name}/items?{query}&limit=1000")
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["features"]]


def test_every_face_finds_what_the_list_finds(get: Get, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each filter by itself: files, feeds and features name the same rows; statistics and the map count them."""
    monkeypatch.setattr("incidents.public.feeds.reading.PAGE", 1000)
    generate(200)
    whole = get("incidents/").json()["count"]
    narrowed = []
    for name, value in INCIDENTS.items():
        query = f"{name}={value}"
        listed = sorted(one["ref"] for one in get(f"incidents/?{query}&fields=ref&page_size=1000").json()["results"])
        assert sorted(in_file(client, "incidents", "ref", query)) == listed, name
        assert sorted(in_feed(client, "incidents", query)) == listed, name
        assert sorted(in_features(client, "incidents", query)) == listed, name
        for path in ("stats/series/?by=year&", "stats/facets/?"):
            assert get(f"{path}{query}").json()["total"]["incidents"] == len(listed), (path, name)
        on_map = get(f"map/?{query}").json()
        if name != "bbox":  # which the map widens to whole cells
            assert on_map["incidents"] + on_map["unlocated"]["incidents"] == len(listed), name
        get(f"stats/first-since/?{query}")
        get(f"stats/baseline/?{query}", status=400 if name == "date_from" else 200)
        narrowed += [name] if 0 < len(listed) < whole else []
    assert len(narrowed) > len(INCIDENTS) / 2


def test_every_face_finds_the_claims_of_the_list(get: Get, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.public.feeds.reading.PAGE", 2000)
    generate(200)
    whole = get("claims/").json()["count"]
    narrowed = []
    for name, value in CLAIMS.items():
        query = f"{name}={value}"
        listed = sorted(one["id"] for one in get(f"claims/?{query}&fields=id&page_size=1000").json()["results"])
        assert len(listed) < 1000
        assert sorted(in_file(client, "claims", "claim", query)) == listed, name
        assert sorted(in_feed(client, "claims", query)) == listed, name
        assert sorted(in_features(client, "claims", query)) == listed, name
        narrowed += [name] if 0 < len(listed) < whole else []
    assert len(narrowed) > len(CLAIMS) / 2
