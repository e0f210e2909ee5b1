"""Searches over REST: where each hit was found, and what may have been meant."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.record.search.frequency import forget_common_words
from incidents.record.search.snippets import PIECES
from tests.incidents.record.factories import claim, published, retracted

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Read the common words anew, which is one query more."""
    forget_common_words()


def marked(piece: dict[str, Any]) -> str:
    """Return a piece with its hits in brackets."""
    return "".join(f"[{one['text']}]" if one["hit"] else one["text"] for one in piece["segments"])


def test_snippets_say_where_an_incident_was_found(get: Get) -> None:
    said = claim("armenia", statement="There was <b>no</b> shot at Ağdam.")
    published(title="Shots near Ağdam", summary="Nothing else.", claims=[said])
    [hit] = get("incidents/?q=agdam&snippets=true").json()["results"]
    assert [(one["field"], one["id"], marked(one)) for one in hit["edition"]["snippets"]] == [
        ("title", "", "Shots near [Ağdam]"),
        ("statement", said["id"], "There was <b>no</b> shot at [Ağdam]."),
    ]


def test_snippets_say_where_a_claim_was_found(get: Get) -> None:
    said = claim("armenia", statement="No shot was fired.")
    published(title="Shots", claims=[said])
    [hit] = get('claims/?q="shot was"&snippets=true').json()["results"]
    assert [(one["field"], one["id"], marked(one)) for one in hit["snippets"]] == [
        ("statement", said["id"], "No [shot was] fired.")
    ]


def test_there_are_a_few_snippets_only(get: Get) -> None:
    published(claims=[claim("armenia", statement=f"Shot {number}.") for number in range(PIECES + 3)])
    [hit] = get("incidents/?q=shot&snippets=true").json()["results"]
    assert len(hit["edition"]["snippets"]) == PIECES


def test_pages_with_snippets_are_not_too_large(get: Get) -> None:
    """Each hit's whole text is cut into words again: a thousand long ones would keep a core busy for half a minute."""
    published(title="Shots")
    assert len(get("incidents/?q=shots&snippets=true&page_size=100").json()["results"]) == 1
    assert len(get("incidents/?q=shots&snippets=false&page_size=1000").json()["results"]) == 1
    get("incidents/?q=shots&snippets=true&page_size=101", status=400)


def test_there_are_none_unless_asked_for(get: Get) -> None:
    published(title="Shots")
    for query in ("q=shots", "q=shots&snippets=false", ""):
        [hit] = get(f"incidents/?{query}").json()["results"]
        assert "snippets" not in hit["edition"]


@pytest.mark.parametrize("path", ["incidents/", "claims/"])
@pytest.mark.parametrize("query", ["snippets=true", "q=a&snippets=yes", "q=a&snippets=true&snippets=true"])
def test_snippets_are_asked_for_rightly(get: Get, path: str, query: str) -> None:
    problem = get(f"{path}?{query}", status=400).json()
    assert [one["parameter"] for one in problem["errors"]] == ["snippets"]


@pytest.mark.parametrize("path", ["incidents/", "claims/"])
@pytest.mark.parametrize("query", ["q=-shots", "q=!!!", "q=sh*ts", "q=shots+or"])
def test_a_search_for_nothing_is_a_problem_that_names_it(get: Get, path: str, query: str) -> None:
    problem = get(f"{path}?{query}", status=400).json()
    assert [one["parameter"] for one in problem["errors"]] == ["q"]


@pytest.mark.parametrize("path", ["incidents/", "claims/"])
def test_where_nothing_is_found_the_nearest_words_are_named(get: Get, path: str) -> None:
    edition = published(title="Shots near Nerkin Hand", claims=[claim("armenia", statement="Shots near Nerkin Hand.")])
    assert get(f"{path}?q=nerkim+hand").json()["did_you_mean"] == "nerkin hand"
    assert get(f"{path}?q=nerkin+hand").json()["did_you_mean"] is None
    assert get(f"{path}?q=zzzzzzz").json()["did_you_mean"] is None
    assert get(path).json()["did_you_mean"] is None
    retracted(edition.ref)
    assert get(f"{path}?q=nerkim+hand").json()["did_you_mean"] is None


def test_hits_come_by_date_or_by_how_well_they_fit(get: Get) -> None:
    told = published(summary="Near a gazette.", occurrence={"earliest": "2024-03-01"}).ref
    named = published(title="A gazette was hit").ref
    for ordering, expected in (
        ("", [told, named]),
        ("&ordering=date", [named, told]),
        ("&ordering=relevance", [named, told]),
    ):
        page = get(f"incidents/?q=gazette{ordering}&page_size=1").json()
        both = [*page["results"], *get(page["next"]).json()["results"]]
        assert [one["ref"] for one in both] == expected, ordering


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", ["incidents/", "claims/"])
@pytest.mark.parametrize("query", ["q=shots&snippets=true", "q=shost", "q=nothing"])
def test_a_search_takes_three_queries_whatever_it_finds(
    get: Get, django_assert_max_num_queries: DjangoAssertNumQueries, path: str, query: str, count: int
) -> None:
    for _ in range(count):
        published(title="Shots", claims=[claim("armenia", statement="Shots.")])
    with django_assert_max_num_queries(3):
        get(f"{path}?{query}")


def test_the_lists_link_what_may_have_been_meant(client: Client) -> None:
    published(title="Shots near Nerkin", claims=[claim("armenia", statement="Shots near Nerkin.")])
    for path in ("/incidents/", "/claims/"):
        page = client.get(f"{path}?q=nerkim&date_from=2020-01-01").content.decode()
        assert 'Did you mean <a href="?q=nerkin&amp;date_from=2020-01-01">nerkin</a>?' in page
        assert "Did you mean" not in client.get(f"{path}?q=zzzzzzz").content.decode()


def test_the_list_of_incidents_shows_where_each_was_found(client: Client) -> None:
    published(title="Shots", summary="Two <b>guards</b> were hit.")
    page = client.get("/incidents/?q=guards").content.decode()
    assert "Two &lt;b&gt;<mark>guards</mark>&lt;/b&gt; were hit." in page
    assert "<mark>" not in client.get("/incidents/?q=shots").content.decode()
