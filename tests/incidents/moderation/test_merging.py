"""Merging actors and places: nothing that hung on the loser is gone, and both names lead to one."""

from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from actors.models import Actor, ActorName, ActorRelation
from incidents.errors import NotAllowed, Stale
from incidents.moderation.auditing.entries import in_words
from incidents.moderation.referring.kinds import columns_to
from incidents.moderation.referring.merging import Doubted, Hindered, PreviewMoved, merge, merge_actors, merge_places
from incidents.moderation.referring.plan import plan_of
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.reference.models import Place
from incidents.vocabulary import ActorKind, ReferenceVerdict, Standing, State, Verb
from incidents.workbench.audit import Asked, found
from incidents.workbench.models import CasualtyEstimate, Claim, Incident, Involvement, ReferenceDecision
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import ActorFactory, BorderFactory, PlaceFactory, part_of
from tests.incidents.complete import complete_incident, published_incident, world
from tests.incidents.moderation.merging import KINDS, MAKERS, named, two_actors, two_places

pytestmark = pytest.mark.django_db
WHY = "Two entries for one body."


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_foreign_key_of_the_catalogue_is_repointed(name: str) -> None:
    """The database knows which columns refer to a kind: none is forgotten, and none is made up."""
    kind = KINDS[name]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c "
            "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey) "
            "WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND a.attname <> 'merged_into_id'",
            [kind.model._meta.db_table],
        )
        expected = set(cursor.fetchall())
    assert {(one.model._meta.db_table, one.attname) for one in columns_to(kind)} == expected
    assert expected


@pytest.mark.parametrize("name", sorted(KINDS))
def test_nothing_that_hung_on_the_loser_is_gone(name: str, anna: User, edith: User) -> None:
    kind, pair = KINDS[name], MAKERS[name](anna)
    before, there = named(kind, pair.loser), named(kind, pair.winner)
    assert all(before.values()), "something hangs on it in every way"
    decision = merge(kind, loser=pair.loser, winner=pair.winner, by=edith, reason=WHY)
    assert not any(named(kind, pair.loser).values())
    after = named(kind, pair.winner)
    for label, keys in before.items():
        assert set(keys) | set(there[label]) <= set(after[label]), label
    assert {label: told["repointed"] for label, told in decision.counts.items()} == {
        label: len(keys) for label, keys in before.items()
    }
    assert (pair.loser.standing, pair.loser.merged_into) == (Standing.MERGED, pair.winner)
    assert (decision.what, decision.row, decision.winner, decision.by) == (
        ReferenceVerdict.MERGED, kind.key_of(pair.loser), kind.key_of(pair.winner), edith,
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(KINDS))
def test_names_of_the_loser_are_names_of_the_winner(name: str, anna: User, edith: User) -> None:
    kind, pair = KINDS[name], MAKERS[name](anna)
    was = pair.loser.name
    texts = {was, *pair.loser.names.values_list("text", flat=True)}
    merge(kind, loser=pair.loser, winner=pair.winner, by=edith, reason=WHY)
    assert texts <= set(pair.winner.names.values_list("text", flat=True))
    for text in texts:
        assert list(kind.model.objects.visible_to(anna).called(text)) == [pair.winner]  # type: ignore[attr-defined]
    assert pair.loser.name == was


def test_the_winner_takes_what_it_lacks(anna: User, edith: User) -> None:
    loser = ActorFactory.create(
        name="One", country="ARM", wikidata_id="Q7", ucdp_id=62, description="What it is.", kind=ActorKind.OTHER
    )
    winner = ActorFactory.create(name="Other", country="ARM", kind=ActorKind.OTHER)
    merge_actors(loser=loser, winner=winner, by=edith, reason=WHY)
    assert (winner.country, winner.wikidata_id, winner.ucdp_id, winner.description) == (
        "ARM", "Q7", 62, "What it is.",
    )  # fmt: skip
    assert loser.ucdp_id is None
    alias = ActorName.objects.get(actor=winner)
    assert (alias.text, alias.language, alias.script) == ("One", "und", "Latn")


def test_there_is_never_a_chain(edith: User) -> None:
    first, second, third = (ActorFactory.create(kind=ActorKind.OTHER) for _ in range(3))
    merge_actors(loser=first, winner=second, by=edith, reason=WHY)
    merge_actors(loser=second, winner=third, by=edith, reason=WHY)
    first.refresh_from_db()
    assert first.merged_into == second.merged_into == third
    with pytest.raises(Hindered, match="merged into"):
        merge_actors(loser=third, winner=first, by=edith, reason=WHY)
    with pytest.raises(Hindered, match="before"):
        merge_actors(loser=first, winner=third, by=edith, reason=WHY)


