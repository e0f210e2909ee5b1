"""What analysts proposed, by each decision; and the pages on which editors take them."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from accounts.models import User
from actors.models import Actor
from actors.operations import make_public, propose_actor
from incidents.desk.forms.names import Names
from incidents.errors import NotAllowed
from incidents.moderation.referring.editing import Edit, save_reference
from incidents.moderation.referring.kinds import ACTOR, PLACE, columns_to
from incidents.moderation.referring.merging import merge_actors
from incidents.moderation.referring.proposals import (
    accept_proposals,
    proposals_in,
    refuse_proposal,
    similar_to,
    waiting_proposals,
)
from incidents.publishing.operations import preview
from incidents.reference.operations.places import propose_place
from incidents.vocabulary import ActorKind, PlaceKind, ReferenceVerdict, Standing
from incidents.workbench.completeness import missing
from incidents.workbench.models import Claim, Incident, Involvement, NoteMention, ReferenceDecision, ReviewNote
from tests.factories import ActorFactory, PlaceFactory
from tests.incidents.complete import complete_incident
from tests.incidents.moderation.merging import KINDS, MAKERS, named, two_actors

pytestmark = pytest.mark.django_db
LIST, MERGE = "/admin/references/", "/admin/references/merge/actor/"


@pytest.fixture
def desk(client: Client, edith: User) -> Client:
    """A browser of edith's."""
    client.force_login(edith)
    return client


@pytest.fixture
def proposal(anna: User) -> Actor:
    """An actor that anna proposed."""
    return propose_actor(name="Border Guards", kind=ActorKind.SECURITY_SERVICE, by=anna)


@pytest.fixture
def using(anna: User, proposal: Actor) -> Incident:
    """An incident of hers that names it."""
    incident = complete_incident(by=anna)
    Involvement.objects.create(incident=incident, actor=proposal, role="respondent", position=9)
    return incident


def whole(incident: Incident) -> Incident:
    """Return an incident with all its rows."""
    return Incident.objects.for_detail().get(pk=incident.pk)


def test_an_accepted_one_is_public(proposal: Actor, using: Incident, edith: User) -> None:
    assert any("proposed actor" in problem for problem in preview(using).problems)
    (decision,) = accept_proposals(kind=ACTOR, rows=[proposal], by=edith)
    proposal.refresh_from_db()
    assert (proposal.standing, decision.what, decision.row) == (Standing.PUBLIC, "accepted", "border-guards")
    assert preview(using).problems == []
    assert accept_proposals(kind=ACTOR, rows=[proposal], by=edith) == []


def test_a_refused_one_can_not_be_chosen_and_everybody_is_told(
    proposal: Actor, using: Incident, anna: User, edith: User
) -> None:
    assert missing(whole(using)) == {}
    decision = refuse_proposal(kind=ACTOR, row=proposal, by=edith, reason="It is no body of its own")
    assert (decision.what, proposal.standing) == (ReferenceVerdict.REFUSED, Standing.REFUSED)
    lacks = missing(whole(using))
    told = "Border Guards was refused as an actor. It is no body of its own. Name another."
    assert lacks == {"involvements.2.actor": [told]}
    assert "Border Guards was refused as an actor: name another." in preview(using).problems
    note = ReviewNote.objects.get(incident=using)
    assert (note.author, "It is no body of its own" in note.text) == (edith, True)
    assert NoteMention.objects.get(note=note).user == anna
    assert proposal not in Actor.objects.visible_to(anna)
    names = Names(anna)
    names.look_up(actors=["Border Guards"], places=[], incidents=[])
    with pytest.raises(Exception, match="was refused by an editor: It is no body of its own"):
        names.actor("Border Guards")


def test_a_refused_place_is_named_where_it_stands(anna: User, edith: User) -> None:
    place = propose_place(name="Upper Post", kind=PlaceKind.FEATURE, latitude=39.0, longitude=46.0, by=anna)
    incident = complete_incident(by=anna, place=place)
    refuse_proposal(kind=PLACE, row=place, by=edith, reason="It is a field.")
    assert missing(whole(incident)) == {"place": ["Upper Post was refused as a place. It is a field. Name another."]}
    assert "Upper Post was refused as a place: name another." in preview(incident).problems


