"""Every role × step × road: done and logged, or refused in the same words with every row count as it was.

What is expected is written down here by hand, as the documentation has it, and not taken from the code. The incidents
of a step are made once; each case runs in a savepoint of its own, which is undone.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import APIToken, User
from accounts.roles import Role
from incidents.moderation.workflow import TABLE
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, State, Verb
from incidents.workbench.models import Incident, Transition
from tests.grounds import taken_back, undone
from tests.incidents.moderation.arranging import ARRANGED, REASON, Arranged, People, in_state, people
from tests.incidents.moderation.roads import ROADS, Answer, Attempt

__all__ = ["undone"]

ROLES = ("nobody", "researcher", "author", "another analyst", "editor", "administrator", "editor who edited it")

_ANALYSTS = {"author", "editor", "editor who edited it"}
_EDITORS = {"editor", "editor who edited it"}
MAY: dict[Verb, set[str]] = {
    Verb.SUBMIT: _ANALYSTS,
    Verb.WITHDRAW: _ANALYSTS,
    Verb.REOPEN: _ANALYSTS,
    Verb.SETTLE: _ANALYSTS,
    Verb.REQUEST_CHANGES: _EDITORS,
    Verb.REJECT: _EDITORS,
    Verb.PUBLISH: {"editor"},
    Verb.APPROVE: {"editor"},
    Verb.RETRACT: _EDITORS,
    Verb.RESTORE: _EDITORS,
    Verb.UNPUBLISH: {*_EDITORS, "administrator"},
    Verb.MERGE: _EDITORS,
    Verb.UNMERGE: _EDITORS,
}
"""Who takes which step on an incident that anna wrote and tigran edited since the last edition."""

FOUR_EYES = {Verb.PUBLISH, Verb.APPROVE}
BECOMES: dict[Verb, State | None] = {
    Verb.SUBMIT: State.SUBMITTED,
    Verb.WITHDRAW: State.DRAFT,
    Verb.REOPEN: State.DRAFT,
    Verb.SETTLE: State.IN_SYNC,
    Verb.REQUEST_CHANGES: State.CHANGES_REQUESTED,
    Verb.REJECT: State.REJECTED,
    Verb.PUBLISH: State.IN_SYNC,
    Verb.APPROVE: None,
    Verb.RETRACT: State.IN_SYNC,
    Verb.RESTORE: State.SUBMITTED,
    Verb.UNPUBLISH: None,
    Verb.MERGE: State.MERGED,
    Verb.UNMERGE: State.DRAFT,
}
"""In which state a step leaves the working copy; None: as it was."""

APPENDS = {
    Verb.PUBLISH: EditionStatus.PUBLISHED,
    Verb.RETRACT: EditionStatus.RETRACTED,
    Verb.UNPUBLISH: EditionStatus.RETRACTED,
}
"""The steps that append an edition, and what it says."""

CLOSED: dict[str, dict[str, int]] = {
    "form": {"nobody": 302, "researcher": 404, "administrator": 404, "another analyst": 404},
    "admin": {"nobody": 302, "researcher": 302, "author": 302, "another analyst": 302},
    "drafts API": {"nobody": 401, "researcher": 403, "administrator": 403, "another analyst": 404},
    "import": dict.fromkeys(("nobody", "researcher", "another analyst"), 404),
    "command": dict.fromkeys(("nobody", "researcher", "another analyst"), 404),
}
"""Which road is closed to whom, and what it answers: to sign in, that they may not, or as for what isn't there."""

CASES = list(product(TABLE, ROLES, ROADS))
NOT_COUNTED = {"django_session": "signing in, and the message that a redirect carries"}
"""Tables that a request itself writes to."""


def test_there_is_a_case_for_every_role_step_and_road() -> None:
    assert len(set(CASES)) == len(ROLES) * len(TABLE) * len(ROADS)
    assert {*ROADS} == {*CLOSED} == {"form", "admin", "drafts API", "import", "command"}


