"""The record as GED events: 49 columns, UCDP's parameters, its envelope, its versions."""

from collections.abc import Callable
from typing import Any

import jsonschema
import orjson
import pytest
from django.test import Client

from incidents.public.interop.compat.ucdp.schema import COLUMNS, SCHEMA
from incidents.record.models import Edition
from incidents.vocabulary import Group
from tests.factories import ActorFactory
from tests.incidents.public.interop.compat.samples import (
    ACTORS,
    actor,
    cast,
    estimate,
    exchange,
    full,
    killed,
    released,
)
from tests.incidents.record.factories import involvement, published, retracted

pytestmark = pytest.mark.django_db
Ask = Callable[..., dict[str, Any]]
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


@pytest.fixture
def ask(client: Client) -> Ask:
    """Return a function that asks for events and checks each row against the schema."""

    def call(version: str = "live", **params: Any) -> dict[str, Any]:
        url = version if version.startswith("http") else f"/compat/ucdp/gedevents/{version}"
        answer = client.get(url, params, headers={"x-ucdp-access-token": "anything"})
        assert answer.status_code == 200, answer.content
        told: dict[str, Any] = answer.json()
        assert list(told) == ["TotalCount", "TotalPages", "PreviousPageUrl", "NextPageUrl", "Result"]
        for row in told["Result"]:
            VALIDATOR.validate(row)
            assert list(row) == list(COLUMNS)
            assert row["low"] <= row["best"] <= row["high"]
            parts = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
            assert row["best"] == sum(row[part] for part in parts)
        return told

    return call


def ids(told: dict[str, Any]) -> list[int]:
    return [row["id"] for row in told["Result"]]


def refs(told: dict[str, Any]) -> list[str]:
    return [row["relid"] for row in told["Result"]]


def test_a_row_in_full(ask: Ask) -> None:
    cast()
    full()
    (row,) = ask()["Result"]
    assert row == {
        "id": 202400017,
        "relid": "CC-2024-00017",
        "year": 2024,
        "active_year": False,
        "code_status": "Clear",
        "type_of_violence": 1,
        "conflict_dset_id": "",
        "conflict_new_id": -1,
        "conflict_name": "Armenia–Azerbaijan border",
        "dyad_dset_id": "",
        "dyad_new_id": -1,
        "dyad_name": "Government of Armenia - Government of Azerbaijan",
        "side_a_dset_id": "62",
        "side_a_new_id": 62,
        "side_a": "Government of Armenia",
        "side_b_dset_id": "64",
        "side_b_new_id": 64,
        "side_b": "Government of Azerbaijan",
        "number_of_sources": 2,
        "source_article": '"Report, of the day,2024-02-13,A \'headline\'";"Public Radio,1753-01-01,https://example.org/"',
        "source_office": "Report, of the day;Public Radio",
        "source_date": "2024-02-13;1753-01-01",
        "source_headline": "A 'headline';",
        "source_original": "Armenia;State Border Service of Azerbaijan",
        "where_prec": 2,
        "where_coordinates": "Nerkin Hand",
        "where_description": "near the village of Nerkin Hand",
        "adm_1": "Syunik",
        "adm_2": "",
        "latitude": 39.05,
        "longitude": 46.52,
        "geom_wkt": "POINT (46.52 39.05)",
        "priogrid_gid": 186214,
        "country": "Armenia",
        "country_id": 371,
        "region": "Europe",
        "event_clarity": 1,
        "date_prec": 2,
        "date_start": "2024-02-12",
        "date_end": "2024-02-13",
        "deaths_a": 2,
        "deaths_b": 1,
        "deaths_civilians": 1,
        "deaths_unknown": 1,
        "best": 5,
        "high": 7,
        "low": 4,
        "gwnoa": "371",
        "gwnob": "373",
    }


def test_a_known_dyad_and_groups_have_their_numbers(ask: Ask) -> None:
    cast()
    exchange(involvements=[involvement("artsakh", "initiator"), involvement("azerbaijan", "target")])
    (row,) = ask()["Result"]
    assert (row["type_of_violence"], row["conflict_new_id"], row["dyad_new_id"]) == (1, 388, 833)
    assert (row["side_a_new_id"], row["side_b_new_id"], row["side_b"]) == (64, 338, "Republic of Artsakh")
    assert row["dyad_name"] == "Government of Azerbaijan - Republic of Artsakh"
    assert (row["gwnoa"], row["gwnob"], row["dyad_dset_id"]) == ("373", "", "833")
    assert row["conflict_name"] == "Azerbaijan: Artsakh (Nagorno-Karabakh)"


