"""OGC API – Features, Part 1: the documents, the features, their pages, and what may be asked of them."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV30SpecValidator

from incidents.public.interop.ogc.collections import COLLECTIONS
from incidents.record.tally import Tally
from tests.incidents.public.interop.ogc.conftest import Get
from tests.incidents.record.factories import claim, involvement, killed, position, published, retracted

pytestmark = pytest.mark.django_db
Refs = Callable[..., list[str]]
Fault = Callable[..., str]
ITEMS = "collections/incidents/items"
HERE = {"latitude": 39.04, "longitude": 46.51, "precision": 2, "radius_km": 25.0}


def rels(data: dict[str, Any]) -> dict[str, str]:
    return {one["rel"]: one["href"] for one in data["links"]}


# The documents


def test_the_landing_page_leads_to_everything(get: Get) -> None:
    answer = get()
    assert answer["Content-Type"] == "application/json"
    links = answer.json()["links"]
    assert {one["rel"] for one in links} == {
        "self", "alternate", "service-desc", "service-doc", "conformance", "data",
    }  # fmt: skip
    for one in links:
        found = get(one["href"])
        assert found["Content-Type"].split(";")[0] == one["type"].split(";")[0], one


def test_the_api_is_valid_openapi_3_0_and_names_every_address(get: Get) -> None:
    answer = get("api")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    api = answer.json()
    OpenAPIV30SpecValidator(api).validate()
    parts = ("", "/items", "/items/{id}", "/queryables", "/schema")
    of_collections = {f"/collections/{name}{part}" for name in COLLECTIONS for part in parts}
    assert set(api["paths"]) == {"/", "/conformance", "/api", "/collections"} | of_collections
    assert api["servers"] == [{"url": "http://testserver/ogc"}]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_api_names_the_parameters_that_are_read(get: Get, fault: Fault, name: str) -> None:
    api = get("api").json()
    operation = api["paths"][f"/collections/{name}/items"]["get"]
    named = api["components"]["parameters"]
    told = {(named[one["$ref"].split("/")[-1]] if "$ref" in one else one)["name"] for one in operation["parameters"]}
    assert set(get_allowed(get, f"collections/{name}/items")) == told


def get_allowed(get: Get, path: str) -> list[str]:
    allowed: list[str] = get(path, status=400, nothing=1).json()["errors"][0]["allowed"]
    return allowed


def test_conformance_states_no_more_than_there_is(get: Get) -> None:
    classes = {one.split("/spec/")[1] for one in get("conformance").json()["conformsTo"]}
    assert {
        "ogcapi-features-1/1.0/conf/core",
        "ogcapi-features-1/1.0/conf/geojson",
        "ogcapi-features-1/1.0/conf/oas30",
        "ogcapi-features-3/1.0/conf/filter",
        "ogcapi-features-3/1.0/conf/features-filter",
        "cql2/1.0/conf/cql2-text",
        "cql2/1.0/conf/basic-cql2",
    } <= classes
    assert not {one for one in classes if one.endswith(("/spatial-functions", "/basic-spatial-functions-plus"))}
    assert "cql2/1.0/conf/arithmetic" not in classes


def test_the_collections_and_what_they_link_to(get: Get) -> None:
    published(location=HERE)
    data = get("collections").json()
    assert [one["id"] for one in data["collections"]] == ["incidents", "incident-areas", "claims"]
    for one in data["collections"]:
        assert get(f"collections/{one['id']}").json()["extent"] == one["extent"]
        for link in one["links"]:
            assert get(link["href"])["Content-Type"].startswith(link["type"]), link


def test_extents_hold_the_positions_and_the_areas(get: Get) -> None:
    assert get("collections/incidents").json()["extent"] == {}
    published(location=HERE)
    published(location=HERE | {"latitude": 41.2}, occurrence={"earliest": "2021-05-01"})
    extent = get("collections/incidents").json()["extent"]
    assert extent["spatial"]["bbox"] == [[46.5, 39.0, 47.0, 41.5]]
    assert extent["temporal"]["interval"] == [["2021-01-01T00:00:00Z", "2024-12-31T23:59:59Z"]]
    (areas,) = get("collections/incident-areas").json()["extent"]["spatial"]["bbox"]
    assert areas[0] < 46.51 - 250 / 87
    assert areas[3] > 41.2 + 250 / 111.2


def test_the_schema_describes_the_features(get: Get) -> None:
    claims = [claim("armenia"), claim("azerbaijan")]
    published(
        location=HERE,
        totals=killed(2, 4),
        claims=claims,
        involvements=[involvement("armenia")],
        positions=[position("initiator", "contested")],
    )
    types: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list}
    for name in COLLECTIONS:
        told = get(f"collections/{name}/schema").json()["properties"]["properties"]["properties"]
        for one in get(f"collections/{name}/items").json()["features"]:
            assert set(one["properties"]) <= set(told)
            for key, value in one["properties"].items():
                assert isinstance(value, types[told[key]["type"]]), key
                assert value in told[key].get("enum", [value])


def test_every_property_that_is_queryable_is_told(get: Get) -> None:
    for name in COLLECTIONS:
        told = get(f"collections/{name}/schema").json()["properties"]["properties"]["properties"]
        asked = get(f"collections/{name}/queryables")
        assert asked["Content-Type"] == "application/schema+json"
        assert set(asked.json()["properties"]) - {"geometry"} <= set(told)


# Features


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
    assert get(f"{ITEMS}/{edition.ref}", as_of=then).json()["properties"]["number"] == 1


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


# Parameters


@pytest.mark.parametrize(
    ("box", "hit"),
    [
        ("46,39,47,40", True),
        ("46,39,0,47,40,5000", True),
        ("46.51,39.04,46.51,39.04", True),
        ("45.999999999999997,39.0,46.999999999999997,4e1", True),
        ("47,39,48,40", False),
        ("170,-90,-170,90", False),
        ("46,-90,-170,90", True),
    ],
)
def test_a_box(refs: Refs, box: str, hit: bool) -> None:
    edition = published(location=HERE)
    assert refs(bbox=box) == ([edition.ref] if hit else [])


@pytest.mark.parametrize("box", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,1,1", "0,0,0,91", "nan,0,1,1", "1_0,0,11,1"])
def test_a_box_that_is_none(fault: Fault, box: str) -> None:
    assert fault(bbox=box).startswith("bbox ")


def test_certain_in_a_box_holds_the_whole_circle(refs: Refs) -> None:
    edition = published(location=HERE)
    for collection in ("incidents", "incident-areas"):
        assert refs(collection, bbox="46.4,39,46.6,39.1", match="certain") == []
        assert refs(collection, bbox="46,38.5,47,39.5", match="certain") == [edition.ref]


@pytest.mark.parametrize(
    ("when", "hit"),
    [
        ("2024-02-13", True),
        ("2024-02-10", True),
        ("2024-02-09", False),
        ("2024-02-13T12:00:00Z", True),
        ("2024-02-17T23:30:00-01:00", False),
        ("2024-02-16/..", True),
        ("2024-02-16/", True),
        ("2024-02-17/..", False),
        ("../2024-02-10", True),
        ("/2024-02-09", False),
        ("2024-01-01T00:00:00Z/2024-02-10T00:00:00Z", True),
        ("../..", True),
    ],
)
def test_a_time_that_the_incident_may_have_been_at(refs: Refs, when: str, hit: bool) -> None:
    edition = published(occurrence={"earliest": "2024-02-10", "latest": "2024-02-16", "precision": "range"})
    assert refs(datetime=when) == ([edition.ref] if hit else [])


def test_a_time_that_the_incident_must_have_been_at(refs: Refs) -> None:
    edition = published(occurrence={"earliest": "2024-02-10", "latest": "2024-02-16", "precision": "range"})
    assert refs(datetime="2024-02-10/2024-02-16", match="certain") == [edition.ref]
    assert refs(datetime="2024-02-11/2024-02-16", match="certain") == []


@pytest.mark.parametrize("when", ["", "yesterday", "2024-02-30", "2024-02-14/2024-02-13", "2024", "a/b"])
def test_a_time_that_is_none(fault: Fault, when: str) -> None:
    assert fault(datetime=when).startswith("datetime ")


def test_a_claim_without_a_day_is_in_every_time(refs: Refs) -> None:
    dated, undated = claim("armenia", made_on="2024-02-14"), claim("armenia", made_on=None)
    published(claims=[dated, undated])
    assert refs("claims", datetime="2024-02-14") == [undated["id"], dated["id"]]
    assert refs("claims", datetime="2024-02-15/..") == [undated["id"]]


def test_the_records_own_filters(refs: Refs) -> None:
    there = published(kind="shelling", involvements=[involvement("armenia")], title="Shells near a village").ref
    published()
    for params in ({"kind": "shelling"}, {"actor": "armenia"}, {"q": "village"}, {"kind": "shelling,offensive"}):
        assert refs(**params) == [there]
    said = claim("armenia", kind="denial")
    published(claims=[said, claim("azerbaijan")])
    assert refs("claims", kind="denial") == [said["id"]]


def test_a_parameter_of_a_propertys_name_asks_for_its_value(refs: Refs, fault: Fault) -> None:
    one = published(title="One, it's said", totals=killed(2, 2), location=HERE).ref
    published(title="Another")
    asked = {"title": "One, it's said", "killed_best": "2", "ref": one, "place_precision": "2", "radius_km": "25.0"}
    for name, value in asked.items():
        assert refs(**{name: value}) == [one], name
    assert fault(killed_best="two") == "killed_best 'two' is not a number"
    assert fault(aggregated="maybe") == "aggregated 'maybe' is not true or false"
    assert fault(earliest="soon").startswith("earliest ")
    assert fault(title=" ").startswith("title is empty")
    assert fault(actors="armenia").startswith("actors is not a parameter here")


@pytest.mark.parametrize(
    "path",
    ["", "conformance", "api", "collections", "collections/incidents", "collections/claims/schema",
     "collections/incidents/queryables", ITEMS, "collections/incidents/items/CC-1"],
)  # fmt: skip
def test_unknown_parameters_are_refused_everywhere(fault: Fault, path: str) -> None:
    assert fault(path, surprise=1) == "surprise is not a parameter here"
    assert fault(path, f="xml") == "f 'xml' is not one of them"


@pytest.mark.parametrize("name", ["crs", "bbox-crs", "filter-crs"])
def test_other_reference_systems_are_refused(get: Get, fault: Fault, name: str) -> None:
    assert fault(**{name: "http://www.opengis.net/def/crs/EPSG/0/4326"}).startswith(name)
    get(ITEMS, **{name: "http://www.opengis.net/def/crs/OGC/1.3/CRS84"})


# How it answers


def test_a_browser_gets_pages_and_everybody_else_json(get: Get) -> None:
    edition = published(title="Fire <b>near</b> a village")
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    paths = ["", "conformance", "api", "collections", "collections/incidents", "collections/incidents/queryables",
             "collections/incidents/schema", ITEMS, f"{ITEMS}/{edition.ref}", "collections/claims/items"]  # fmt: skip
    for path in paths:
        for answer in (get(path, headers=browser), get(path, f="html")):
            assert answer["Content-Type"] == "text/html; charset=utf-8"
            assert "Accept" in answer["Vary"]
        for answer in (get(path), get(path, headers={"accept": "*/*"}), get(path, f="json", headers=browser)):
            assert "json" in answer["Content-Type"]
            orjson.loads(answer.content)
    shown = get(ITEMS, f="html").content.decode()
    assert "Fire &lt;b&gt;near&lt;/b&gt; a village" in shown
    assert f"/ogc/collections/incidents/items/{edition.ref}?f=html" in shown


def test_other_addresses(client: Client, get: Get) -> None:
    for path in ("nothing", "collections/nothing", "collections/incidents/items/nothing", "collections/incidents/x"):
        assert get(path, status=404)["Content-Type"] == "application/problem+json"
    moved = client.get("/ogc/collections/?f=json")
    assert (moved.status_code, moved["Location"]) == (301, "/ogc/collections?f=json")
    assert client.head("/ogc/collections/incidents/items").status_code == 200
    assert client.post("/ogc/collections/incidents/items").status_code == 405


def test_it_is_read_from_anywhere(get: Get) -> None:
    assert get(ITEMS)["Access-Control-Allow-Origin"] == "*"


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


def test_the_name_of_a_place_is_told_and_asked_for(get: Get, refs: Refs) -> None:
    place = {"code": "test:1", "name": "Nerkin Hand", "kind": "settlement", "admin1": "", "country": "ARM", "names": []}
    named = published(location={"place": place | {"latitude": None, "longitude": None}}).ref
    nameless = published().ref
    told = {one["id"]: one["properties"].get("place_name") for one in get(ITEMS).json()["features"]}
    assert told == {named: "Nerkin Hand", nameless: None}
    assert refs(filter="place_name LIKE 'Nerkin%'") == refs(place_name="Nerkin Hand") == [named]
    assert refs(filter="place_name IS NULL") == [nameless]