def test_a_refused_one_may_be_accepted_after_all(proposal: Actor, edith: User) -> None:
    refuse_proposal(kind=ACTOR, row=proposal, by=edith, reason="No.")
    with pytest.raises(NotAllowed, match="no proposal any more"):
        refuse_proposal(kind=ACTOR, row=proposal, by=edith, reason="No.")
    accept_proposals(kind=ACTOR, rows=[proposal], by=edith)
    proposal.refresh_from_db()
    assert proposal.standing == Standing.PUBLIC


def test_only_editors_decide(proposal: Actor, anna: User, rufat: User, adam: User, edith: User) -> None:
    for person in (anna, rufat, adam):
        with pytest.raises(NotAllowed):
            accept_proposals(kind=ACTOR, rows=[proposal], by=person)
        with pytest.raises(NotAllowed):
            refuse_proposal(kind=ACTOR, row=proposal, by=person, reason="No.")
    with pytest.raises(NotAllowed, match="why"):
        refuse_proposal(kind=ACTOR, row=proposal, by=edith, reason=" ")
    assert not ReferenceDecision.objects.exists()


def test_what_was_merged_is_not_made_public(anna: User, edith: User) -> None:
    loser = ActorFactory.create(standing=Standing.MERGED, merged_into=ActorFactory.create())
    assert not make_public(row=loser, by=edith)
    with pytest.raises(NotAllowed, match="merged"):
        accept_proposals(kind=ACTOR, rows=[loser], by=edith)


def test_a_decision_since_the_row_was_loaded_stands(proposal: Actor, edith: User) -> None:
    row = Actor.objects.get(pk=proposal.pk)
    row.description = "Text."
    accept_proposals(kind=ACTOR, rows=[proposal], by=edith)
    save_reference(edit=Edit(row, ("description",)), by=edith)
    proposal.refresh_from_db()
    assert (proposal.standing, proposal.description) == (Standing.PUBLIC, "Text.")


@pytest.mark.parametrize("sent", [{"kind": "foo"}, {"row": "\0"}, {"verb": "foo"}, {"row": ["border-guards", "\0"]}])
def test_what_cannot_be_decided_is_a_400(desk: Client, proposal: Actor, sent: dict[str, Any]) -> None:
    answer = desk.post(LIST, {"kind": "actor", "verb": "accept", "row": proposal.slug} | sent)
    assert answer.status_code == 400
    proposal.refresh_from_db()
    assert proposal.standing == Standing.PROPOSED


def test_names_of_the_loser_stand_for_the_winner_at_the_desk(anna: User, edith: User) -> None:
    pair = two_actors(anna)
    merge_actors(loser=pair.loser, winner=pair.winner, by=edith, reason="The same.")
    for text in ("border-guard", "Border Guard [border-guard]", "Border Guard", "Սահմանապահ"):
        names = Names(anna)
        names.look_up(actors=[text], places=[], incidents=[])
        assert names.actor(text) == pair.winner


def test_what_is_called_alike_is_found_in_any_spelling(proposal: Actor, anna: User) -> None:
    near = ActorFactory.create(name="Border Guard")
    by_alias = ActorFactory.create(name="Something else")
    by_alias.names.create(text="Bordér Guards", language="en", script="Latn", kind="short")
    ActorFactory.create(name="Ministry of Health")
    ActorFactory.create(name="Border Guards", standing=Standing.REFUSED)
    assert set(similar_to(ACTOR, [proposal])[proposal.pk]) == {near, by_alias}
    place = propose_place(name="Nerkin Hand", kind=PlaceKind.SETTLEMENT, latitude=39.0, longitude=46.0, by=anna)
    there = PlaceFactory.create(name="Nerk’in Hand")
    assert similar_to(PLACE, [place])[place.pk] == [there]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(desk: Client, anna: User, count: int) -> None:
    for number in range(count):
        actor = propose_actor(name=f"Guards {number}", kind=ActorKind.OTHER, by=anna)
        incident = complete_incident(by=anna, title=f"An incident {number}")
        Claim.objects.create(incident=incident, claimant=actor, kind="context", statement="Says so.", position=9)
    ActorFactory.create(name="Guards")
    rows = list(waiting_proposals(ACTOR))
    with CaptureQueriesContext(connection) as queries:
        found = proposals_in(ACTOR, rows)
    assert [len(one.incidents) for one in found] == [1] * count
    assert len(queries) == 10  # six columns of incidents, incidents, two for what is alike, refusals