def test_violence_against_civilians_and_between_groups(ask: Ask) -> None:
    cast()
    group, other = actor("one-group", "non_state_armed"), actor("other-group", "non_state_armed")
    actors = [*ACTORS, group, other]
    parts = {
        "CC-2024-00101": [("azerbaijan", "initiator"), ("villagers", "victim")],
        "CC-2024-00102": [("other-group", "initiator"), ("one-group", "target")],
        "CC-2024-00103": [("one-group", "initiator")],
        "CC-2024-00104": [("villagers", "victim")],
        "CC-2024-00105": [],
        "CC-2024-00106": [("armenia", "initiator"), ("azerbaijan", "target")],
    }
    for ref, named in parts.items():
        exchange(ref=ref, actors=actors, involvements=[involvement(*one) for one in named])
    rows = {row["relid"][-3:]: row for row in ask()["Result"]}
    assert {ref: row["type_of_violence"] for ref, row in rows.items()} == {
        "101": 3, "102": 2, "103": 2, "104": 3, "105": 1, "106": 1,
    }  # fmt: skip
    assert [rows["102"][side] for side in ("side_a", "side_b")] == ["One Group", "Other Group"]
    assert [rows["101"][side] for side in ("side_b", "side_b_new_id")] == ["Civilians", 1]
    assert [rows["104"][side] for side in ("side_a", "side_b")] == ["", "Civilians"]
    assert rows["105"]["code_status"] == "Check dyad"
    for wanted, found in (
        ("1", {"105", "106"}),
        ("2", {"102", "103"}),
        ("3", {"101", "104"}),
        ("2,3", {"101", "102", "103", "104"}),
    ):
        assert {ref[-3:] for ref in refs(ask(TypeOfViolence=wanted))} == found, wanted
    assert set(refs(ask(Actor="64"))) == {"CC-2024-00101", "CC-2024-00106"}
    assert set(refs(ask(Actor="62,1"))) == {"CC-2024-00101", "CC-2024-00104", "CC-2024-00106"}


def test_actors_and_dyads_find_either_side(ask: Ask) -> None:
    cast()
    found = exchange(involvements=[involvement("artsakh", "initiator"), involvement("azerbaijan", "target")]).ref
    other = exchange().ref
    assert refs(ask(Actor="338")) == refs(ask(Dyad="833")) == [found]
    assert set(refs(ask(Actor="64"))) == {found, other}
    assert refs(ask(Actor="62")) == [other]
    assert refs(ask(Actor="4711")) == refs(ask(Dyad="4711")) == []


def test_what_a_row_says_of_its_sides_finds_it(ask: Ask) -> None:
    """Also of a body whose state is none that is known, of a group of a party without a number, and of civilians."""
    cast()
    ActorFactory.create(slug="defence-army", name="Defence Army", kind="armed_forces", country="")
    ActorFactory.create(slug="wing", name="Wing", kind="non_state_armed", ucdp_id=4711)
    ActorFactory.create(slug="front", name="Front", kind="political")
    ActorFactory.create(slug="reporters", name="Reporters", kind="media", ucdp_id=99)
    actors = [
        *ACTORS,
        actor("defence-army", "armed_forces", party="artsakh", name="Defence Army"),
        actor("front", "political"),
        actor("wing", "non_state_armed", party="front", name="Wing"),
        actor("reporters", "media"),
    ]
    pairs = [
        ("defence-army", "azerbaijan"), ("wing", "azerbaijan-border-service"), ("azerbaijan", "reporters"),
        ("artsakh", "villagers"), ("armenia", "wing"), ("front", "azerbaijan"),
    ]  # fmt: skip
    for one, other in pairs:
        exchange(actors=actors, involvements=[involvement(one, "initiator"), involvement(other, "target")])
    rows = ask()["Result"]
    for number in (1, 62, 64, 99, 338, 4711):
        told = {row["relid"] for row in rows if number in (row["side_a_new_id"], row["side_b_new_id"])}
        assert set(refs(ask(Actor=number))) == told, number
    told = {row["relid"] for row in rows if row["dyad_new_id"] == 833}
    assert set(refs(ask(Dyad="833"))) == told != set()


