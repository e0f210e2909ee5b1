"""OGC API – Features, Part 1: what may be asked of the features, and what is refused."""

import pytest

from tests.incidents.public.interop.ogc.conftest import Get
from tests.incidents.public.interop.ogc.samples import HERE, ITEMS, Fault, Refs
from tests.incidents.record.factories import claim, involvement, killed, published

pytestmark = pytest.mark.django_db


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
