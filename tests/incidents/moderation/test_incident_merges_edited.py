"""Undoing a merge after either side was edited: what goes back, and what stands in the way."""

import pytest

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.merge_plans import plan_unmerge
from incidents.moderation.merging import Hindered
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.models import (
    Assertion,
    CasualtyEstimate,
    ClaimLink,
    EstimateClaim,
    Incident,
    Involvement,
    Merge,
)
from tests.incidents.complete import (
    world,
)
from tests.incidents.moderation.merges import (
    edit,
    every_row,
    ids_on,
    merge_as_seen,
    pair,
    republish,
    standing,
    unmerge_as_seen,
)

__all__ = ["pair"]

pytestmark = pytest.mark.django_db


def test_edits_go_back_with_the_rows(pair: tuple[Incident, Incident], anna: User, edith: User, edgar: User) -> None:
    loser, winner = pair
    before = standing(winner).body
    first, second = loser.claims.order_by("position")
    merge_as_seen(loser, winner, by=edgar)
    first.refresh_from_db()
    first.statement = "Says it in other words."
    added = Assertion(incident=winner, claim=first, question="weapon", text="mortar", position=7)
    edit(winner, anna, first, added, removed=(first.assertions.get(question="killed"),))
    republish(winner, anna, edith)
    plan = plan_unmerge(Merge.objects.get())
    assert plan.hindrances == []
    assert [one.public_id for one in plan.moving.along] == [added.public_id]
    assert plan.moving.gone == 1
    unmerge_as_seen(loser, by=edgar)
    assert {first.public_id, second.public_id, added.public_id} <= ids_on(loser)
    assert "Says it in other words." in standing(loser).body
    assert standing(winner).body == before, "the winner's own rows were not touched"
    assert list(loser.claims.values_list("position", flat=True)) == [0, 1]


def test_what_ties_the_two_stands_in_the_way(
    pair: tuple[Incident, Incident], anna: User, edith: User, edgar: User
) -> None:
    loser, winner = pair
    own, moved = winner.claims.first(), loser.claims.first()
    assert own is not None
    assert moved is not None
    part = Involvement.objects.get(incident=winner, claim=own)
    merge_as_seen(loser, winner, by=edgar)
    moved.refresh_from_db()
    estimate = CasualtyEstimate.objects.get(incident=winner)
    link = ClaimLink(incident=winner, claim=own, to=moved, relation="corroborates")
    rest = EstimateClaim(incident=winner, estimate=estimate, claim=moved)
    part.claim, part.role = moved, "respondent"
    edit(winner, anna, link, rest, part)
    republish(winner, anna, edith)
    before = every_row()
    with pytest.raises(Hindered) as error:
        unmerge_as_seen(loser, by=edgar)
    assert len(error.value.problems) == 3
    assert all("ties what goes back" in one for one in error.value.problems)
    assert every_row() == before
    part.claim = own
    edit(winner, anna, part, removed=(link, rest))
    republish(winner, anna, edith)
    unmerge_as_seen(loser, by=edgar)
    assert moved.public_id in ids_on(loser)


def test_what_became_what_stayed_stands_in_the_way(
    pair: tuple[Incident, Incident], anna: User, edith: User, edgar: User
) -> None:
    loser, winner = pair
    here = world()
    extra = Involvement(incident=loser, actor=here.armenian_ministry, role="target", position=5)
    edit(loser, anna, extra)
    republish(loser, anna, edith)
    merge_as_seen(loser, winner, by=edgar)
    extra.refresh_from_db()
    own = Involvement.objects.get(incident=winner, actor=here.armenia, role="target", claim=None)
    own.role = "victim"
    extra.actor = here.armenia
    edit(winner, anna, own)
    edit(winner, anna, extra)
    republish(winner, anna, edith)
    with pytest.raises(Hindered) as error:
        unmerge_as_seen(loser, by=edgar)
    assert "has once already" in error.value.problems[0]


def test_an_undoing_waits_until_the_winner_is_in_sync(
    pair: tuple[Incident, Incident], anna: User, edith: User, edgar: User
) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    edit(winner, anna, title="Another title for it")
    with pytest.raises(Hindered, match="can’t be undone") as error:
        unmerge_as_seen(loser, by=edgar)
    assert "publish or settle it first" in error.value.problems[0]
    republish(winner, anna, edith)
    transition(incident=winner, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    with pytest.raises(Hindered) as error:
        unmerge_as_seen(loser, by=edgar)
    assert "taken back since" in error.value.problems[0]


def test_analysts_and_administrators_merge_nothing(pair: tuple[Incident, Incident], anna: User, adam: User) -> None:
    loser, winner = pair
    for somebody in (anna, adam):
        with pytest.raises(NotAllowed, match="not yours"):
            merge_as_seen(loser, winner, by=somebody)