def test_what_nobody_died_of_and_totals_of_periods_are_left_out(ask: Ask) -> None:
    unknown = exchange(**killed(estimate("armenia", None, low=0, high=3))).ref
    wounded = exchange(estimates=[], totals=[]).ref
    exchange(**killed(estimate("armenia", 0)))
    exchange(aggregated=True)
    assert refs(ask()) == [unknown]
    told = ask(include_nonfatal="1")
    assert (told["TotalCount"], wounded in refs(told)) == (3, True)


def test_deaths_of_third_parties_and_of_no_side(ask: Ask) -> None:
    exchange(ref="CC-2024-00001", **killed(estimate("artsakh", 4), estimate("armenia", 1)))
    published(ref="CC-2024-00002", totals=killed(estimate("armenia", 3))["totals"])
    exchange(ref="CC-2024-00003", **killed(estimate("armenia", None, low=2, high=None)))
    rows = {row["id"] % 10: row for row in ask()["Result"]}
    assert (rows[1]["deaths_a"], rows[1]["deaths_unknown"], rows[1]["best"]) == (1, 4, 5)
    assert (rows[2]["deaths_unknown"], rows[2]["low"], rows[2]["high"]) == (3, 3, 3)
    assert (rows[3]["low"], rows[3]["best"], rows[3]["high"]) == (2, 2, 2)


def test_without_a_position_it_is_somewhere_in_its_country(ask: Ask) -> None:
    nowhere = {"place": None, "latitude": None, "longitude": None, "precision": None}
    ref = exchange(location={**nowhere, "country": "AZE"}).ref
    exchange(location={**nowhere, "country": ""})
    (row,) = ask()["Result"]
    assert (row["relid"], row["where_prec"], row["country_id"], row["where_coordinates"]) == (ref, 6, 373, "Azerbaijan")
    assert refs(ask(Geography="40 48,41 49")) == [ref]
    assert refs(ask(Geography="10 10,11 11")) == []