def test_what_the_winner_has_is_there_once(anna: User, edith: User) -> None:
    pair = two_actors(anna)
    for role in ("respondent", "victim"):
        Involvement.objects.create(incident=pair.incident, actor=pair.winner, role=role)
    name = pair.loser.names.get()
    ActorName.objects.create(
        actor=pair.winner, text=name.text, language=name.language, script=name.script, kind=name.kind
    )
    decision = merge_actors(loser=pair.loser, winner=pair.winner, by=edith, reason=WHY)
    assert pair.incident.involvements.filter(actor=pair.winner).count() == 2
    assert pair.winner.names.filter(text=name.text).count() == 1
    assert decision.counts["workbench.involvement.actor"] == {"repointed": 0, "already there": 1}
    assert decision.counts["actors.actorname.actor"] == {"repointed": 0, "already there": 1}


def test_rows_that_differ_stop_the_merge(anna: User, edith: User) -> None:
    """Which of two statements holds is for a person: nothing is thrown away, and nothing else is done."""
    pair = two_actors(anna)
    Involvement.objects.create(incident=pair.incident, actor=pair.winner, role="respondent", alleged=True)
    CasualtyEstimate.objects.create(
        incident=pair.incident, side=pair.winner, group="military", outcome="killed", low=1, position=8
    )
    before = named(KINDS["actor"], pair.loser)
    with pytest.raises(Hindered) as refused:
        merge_actors(loser=pair.loser, winner=pair.winner, by=edith, reason=WHY)
    assert "alleged" in refused.value.message
    assert "make them one first" in refused.value.message
    assert named(KINDS["actor"], pair.loser) == before
    assert not ReferenceDecision.objects.exists()


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ((2000, 2010), (2010, 2020), "moves"),
        ((2000, 2010), (2000, 2010), "there"),
        ((2002, 2005), (2000, 2010), "there"),
        ((2000, 2010), (2005, 2020), "stands"),
        ((None, None), (2005, 2020), "stands"),
        ((2005, 2020), (None, None), "there"),
    ],
)
def test_the_same_relation_on_some_of_the_same_days(
    edith: User, theirs: tuple[int | None, int | None], ours: tuple[int | None, int | None], expected: str
) -> None:
    loser, winner, whole = (ActorFactory.create(kind=ActorKind.OTHER) for _ in range(3))
    for subject, years in ((loser, theirs), (winner, ours)):
        days = [date(year, 1, 1) if year else None for year in years]
        ActorRelation.objects.create(subject=subject, kind="part_of", object=whole, valid=DateRange(*days))
    if expected == "stands":
        with pytest.raises(Hindered, match="same days"):
            merge_actors(loser=loser, winner=winner, by=edith, reason=WHY)
        return
    merge_actors(loser=loser, winner=winner, by=edith, reason=WHY)
    assert winner.relations.count() == {"moves": 2, "there": 1}[expected]


def test_relations_that_cannot_hold_stop_the_merge(edith: User) -> None:
    loser, winner, whole, other = (ActorFactory.create(kind=ActorKind.OTHER) for _ in range(4))
    part_of(loser, whole)
    part_of(winner, other)
    with pytest.raises(Hindered, match="part of something else"):
        merge_actors(loser=loser, winner=winner, by=edith, reason=WHY)
    with pytest.raises(Hindered, match="relate to itself"):
        merge_actors(loser=winner, winner=other, by=edith, reason=WHY)
    middle, top = (ActorFactory.create(kind=ActorKind.OTHER) for _ in range(2))
    part_of(other, middle)
    part_of(middle, top)
    with pytest.raises(Hindered, match="part of itself"):
        merge_actors(loser=top, winner=winner, by=edith, reason=WHY)
    border = BorderFactory.create()
    with pytest.raises(Hindered, match="both sides"):
        merge_actors(loser=border.side_a, winner=border.side_b, by=edith, reason=WHY)


def test_places_that_cannot_be_one(anna: User, edith: User) -> None:
    pair = two_places(anna)
    Place.objects.filter(pk=pair.winner.pk).update(parent=Place.objects.get(code="test:inside"))
    with pytest.raises(Hindered, match="lie in itself"):
        merge_places(loser=pair.loser, winner=pair.winner, by=edith, reason=WHY)
    Place.objects.filter(pk=pair.winner.pk).update(parent=None)
    Incident.objects.filter(coarse_place=pair.loser).update(place=pair.winner)
    with pytest.raises(Hindered, match="the exact one"):
        merge_places(loser=pair.loser, winner=pair.winner, by=edith, reason=WHY)


def test_what_differs_needs_to_be_confirmed(edith: User) -> None:
    loser = ActorFactory.create(kind=ActorKind.ARMED_FORCES, country="ARM")
    winner = ActorFactory.create(kind=ActorKind.STATE, country="AZE")
    with pytest.raises(Doubted, match=r"Kind differs: Armed forces and State\. Country differs: ARM and AZE"):
        merge_actors(loser=loser, winner=winner, by=edith, reason=WHY)
    merge_actors(loser=loser, winner=winner, by=edith, reason=WHY, sure=True)
    near, far = PlaceFactory.create(latitude=39, longitude=46), PlaceFactory.create(latitude=39, longitude=47)
    with pytest.raises(Doubted, match="86 km apart"):
        merge_places(loser=near, winner=far, by=edith, reason=WHY)


