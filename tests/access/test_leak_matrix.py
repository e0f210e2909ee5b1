"""Kind × surface: each kind of secret is planted alone, then every public address and filter is asked for it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from incidents.errors import DomainError
from incidents.moderation.workflow import transition
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.targets import Order
from incidents.publishing.operations import preview
from incidents.record.models import Edition
from incidents.vocabulary import Standing, Verb
from incidents.workbench.models import Incident
from incidents.workbench.operations.save import Changes, save_incident
from tests.access.addresses import public_paths
from tests.access.kinds import CLAIMS, FIGURE, INCIDENTS, KINDS, WITHDRAWN, WORD, Planted, embargoed
from tests.access.test_leaks import dump_of_record
from tests.factories import ActorFactory, PlaceFactory
from tests.incidents.complete import (
    complete_incident,
    publish_as_previewed,
    published_incident,
    submitted_incident,
    world,
)

pytestmark = pytest.mark.django_db
TITLE = "Exchange of fire near Nerkin Hand"
COUNTED: dict[str, Callable[[Any], int]] = {
    "/api/v1/stats/series/": lambda told: int(told["total"]["incidents"]),
    "/api/v1/stats/facets/": lambda told: int(told["total"]["incidents"]),
    "/api/v1/map/": lambda told: int(told["incidents"]),
}
"""Addresses that count what the list of incidents finds."""
SYNC = ("/api/v1/places/", "/api/v1/sources/", "/feeds/incidents.atom", "/feeds/claims.atom")
OGC = ("/ogc/collections/incidents/items", "/ogc/collections/incident-areas/items", "/ogc/collections/claims/items")
LISTS = (INCIDENTS, CLAIMS, "/incidents/", "/actors/", *SYNC, *OGC)


def surfaces(ref: str) -> dict[str, str]:
    """Return every public address → what it answers, as nobody; lists also with the words asked for."""
    client = Client()
    paths = public_paths(ref, "armenia", "mod-armenia", "quiet-party")
    found = {}
    for path in [*paths, *(f"{path}?q={WORD}" for path in LISTS)]:
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[path] = f"{answer.status_code}\n{body.decode(errors='replace')}"
    return found


def leaks(shown: dict[str, str], planted: Planted, ref: str) -> Iterator[tuple[str, str]]:
    """Yield each address that shows a word which it must not, however it is written; what was asked is echoed."""
    for path, text in shown.items():
        low = text.lower()
        words = planted.words - {WORD} if "?q=" in path else planted.words
        if ref in path:
            words = words | planted.of_incident
        for word in sorted(words):
            if word in low:
                yield path, word


def hits(planted: Planted) -> list[tuple[str, dict[str, object]]]:
    """Return the queries that find something, and the words that do; counts and maps are asked the same."""
    client = Client()
    words = [(path, {"q": word}) for path in (INCIDENTS, CLAIMS) for word in sorted(planted.words)]
    asked = [*planted.probes, *words]
    counted = [(address, query) for path, query in asked if path == INCIDENTS for address in COUNTED]
    found = [(path, query) for path, query in asked if client.get(path, query).json()["count"] != 0]
    return found + [(path, query) for path, query in counted if COUNTED[path](client.get(path, query).json()) != 0]


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_secret_is_on_no_surface(name: str, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    planted = Planted()
    KINDS[name](incident, anna, planted)
    told = "\n".join(preview(incident).withheld)
    assert [line for line in planted.held_back if line not in told] == []
    incident.refresh_from_db()
    save_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision)
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    edition = publish_as_previewed(incident, by=edith)

    shown = surfaces(incident.ref)
    assert [path for path, text in shown.items() if TITLE in text and text.startswith("200") and incident.ref in path]
    assert list(leaks(shown, planted, incident.ref)) == []
    assert hits(planted) == []
    record = dump_of_record().lower()
    assert [word for word in planted.words if word in record] == []
    assert [word for word in planted.of_incident if word in edition.body.lower()] == []


def test_the_matrix_would_find_what_is_public(anna: User, edith: User) -> None:
    """Without a mark, the same words are on many surfaces, and are found by the same queries."""
    incident = complete_incident(by=anna)
    planted = Planted()
    KINDS["confidential_claim"](incident, anna, planted)
    KINDS["confidential_citation"](incident, anna, planted)
    incident.claims.update(confidential=False)
    incident.citations.update(confidential=False)
    incident.refresh_from_db()
    save_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision)
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    publish_as_previewed(incident, by=edith)
    found = {path for path, _ in leaks(surfaces(incident.ref), planted, incident.ref)}
    assert {
        f"/incidents/{incident.ref}/",
        f"/incidents/{incident.ref}/editions/1/",
        f"/api/v1/incidents/{incident.ref}/",
        f"/api/v1/incidents/{incident.ref}/claims/",
        "/api/v1/incidents/",
        "/api/v1/claims/",
    } <= found
    probed = hits(planted)
    assert [probe for probe in planted.probes if probe not in probed] == []


def test_every_public_address_is_walked() -> None:
    walked = public_paths("CC-2024-00001", "armenia")
    assert not [path for path in walked if "<" in path]
    assert {"/", "/incidents/", "/api/v1/claims/", "/api/v1/schema/", "/codebook/"} <= set(walked)
    assert "/incidents/CC-2024-00001/editions/1/" in walked
    assert not [path for path in walked if path.startswith(("/admin/", "/desk/", "/api/v1/drafts/"))]


# What the document says in place of it


def test_a_coarser_place_is_all_there_is_of_the_location(anna: User) -> None:
    incident = complete_incident(by=anna)
    KINDS["exact_location_made_coarse"](incident, anna, Planted())
    where = preview(incident).document["location"]
    assert (where["place"]["code"], where["latitude"], where["longitude"]) == ("test:zqprovince", 39.5, 46.0)
    assert (where["precision"], where["radius_km"]) == (4, 80)
    assert (where["country"], where["section"], where["wording"]) == ("", None, "")


def test_a_withheld_place_leaves_country_and_section(anna: User) -> None:
    incident = complete_incident(by=anna)
    KINDS["exact_location_withheld"](incident, anna, Planted())
    where = preview(incident).document["location"]
    assert (where["place"], where["latitude"], where["longitude"], where["radius_km"]) == (None, None, None, None)
    assert (where["country"], where["section"]["code"], where["wording"]) == ("GEO", "ZQ-1", "")


def test_a_name_of_a_place_that_is_held_back_is_pointed_out_where_it_is_still_said(anna: User) -> None:
    incident = complete_incident(by=anna, summary=f"Fire was opened near the Well {WORD.upper()}, it is said.")
    KINDS["exact_location_withheld"](incident, anna, Planted())
    assert f"but “Well {WORD}”, a name of the exact place, is still said" in "\n".join(preview(incident).withheld)


def test_an_estimate_that_rests_on_public_claims_as_well_is_pointed_out(anna: User) -> None:
    incident = complete_incident(by=anna)
    KINDS["estimate_that_rests_on_a_confidential_claim"](incident, anna, Planted())
    estimate = incident.estimates.get(low=FIGURE)
    estimate.rests_on.create(incident=incident, claim=incident.claims.order_by("position")[0])
    now = preview(incident)
    assert any("rests on a confidential claim as well" in line for line in now.withheld)
    assert [one["low"] for one in now.document["estimates"] if one["low"] == FIGURE] == [FIGURE]
    assert [len(one["claims"]) for one in now.document["estimates"] if one["low"] == FIGURE] == [1]


# Held back as a whole


@pytest.mark.parametrize("what", ["embargo", "actor", "place of a claim", "border"])
def test_what_stands_in_the_way_keeps_everything_back(what: str, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    here = world()
    proposed = {"standing": Standing.PROPOSED}
    if what == "embargo":
        embargoed(incident)
    elif what == "actor":
        incident.claims.update(claimant=ActorFactory.create(slug="zqleak-actor", name=f"Group {WORD}", **proposed))
    elif what == "place of a claim":
        place = PlaceFactory.create(code="test:zqleak", name=f"Well {WORD}", **proposed)
        incident.assertions.create(claim=incident.claims.all()[0], question="place", place=place, position=9)
    else:
        type(here.section.border).objects.update(name=f"Border {WORD}", **proposed)
    with pytest.raises(DomainError):
        publish_as_previewed(incident, by=edith)
    assert not Edition.objects.exists()
    planted = Planted()
    planted.words.add(incident.ref.lower())
    shown = {path: text for path, text in surfaces("CC-1999-00001").items() if incident.ref not in path}
    assert list(leaks(shown, planted, incident.ref)) == []
    assert Client().get(f"/incidents/{incident.ref}/").status_code == 404
    assert hits(planted) == []


def _told_before(anna: User, edith: User) -> Incident:
    """Publish an incident whose only edition says the word."""
    return published_incident(by=anna, editor=edith, summary=f"It was told by {WORD} and nobody else.")


def test_an_edition_that_was_not_published_is_on_no_surface(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    for verb in WITHDRAWN:
        transition(incident=incident, verb=verb, by=anna)
        if verb == Verb.REOPEN:
            incident.title = f"Fire near the {WORD}"
            save_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision)
    assert list(leaks(surfaces(incident.ref), Planted(), incident.ref)) == []
    assert hits(Planted()) == []


def test_what_was_retracted_is_only_at_the_address_of_its_edition(anna: User, edith: User) -> None:
    incident = _told_before(anna, edith)
    assert hits(Planted()) != []
    transition(incident=incident, verb=Verb.RETRACT, by=edith, reason="It was another event.")
    shown = surfaces(incident.ref)
    places = {path for path, _ in leaks(shown, Planted(), incident.ref)}
    cited = {path for path in shown if f"{incident.ref}/editions/1/" in path or f"{incident.ref}/diff/" in path}
    assert places <= cited | {"/api/v1/changes/"}, "or in the ledger, which mirrors follow edition by edition"
    assert f"/api/v1/incidents/{incident.ref}/editions/1/" in places
    assert hits(Planted()) == []


def test_what_was_expunged_is_on_no_surface_at_any_moment(anna: User, edith: User, adam: User) -> None:
    incident = _told_before(anna, edith)
    edition = Edition.objects.get(ref=incident.ref)
    expunge(order=Order("A court ordered it.", texts=(WORD,)), by=adam)
    then = edition.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    client = Client()
    shown = surfaces(incident.ref)
    shown |= {f"{path}?as_of": client.get(path, {"as_of": then}).content.decode() for path in shown if "?" not in path}
    assert list(leaks(shown, Planted(), incident.ref)) == []
    assert hits(Planted()) == []
    assert WORD not in dump_of_record()
    assert json.loads(Edition.objects.get(seq=edition.seq).body).keys() == {"schema", "ref", "expunged"}