def test_parameters(ask: Ask) -> None:
    one = exchange(ref="CC-2024-00001", occurrence={"earliest": "2024-01-01"}).ref
    two = exchange(ref="CC-2024-00002", occurrence={"earliest": "2024-02-01", "latest": "2024-02-03"}).ref
    ged = exchange(ref="GED-376126", occurrence={"earliest": "2020-09-30"}, location={"country": "AZE"}).ref
    assert refs(ask()) == [two, one, ged]
    assert ids(ask()) == [202400002, 202400001, 376126]
    assert refs(ask(Id="376126,202400001")) == [one, ged]
    assert refs(ask(Country="373")) == [ged]
    assert refs(ask(Country="371,373,999")) == [two, one, ged]
    assert refs(ask(StartDate="2024-01-01", EndDate="2024-02-02")) == [one]
    assert refs(ask(startdate="2024-02-03")) == [two]
    assert refs(ask(Geography="39 46,40 47", nonsense="is ignored")) == [two, one, ged]
    assert refs(ask(Geography="1 1,2 2")) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Id", "x"), ("Country", "ARM"), ("StartDate", "2024-02-30"), ("EndDate", "1 May"), ("Geography", "1,2"),
        ("Geography", "40 46,39 47"), ("TypeOfViolence", "one"), ("pagesize", "0"), ("page", "-1"), ("Dyad", "1;2"),
    ],
)  # fmt: skip
def test_a_value_that_can_not_be_used_is_named(client: Client, name: str, value: str) -> None:
    answer = client.get("/compat/ucdp/gedevents/live", {name: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == name


def test_pages_are_counted_from_0_and_have_no_address_beyond_the_ends(ask: Ask) -> None:
    made = [exchange(occurrence={"earliest": f"2024-01-{day:02}"}).ref for day in range(1, 6)][::-1]
    pages = [ask(pagesize=2, page=page) for page in range(4)]
    assert [refs(page) for page in pages] == [made[:2], made[2:4], made[4:], []]
    assert {(page["TotalCount"], page["TotalPages"]) for page in pages} == {(5, 3)}
    assert [bool(page["NextPageUrl"]) for page in pages] == [True, True, False, False]
    assert [bool(page["PreviousPageUrl"]) for page in pages] == [False, True, True, True]
    assert refs(ask(pages[1]["PreviousPageUrl"])) == made[:2]
    assert len(ask(pagesize=5000)["Result"]) == 5


@pytest.mark.parametrize("first", [{}, {"page": "0"}, {"Page": "0"}, {"PAGE": "0", "PageSize": "2"}])
def test_who_follows_the_pages_sees_one_moment(ask: Ask, first: dict[str, str]) -> None:
    made = [exchange(occurrence={"earliest": f"2024-01-{day:02}"}).ref for day in range(1, 8)][::-1]
    told = ask(**{"pagesize": 2} | first if "PageSize" not in first else first)
    seen, total = refs(told), told["TotalCount"]
    exchange(occurrence={"earliest": "2024-01-31"})
    exchange(ref=made[4], occurrence={"earliest": "2024-01-30"})
    retracted(made[6])
    while told["NextPageUrl"]:
        told = ask(told["NextPageUrl"])
        seen += refs(told)
        assert told["TotalCount"] == total
    assert seen == made
    assert refs(ask())[:2] != made[:2]


def test_a_note_of_another_query_or_page_does_not_count(ask: Ask) -> None:
    made = [exchange(occurrence={"earliest": f"2024-01-{day:02}"}).ref for day in range(1, 8)][::-1]
    onward = ask(pagesize=2)["NextPageUrl"]
    assert refs(ask(onward.replace("pagesize=2", "pagesize=3"))) == made[3:6]
    assert refs(ask(onward.replace("page=1&", "page=2&"))) == made[4:6]
    assert refs(ask(onward + "x")) == made[2:4]


def test_versions_are_releases(ask: Ask, client: Client) -> None:
    cast()
    first = exchange(ref="CC-2024-00001").ref
    released("24.1")
    exchange(ref=first, kind="shelling", **killed(estimate("armenia", 5)))
    exchange(ref="CC-2024-00002")
    assert [(row["relid"], row["best"]) for row in ask("24.1")["Result"]] == [(first, 2)]
    assert ask("24.1")["TotalCount"] == 1
    assert ask()["TotalCount"] == 2
    for nothing in ("24.2", "9.9.9", "latest", "24.0.1"):
        assert client.get(f"/compat/ucdp/gedevents/{nothing}").status_code == 404


def test_the_pages_of_a_release(ask: Ask) -> None:
    made = [exchange(occurrence={"earliest": f"2024-01-{day:02}"}).ref for day in range(1, 6)][::-1]
    released("24.1")
    retracted(made[0])
    told = ask("24.1", pagesize=2)
    seen = refs(told)
    while told["NextPageUrl"]:
        told = ask(told["NextPageUrl"])
        seen += refs(told)
    assert seen == made


def test_only_what_stands_is_told(ask: Ask, client: Client) -> None:
    gone, stays = exchange(), exchange()
    retracted(gone.ref)
    answer = client.get("/compat/ucdp/gedevents/live")
    assert refs(ask()) == [stays.ref]
    assert answer["Counterclaim-As-Of"] == Edition.objects.order_by("-seq")[0].published_at.strftime(
        "%Y-%m-%dT%H:%M:%S.%fZ"
    )
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_an_empty_record(ask: Ask) -> None:
    assert ask() == {"TotalCount": 0, "TotalPages": 0, "PreviousPageUrl": "", "NextPageUrl": "", "Result": []}


@pytest.mark.parametrize("count", [1, 3])
def test_queries(ask: Ask, count: int, django_assert_max_num_queries: Any) -> None:
    cast()
    for day in range(count * 2):
        exchange(occurrence={"earliest": f"2024-01-{day + 1:02}"})
    released("24.1")
    filters = {"pagesize": count, "Actor": "64", "TypeOfViolence": "1", "Country": "371", "Id": "1,202400001"}
    filters.pop("Id")
    for version in ("live", "24.1"):
        with django_assert_max_num_queries(3):
            told = ask(version, **filters)
        assert len(told["Result"]) == count
        with django_assert_max_num_queries(3):
            assert len(ask(told["NextPageUrl"])["Result"]) == count
    exchange()
    with django_assert_max_num_queries(3):
        ask(told["NextPageUrl"].replace("/24.1", "/live"))


def test_all_that_is_told_comes_from_the_body(ask: Ask) -> None:
    """A figure of a group whose side is no party of the dyad is not lost, and the body is not altered."""
    edition = full()
    before = orjson.loads(edition.body)
    told = ask()["Result"][0]
    assert told["best"] == sum(one["best"] or one["low"] for one in before["estimates"])
    assert {one["group"] for one in before["estimates"]} == {*Group.codes()}