@pytest.mark.parametrize("known", [ARRANGED, MAY, BECOMES])
def test_every_step_is_arranged_and_known(known: dict[Verb, Any]) -> None:
    assert set(known) == set(TABLE) == set(Verb), "a new step needs its line in arranging.py and in MAY and BECOMES"


# The ground


@dataclass(frozen=True)
class Ground:
    """An incident on which a step may be taken, the people, and their tokens."""

    verb: Verb
    arranged: Arranged
    who: dict[str, User]
    tokens: dict[str, str]

    def attempt(self, role: str, **sent: Any) -> Attempt:
        """Return what a person of a role asks for."""
        by = User.objects.get(pk=self.who[role].pk)
        signed_in, token = role != "nobody", self.tokens.get(role, "")
        return Attempt(self.arranged.incident, self.verb, by, signed_in, token, {**self.arranged.sent, **sent})


def _roles(found: People) -> dict[str, User]:
    return dict(
        zip(
            ROLES,
            (found.nobody, found.researcher, found.anna, found.astghik, found.edith, found.adam, found.touched),
            strict=True,
        )
    )


def _tokens(who: dict[str, User]) -> dict[str, str]:
    """Return a token for drafts of everybody's, also of those who may not have one."""
    made = {}
    for role, user in who.items():
        if role != "nobody":
            made[role] = APIToken.objects.create(user=user, name="roads", scope=APIToken.Scope.DRAFTS)[1]
    return made


@dataclass(frozen=True)
class Misplaced:
    """That an incident is arranged in a state from which a step can't be taken, or has nothing to take back."""

    verb: Verb

    def __str__(self) -> str:
        return str(self.verb)


@pytest.fixture(scope="module")
def ground(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Ground]:
    """Arrange a step (or Misplaced) once for all its cases, which must name the scope: theirs, a case long, wins.

    One fixture for both, so that the one is undone before the other is made.
    """
    with taken_back(django_db_blocker):
        found = people()
        who = _roles(found)
        if isinstance(request.param, Misplaced):
            verb = request.param.verb
            wrong = State.REJECTED if verb != Verb.REOPEN else State.SUBMITTED
            yield Ground(verb, Arranged(in_state(wrong, found), {"reason": REASON}), who, _tokens(who))
        else:
            verb = request.param
            yield Ground(verb, ARRANGED[verb](found), who, _tokens(who))


def row_counts() -> dict[str, int]:
    """Return how many rows each table of the database has: history, logs, accounts and tasks included."""
    tables = [name for name in connection.introspection.table_names() if name not in NOT_COUNTED]
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


# The matrix


def expected(verb: Verb, role: str, road: str, ref: str) -> Answer:
    """Return what a road answers to a role that asks for a step."""
    if role in CLOSED[road]:
        return Answer(done=False, status=CLOSED[road][role])
    if role in MAY[verb]:
        return Answer(done=True)
    if role == "editor who edited it" and verb in FOUR_EYES:
        return Answer(
            done=False,
            refusal=f"You changed {ref} yourself since the last edition; another editor must publish it.",
        )
    return Answer(done=False, refusal=f"{verb.label} is not yours to do here.")


@pytest.mark.parametrize(("ground", "role", "road"), CASES, indirect=["ground"], ids=str, scope="module")
def test_roads(ground: Ground, role: str, road: str, undone: None) -> None:
    incident, verb = ground.arranged.incident, ground.verb
    attempt = ground.attempt(role)
    was = Incident.objects.filter(pk=incident.pk).values().get()
    before, steps = row_counts(), Transition.objects.count()

    answer = ROADS[road](attempt)
    assert answer == expected(verb, role, road, incident.ref)

    now = Incident.objects.filter(pk=incident.pk).values().get()
    if not answer.done:
        assert row_counts() == before
        assert now == was
        return
    step = Transition.objects.filter(incident=incident).order_by("-pk")[0]
    of_two = verb in (Verb.MERGE, Verb.UNMERGE)  # those of the other incident see it in their log, too
    assert Transition.objects.count() == steps + 1 + of_two
    assert (step.verb, step.by, step.source_state) == (verb, attempt.by, was["state"])
    assert now["state"] == step.target_state == (BECOMES[verb] or was["state"])
    assert now["revision"] == step.revision == was["revision"] + 1
    assert attempt.sent.get("reason", "") in step.reason
    after = row_counts()
    assert after["record_edition"] == before["record_edition"] + (verb in APPENDS)
    if verb in APPENDS:
        edition = Edition.objects.get(pk=step.edition_seq or 0)
        assert (edition.ref, edition.status) == (incident.ref, APPENDS[verb])
    else:
        assert step.edition_seq is None
    logged = LogEntry.objects.filter(user=attempt.by, object_id=str(incident.pk), change_message__contains=verb.value)
    assert logged.exists() == (road == "admin")


