"""While it is merged: links, chains, and the other way round."""

import pytest

from accounts.models import User
from incidents.document.reading import read
from incidents.errors import MergedAway, NotAllowed
from incidents.moderation.merge_plans import plan_merge
from incidents.moderation.merging import Hindered
from incidents.moderation.workflow import transition
from incidents.publishing.verify import verify
from incidents.record.redirects import told_under
from incidents.vocabulary import Verb
from incidents.workbench.merged import told_under as told_on_the_bench
from incidents.workbench.models import (
    Assertion,
    Incident,
    IncidentLink,
    Merge,
)
from tests.incidents.complete import (
    published_incident,
)
from tests.incidents.moderation.merges import edit, ids_on, merge_as_seen, pair, republish, standing, unmerge_as_seen

__all__ = ["pair"]

pytestmark = pytest.mark.django_db


def test_a_merged_incident_is_not_edited_nor_moved(pair: tuple[Incident, Incident], anna: User, edgar: User) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    with pytest.raises(MergedAway, match=f"merged into {winner.ref}") as error:
        edit(loser, anna, title="Another title for it")
    assert error.value.into == winner.ref
    for verb in set(Verb) - {Verb.UNMERGE}:
        with pytest.raises(NotAllowed):
            transition(incident=loser, verb=verb, by=edgar, reason="So.", into=winner, revision=1, body_sha256="0" * 64)
    with pytest.raises(NotAllowed, match="must be merged"):
        transition(incident=winner, verb=Verb.UNMERGE, by=edgar, reason="So.")


def test_links_to_a_merged_incident_lead_to_the_winner(
    pair: tuple[Incident, Incident], anna: User, edith: User, edgar: User
) -> None:
    loser, winner = pair
    third = published_incident(by=anna, editor=edith, title="Something that followed")
    claim = third.claims.first()
    assert claim is not None
    edit(
        third, anna,
        IncidentLink(incident=third, other=loser, relation="follows"),
        IncidentLink(incident=third, other=winner, relation="follows", position=1),
        Assertion(incident=third, claim=claim, question="motive", response_to=loser, position=9),
    )  # fmt: skip
    merge_as_seen(loser, winner, by=edgar)
    republish(third, anna, edith)
    document = read(standing(third).body)
    assert [(link["ref"], link["title"]) for link in document["links"]] == [(winner.ref, "The first account of it")]
    responses = [one["value"]["response_to"] for claim in document["claims"] for one in claim["assertions"]]
    assert winner.ref in responses
    assert loser.ref not in responses


def test_links_between_the_two_are_not_told(
    pair: tuple[Incident, Incident], anna: User, edith: User, edgar: User
) -> None:
    loser, winner = pair
    for one, other in (pair, pair[::-1]):
        edit(one, anna, IncidentLink(incident=one, other=other, relation="same_as"))
        republish(one, anna, edith)
    before = {incident.ref: standing(incident).body for incident in pair}
    plan = plan_merge(loser, winner)
    assert f"the link to {loser.ref}, which is told here" in plan.merged.withheld
    assert [one.why for one in plan.moving.stays if isinstance(one.row, IncidentLink)] == [
        "it links the two to each other"
    ]
    merge_as_seen(loser, winner, by=edgar)
    assert read(standing(winner).body)["links"] == []
    unmerge_as_seen(loser, by=edgar)
    assert {incident.ref: standing(incident).body for incident in pair} == before


def test_chains(anna: User, edith: User, edgar: User) -> None:
    a, b, c = (published_incident(by=anna, editor=edith, title=f"Account number {n}") for n in range(3))
    before = {one.ref: standing(one).body for one in (a, b, c)}
    ids = {one.ref: ids_on(one) for one in (a, b, c)}
    merge_as_seen(a, b, by=edgar)
    between = {one.ref: standing(one).body for one in (b, c)}
    merge_as_seen(b, c, by=edgar)
    assert told_under([a.ref, b.ref, c.ref]) == {a.ref: c.ref, b.ref: c.ref}
    assert told_on_the_bench(Incident.objects.get(pk=a.pk)).ref == c.ref
    assert len(read(standing(c).body)["claims"]) == 6
    with pytest.raises(Hindered) as error:
        unmerge_as_seen(a, by=edgar)
    assert error.value.problems == [f"{b.ref} was merged into {c.ref} since: undo that first."]
    unmerge_as_seen(b, by=edgar)
    assert {one.ref: standing(one).body for one in (b, c)} == between
    unmerge_as_seen(a, by=edgar)
    assert {one.ref: standing(one).body for one in (a, b, c)} == before
    assert {one.ref: ids_on(one) for one in (a, b, c)} == ids
    assert told_under([a.ref, b.ref, c.ref]) == {}
    assert verify().faults == []


def test_a_link_through_a_chain_comes_back(anna: User, edith: User, edgar: User) -> None:
    """C links to A, A is merged into B, B into C: C says nothing of itself, and of B again once that is undone."""
    a, b, c = (published_incident(by=anna, editor=edith, title=f"Account number {n}") for n in range(3))
    edit(c, anna, IncidentLink(incident=c, other=a, relation="follows"))
    merge_as_seen(a, b, by=edgar)
    republish(c, anna, edith)
    before = standing(c).body
    assert [link["ref"] for link in read(before)["links"]] == [b.ref]
    merge_as_seen(b, c, by=edgar)
    assert read(standing(c).body)["links"] == []
    unmerge_as_seen(b, by=edgar)
    assert standing(c).body == before


def test_merged_undone_and_merged_the_other_way(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    unmerge_as_seen(loser, by=edgar)
    merge_as_seen(winner, loser, by=edgar)
    assert told_under([loser.ref, winner.ref]) == {winner.ref: loser.ref}
    assert [merge.loser for merge in Merge.objects.standing()] == [winner]
    assert verify().faults == []