def test_the_public_may_not_lose_an_actor(edith: User) -> None:
    public, proposed = ActorFactory.create(), ActorFactory.create(standing=Standing.PROPOSED)
    with pytest.raises(Hindered, match="the other way round"):
        merge_actors(loser=public, winner=proposed, by=edith, reason=WHY)
    refused = ActorFactory.create(standing=Standing.REFUSED)
    with pytest.raises(Hindered, match="refused"):
        merge_actors(loser=public, winner=refused, by=edith, reason=WHY)
    with pytest.raises(Hindered, match="two different"):
        merge_actors(loser=public, winner=public, by=edith, reason=WHY)


def test_only_editors_merge_and_say_why(anna: User, rufat: User, adam: User, edith: User) -> None:
    loser, winner = ActorFactory.create(), ActorFactory.create()
    for person in (anna, rufat, adam):
        with pytest.raises(NotAllowed):
            merge_actors(loser=loser, winner=winner, by=person, reason=WHY)
    with pytest.raises(NotAllowed, match="why"):
        merge_actors(loser=loser, winner=winner, by=edith, reason="  ")


def test_what_was_previewed_is_done_or_nothing(anna: User, edith: User) -> None:
    pair = two_actors(anna)
    seen = plan_of(KINDS["actor"], loser=pair.loser, winner=pair.winner)
    again = plan_of(KINDS["actor"], loser=pair.loser, winner=pair.winner)
    assert seen.fingerprint == again.fingerprint
    Involvement.objects.create(incident=pair.incident, actor=pair.loser, role="victim")
    with pytest.raises(PreviewMoved) as moved:
        merge_actors(loser=pair.loser, winner=pair.winner, by=edith, reason=WHY, previewed=seen.fingerprint)
    assert moved.value.plan.moving == seen.moving + 1
    previewed = moved.value.plan.fingerprint
    merge_actors(loser=pair.loser, winner=pair.winner, by=edith, reason=WHY, previewed=previewed)


def test_incidents_go_up_by_a_revision_and_keep_their_state(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    other = complete_incident(by=anna, title="Another one, of other people")
    Involvement.objects.filter(incident=other).delete()
    here = world()
    winner = ActorFactory.create(slug="azerbaijan-2", name="Republic of Azerbaijan", country="AZE")
    stale = Incident.objects.get(pk=incident.pk)
    merge_actors(loser=here.azerbaijan, winner=winner, by=edith, reason=WHY)
    incident.refresh_from_db()
    assert (incident.state, incident.revision) == (State.IN_SYNC, stale.revision + 1)
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    with pytest.raises(Stale):
        save_incident(incident=stale, changes=Changes(), by=anna, revision=stale.revision)
    told = preview(incident).document
    assert "azerbaijan-2" in {actor["slug"] for actor in told["actors"]}
    assert "azerbaijan" not in {actor["slug"] for actor in told["actors"]}


def test_the_audit_tells_it_with_its_reason(anna: User, edith: User) -> None:
    pair = two_actors(anna)
    merge_actors(loser=pair.loser, winner=pair.winner, by=edith, reason=WHY)
    entry = in_words(found(Asked(what="merge actors"), limit=5))[0]
    assert (entry.title, entry.by, entry.reason) == ("Merged actors", "edith", WHY)
    assert entry.incidents == [pair.incident]
    assert ("Border Guard", "Border Service") in {
        (field.before, field.after) for row in entry.rows for field in row.fields
    }
    assert LogEntry.objects.get().get_change_message() == "Merged into Border Service (border-service)."


def test_a_save_leads_what_was_chosen_before_to_the_winner(anna: User, edith: User) -> None:
    pair = two_actors(anna)
    other = complete_incident(by=anna, title="An incident that names neither")
    merge_actors(loser=pair.loser, winner=pair.winner, by=edith, reason=WHY)
    claim = Claim(incident=other, claimant_id=pair.loser.pk, kind="context", statement="Says so.", position=9)
    save_incident(incident=other, changes=Changes(saved=[claim]), by=anna, revision=other.revision)
    assert Claim.objects.get(pk=claim.pk).claimant == pair.winner


def test_a_refusal_by_the_database_names_the_loser_only_as_merged(edith: User) -> None:
    actor = ActorFactory.create()
    for values in ({"standing": "merged"}, {"merged_into": ActorFactory.create()}, {"merged_into": actor}):
        fields: Any = values
        with transaction.atomic(), pytest.raises(Exception, match="merged"):
            Actor.objects.filter(pk=actor.pk).update(**fields)