@pytest.mark.parametrize(
    ("ground", "road"),
    list(product(map(Misplaced, TABLE), ROADS)),
    indirect=["ground"],
    ids=str,
    scope="module",
)
def test_roads_from_where_it_can_t_be_taken(ground: Ground, road: str, undone: None) -> None:
    """All roads refuse in the same words what the state does not allow."""
    incident, verb = ground.arranged.incident, ground.verb
    before = row_counts()
    answer = ROADS[road](ground.attempt("editor"))
    assert not answer.done
    if verb == Verb.UNPUBLISH:  # from every state, but there is nothing to take back
        words = f"{incident.ref} has no public edition to retract. There is no public edition."
        assert answer.refusal == words
    elif verb == Verb.MERGE:  # from every state, but nothing was named
        assert answer.refusal == "Say into which other incident it is to be merged."
    else:
        is_now = "submitted" if verb == Verb.REOPEN else "rejected"
        assert answer.refusal.startswith(f"{incident.ref} is {is_now}; to {verb.label.lower()} it must be ")
    assert row_counts() == before


@pytest.mark.parametrize(
    ("ground", "road"),
    list(product([verb for verb, rule in TABLE.items() if rule.reason], ROADS)),
    indirect=["ground"],
    ids=str,
    scope="module",
)
def test_roads_without_a_reason(ground: Ground, road: str, undone: None) -> None:
    before = row_counts()
    answer = ROADS[road](ground.attempt("editor", reason="  "))
    assert answer == Answer(done=False, refusal=f"{ground.verb.label} needs a reason.")
    assert row_counts() == before


@pytest.mark.parametrize(
    ("ground", "road"),
    list(product(sorted(FOUR_EYES), ROADS)),
    indirect=["ground"],
    ids=str,
    scope="module",
)
def test_roads_of_a_save_between_preview_and_decision(ground: Ground, road: str, undone: None) -> None:
    """What was previewed is not what stands: refused on every road, as a conflict."""
    incident = ground.arranged.incident
    Incident.objects.filter(pk=incident.pk).update(revision=incident.revision + 1)
    before = row_counts()
    answer = ROADS[road](ground.attempt("editor"))
    words = f"{incident.ref} has changed since you previewed it. Nothing was published; look at it again."
    assert answer == Answer(done=False, refusal=words)
    assert row_counts() == before


@pytest.mark.parametrize("ground", [Verb.RETRACT], indirect=True, scope="module")
def test_every_role_of_the_site_is_tried(ground: Ground, undone: None) -> None:
    assert {role for user in ground.who.values() for role in user.roles} == set(Role)
    assert not ground.who["nobody"].roles


@pytest.mark.parametrize("ground", [Verb.RETRACT], indirect=True, scope="module")
def test_a_refusal_stands_on_the_page(ground: Ground, undone: None) -> None:
    """The road's answer is what a person reads, not only what the test finds in the context."""
    client = Client()
    client.force_login(ground.who["editor"])
    path = f"/admin/workbench/incident/{ground.arranged.incident.pk}/preview/"
    page = client.post(path, {"verb": "retract", "reason": ""})
    assert "Retract needs a reason." in html.unescape(page.content.decode())
