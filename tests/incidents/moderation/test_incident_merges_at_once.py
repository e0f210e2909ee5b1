"""Merges, saves and other merges at the same time, on real PostgreSQL: one wins, nothing is lost, nothing locks up."""

from collections.abc import Callable

import pytest

from accounts.models import User
from incidents.errors import DomainError, MergedAway, NotAllowed, Stale
from incidents.moderation.merge_plans import Seen, plan_merge, plan_unmerge
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import transition
from incidents.publishing.operations import PublishConflict
from incidents.publishing.verify import verify
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Citation, Claim, Incident, Merge, Source
from incidents.workbench.operations.save import Changes
from tests.incidents.complete import complete_incident, published_incident, world
from tests.incidents.moderation.merges import every_row, ids_on, merge_as_seen
from tests.incidents.publishing.test_publish import together

pytestmark = pytest.mark.django_db(transaction=True)


def merging(loser: Incident, winner: Incident, by: User) -> Callable[[], object]:
    """Return a merge as it was seen, to be done later."""
    seen = plan_merge(loser, winner).seen
    mine, into = Incident.objects.get(pk=loser.pk), Incident.objects.get(pk=winner.pk)
    return lambda: take(mine, Verb.MERGE, by, seen, into)


def take(incident: Incident, verb: Verb, by: User, seen: Seen, into: Incident | None = None) -> object:
    return transition(
        incident=incident, verb=verb, by=by, reason="One.", into=into, revision=seen.revision,
        into_revision=seen.into_revision, body_sha256=seen.body_sha256,
    )  # fmt: skip


def saving(incident: Incident, by: User) -> Callable[[], object]:
    """Return a save of a new claim with its source, as of now, to be done later."""
    mine = Incident.objects.get(pk=incident.pk)
    claim = Claim(incident=mine, claimant=world().armenia, kind="assertion", statement="Says more.", position=9)
    source = Source.objects.get(publisher="Report", citations__incident=incident)
    source.title = f"Looked at again for {incident.ref}"
    rows = [claim, source, Citation(incident=mine, claim=claim, source=source)]
    return lambda: edit_incident(incident=mine, changes=Changes(saved=rows), by=by, revision=mine.revision)


def whole() -> None:
    """Check that nothing is lost and the ledger is as it should be."""
    report = verify()
    assert report.faults == []
    refs = list(Edition.objects.open().values_list("ref", flat=True))
    assert len(refs) == len(set(refs))
    assert not [key for key, row in every_row().items() if row["incident_id"] is None]


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("turn", range(3))
def test_a_merge_and_a_save_at_once(which: int, turn: int, anna: User, edith: User, edgar: User) -> None:
    """One wins. The save that comes second is stale or is told the winner; the merge that comes second is a 409."""
    loser, winner = (published_incident(by=anna, editor=edith, title=f"Incident number {n}") for n in range(2))
    edited = (loser, winner)[which]
    ids = ids_on(loser) | ids_on(winner)
    save, merge = saving(edited, anna), merging(loser, winner, edgar)
    results = together([save, merge] if turn % 2 else [merge, save])
    refused = [one for one in results if isinstance(one, DomainError)]
    assert len(refused) == 1
    merged = Merge.objects.exists()
    if merged:
        assert isinstance(refused[0], MergedAway if edited == loser else Stale)
        assert winner.ref in refused[0].message
    else:
        assert isinstance(refused[0], PublishConflict | NotAllowed)
        assert Claim.objects.filter(incident=edited, statement="Says more.").exists()
    assert ids_on(loser) | ids_on(winner) >= ids
    assert Edition.objects.count() == (4 if merged else 2)
    whole()


@pytest.mark.parametrize("turn", range(3))
def test_two_merges_that_cross(turn: int, anna: User, edith: User, edgar: User) -> None:
    first, second = (published_incident(by=anna, editor=edith, title=f"Incident number {n}") for n in range(2))
    ids = ids_on(first) | ids_on(second)
    results = together([merging(first, second, edgar), merging(second, first, edith)])
    assert sum(isinstance(one, DomainError) for one in results) == 1
    merge = Merge.objects.get()
    assert Incident.objects.get(pk=merge.loser_id).state == State.MERGED
    assert Incident.objects.get(pk=merge.winner_id).state == State.IN_SYNC
    assert ids_on(first) | ids_on(second) == ids
    whole()


def test_three_in_a_ring(anna: User, edith: User, edgar: User) -> None:
    """A into B, B into C, C into A: none waits for another for good, and no ref leads back to itself."""
    three = [published_incident(by=anna, editor=edith, title=f"Incident number {n}") for n in range(3)]
    work = [merging(three[n], three[(n + 1) % 3], edgar) for n in range(3)]
    results = together(work)
    assert 1 <= sum(isinstance(one, DomainError) for one in results) <= 2
    standing = {merge.loser_id: merge.winner_id for merge in Merge.objects.standing()}
    for start in standing:
        seen, here = set(), start
        while here in standing:
            assert here not in seen
            seen.add(here)
            here = standing[here]
    whole()


def test_a_merge_done_twice(anna: User, edith: User, edgar: User) -> None:
    loser, winner = (published_incident(by=anna, editor=edith, title=f"Incident number {n}") for n in range(2))
    results = together([merging(loser, winner, edgar), merging(loser, winner, edith)])
    assert sorted(isinstance(one, NotAllowed) for one in results) == [False, True]
    assert Merge.objects.count() == 1
    whole()


def test_an_undoing_and_a_save_of_the_winner_at_once(anna: User, edith: User, edgar: User) -> None:
    loser, winner = (published_incident(by=anna, editor=edith, title=f"Incident number {n}") for n in range(2))
    merge = merge_as_seen(loser, winner, by=edgar)
    winner.refresh_from_db()
    seen = plan_unmerge(merge).seen
    mine = Incident.objects.get(pk=loser.pk)
    save = Incident.objects.get(pk=winner.pk)
    save.summary = "Another summary."
    results = together(
        [
            lambda: take(mine, Verb.UNMERGE, edgar, seen),
            lambda: edit_incident(incident=save, changes=Changes(), by=anna, revision=winner.revision),
        ]
    )
    refused = [one for one in results if isinstance(one, DomainError)]
    assert len(refused) == 1
    assert isinstance(refused[0], Stale | PublishConflict | NotAllowed)
    whole()


def test_drafts_merge_while_their_sources_are_graded(anna: User, edgar: User) -> None:
    """A source that both cite is saved by itself meanwhile: nobody waits for the other for good."""
    first, second = (complete_incident(by=anna, title=f"Incident number {n}") for n in range(2))
    source = Source.objects.filter(citations__incident=first).first()
    assert source is not None
    Citation.objects.filter(incident=second).update(source=source)

    def grade() -> object:
        from incidents.moderation.operations import save_source

        source.reliability = "B"
        return save_source(source=source, by=edgar, regraded=True)

    results = together([merging(first, second, edgar), grade])
    assert [one for one in results if isinstance(one, DomainError) and not isinstance(one, PublishConflict)] == []
    whole()
