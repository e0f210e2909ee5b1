"""What each filter finds, possibly and certainly, now and then."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from actors.models import ActorRelation
from incidents.record.filters import (
    BadParameter,
    claims_for,
    incidents_at,
    incidents_for,
    without_blanks,
)
from incidents.record.models import Edition
from incidents.vocabulary import ClaimMark, IncidentKind
from tests.factories import ActorFactory
from tests.incidents.record.factories import (
    assertion,
    claim,
    involvement,
    killed,
    position,
    published,
    retracted,
)

pytestmark = pytest.mark.django_db


def found(query: str) -> set[str]:
    return {edition.ref for edition in incidents_for(QueryDict(query))}


def hits(query: str, edition: Edition) -> tuple[bool, bool]:
    """Return whether an edition is found possibly, and certainly."""
    return edition.ref in found(query), edition.ref in found(f"{query}&match=certain")


def on(earliest: str, latest: str = "", **changes: Any) -> Edition:
    return published(occurrence={"earliest": earliest, "latest": latest or earliest}, **changes)


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


def at(latitude: float, longitude: float, radius_km: float = 1) -> Edition:
    return published(location={"latitude": latitude, "longitude": longitude, "radius_km": radius_km, "precision": 1})


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


def since(part: str, whole: str, first: str | None, until: str | None) -> None:
    days = [None if day is None else date.fromisoformat(day) for day in (first, until)]
    ActorRelation.objects.create(
        subject=ActorFactory.create(slug=part),
        object=ActorFactory.create(slug=whole),
        kind="part_of",
        valid=DateRange(*days),
    )


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


@pytest.mark.parametrize(
    ("query", "field", "allowed"),
    [
        ("colour=red", "colour", "kind"),
        ("kind=war", "kind", "shelling"),
        ("kind=", "kind", "shelling"),
        ("kind=shelling,", "kind", "shelling"),
        ("actor=" + ",".join(map(str, range(51))), "actor", None),
        ("match=maybe", "match", "certain"),
        ("civilians=yes", "civilians", "true"),
        ("country=Armenia", "country", None),
        ("actor=%00", "actor", None),
        ("q=a%00", "q", None),
        ("q=" + "a" * 201, "q", None),
        ("date_from=13.2.2024", "date_from", None),
        ("date_from=2024-02-30", "date_from", None),
        ("date_from=2024-02-01&date_from=2024-02-02", "date_from", None),
        ("date_from=2024-02-02&date_to=2024-02-01", "date_to", None),
        ("fatalities_min=-1", "fatalities_min", None),
        ("fatalities_min=2147483648", "fatalities_min", None),
        ("fatalities_min=3&fatalities_max=2", "fatalities_max", None),
        ("precision_max=8", "precision_max", None),
        ("bbox=1,2,3", "bbox", None),
        ("bbox=0,10,10,0", "bbox", None),
        ("bbox=-181,0,10,10", "bbox", None),
        ("near=39,46,0", "near", None),
        ("near=39,nan,1", "near", None),
        ("as_of=0001-01-01T00:00:00%2B14:00", "as_of", None),
        ("as_of=9999-12-31T23:59:59-14:00", "as_of", None),
        ("as_of=yesterday", "as_of", None),
        ("as_of=2024-02-13T05:30:00", "as_of", None),
        ("as_of=2024-02-13T25:30:00Z", "as_of", None),
    ],
)
def test_what_cannot_be_used_is_named(query: str, field: str, allowed: str | None) -> None:
    with pytest.raises(BadParameter) as caught:
        incidents_for(QueryDict(query))
    assert caught.value.field == field
    assert caught.value.message
    assert allowed is None or allowed in caught.value.allowed


@pytest.mark.parametrize(
    "query",
    [
        "as_of=0001-01-01T00:00:00-23:59",
        "as_of=9999-12-31T23:59:59.999999%2B23:59",
        "as_of=9999-12-31",
        "published_since=0001-01-01",
        "published_since=0384-09-22T20:54:13%2B17:50",
        "date_from=0001-01-01&date_to=9999-12-31",
        "fatalities_min=2147483647",
        "bbox=-180,-90,180,90&near=-90,180,20038",
        "near=90,-180,0.000001&match=certain",
    ],
)
def test_the_ends_of_what_can_be_asked_are_answered(query: str) -> None:
    at(90, 180)
    assert len(found(query)) <= 1


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(BadParameter) as caught:
        incidents_for(QueryDict("colour=red&kind=war&bbox=1"))
    assert [fault.field for fault in caught.value.faults] == ["colour", "kind", "bbox"]


def test_a_page_drops_the_empty_fields_of_its_form() -> None:
    assert without_blanks(QueryDict("kind=&kind=shelling&q=+&date_from=")).urlencode() == "kind=shelling"


def claims_found(query: str) -> set[str]:
    return {row.claim for row in claims_for(QueryDict(query))}


def test_claims_by_claimant_on_the_day_of_the_claim() -> None:
    since("guards", "state", None, "2024-01-01")
    early, late = claim("guards", made_on="2023-12-31"), claim("guards", made_on="2024-01-01")
    undated = claim("guards", made_on=None)
    on("2023-06-01", claims=[early, late, undated])
    assert claims_found("claimant=state") == {early["id"], undated["id"]}
    assert claims_found("claimant=guards") == {early["id"], late["id"], undated["id"]}


def test_one_assertion_has_the_question_the_stance_and_the_actor() -> None:
    since("army", "azerbaijan", None, None)
    one = claim("a", assertion("killed", "asserts", side="army"), assertion("occurrence", "denies"))
    two = claim("b", assertion("killed", "denies", side="armenia"))
    published(claims=[one, two])
    assert claims_found("question=killed&stance=denies") == {two["id"]}
    assert claims_found("question=killed,occurrence&stance=denies") == {one["id"], two["id"]}
    assert claims_found("about=azerbaijan") == {one["id"]}
    assert claims_found("about=azerbaijan&stance=denies") == set()


def test_claims_by_what_they_are_and_how_they_stand() -> None:
    first = claim("armenia", made_on="2024-02-12", statement="Two were killed near Ağdam")
    answer = {"relation": "denies", "to": first["id"], "question": None}
    cited = {"source": "0" * 10, "locator": "", "quote": "", "note": "", "credibility": 2, "rated_on": None}
    second = claim("azerbaijan", kind="denial", answers=[answer], citations=[cited])
    published(claims=[first, second])
    for query in ("answered=true", "kind=assertion", "date_to=2024-02-12", "q=agdam", 'q="two were killed"'):
        assert claims_found(query) == {first["id"]}, query
    for query in ("answered=false", "kind=denial", "date_from=2024-02-13", "credibility_min=2"):
        assert claims_found(query) == {second["id"]}, query
    assert claims_found("credibility_min=1") == claims_found("corrected=true") == set()


def test_claims_about_an_actor_by_others_or_by_itself_on_the_day_of_the_claim() -> None:
    since("guards", "state", None, "2024-01-01")
    own, other, before, after = (
        claim(claimant, assertion("initiator", actor="state"), made_on=day)
        for claimant, day in (
            ("state", "2024-02-13"), ("outlet", "2024-02-13"), ("guards", "2023-12-31"), ("guards", "2024-01-01"),
        )
    )  # fmt: skip
    published(claims=[own, other, before, after])
    assert claims_found("about=state&by_others=true") == {other["id"], after["id"]}
    assert claims_found("about=state&by_others=false") == {own["id"], before["id"]}
    assert len(claims_found("about=state")) == 4
    with pytest.raises(BadParameter) as caught:
        claims_for(QueryDict("by_others=true"))
    assert caught.value.field == "by_others"


def answering(relation: str, to: dict[str, Any], question: str | None = None) -> dict[str, Any]:
    return {"relation": relation, "to": to["id"], "question": question}


def marked(*claims: dict[str, Any]) -> dict[str, set[str]]:
    """Return which of these claims, named by their statements, have each mark."""
    parties = {"guards": "state", "state": "state", "other": "other", "outlet": "outlet"}
    actors = [
        {"slug": slug, "name": slug, "kind": "state", "country": "", "party": party, "names": []}
        for slug, party in parties.items()
    ]
    published(claims=list(claims), actors=actors)
    names = {one["id"]: one["statement"] for one in claims}
    return {
        mark: found
        for mark in ClaimMark.codes()
        if (found := {names[one] for one in claims_found(f"{mark}=true")})
        and found.isdisjoint({names[one] for one in claims_found(f"{mark}=false")})
    }


@pytest.mark.parametrize(
    ("claimant", "relation", "marks"),
    [
        ("other", "denies", {"answered", "denied"}),
        ("guards", "denies", {"answered"}),
        ("other", "disputes", {"answered"}),
        ("other", "responds_to", {"answered"}),
        ("other", "corroborates", {"corroborated"}),
        ("guards", "corroborates", set()),
        ("guards", "corrects", {"corrected"}),
        ("other", "corrects", set()),
        ("other", "repeats", set()),
    ],
)
def test_what_an_answer_makes_of_a_claim(claimant: str, relation: str, marks: set[str]) -> None:
    said = claim("state", statement="said")
    found = marked(said, claim(claimant, statement="answer", answers=[answering(relation, said)]))
    assert {mark for mark, names in found.items() if "said" in names} == marks
    assert {mark for mark, names in found.items() if "answer" in names} == ({"repeats"} & {relation})


def test_what_was_said_on_a_later_day_is_not_corrected() -> None:
    said = claim("state", statement="said", made_on="2024-02-14")
    earlier = claim("guards", statement="answer", made_on="2024-02-13", answers=[answering("corrects", said)])
    assert marked(said, earlier) == {}


def test_who_repeats_another_corroborates_nothing() -> None:
    said, origin = claim("state", statement="said"), claim("other", statement="origin")
    echo = claim("outlet", statement="echo", answers=[answering("corroborates", said), answering("repeats", origin)])
    assert marked(said, origin, echo) == {"repeats": {"echo"}}


def test_a_claim_only_repeats_where_nothing_that_it_says_is_its_own() -> None:
    said = claim("state", assertion("killed", low=2), statement="said")
    partly = claim(
        "outlet",
        assertion("killed", low=2),
        assertion("wounded", low=1),
        statement="partly",
        answers=[answering("repeats", said, "killed")],
    )
    wholly = claim(
        "other", assertion("killed", low=2), statement="wholly", answers=[answering("repeats", said, "killed")]
    )
    assert marked(said, partly, wholly) == {"repeats": {"wholly"}}


def test_of_claims_that_repeat_each_other_the_earliest_is_its_own() -> None:
    first, second = claim("state", statement="first", made_on="2024-02-12"), claim("other", statement="second")
    first["answers"], second["answers"] = [answering("repeats", second)], [answering("repeats", first)]
    assert marked(first, second) == {"repeats": {"second"}}


@pytest.mark.parametrize("count", [1, 3, 50])
def test_actors_take_one_query_however_many(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    since("guards", "state-0", None, None)
    of_guards = published(involvements=[involvement("guards")], claims=[claim("guards")])
    slugs = ",".join(f"state-{number}" for number in range(count))
    with django_assert_num_queries(2):  # of the actors and claimants, and the incidents
        assert found(f"actor={slugs}&claimant={slugs}") == {of_guards.ref}
    with django_assert_num_queries(2):
        assert len(claims_found(f"claimant={slugs}")) == 1


def test_only_the_claims_of_what_stands() -> None:
    first = published(claims=[claim("armenia")])
    kept = claim("armenia")
    published(ref=first.ref, claims=[kept])
    assert claims_found("") == {kept["id"]}


def test_every_choice_comes_from_the_vocabulary() -> None:
    with pytest.raises(BadParameter) as caught:
        incidents_for(QueryDict("kind=war"))
    assert list(caught.value.allowed) == IncidentKind.codes()
