"""Merging: what is refused and in which words, what the editions say, how chains go, and what an undoing takes back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from incidents.document.reading import read
from incidents.errors import MergedAway, NotAllowed
from incidents.moderation.merge_plans import Seen, plan_merge, plan_unmerge
from incidents.moderation.merging import Hindered
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import open_verbs, transition
from incidents.publishing.operations import PublishConflict, preview
from incidents.publishing.verify import verify
from incidents.record.models import Edition, FacetCount, MapCell, RecordClaim
from incidents.record.redirects import told_under
from incidents.vocabulary import State, Verb
from incidents.workbench.merged import told_under as told_on_the_bench
from incidents.workbench.models import (
    Assertion,
    CasualtyEstimate,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    Merge,
)
from incidents.workbench.operations.save import Changes
from tests.factories import person
from tests.incidents.complete import (
    complete_incident,
    publish_as_previewed,
    published_incident,
    submitted_incident,
    world,
)
from tests.incidents.moderation.merges import WHY, every_row, ids_on, merge_as_seen, unmerge_as_seen
from tests.incidents.moderation.states import row_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(anna: User, edith: User) -> tuple[Incident, Incident]:
    """Two public incidents: the loser, and the winner."""
    loser = published_incident(by=anna, editor=edith, title="The second account of it")
    return loser, published_incident(by=anna, editor=edith, title="The first account of it")


def edit(incident: Incident, by: User, *rows: Any, removed: tuple[Any, ...] = (), **fields: Any) -> None:
    """Save rows and fields of an incident as they are now."""
    fresh = Incident.objects.get(pk=incident.pk)
    for name, value in fields.items():
        setattr(fresh, name, value)
    changes = Changes(saved=list(rows), removed=list(removed))
    edit_incident(incident=fresh, changes=changes, by=by, revision=fresh.revision)
    incident.refresh_from_db()


def republish(incident: Incident, by: User, editor: User) -> Edition:
    """Submit what was edited and have it published."""
    incident.refresh_from_db()
    transition(incident=incident, verb=Verb.SUBMIT, by=by)
    return publish_as_previewed(incident, by=editor)


def standing(incident: Incident) -> Edition:
    """Return an incident's newest edition."""
    return Edition.objects.open().get(ref=incident.ref)


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


# What is refused


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


# While it is merged


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


# Edited since


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
