"""The history of both incidents across a merge: what came, what went, and what each was before."""

import pytest

from accounts.models import User
from incidents.workbench.models import Claim, Incident
from incidents.workbench.past import as_of, hang_elsewhere
from incidents.workbench.steps import ADDED, REMOVED, steps_of
from tests.incidents.complete import complete_incident
from tests.incidents.moderation.merges import merge_as_seen, unmerge_as_seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(anna: User) -> tuple[Incident, Incident]:
    """Two drafts."""
    return complete_incident(by=anna), complete_incident(by=anna)


def claims_at(incident: Incident, revision: int) -> list[str]:
    past = as_of(incident, revision)
    assert past is not None
    return [claim.public_id for claim in past.claims.all()]


def test_each_is_what_it_was_at_every_revision(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    own, came = (list(one.claims.values_list("public_id", flat=True)) for one in (winner, loser))
    merge_as_seen(loser, winner, by=edgar)
    unmerge_as_seen(loser, by=edgar)
    loser.refresh_from_db()
    winner.refresh_from_db()
    assert (loser.revision, winner.revision) == (3, 3)
    assert [claims_at(winner, revision) for revision in (1, 2, 3)] == [own, [*own, *came], own]
    assert [claims_at(loser, revision) for revision in (1, 2, 3)] == [came, [], came]


def test_the_steps_tell_what_came_and_what_went(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    unmerge_as_seen(loser, by=edgar)
    told = {}
    for name, incident in (("loser", loser), ("winner", winner)):
        steps = [step for step in steps_of(incident) if step.verb in ("merge", "unmerge")]
        assert {step.by for step in steps} == {edgar.pk}
        told[name] = [(step.verb, {one.what for one in step.changes if one.model is Claim}) for step in steps]
    assert told == {
        "loser": [("unmerge", {ADDED}), ("merge", {REMOVED})],
        "winner": [("unmerge", {REMOVED}), ("merge", {ADDED})],
    }


def test_a_revision_whose_rows_are_elsewhere_names_where(pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    unmerge_as_seen(loser, by=edgar)
    for revision, expected in ((1, []), (2, [loser.ref]), (3, [])):
        past = as_of(winner, revision)
        assert past is not None
        assert hang_elsewhere(past) == expected
