"""Lists over REST: their order, their count, and how many queries they take."""

from collections.abc import Callable
from typing import Any

import pytest

from incidents.record.claim_filters import ClaimFilter
from incidents.record.filters import IncidentFilter
from tests.bench.generate import generate, moment

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]

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
