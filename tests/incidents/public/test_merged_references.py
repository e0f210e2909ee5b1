"""What was merged is one on every public face: old editions name the loser, and the winner stands for both."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from actors.models import Actor
from incidents.moderation.referring.merging import merge_actors, merge_places
from incidents.record.models import Edition
from incidents.reference.models import Place
from incidents.vocabulary import ActorKind, Standing
from incidents.workbench.models import Incident
from tests.factories import ActorFactory, PlaceFactory, part_of
from tests.incidents.complete import World, published_incident, world

pytestmark = pytest.mark.django_db
WHY = "Two entries for one."


@pytest.fixture
def old(anna: User, edith: User) -> Incident:
    """An incident whose edition names actors and a place that are merged afterwards."""
    return published_incident(by=anna, editor=edith)


@pytest.fixture
def here(old: Incident, edith: User) -> World:
    """What the old edition names; a ministry and the village are merged into others that no edition names."""
    found = world()
    ministry = ActorFactory.create(slug="defence-armenia", name="Defence of Armenia", kind=ActorKind.GOVERNMENT_BODY)
    merge_actors(loser=found.armenian_ministry, winner=ministry, by=edith, reason=WHY)
    village = PlaceFactory.create(code="gn:1", name="Nerkin Hand 2", country="ARM", latitude=39.05, longitude=46.52)
    merge_places(loser=found.village, winner=village, by=edith, reason=WHY)
    return found


def ask(client: Client, path: str, **query: Any) -> Any:
    """Return an answer of the API."""
    answer = client.get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize(
    "query",
    [
        {"claimant": "mod-armenia"},
        {"claimant": "defence-armenia"},
        {"claimant": "armenia"},
        {"place": "test:nerkin-hand"},
        {"place": "gn:1"},
    ],
)
def test_filters_find_old_editions_by_both_names(client: Client, old: Incident, here: World, query: Any) -> None:
    assert [one["ref"] for one in ask(client, "incidents/", **query)["results"]] == [old.ref]
    assert ask(client, "stats/facets/", **query)["total"]["incidents"] == 1
    assert ask(client, "incidents/", place="gn:2")["results"] == []
    assert old.ref in client.get("/incidents/", query).content.decode()


def test_claims_are_found_by_both_names(client: Client, old: Incident, here: World) -> None:
    for slug in ("mod-armenia", "defence-armenia"):
        assert [one["claimant"] for one in ask(client, "claims/", claimant=slug)["results"]] == ["mod-armenia"]


def test_the_losers_addresses_lead_to_the_winner_for_good(client: Client, here: World) -> None:
    for loser, winner in (
        ("/actors/mod-armenia/", "/actors/defence-armenia/"),
        ("/actors/mod-armenia/?as_of=2026-01-01", "/actors/defence-armenia/?as_of=2026-01-01"),
        ("/api/v1/actors/mod-armenia/", "/api/v1/actors/defence-armenia/"),
        ("/api/v1/places/test:nerkin-hand/", "/api/v1/places/gn:1/"),
    ):
        answer = client.get(loser)
        assert (answer.status_code, answer["Location"]) == (301, winner)
    assert client.get("/actors/nobody/").status_code == 404
    assert client.get("/api/v1/places/gn:77/").status_code == 404


def test_a_merge_into_a_proposal_leads_nowhere_in_public(client: Client, edith: User) -> None:
    loser, winner = (ActorFactory.create(standing=Standing.PROPOSED) for _ in range(2))
    merge_actors(loser=loser, winner=winner, by=edith, reason=WHY)
    for slug in (loser.slug, winner.slug):
        assert client.get(f"/actors/{slug}/").status_code == 404
        assert client.get(f"/api/v1/actors/{slug}/").status_code == 404


def test_lists_leave_losers_out_and_keep_their_names(client: Client, here: World) -> None:
    slugs = [one["slug"] for one in ask(client, "actors/")["results"]]
    assert "defence-armenia" in slugs
    assert "mod-armenia" not in slugs
    assert [one["code"] for one in ask(client, "places/")["results"]] == ["gn:1"]
    assert [one["code"] for one in ask(client, "places/", q="Nerkin Hand")["results"]] == ["gn:1"]
    page = client.get("/actors/").content.decode()
    assert 'href="/actors/defence-armenia/"' in page
    assert 'href="/actors/mod-armenia/"' not in page
    told = client.get("/actors/defence-armenia/").content.decode()
    assert "Ministry of Defence of Armenia" in told, "as a name of the winner"
    assert "Armenia" in told, "it is part of what the loser was part of"


def test_counts_tell_both_under_the_winner(client: Client, anna: User, edith: User, old: Incident, here: World) -> None:
    """An edition from before and one from after, which names the winner, are in one group, not in two."""
    published_incident(by=anna, editor=edith, title="Another exchange of fire")
    for split, term in (("claimant", "defence-armenia"), ("place", "gn:1")):
        told = ask(client, "stats/series/", split=split, by="year")
        groups = {one["term"]: one["total"]["incidents"] for one in told["groups"] if one["group"] == "term"}
        assert groups[term] == ask(client, "incidents/", **{split: term, "count": "exact"})["count"], split
        assert not {"mod-armenia", "test:nerkin-hand"} & set(groups)
        few = ask(client, "stats/series/", split=split, by="year", groups=1)
        assert few["groups"][0]["total"]["incidents"] == 2
    places = ask(client, "stats/facets/", facet="place")["facets"]["place"]["terms"]
    assert [one["term"] for one in places if one["term"]] == ["gn:1"]


def test_a_kept_answer_does_not_outlive_a_merge(client: Client, edith: User, old: Incident) -> None:
    found = world()
    before = ask(client, "stats/facets/", facet="place")["facets"]["place"]["terms"]
    village = PlaceFactory.create(code="gn:1", name="Nerkin Hand 2", country="ARM")
    assert [one["term"] for one in before] == ["test:nerkin-hand"]
    merge_places(loser=found.village, winner=village, by=edith, reason=WHY)
    after = ask(client, "stats/facets/", facet="place")["facets"]["place"]["terms"]
    assert [one["term"] for one in after] == ["gn:1"]


def test_the_hierarchy_of_the_loser_is_the_winners(client: Client, old: Incident, here: World) -> None:
    """What was part of the loser is part of the winner: asked for by either, both find it."""
    below = {member.slug for member in Actor.objects.descendants_of("mod-armenia")}
    part_of(ActorFactory.create(slug="a-unit", kind=ActorKind.ARMED_FORCES), Actor.objects.get(slug="defence-armenia"))
    assert {member.slug for member in Actor.objects.descendants_of("mod-armenia")} == below | {"a-unit"}
    assert below == {"mod-armenia", "defence-armenia"}
    assert Place.objects.same_as(["gn:1"]) == ["gn:1", "test:nerkin-hand"]
    assert Place.objects.same_as(["test:nerkin-hand", "x"]) == ["gn:1", "test:nerkin-hand", "x"]


def found_by(client: Client, collection: str = "incidents", **query: Any) -> list[str]:
    """Return the ids of the features that a query finds."""
    answer = client.get(f"/ogc/collections/{collection}/items", {"f": "json", **query})
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["features"]]


@pytest.mark.parametrize(
    "condition",
    [
        "place = '{place}'",
        "'{place}' = place",
        "place IN ('x', '{place}')",
        "NOT (place <> '{place}')",
        "A_CONTAINS(claimants, ('{claimant}'))",
        "A_CONTAINS(claimants, ('{claimant}', 'mod-azerbaijan'))",
        "A_CONTAINEDBY(('{claimant}'), claimants)",
        "A_OVERLAPS(claimants, ('x', '{claimant}'))",
        "A_OVERLAPS(('{claimant}'), claimants)",
        "A_EQUALS(claimants, ('{claimant}'{others}))",
        "A_CONTAINEDBY(claimants, ('x', '{claimant}'{others}))",
        "kind <> 'other' AND (FALSE OR place = '{place}')",
    ],
)
def test_cql2_finds_old_editions_by_both_names(client: Client, old: Incident, here: World, condition: str) -> None:
    told = Edition.objects.live().get(ref=old.ref)
    others = "".join(f", '{one}'" for one in told.claimants if one != "mod-armenia")
    for place, claimant in (("test:nerkin-hand", "mod-armenia"), ("gn:1", "defence-armenia")):
        text = condition.format(place=place, claimant=claimant, others=others)
        assert found_by(client, filter=text) == [old.ref], text
        assert found_by(client, filter=f"NOT ({text})") == [], text
    for text in ("place = 'gn:2'", "A_CONTAINS(claimants, ('armenia', 'x'))", "A_OVERLAPS(claimants, ('x'))"):
        assert found_by(client, filter=text) == []


def test_cql2_in_json_and_of_claims_follows_merges(client: Client, old: Incident, here: World) -> None:
    for place, slug in (("test:nerkin-hand", "mod-armenia"), ("gn:1", "defence-armenia")):
        tree = {"op": "=", "args": [{"property": "place"}, place]}
        asked = {"filter": json.dumps(tree), "filter-lang": "cql2-json"}
        assert found_by(client, **asked) == [old.ref]
        assert found_by(client, "incident-areas", place=place) == [old.ref]
        own = found_by(client, "claims", filter=f"claimant = '{slug}'")
        assert own
        assert own == found_by(client, "claims", claimant=slug)


def test_cql2_asks_for_merges_only_where_it_names_what_may_be_merged(client: Client, here: World) -> None:
    client.get("/ogc/collections/incidents/items", {"f": "json"})
    counted = []
    for text in ("kind = 'x'", "place = 'gn:1' OR place = 'gn:2'"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/ogc/collections/incidents/items", {"f": "json", "filter": text})
        counted.append(len(queries))
    assert counted[1] == counted[0] + 1
