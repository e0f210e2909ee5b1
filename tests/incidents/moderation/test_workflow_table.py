"""The workflow's own table: every role, verb and state; what is refused writes nothing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from accounts.roles import Role
from incidents.errors import NotAllowed
from incidents.moderation.merge_plans import plan_merge, plan_unmerge
from incidents.moderation.workflow import TABLE, open_verbs, transition
from incidents.publishing.operations import preview
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Incident, Merge, Transition
from tests.factories import person
from tests.grounds import taken_back, undone
from tests.incidents.complete import complete_incident, published_incident
from tests.incidents.moderation.states import arranged, row_counts

__all__ = ["undone"]


def asked(verb: Verb, incident: Incident, author: User, editor: User) -> dict[str, Any]:
    """Return what a step takes beside the reason, as it was looked at."""
    if verb == Verb.MERGE:
        public = incident.state == State.IN_SYNC
        into = published_incident(by=author, editor=editor) if public else complete_incident(by=author)
        seen = plan_merge(incident, into).seen
        return {"into": into, **asdict(seen)}
    merge = Merge.objects.of(incident) if verb == Verb.UNMERGE else None
    if merge is not None:
        return asdict(plan_unmerge(merge).seen)
    now = preview(incident)
    edition = 1 if verb == Verb.RESTORE else None
    return {"revision": now.revision, "body_sha256": now.body_sha256, "edition": edition}


@dataclass(frozen=True)
class Ground:
    """An incident in a state, anna who wrote it, and what a step on it is sent with."""

    incident: Incident
    verb: Verb
    state: State
    anna: User
    sent: dict[str, Any]


@pytest.fixture(scope="module")
def ground(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Ground]:
    """Arrange a verb in a state once for all roles."""
    verb, state = request.param
    with taken_back(django_db_blocker):
        anna, edith = person("anna", Role.ANALYST), person("edith", Role.EDITOR)
        incident = arranged(verb, state, anna, edith)
        yield Ground(incident, verb, state, anna, asked(verb, incident, anna, edith))


CASES = [
    pytest.param((verb, state), role, id=f"{role or 'no role'} {verb} {state}")
    for verb in Verb
    for state in State
    for role in [*Role, None]
]
"""Every role, verb and state."""


@pytest.mark.parametrize(("ground", "role"), CASES, indirect=["ground"], scope="module")
def test_table(ground: Ground, role: Role | None, undone: None) -> None:
    verb, state = ground.verb, ground.state
    incident = Incident.objects.get(pk=ground.incident.pk)
    actor = User.objects.get(pk=ground.anna.pk) if role == Role.ANALYST else person("somebody", role)
    before, shown = row_counts(), open_verbs(incident, actor)
    rule = TABLE[verb]
    allowed = role in rule.roles and state in rule.sources
    assert (verb in shown) == allowed

    def take() -> Transition:
        return transition(incident=incident, verb=verb, by=actor, reason="Because.", **ground.sent)

    if allowed:
        step = take()
        incident.refresh_from_db()
        target = rule.target or (State.SUBMITTED if verb == Verb.UNMERGE else state)
        assert (step.source_state, step.target_state, step.by) == (state, target, actor)
        assert (incident.state, incident.revision) == (target, step.revision)
        logged = 2 if verb in (Verb.MERGE, Verb.UNMERGE) else 1  # the other incident's people see it as well
        assert row_counts()["workbench.Transition"] == before["workbench.Transition"] + logged
        published = (Verb.PUBLISH, Verb.RETRACT, Verb.UNPUBLISH, *([Verb.MERGE] if state == State.IN_SYNC else []))
        assert (step.edition_seq is not None) == (verb in published)
    else:
        with pytest.raises(NotAllowed):
            take()
        assert row_counts() == before
        incident.refresh_from_db()
        assert incident.state == state
