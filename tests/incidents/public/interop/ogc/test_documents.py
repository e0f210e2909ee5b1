"""OGC API – Features, Part 1: the documents, and how they are answered with."""

from typing import Any

import orjson
import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV30SpecValidator

from incidents.public.interop.ogc.collections import COLLECTIONS
from tests.incidents.public.interop.ogc.conftest import Get
from tests.incidents.public.interop.ogc.samples import HERE, ITEMS, Fault
from tests.incidents.record.factories import claim, involvement, killed, position, published

pytestmark = pytest.mark.django_db


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


def test_a_page_does_not_say_what_was_not_counted(get: Get) -> None:
    published()
    shown = get(ITEMS, f="html").content.decode()
    assert "1 features, of 1." in shown
    shown = get(ITEMS, f="html", count="none").content.decode()
    assert "1 features, how many there are in all was not counted." in shown


def test_other_addresses(client: Client, get: Get) -> None:
    for path in ("nothing", "collections/nothing", "collections/incidents/items/nothing", "collections/incidents/x"):
        assert get(path, status=404)["Content-Type"] == "application/problem+json"
    moved = client.get("/ogc/collections/?f=json")
    assert (moved.status_code, moved["Location"]) == (301, "/ogc/collections?f=json")
    assert client.head("/ogc/collections/incidents/items").status_code == 200
    assert client.post("/ogc/collections/incidents/items").status_code == 405


def test_it_is_read_from_anywhere(get: Get) -> None:
    assert get(ITEMS)["Access-Control-Allow-Origin"] == "*"
