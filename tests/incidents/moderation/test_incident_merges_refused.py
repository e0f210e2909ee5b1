"""Merging: what is refused, and in which words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.merge_plans import Seen, plan_merge
from incidents.moderation.merging import Hindered
from incidents.moderation.workflow import transition
from incidents.publishing.operations import PublishConflict
from incidents.vocabulary import Verb
from incidents.workbench.models import (
    Incident,
    IncidentLink,
    Merge,
)
from tests.incidents.complete import (
    answer_checks,
    complete_incident,
    publish_as_previewed,
    published_incident,
    submitted_incident,
    world,
)
from tests.incidents.moderation.merges import (
    WHY,
    edit,
    every_row,
    merge_as_seen,
    pair,
    republish,
)
from tests.incidents.moderation.states import row_counts
from tests.incidents.moderation.test_checks import villagers

__all__ = ["pair"]

pytestmark = pytest.mark.django_db


def refused(loser: Incident, winner: Incident, by: User) -> str:
    """Try a merge, check that it wrote nothing, and return why it was refused."""
    before, rows = row_counts(), every_row()
    with pytest.raises(Hindered) as error:
        merge_as_seen(loser, winner, by=by)
    assert row_counts() == before
    assert every_row() == rows
    return " ".join(error.value.problems)


def test_changes_that_are_not_public_are_published_or_settled_first(
    pair: tuple[Incident, Incident], anna: User, edgar: User
) -> None:
    for incident, other in (pair, pair[::-1]):
        transition(incident=incident, verb=Verb.REOPEN, by=anna)
        assert f"{incident.ref} has changes that are not public" in refused(incident, other, edgar)
        assert f"{incident.ref} has changes that are not public" in refused(other, incident, edgar)
        transition(incident=incident, verb=Verb.SETTLE, by=anna)


def test_readers_are_not_sent_where_nothing_is(pair: tuple[Incident, Incident], anna: User, edgar: User) -> None:
    loser, _ = pair
    assert "Merge the other way, or publish it first" in refused(loser, complete_incident(by=anna), edgar)


def test_a_retracted_one_stays_where_it_is(pair: tuple[Incident, Incident], edith: User, edgar: User) -> None:
    loser, winner = pair
    transition(incident=loser, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    assert "was taken back" in refused(loser, winner, edgar)
    assert "readers would be sent where nothing is" in refused(winner, loser, edgar)


def test_into_what_is_rejected_retracted_or_merged(anna: User, edith: User, edgar: User) -> None:
    loser, rejected = complete_incident(by=anna), submitted_incident(by=anna)
    transition(incident=rejected, verb=Verb.REJECT, by=edith, reason="No.")
    assert "reopen it first" in refused(loser, rejected, edgar)
    retracted = published_incident(by=anna, editor=edith)
    transition(incident=retracted, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    assert "reopen it first" in refused(loser, retracted, edgar)
    away, end = complete_incident(by=anna), complete_incident(by=anna)
    merge_as_seen(away, end, by=edgar)
    assert f"it is told under {end.ref}. Merge into that one" in refused(loser, away, edgar)


def test_what_is_held_back_stays_held_back(anna: User, edith: User, edgar: User) -> None:
    """A claim about the place would become public on an incident whose place is."""
    loser = complete_incident(by=anna, location_confidentiality="withheld")
    winner = published_incident(by=anna, editor=edith)
    assert "hold that of" in refused(loser, winner, edgar)
    guarded = complete_incident(by=anna, embargo_until=timezone.now() + timedelta(days=3))
    assert "under embargo" in refused(guarded, winner, edgar)


def test_civilians_come_to_no_exact_place_unanswered(anna: User, edith: User, edgar: User) -> None:
    """Neither was asked about: one has civilians and no exact place, the other an exact place and no civilians."""
    loser = published_incident(by=anna, editor=edith, place_precision=3)
    edit(loser, anna, villagers(loser))
    republish(loser, anna, edith)
    winner = published_incident(by=anna, editor=edith, title="The first account of it")
    assert "nobody has answered for that" in refused(loser, winner, edgar)
    assert plan_merge(winner, loser).hindrances == [], "the other way, they stay where they were"
    edit(winner, anna, place_precision=3)
    republish(winner, anna, edith)
    assert plan_merge(loser, winner).hindrances == []


def test_civilians_that_were_answered_for_may_be_merged(anna: User, edith: User, edgar: User) -> None:
    pair = [published_incident(by=anna, editor=edith, title=f"Account number {number}") for number in range(2)]
    edit(pair[0], anna, villagers(pair[0]))
    transition(incident=pair[0], verb=Verb.SUBMIT, by=anna)
    answer_checks(pair[0], by=edith)
    publish_as_previewed(pair[0], by=edith)
    assert plan_merge(pair[0], pair[1]).hindrances == []
    merge_as_seen(pair[0], pair[1], by=edgar)


def test_a_claim_that_makes_them_two_stands_in_the_way(anna: User, edgar: User) -> None:
    loser, winner = complete_incident(by=anna), complete_incident(by=anna)
    claim = loser.claims.first()
    edit(loser, anna, IncidentLink(incident=loser, other=winner, relation="follows", claim=claim))
    assert "Take this link out" in refused(loser, winner, edgar)


def test_who_changed_either_since_its_edition_does_not_merge_it(pair: tuple[Incident, Incident], edgar: User) -> None:
    _, winner = pair
    edit(winner, edgar, working_note="Only for us.")
    transition(incident=winner, verb=Verb.SETTLE, by=edgar)
    for one, other in (pair, pair[::-1]):
        with pytest.raises(NotAllowed, match="yourself"):
            merge_as_seen(one, other, by=edgar)


def test_a_merge_takes_what_was_seen(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    seen = plan_merge(loser, winner).seen
    for given in (Seen(None, seen.into_revision, seen.body_sha256), Seen(seen.revision, None, seen.body_sha256)):
        with pytest.raises(NotAllowed, match="previewed"):
            transition(
                incident=loser, verb=Verb.MERGE, by=edgar, reason=WHY, into=winner, revision=given.revision,
                into_revision=given.into_revision, body_sha256=given.body_sha256,
            )  # fmt: skip
    with pytest.raises(NotAllowed, match="into which other"):
        transition(incident=loser, verb=Verb.MERGE, by=edgar, reason=WHY)
    with pytest.raises(NotAllowed, match="into which other"):
        transition(incident=loser, verb=Verb.MERGE, by=edgar, reason=WHY, into=loser)


@pytest.mark.parametrize("which", [0, 1])
def test_a_save_after_the_look_is_a_conflict(
    which: int, pair: tuple[Incident, Incident], anna: User, edith: User, edgar: User
) -> None:
    loser, winner = pair
    seen = plan_merge(loser, winner).seen
    edit(pair[which], anna, title="Another title for it")
    republish(pair[which], anna, edith)
    with pytest.raises(PublishConflict, match="changed since you looked"):
        transition(
            incident=loser, verb=Verb.MERGE, by=edgar, reason=WHY, into=winner, revision=seen.revision,
            into_revision=seen.into_revision, body_sha256=seen.body_sha256,
        )  # fmt: skip
    assert not Merge.objects.exists()


def test_a_changed_name_elsewhere_is_a_conflict_too(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    seen = plan_merge(loser, winner).seen
    village = world().village
    village.name = "Another name"
    village.save()
    with pytest.raises(PublishConflict):
        transition(
            incident=loser, verb=Verb.MERGE, by=edgar, reason=WHY, into=winner, revision=seen.revision,
            into_revision=seen.into_revision, body_sha256=seen.body_sha256,
        )  # fmt: skip