def test_the_page_shows_who_proposed_what_and_where_it_is_used(desk: Client, proposal: Actor, using: Incident) -> None:
    ActorFactory.create(slug="border-guard", name="Border Guard")
    page = desk.get(LIST).content.decode()
    for words in ("Border Guards", "proposed by anna", using.ref, "Map to this", "winner=border-guard"):
        assert words in page
    index = desk.get("/admin/").content.decode()
    assert "1 waiting" in index
    assert desk.get(LIST, {"kind": "nothing"}).status_code == 400


def test_accepting_several_at_once(desk: Client, anna: User) -> None:
    rows = [propose_actor(name=f"Guards {number}", kind=ActorKind.OTHER, by=anna) for number in range(3)]
    sent = {"kind": "actor", "verb": "accept", "row": [row.slug for row in rows[:2]]}
    assert "2 made public." in desk.post(LIST, sent, follow=True).content.decode()
    assert list(waiting_proposals(ACTOR)) == rows[2:]
    assert desk.post(LIST, {**sent, "row": []}).status_code == 400
    assert desk.post(LIST, {**sent, "row": ["nobody"]}).status_code == 400


def test_refusing_on_the_page(desk: Client, proposal: Actor) -> None:
    sent = {"kind": "actor", "verb": "refuse", "row": [proposal.slug], "reason": ""}
    assert desk.post(LIST, sent).status_code == 409
    desk.post(LIST, {**sent, "reason": "It is no body of its own."})
    proposal.refresh_from_db()
    assert proposal.standing == Standing.REFUSED
    again = desk.post(LIST, {**sent, "reason": "A <b>second</b> editor wrote this."})
    assert again.status_code == 409
    assert "You wrote: “A &lt;b&gt;second&lt;/b&gt; editor wrote this.”" in again.content.decode()
    assert "Refused: It is no body of its own." in desk.get(LIST, {"standing": "refused"}).content.decode()
    log = desk.get(LIST, {"standing": "decided"}).content.decode()
    for words in ("<strong>Refused</strong>", proposal.slug, "by edith", "It is no body of its own."):
        assert words in log


