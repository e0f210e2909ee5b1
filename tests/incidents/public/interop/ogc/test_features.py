"""OGC API – Features, Part 1: the features and their pages."""

from typing import Any

import pytest
from django.test import Client

from incidents.public.interop.ogc.collections import COLLECTIONS
from incidents.record.tally import Tally
from tests.incidents.public.interop.ogc.conftest import Get
from tests.incidents.public.interop.ogc.samples import HERE, ITEMS, Fault, Refs, rels
from tests.incidents.record.factories import claim, involvement, killed, published, retracted

pytestmark = pytest.mark.django_db


def test_an_incident_as_a_feature(get: Get) -> None:
    edition = published(location=HERE, totals=killed(2, 4), involvements=[involvement("armenia")])
    answer = get(ITEMS)
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    data = answer.json()
    as_of = edition.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert (data["numberMatched"], data["numberReturned"], data["as_of"]) == (1, 1, as_of)
    assert answer["Counterclaim-As-Of"] == as_of
    (one,) = data["features"]
    assert (one["id"], one["geometry"]) == (edition.ref, {"type": "Point", "coordinates": [46.51, 39.04]})
    told = one["properties"]
    assert (told["radius_km"], told["place_precision"], told["killed_high"], told["match"]) == (25.0, 2, 4, "certain")
    assert told["actors"] == ["armenia"]
    assert {"border", "dispute", "wounded_best"}.isdisjoint(told), "what is not known is left out"
    assert get(told["page"]).status_code == 200
    assert get(told["url"]).json()["ref"] == edition.ref
    alone = get(f"{ITEMS}/{edition.ref}").json()
    assert alone["properties"] == {key: value for key, value in told.items() if key != "match"}
    assert rels(alone)["collection"] == "http://testserver/ogc/collections/incidents"


def test_what_has_no_position_has_no_geometry(get: Get, refs: Refs) -> None:
    edition = published()
    assert get(ITEMS).json()["features"][0]["geometry"] is None
    assert refs(bbox="-180,-90,180,90") == []
    assert refs() == [edition.ref]


def test_totals_over_periods_only_where_they_are_asked_for(refs: Refs) -> None:
    single, total = published().ref, published(aggregated=True).ref
    assert refs() == [single]
    assert sorted(refs(aggregates="include")) == sorted([single, total])
    assert refs(aggregated="true") == [total]
    assert refs(filter="aggregated = TRUE") == [total]
    assert refs(filter="aggregated = TRUE", aggregates="exclude") == []


def test_what_was_retracted_is_gone_and_as_of_brings_it_back(get: Get, refs: Refs) -> None:
    edition = published()
    then = edition.published_at.isoformat()
    retracted(edition.ref)
    assert refs() == []
    assert get(f"{ITEMS}/{edition.ref}", status=404)["Content-Type"] == "application/problem+json"
    assert refs(as_of=then) == [edition.ref]
    alone = get(f"{ITEMS}/{edition.ref}", as_of=then)
    assert alone.json()["properties"]["number"] == 1
    assert alone["Counterclaim-As-Of"] == edition.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_the_newest_edition_is_the_feature(get: Get) -> None:
    first = published(title="What was said first")
    published(ref=first.ref, title="What is said now")
    (one,) = get(ITEMS).json()["features"]
    assert (one["properties"]["title"], one["properties"]["number"]) == ("What is said now", 2)
    assert get(f"{ITEMS}/{first.ref}").json()["properties"]["number"] == 2


def test_a_claim_as_a_feature(get: Get) -> None:
    said = claim("armenia", made_on=None)
    edition = published(claims=[said, claim("azerbaijan", made_on="2024-02-14")])
    data = get("collections/claims/items").json()
    assert data["features"][0]["id"] == said["id"]
    one = get(f"collections/claims/items/{said['id']}").json()
    assert (one["geometry"], one["properties"]["claimant"], one["properties"]["ref"]) == (None, "armenia", edition.ref)
    assert one["properties"]["page"].endswith(f"/incidents/{edition.ref}/editions/1/#claim-{said['id']}")
    assert get("collections/claims/items", bbox="-180,-90,180,90").json()["numberMatched"] == 0


