"""What each filter finds, possibly and certainly, now and then."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from incidents.record.claim_filters import claims_for
from incidents.record.filters import incidents_at, incidents_for
from incidents.record.models import Edition
from tests.incidents.record.asking import at, claims_found, found, on, since
from tests.incidents.record.factories import claim, involvement, killed, position, published, retracted

pytestmark = pytest.mark.django_db


def hits(query: str, edition: Edition) -> tuple[bool, bool]:
    """Return whether an edition is found possibly, and certainly."""
    return edition.ref in found(query), edition.ref in found(f"{query}&match=certain")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("date_from=2024-02-10", (True, True)),
        ("date_from=2024-02-11", (True, False)),
        ("date_from=2024-02-20", (True, False)),
        ("date_from=2024-02-21", (False, False)),
        ("date_to=2024-02-20", (True, True)),
        ("date_to=2024-02-19", (True, False)),
        ("date_to=2024-02-10", (True, False)),
        ("date_to=2024-02-09", (False, False)),
        ("date_from=2024-02-15&date_to=2024-02-15", (True, False)),
        ("date_from=2024-02-10&date_to=2024-02-20", (True, True)),
    ],
)
def test_a_range_of_dates_may_or_must_fit(query: str, expected: tuple[bool, bool]) -> None:
    assert hits(query, on("2024-02-10", "2024-02-20")) == expected


@pytest.mark.parametrize(
    ("figure", "query", "expected"),
    [
        ((2, 4), "fatalities_min=2", (True, True)),
        ((2, 4), "fatalities_min=3", (True, False)),
        ((2, 4), "fatalities_min=5", (False, False)),
        ((2, 4), "fatalities_max=4", (True, True)),
        ((2, 4), "fatalities_max=3", (True, False)),
        ((2, 4), "fatalities_max=1", (False, False)),
        ((2, None), "fatalities_min=1000", (True, False)),
        ((2, None), "fatalities_max=1000", (True, False)),
        ((None, 4), "fatalities_min=1", (True, False)),
        ((None, 4), "fatalities_max=0", (True, False)),
        ((0, 0), "fatalities_max=0", (True, True)),
        ((None, None), "fatalities_min=0", (False, False)),
        ((None, None), "fatalities_max=1000", (False, False)),
    ],
)
def test_the_killed_may_or_must_be_that_many_and_unknown_is_never_zero(
    figure: tuple[int | None, int | None], query: str, expected: tuple[bool, bool]
) -> None:
    assert hits(query, published(totals=killed(*figure))) == expected


def test_a_possible_hit_is_marked() -> None:
    exact, vague = on("2024-02-13"), on("2024-02-01", "2024-02-29")
    marks = {one.ref: one.certain for one in incidents_for(QueryDict("date_from=2024-02-13"))}
    assert marks == {exact.ref: True, vague.ref: False}


@pytest.mark.parametrize(
    ("radius", "query", "expected"),
    [
        (1, "bbox=46.4,39.2,46.6,39.4", (True, True)),
        (25, "bbox=46.4,39.2,46.6,39.4", (True, False)),
        (1, "bbox=46.6,39.2,46.7,39.4", (False, False)),
        (1, "bbox=170,39.2,46.7,39.4", (True, True)),
        (1, "bbox=170,39.2,-170,39.4", (False, False)),
        (1, "near=39.3,46.5,2", (True, True)),
        (25, "near=39.3,46.5,2", (True, False)),
        (1, "near=39.4,46.5,12", (True, False)),
        (1, "near=39.4,46.5,11", (False, False)),
        (1, "near=-39.3,-133.5,20030", (False, False)),
        (1, "near=-39.3,-133.5,20038", (True, False)),
    ],
)
def test_a_position_may_or_must_be_there(radius: float, query: str, expected: tuple[bool, bool]) -> None:
    assert hits(query, at(39.3, 46.5, radius)) == expected


@pytest.mark.parametrize("query", ["near=0,-179.9,30", "near=0,179.9,30", "bbox=179,-1,-179,1"])
def test_the_antimeridian_is_no_border(query: str) -> None:
    west, east = at(0, 179.9), at(0, -179.9)
    assert found(query) == {west.ref, east.ref}


@pytest.mark.parametrize("query", ["near=90,0,200", "near=89,-90,300"])
def test_the_pole_is_near_whatever_the_longitude(query: str) -> None:
    around = {at(89, longitude).ref for longitude in (-180, -90, 0, 90)}
    assert found(query) == around


def test_an_incident_without_a_position_is_nowhere() -> None:
    published()
    assert found("bbox=-180,-90,180,90") == set()


def test_an_actor_stands_for_its_subordinates_on_the_dates_of_the_incident() -> None:
    since("guards", "ministry", "2023-01-01", "2024-01-01")
    since("ministry", "state", None, None)
    since("guards", "other", "2024-01-01", None)
    before, during, after = (
        on(day, involvements=[involvement("guards")]) for day in ("2022-12-31", "2023-12-31", "2024-01-01")
    )
    astride = on("2023-12-30", "2024-01-02", involvements=[involvement("guards")])
    assert found("actor=state") == found("actor=ministry") == {during.ref, astride.ref}
    assert found("actor=state&match=certain") == {during.ref}
    assert found("actor=other") == {after.ref, astride.ref}
    assert found("actor=guards") == {before.ref, during.ref, after.ref, astride.ref}
    assert found("actor=state,other&match=certain") == {during.ref, after.ref, astride.ref}
    assert found("actor=nobody") == set()


def test_membership_recorded_in_two_stretches_is_certain_over_the_seam() -> None:
    since("guards", "state", None, "2024-01-01")
    since("guards", "state", "2024-01-01", None)
    astride = on("2023-12-30", "2024-01-02", involvements=[involvement("guards")])
    assert found("actor=state&match=certain") == {astride.ref}


def test_a_role_is_that_of_the_actor() -> None:
    since("army", "azerbaijan", None, None)
    fired = published(involvements=[involvement("army", "initiator"), involvement("armenia", "target")])
    other = published(involvements=[involvement("armenia", "initiator"), involvement("army", "target")])
    assert found("actor=azerbaijan&role=initiator") == {fired.ref}
    assert found("actor=azerbaijan&role=initiator,target") == {fired.ref, other.ref}
    assert found("role=initiator") == {fired.ref, other.ref}
    assert found("role=mediator") == set()


def test_a_kind_of_claim_is_that_of_the_claimant() -> None:
    since("mod", "armenia", None, None)
    denied = published(claims=[claim("mod", kind="denial"), claim("azerbaijan")])
    claimed = published(claims=[claim("azerbaijan", kind="denial"), claim("mod")])
    assert found("claimant=armenia&claim_kind=denial") == {denied.ref}
    assert found("claimant=armenia") == found("claim_kind=denial") == {denied.ref, claimed.ref}


def test_contested_questions() -> None:
    contested = published(positions=[position("occurrence", "contested"), position("killed", "agreed")])
    published(positions=[position("occurrence", "agreed"), position("killed", "contested")])
    assert found("contested=occurrence") == {contested.ref}
    assert len(found("contested=occurrence&contested=killed")) == 2


def test_columns_take_several_values_either_way() -> None:
    one = published(kind="shelling", location={"country": "ARM"})
    two = published(kind="sniper_fire", location={"country": "AZE"})
    published(kind="other", location={"country": "GEO"})
    assert found("kind=shelling,sniper_fire") == {one.ref, two.ref}
    assert found("kind=shelling&kind=sniper_fire") == {one.ref, two.ref}
    assert found("country=ARM,AZE&kind=shelling") == {one.ref}


def test_places_sections_borders_and_disputes() -> None:
    section = {"code": "AM-AZ-6", "name": "Syunik", "border": "armenia-azerbaijan", "border_name": "B"}
    place = {"code": "gn:1", "name": "N", "kind": "settlement", "country": "ARM", "admin1": ""}
    place_whole: dict[str, Any] = {**place, "latitude": None, "longitude": None, "names": []}
    there = published(
        location={"section": section, "place": place_whole, "precision": 5},
        dispute={"slug": "nagorno-karabakh", "name": "N"},
    )
    published()
    for query in (
        "section=AM-AZ-6",
        "border=armenia-azerbaijan",
        "place=gn:1",
        "dispute=nagorno-karabakh",
        "precision_max=5",
    ):
        assert found(query) == {there.ref}, query
    assert found("precision_max=4") == set()


def test_period_totals_are_left_out_unless_asked_for() -> None:
    single, total = published(), published(aggregated=True)
    assert found("") == found("aggregates=exclude") == {single.ref}
    assert found("aggregates=include") == {single.ref, total.ref}
    assert found("aggregates=only") == {total.ref}


def test_civilians() -> None:
    estimate = {
        "side": "armenia",
        "group": "civilian",
        "outcome": "wounded",
        "low": 1,
        "best": 1,
        "high": 1,
        "basis": "claims",
        "derived": False,
        "claims": [],
        "note": "",
    }
    harmed, none = published(estimates=[estimate]), published()
    assert found("civilians=true") == {harmed.ref}
    assert found("civilians=false") == {none.ref}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=soldiers", {"a", "b"}),
        ('q="soldiers killed"', {"a"}),
        ("q=soldiers -wounded", {"a"}),
        ("q=agdam", {"b"}),
        ("q=AĞDAM", {"b"}),
        ("q=khankendi or agdam", {"a", "b"}),
        ("q=nothing", set()),
    ],
)
def test_words_phrases_and_exclusion_whatever_the_accents(query: str, expected: set[str]) -> None:
    refs = {
        published(summary="Four soldiers killed near Khankəndi").ref: "a",
        published(summary="Soldiers wounded, none killed, near Ağdam").ref: "b",
    }
    assert {refs[ref] for ref in found(query)} == expected


def test_as_of_shows_what_stood_then() -> None:
    first = published(title="First", kind="shelling")
    second = published(ref=first.ref, title="Second", kind="sniper_fire")
    third = retracted(first.ref)

    def titles(query: str) -> list[str]:
        return [edition.title for edition in incidents_for(QueryDict(query))]

    stamps = [edition.published_at for edition in (first, second, third)]
    before, one, two, three = (
        moment.isoformat().replace("+", "%2B") for moment in (stamps[0] - timedelta(microseconds=1), *stamps)
    )
    assert titles(f"as_of={before}") == []
    assert titles(f"as_of={one}") == ["First"]
    assert titles(f"as_of={one}&kind=sniper_fire") == []
    assert titles(f"as_of={two}") == ["Second"]
    assert titles(f"as_of={three}") == titles("") == []
    assert titles(f"as_of={one.replace('%2B', '+')}") == ["First"]
    assert titles(f"as_of={first.published_at.date() - timedelta(days=1)}") == []
    assert [one.status for one in incidents_at(QueryDict(""))] == ["retracted"]
    assert [one.title for one in incidents_at(QueryDict(f"as_of={one}"))] == ["First"]
    assert claims_for(QueryDict(f"as_of={one}")).count() == 0


def test_published_since() -> None:
    first, second = published(), published()
    assert found(f"published_since={second.published_at.isoformat()}") == {second.ref}
    assert found(f"published_since={first.published_at.date()}") == {first.ref, second.ref}


@pytest.mark.parametrize("count", [1, 3, 50])
def test_actors_take_one_query_however_many(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    since("guards", "state-0", None, None)
    of_guards = published(involvements=[involvement("guards")], claims=[claim("guards")])
    slugs = ",".join(f"state-{number}" for number in range(count))
    with django_assert_num_queries(2):  # of the actors and claimants, and the incidents
        assert found(f"actor={slugs}&claimant={slugs}") == {of_guards.ref}
    with django_assert_num_queries(2):
        assert len(claims_found(f"claimant={slugs}")) == 1
