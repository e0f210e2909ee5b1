"""Merging: what the editions and the logs say, and what becomes of what was never public."""

import pytest

from accounts.models import User
from accounts.roles import Role
from incidents.document.reading import read
from incidents.errors import NotAllowed
from incidents.moderation.merge_plans import plan_merge
from incidents.moderation.workflow import open_verbs, transition
from incidents.publishing.operations import preview
from incidents.publishing.verify import verify
from incidents.record.models import Edition, FacetCount, MapCell, RecordClaim
from incidents.vocabulary import State, Verb
from incidents.workbench.models import (
    CasualtyEstimate,
    Claim,
    EstimateClaim,
    Incident,
)
from tests.factories import person
from tests.incidents.complete import (
    complete_incident,
    publish_as_previewed,
    published_incident,
    submitted_incident,
)
from tests.incidents.moderation.merges import WHY, ids_on, merge_as_seen, pair, standing, unmerge_as_seen

__all__ = ["pair"]

pytestmark = pytest.mark.django_db


# What a merge says


def test_the_editions_of_a_public_merge(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    merge = merge_as_seen(loser, winner, by=edgar)
    told = read(standing(loser).body)
    assert told["merged"] == {"into": winner.ref, "reason": WHY, "edition": 1}  # type: ignore[typeddict-item]
    assert (standing(loser).number, standing(winner).number) == (2, 2)
    assert (merge.loser_edition, merge.winner_edition) == (standing(loser).seq, standing(winner).seq)
    assert standing(loser).seq < standing(winner).seq, "nothing is told twice at any moment"
    assert len(read(standing(winner).body)["claims"]) == 4
    assert read(standing(winner).body)["title"] == "The first account of it"
    loser.refresh_from_db()
    assert loser.title == "The second account of it", "its own fields stay with it"
    assert verify().faults == []


def test_both_logs_name_the_other(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    for incident, other, states in ((loser, winner, ("in_sync", "merged")), (winner, loser, ("in_sync", "in_sync"))):
        step = incident.transitions.latest("at")
        assert (step.verb, step.by, step.source_state, step.target_state) == (Verb.MERGE, edgar, *states)
        assert other.ref in step.reason
        assert WHY in step.reason
        assert step.edition_seq == standing(incident).seq
        incident.refresh_from_db()
        assert incident.revision == step.revision
    assert open_verbs(loser, edgar) == [Verb.UNMERGE]


def test_what_the_winner_has_itself_stays(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    plan = plan_merge(loser, winner)
    assert sorted(type(one.row).__name__ for one in plan.moving.stays) == ["CasualtyEstimate", "Involvement"]
    assert {one.why for one in plan.moving.stays} == {f"{winner.ref} has one of its own"}
    estimate = CasualtyEstimate.objects.get(incident=loser)
    claim = loser.claims.first()
    assert claim is not None
    rest = EstimateClaim.objects.create(incident=loser, estimate=estimate, claim=claim)
    merge = merge_as_seen(loser, winner, by=edgar)
    assert ids_on(loser) == {one.row.public_id for one in plan.moving.stays}
    assert merge.parted == [[rest.pk, estimate.pk, claim.pk]], "the claim goes, the estimate stays"
    assert not EstimateClaim.objects.filter(estimate=estimate).exists()
    unmerge_as_seen(loser, by=edgar)
    assert EstimateClaim.objects.get(estimate=estimate) == rest


def test_rows_that_move_come_after_those_that_are_there(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    own = list(winner.claims.values_list("public_id", flat=True))
    came = list(loser.claims.values_list("public_id", flat=True))
    merge_as_seen(loser, winner, by=edgar)
    assert list(winner.claims.values_list("public_id", "position")) == [*zip([*own, *came], range(4), strict=True)]


def test_counts_follow(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    assert FacetCount.objects.get().incidents == MapCell.objects.get().incidents == 2
    merge_as_seen(loser, winner, by=edgar)
    assert FacetCount.objects.get().incidents == MapCell.objects.get().incidents == 1
    assert RecordClaim.objects.live().count() == 4
    unmerge_as_seen(loser, by=edgar)
    assert FacetCount.objects.get().incidents == MapCell.objects.get().incidents == 2
    assert RecordClaim.objects.live().count() == 4


# What was never public


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested", "rejected"])
def test_what_was_never_public_merges_without_an_edition(state: str, anna: User, edith: User, edgar: User) -> None:
    winner = published_incident(by=anna, editor=edith)
    loser = complete_incident(by=anna) if state == "draft" else submitted_incident(by=anna)
    if state == "changes_requested":
        transition(incident=loser, verb=Verb.REQUEST_CHANGES, by=edith, reason="The date.")
    if state == "rejected":
        transition(incident=loser, verb=Verb.REJECT, by=edith, reason="A duplicate.")
    editions = Edition.objects.count()
    merge = merge_as_seen(loser, winner, by=edgar)
    winner.refresh_from_db()
    loser.refresh_from_db()
    assert (loser.state, winner.state) == (State.MERGED, State.SUBMITTED)
    assert Edition.objects.count() == editions
    assert not merge.was_public
    assert len(preview(winner).document["claims"]) == 4
    unmerge_as_seen(loser, by=edgar)
    winner.refresh_from_db()
    assert (loser.state, winner.state) == (state, State.IN_SYNC)


def test_the_winner_keeps_its_state_where_it_is_not_in_sync(anna: User, edgar: User) -> None:
    loser, winner = complete_incident(by=anna), complete_incident(by=anna)
    merge_as_seen(loser, winner, by=edgar)
    winner.refresh_from_db()
    assert winner.state == State.DRAFT


def test_nothing_new_leaves_the_winner_in_sync(anna: User, edith: User, edgar: User) -> None:
    winner = published_incident(by=anna, editor=edith)
    loser = complete_incident(by=anna)
    Claim.objects.filter(incident=loser).update(confidential=True)
    assert plan_merge(loser, winner).state_after == State.IN_SYNC


def test_four_eyes_see_through_a_merge(anna: User, edith: User, edgar: User) -> None:
    """Who merged may not publish it, nor who wrote what came, whenever that was and on whatever incident."""
    winner = published_incident(by=anna, editor=edith)
    loser = complete_incident(by=edith)  # written before the winner's next edition, by an editor
    merge_as_seen(loser, winner, by=edgar)
    winner.refresh_from_db()
    for mine in (edgar, edith):
        with pytest.raises(NotAllowed, match="yourself"):
            publish_as_previewed(winner, by=mine)
    assert publish_as_previewed(winner, by=person("eve", Role.EDITOR)).number == 2


def test_four_eyes_see_what_was_written_before_the_winners_edition(anna: User, edith: User, edgar: User) -> None:
    loser = complete_incident(by=edith)
    winner = published_incident(by=anna, editor=edgar)
    merge_as_seen(loser, winner, by=edgar)
    winner.refresh_from_db()
    with pytest.raises(NotAllowed, match="yourself"):
        publish_as_previewed(winner, by=edith)


def test_who_undoes_a_private_merge_changed_both(anna: User, edith: User, edgar: User) -> None:
    winner = published_incident(by=anna, editor=edith)
    loser = submitted_incident(by=anna)
    merge_as_seen(loser, winner, by=edith)
    winner.refresh_from_db()
    publish_as_previewed(winner, by=person("eve", Role.EDITOR))
    unmerge_as_seen(loser, by=edgar)
    for incident in (loser, winner):
        incident.refresh_from_db()
        assert incident.state == State.SUBMITTED, "what stands tells claims that are not there any more"
        with pytest.raises(NotAllowed, match="yourself"):
            publish_as_previewed(incident, by=edgar)