def test_the_name_of_a_place_is_told_and_asked_for(get: Get, refs: Refs) -> None:
    place = {"code": "test:1", "name": "Nerkin Hand", "kind": "settlement", "admin1": "", "country": "ARM", "names": []}
    named = published(location={"place": place | {"latitude": None, "longitude": None}}).ref
    nameless = published().ref
    told = {one["id"]: one["properties"].get("place_name") for one in get(ITEMS).json()["features"]}
    assert told == {named: "Nerkin Hand", nameless: None}
    assert refs(filter="place_name LIKE 'Nerkin%'") == refs(place_name="Nerkin Hand") == [named]
    assert refs(filter="place_name IS NULL") == [nameless]


# Pages


@pytest.mark.parametrize("name", COLLECTIONS)
def test_pages_follow_each_other_and_hold_everything_once(get: Get, name: str) -> None:
    for day in (14, 12, 13, 12, 11):
        published(occurrence={"earliest": f"2024-02-{day}"}, claims=[claim("armenia", made_on=f"2024-02-{day}")])
    whole = [one["id"] for one in get(f"collections/{name}/items").json()["features"]]
    found: list[str] = []
    url, pages = f"collections/{name}/items?limit=2", 0
    while url:
        data = get(url).json()
        found += [one["id"] for one in data["features"]]
        assert data["numberMatched"] == 5
        url, pages = rels(data).get("next", ""), pages + 1
    assert (found, pages, len(set(found))) == (whole, 3, 5)
    back = get(rels(data)["prev"]).json()
    assert [one["id"] for one in back["features"]] == whole[2:4]


def test_the_order_and_the_count_are_those_of_the_rest_list(get: Get, client: Client, refs: Refs) -> None:
    for day in ("2024-02-01", "2023-01-01", "2024-02-03"):
        published(occurrence={"earliest": day})
    rest = client.get("/api/v1/incidents/").json()
    assert refs() == [one["ref"] for one in rest["results"]]
    assert get(ITEMS).json()["numberMatched"] == rest["count"]


def test_links_of_a_page_are_in_the_header_too(get: Get) -> None:
    for _ in range(2):
        published()
    answer = get(f"{ITEMS}?limit=1&kind=exchange_of_fire")
    links = answer.json()["links"]
    assert {one["rel"] for one in links} == {"self", "alternate", "collection", "next"}
    for one in links:
        assert f'<{one["href"]}>; rel="{one["rel"]}"; type="{one["type"]}"' in answer["Link"]
    assert all("kind=exchange_of_fire" in one["href"] for one in links if one["rel"] != "collection")


def test_only_an_exact_count_is_told(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        published()
    assert get(ITEMS, limit=1).json()["numberMatched"] == 3
    assert get(ITEMS, limit=1, filter="killed_best IS NOT NULL").json()["numberMatched"] == 0
    none = get(ITEMS, count="none").json()
    assert "numberMatched" not in none
    assert none["as_of"]
    monkeypatch.setattr("incidents.public.interop.ogc.items.tally_of", lambda *_, **__: Tally(3, False, 0, None))
    assert "numberMatched" not in get(ITEMS).json()


@pytest.mark.parametrize("limit", ["0", "-1", "x", "", "1.5", "١"])
def test_a_limit_that_is_none(fault: Fault, limit: str) -> None:
    assert fault(limit=limit).startswith("limit ")


@pytest.mark.parametrize("limit", ["1001", "9" * 30])
def test_a_limit_too_large_is_the_largest(refs: Refs, limit: str) -> None:
    edition = published()
    assert refs(limit=limit) == [edition.ref]


@pytest.mark.parametrize("count", [1, 3])
def test_three_queries_at_most(get: Get, django_assert_max_num_queries: Any, count: int) -> None:
    for _ in range(count):
        edition = published(location=HERE, claims=[claim("armenia")])
    paths = [
        f"{ITEMS}?bbox=46,39,47,40&filter=killed_best+IS+NULL&actor=armenia",
        "collections/incident-areas/items?bbox=46,39,47,40",
        "collections/claims/items?filter=kind='assertion'",
        f"{ITEMS}/{edition.ref}",
        f"collections/incident-areas/items/{edition.ref}",
        "collections",
        "collections/incidents",
    ]
    for path in paths:
        with django_assert_max_num_queries(3):
            get(f"http://testserver/ogc/{path}")
