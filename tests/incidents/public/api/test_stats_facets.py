"""Facets over REST: each counts what the list with that filter counts, from the summary or from rows."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.incidents.public.api.counting import Get, ask

pytestmark = pytest.mark.django_db


FACETS = "kind,country,border,section,dispute,place,civilians,year,contested,role,claim_kind"
QUERIES: list[dict[str, Any]] = [
    {},
    {"match": "certain"},
    {"kind": "shelling"},
    {"date_from": "2024-01-01"},
    {"date_from": "2024-01-01", "match": "certain"},
    {"date_to": "2023-12-31"},
    {"date_to": "2023-12-31", "match": "certain"},
    {"country": ["ARM", "GEO"], "border": "armenia-azerbaijan"},
    {"actor": "azerbaijan"},
    {"actor": "armenia", "role": "target"},
    {"claimant": "armenia"},
    {"fatalities_min": 1},
    {"contested": "killed,occurrence"},
    {"aggregates": "include"},
    {"aggregates": "only"},
]


@pytest.mark.parametrize("query", QUERIES, ids=urlencode)
@pytest.mark.parametrize("names", [FACETS, "kind,country,border,year"])
def test_a_facet_counts_what_the_list_counts(get: Get, world: None, query: dict[str, Any], names: str) -> None:
    told = ask(get, "stats/facets/", facet=names, **query)
    assert told["total"]["incidents"] == ask(get, "incidents/", count="exact", **query)["count"]
    for name, facet in told["facets"].items():
        for term in facet["terms"]:
            if term["term"] is None:
                continue
            added = {name: term["term"]}
            if name == "year":
                asked = [query.get("date_from"), f"{term['term']}-01-01"]
                until = [query.get("date_to"), f"{term['term']}-12-31"]
                added = {"date_from": max(filter(None, asked)), "date_to": min(filter(None, until))}
                if added["date_from"] > added["date_to"]:
                    assert term["listed"] == 0
                    continue
            listed = ask(get, "incidents/", count="exact", **(query | added))["count"]
            assert term["listed"] == listed, (name, term["term"])
            if name != "year":
                assert term["incidents"] == listed


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ({}, "summary"),
        ({"kind": "shelling", "country": "ARM", "border": "armenia-azerbaijan"}, "summary"),
        ({"date_from": "2024-01-01"}, "summary"),
        ({"date_from": "2024-01-02"}, "rows"),
        ({"date_from": "2024-01-01", "match": "certain"}, "rows"),
        ({"date_to": "2024-12-31"}, "rows"),
        ({"date_to": "2024-12-31", "match": "certain"}, "summary"),
        ({"as_of": "2099-01-01"}, "rows"),
        ({"aggregates": "include"}, "rows"),
        ({"perspective": "maximal"}, "rows"),
        ({"facet": "role"}, "rows"),
        ({"q": "fire"}, "rows"),
    ],
)
def test_the_summary_is_read_where_it_counts_the_same(
    get: Get, world: None, query: dict[str, Any], source: str
) -> None:
    told = ask(get, "stats/facets/", **query)
    assert told["source"] == source
    again = ask(get, "stats/facets/", **({"as_of": "2099-01-01"} | query))
    assert told["facets"] == again["facets"]
    assert told["total"] == again["total"]
