"""Merges beside saves and beside one another, on real PostgreSQL: no row is lost, none is left behind, no deadlock.

These tests commit: locks are what they are about.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import User
from actors.locking import lock_references
from actors.models import Actor
from actors.operations import make_public, propose_actor
from incidents.errors import DomainError, NotAllowed, Stale
from incidents.moderation.four_eyes import check_four_eyes
from incidents.moderation.referring.kinds import ACTOR
from incidents.moderation.referring.merging import merge_actors, merge_places
from incidents.moderation.referring.proposals import accept_proposals, refuse_proposal
from incidents.vocabulary import ActorKind
from incidents.workbench.history import changed_by
from incidents.workbench.models import Claim, Incident
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import ActorFactory, PlaceFactory
from tests.incidents.complete import complete_incident, submitted_incident, world
from tests.incidents.moderation.merging import KINDS, named
from tests.incidents.publishing.test_publish import together

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Two entries for one body."


def saying(incident: Incident, actor: Actor, by: User) -> Callable[[], object]:
    """Return a save that adds a claim of an actor, from the incident as it is now."""
    mine = Incident.objects.get(pk=incident.pk)
    claim = Claim(incident=mine, claimant_id=actor.pk, kind="context", statement="Says so.", position=9)
    return lambda: save_incident(incident=mine, changes=Changes(saved=[claim]), by=by, revision=mine.revision)


@pytest.mark.parametrize("attempt", range(3))
def test_a_merge_beside_saves_leaves_nothing_on_the_loser(anna: User, edith: User, attempt: int) -> None:
    """Some of the incidents name the loser before and some don't; all are saved with it while it is merged."""
    loser, winner = (ActorFactory.create(kind=ActorKind.OTHER) for _ in range(2))
    incidents = [complete_incident(by=anna, title=f"Incident number {number}") for number in range(8)]
    for incident in incidents[::2]:
        Claim.objects.create(incident=incident, claimant=loser, kind="context", statement="Before.", position=8)
    saves = [saying(incident, loser, anna) for incident in incidents]
    merge = lambda: merge_actors(loser=loser, winner=winner, by=edith, reason=WHY)  # noqa: E731
    results = together([*saves[:4], merge, *saves[4:]])
    assert None not in results
    failed = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(result, Stale) for result in failed), failed
    assert not any(named(KINDS["actor"], loser).values())
    saved = len(saves) - len(failed)
    assert Claim.objects.filter(claimant=winner, statement="Says so.").count() == saved
    assert Claim.objects.filter(claimant=winner, statement="Before.").count() == 4
    loser.refresh_from_db()
    assert loser.merged_into == winner


def test_a_save_that_waits_for_a_merge_names_the_winner(anna: User, edith: User) -> None:
    """The incident names the loser nowhere before, so the merge does not lock it: the save waits for the actor."""
    loser, winner = (ActorFactory.create(kind=ActorKind.OTHER) for _ in range(2))
    save = saying(complete_incident(by=anna), loser, anna)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge_actors(loser=loser, winner=winner, by=edith, reason=WHY)
            waiting = pool.submit(_closing(save))
            while not _somebody_waits():
                assert not waiting.done(), "it went past the merge"
        waiting.result()
    assert Claim.objects.get(statement="Says so.").claimant == winner


def _closing(work: Callable[[], object]) -> Callable[[], object]:
    def run() -> object:
        try:
            return work()
        finally:
            connection.close()

    return run


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "decide",
    [
        lambda row, by: accept_proposals(kind=ACTOR, rows=[row], by=by),
        lambda row, by: refuse_proposal(kind=ACTOR, row=row, by=by, reason="No body of its own."),
        lambda row, by: make_public(row=row, by=by),
    ],
)
def test_a_decision_waits_for_edits_and_merges_and_holds_nothing(
    anna: User, edith: User, decide: Callable[[Actor, User], object]
) -> None:
    proposal = propose_actor(name="Border Guards", kind=ActorKind.OTHER, by=anna)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_references()
            waiting = pool.submit(_closing(lambda: decide(proposal, edith)))
            while not _somebody_waits():
                assert not waiting.done(), "it did not wait"
            Actor.objects.select_for_update(of=("self",), nowait=True).get(pk=proposal.pk)
        waiting.result()
    proposal.refresh_from_db()
    assert proposal.standing != "proposed"


def test_merges_at_once_make_no_chain_and_no_deadlock(anna: User, edith: User, edgar: User) -> None:
    first, second, third = (ActorFactory.create(kind=ActorKind.OTHER) for _ in range(3))
    incident = complete_incident(by=anna)
    for number, actor in enumerate((first, second, third)):
        Claim.objects.create(incident=incident, claimant=actor, kind="context", statement="So.", position=7 + number)
    place, other = PlaceFactory.create(), PlaceFactory.create()
    Incident.objects.filter(pk=incident.pk).update(place=place)

    def merging(loser: Actor, winner: Actor, by: User) -> Callable[[], object]:
        one, two = Actor.objects.get(pk=loser.pk), Actor.objects.get(pk=winner.pk)
        return lambda: merge_actors(loser=one, winner=two, by=by, reason=WHY)

    results = together(
        [
            merging(first, second, edith),
            merging(second, third, edgar),
            merging(second, first, edgar),
            lambda: merge_places(loser=place, winner=other, by=edith, reason=WHY),
        ]
    )
    assert None not in results
    assert all(isinstance(result, DomainError) for result in results if isinstance(result, BaseException)), results
    for merged in Actor.objects.exclude(merged_into=None).select_related("merged_into"):
        assert merged.merged_into is not None
        assert merged.merged_into.merged_into_id is None
        assert not any(named(KINDS["actor"], merged).values())
    assert Claim.objects.filter(statement="So.").count() == 3
    assert Incident.objects.get(pk=incident.pk).place == other


def test_a_merge_of_a_place_beside_a_save_of_its_incident(anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    here = world()
    winner = PlaceFactory.create(country="ARM", latitude=39.05, longitude=46.52)
    results = together(
        [
            saying(incident, here.armenia, anna),
            lambda: merge_places(loser=here.village, winner=winner, by=edith, reason=WHY),
        ]
    )
    failed = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(result, Stale) for result in failed), failed
    assert Incident.objects.get(pk=incident.pk).place == winner


def test_four_eyes_count_the_merge_for_what_it_changed_alone(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    here = world()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workbench_claim SET speaker = 'x' WHERE incident_id = %s", [incident.pk])
    winner = PlaceFactory.create(country="ARM", latitude=39.05, longitude=46.52)
    merge_places(loser=here.village, winner=winner, by=edith, reason=WHY)
    assert changed_by(incident, since=None) == {anna.pk, edith.pk, None}
    with pytest.raises(NotAllowed, match="outside the application"):
        check_four_eyes(incident, edith)