def test_mapping_a_proposal_on_the_page(desk: Client, proposal: Actor, using: Incident) -> None:
    there = ActorFactory.create(slug="border-service", name="Border Service", kind=ActorKind.SECURITY_SERVICE)
    chosen = {"loser": "border-guards", "winner": "Border Service"}
    page = desk.get(MERGE, chosen)
    assert using.ref in page.content.decode()
    sent = {"reason": "One body.", "previewed": page.context["plan"].fingerprint}
    asked = f"{MERGE}?loser=border-guards&winner=border-service"
    assert desk.post(asked, {**sent, "reason": ""}).status_code == 400
    answer = desk.post(asked, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/actors/actor/{there.pk}/change/")
    assert ReferenceDecision.objects.get().what == ReferenceVerdict.MAPPED
    assert Involvement.objects.get(incident=using, role="respondent").actor == there
    form = desk.get(f"/admin/actors/actor/{proposal.pk}/change/").content.decode()
    assert "Merged" in form
    assert 'name="_save"' not in form


def test_a_place_is_accepted_or_mapped_on_the_page(desk: Client, anna: User) -> None:
    at: dict[str, Any] = {"kind": PlaceKind.FEATURE, "latitude": 39.0, "longitude": 46.0, "by": anna}
    new, known = propose_place(name="Upper Post", **at), propose_place(name="Lower Post", **at)
    there = PlaceFactory.create(name="The post", kind=PlaceKind.FEATURE, latitude=39.0, longitude=46.0)
    incident = complete_incident(by=anna, place=known)
    assert "Upper Post was made public." in desk.post(
        LIST, {"kind": "place", "verb": "accept", "row": new.code}, follow=True
    ).content.decode()  # fmt: skip
    asked = f"/admin/references/merge/place/?{urlencode({'loser': known.code, 'winner': there.code})}"
    page = desk.get(asked)
    assert incident.ref in page.content.decode()
    sent = {"reason": "One post.", "previewed": page.context["plan"].fingerprint, "sure": "on"}
    assert desk.post(asked, sent).status_code == 302
    for row in (new, known, incident):
        row.refresh_from_db()
    assert (new.standing, known.merged_into, incident.place) == (Standing.PUBLIC, there, there)
    assert set(ReferenceDecision.objects.values_list("table", "what")) == {("place", "accepted"), ("place", "mapped")}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_everything_that_would_be_led_is_shown_before(desk: Client, anna: User, name: str) -> None:
    """Every column in which something names the loser, how many rows, each with its incident; looking does nothing."""
    kind, pair = KINDS[name], MAKERS[name](anna)
    before = named(kind, pair.loser)
    both = {"loser": kind.key_of(pair.loser), "winner": kind.key_of(pair.winner)}
    page = desk.get(f"/admin/references/merge/{name}/?{urlencode(both)}")
    text = unescape(page.content.decode())
    shown = {group.title: group for group in page.context["groups"]}
    for column in columns_to(kind):
        group = shown[column.title]
        assert column.title in text
        assert group.moving == len(group.rows) == len(before[column.label]), column.label
        for row in group.rows:
            assert row.words in text
            assert bool(row.incident) == bool(column.of_incident)
    assert pair.incident.ref in text
    assert named(kind, pair.loser) == before


def test_what_moved_since_the_preview_is_a_409(desk: Client, proposal: Actor, using: Incident) -> None:
    ActorFactory.create(slug="border-service", name="Border Service", kind=ActorKind.SECURITY_SERVICE)
    asked = f"{MERGE}?loser=border-guards&winner=border-service"
    seen = desk.get(asked).context["plan"].fingerprint
    Involvement.objects.create(incident=using, actor=proposal, role="victim", position=10)
    answer = desk.post(asked, {"reason": "One body.", "previewed": seen})
    assert answer.status_code == 409
    assert "Something changed since you looked" in answer.content.decode()
    assert not ReferenceDecision.objects.exists()
    again = answer.context["plan"].fingerprint
    assert desk.post(asked, {"reason": "One body.", "previewed": again}).status_code == 302


def test_doubts_and_hindrances_are_said_on_the_page(desk: Client, proposal: Actor, using: Incident) -> None:
    other = ActorFactory.create(slug="ministry", name="Ministry", kind=ActorKind.GOVERNMENT_BODY)
    asked = f"{MERGE}?loser=border-guards&winner=ministry"
    page = desk.get(asked)
    assert "Kind differs: Security service and Government body." in page.content.decode()
    sent = {"reason": "One body.", "previewed": page.context["plan"].fingerprint}
    assert desk.post(asked, sent).status_code == 400
    Involvement.objects.create(incident=using, actor=other, role="respondent", alleged=True, position=10)
    page = desk.get(asked)
    assert "It can&#x27;t be done yet." in page.content.decode() or "It can't be done yet." in page.content.decode()
    answer = desk.post(asked, {**sent, "previewed": page.context["plan"].fingerprint, "sure": "on"})
    assert answer.status_code == 409
    assert "alleged" in answer.content.decode()


def test_choosing_takes_names_and_public_ids(desk: Client, proposal: Actor) -> None:
    ActorFactory.create(slug="border-guard", name="Border Guard")
    page = desk.get(MERGE, {"loser": "border-guards"}).content.decode()
    assert "winner=border-guard" in page
    assert desk.get(MERGE).status_code == 200
    unknown = desk.get(MERGE, {"loser": "Nobody"})
    assert unknown.status_code == 400
    assert "No actor is called “Nobody”." in unknown.content.decode()
    ActorFactory.create(name="Border Guard")
    several = desk.get(MERGE, {"loser": "Border Guard"}).content.decode()
    assert "Write the one in brackets." in several


def test_other_forms_offer_only_what_is_in_use(desk: Client) -> None:
    ActorFactory.create(name="Guard of one")
    ActorFactory.create(name="Guard of two", standing=Standing.REFUSED)
    asked = {"app_label": "workbench", "model_name": "involvement", "field_name": "actor", "term": "Guard"}
    found = desk.get("/admin/autocomplete/", asked).json()["results"]
    assert [one["text"] for one in found] == ["Guard of one"]


def test_administrators_look_and_do_not_decide(client: Client, adam: User, proposal: Actor) -> None:
    client.force_login(adam)
    assert "Accept" not in client.get(LIST).content.decode()
    sent = {"kind": "actor", "verb": "accept", "row": [proposal.slug]}
    assert client.post(LIST, sent).status_code == 403
    ActorFactory.create(slug="border-service")
    asked = f"{MERGE}?loser=border-guards&winner=border-service"
    seen = client.get(asked).context["plan"].fingerprint
    assert client.post(asked, {"reason": "So.", "previewed": seen}).status_code == 403
