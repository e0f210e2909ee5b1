"""The workflow: one table, one function, whatever road a change of state takes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from accounts.models import User, has_role
from accounts.roles import Role
from config.rest.signing import signed
from incidents.errors import Incomplete, NotAllowed
from incidents.moderation import queueing
from incidents.publishing import operations as publishing
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench import policies
from incidents.workbench.completeness import missing
from incidents.workbench.history import changed_by, lock_rows
from incidents.workbench.models import Incident, Transition
from incidents.workbench.operations.capturing import uncaptured
from incidents.workbench.tasks import ask_for_copies


@dataclass(frozen=True)
class Rule:
    """A step: from which states, to which (None: it stays as it is), by which roles, whether it needs a reason."""

    verb: Verb
    sources: frozenset[State]
    target: State | None
    roles: tuple[Role, ...]
    reason: bool = False


def _rule(verb: Verb, sources: set[State], target: State | None, *roles: Role, reason: bool = False) -> Rule:
    return Rule(verb, frozenset(sources), target, roles, reason)


_BOTH = (Role.ANALYST, Role.EDITOR)
TABLE: dict[Verb, Rule] = {
    rule.verb: rule
    for rule in (
        _rule(Verb.SUBMIT, {State.DRAFT, State.CHANGES_REQUESTED}, State.SUBMITTED, *_BOTH),
        _rule(Verb.WITHDRAW, {State.SUBMITTED}, State.DRAFT, *_BOTH),
        _rule(Verb.REQUEST_CHANGES, {State.SUBMITTED}, State.CHANGES_REQUESTED, Role.EDITOR, reason=True),
        _rule(Verb.REJECT, {State.SUBMITTED}, State.REJECTED, Role.EDITOR, reason=True),
        _rule(Verb.PUBLISH, {State.SUBMITTED}, State.IN_SYNC, Role.EDITOR),
        _rule(Verb.REOPEN, {State.IN_SYNC, State.REJECTED}, State.DRAFT, *_BOTH),
        _rule(Verb.SETTLE, {State.DRAFT, State.CHANGES_REQUESTED, State.SUBMITTED}, State.IN_SYNC, *_BOTH),
        _rule(Verb.RETRACT, {State.IN_SYNC}, State.IN_SYNC, Role.EDITOR, reason=True),
    )
}


@dataclass(frozen=True)
class Request:
    """What is asked for: by whom, why and, for publishing, what exactly was previewed.

    `copies`: whether submitting has the sources' addresses copied.
    """

    by: User
    reason: str
    revision: int | None
    body_sha256: str
    copies: bool = True


@transaction.atomic
def transition(
    *,
    incident: Incident,
    verb: Verb,
    by: User,
    reason: str = "",
    revision: int | None = None,
    body_sha256: str = "",
    copies: bool = True,
) -> Transition:
    """Take one step under the incident's lock, with its effects, and log it. All or nothing.

    Raises NotAllowed (role, state, missing reason, four eyes), Incomplete (submit, publish), PublishConflict and
    NotPublishable (publish, retract). Submitting without `copies` has nothing fetched. A step raises the revision, so
    that a save that waited for it is stale.
    """
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    rule = TABLE[verb]
    _check(rule, current, by, reason)
    edition = _EFFECTS.get(verb, _nothing)(current, Request(by, reason, revision, body_sha256, copies))
    source = current.state
    current.state = rule.target or source
    current.revision += 1
    with signed(by=by.pk, verb=verb.value):
        current.save(update_fields=["state", "revision", "updated_at"])
    incident.state, incident.revision = current.state, current.revision
    step = Transition.objects.create(
        incident=current,
        verb=verb,
        source_state=source,
        target_state=current.state,
        by=by,
        reason=reason,
        revision=current.revision,
        edition_seq=edition.seq if edition else None,
    )
    with signed(by=by.pk, verb=verb.value):
        queueing.follow(current)
    return step


def open_verbs(incident: Incident, user: User) -> list[Verb]:
    """Return the steps that a person could take now, as far as role and state go."""
    return [
        rule.verb
        for rule in TABLE.values()
        if incident.state in rule.sources and has_role(user, *rule.roles) and policies.works_on(user, incident)
    ]


def _check(rule: Rule, incident: Incident, by: User, reason: str) -> None:
    if not has_role(by, *rule.roles) or not policies.works_on(by, incident):
        raise NotAllowed(f"{rule.verb.label} is not yours to do here.")
    if incident.state not in rule.sources:
        allowed = " or ".join(sorted(State.of(state).label.lower() for state in rule.sources))
        raise NotAllowed(
            f"{incident.ref} is {State.of(incident.state).label.lower()}; "
            f"to {rule.verb.label.lower()} it must be {allowed}."
        )
    if rule.reason and not reason.strip():
        raise NotAllowed(f"{rule.verb.label} needs a reason.")


def check_four_eyes(incident: Incident, by: User) -> None:
    """Refuse an editor who changed any row since the last edition, and anybody where a change has no name to it."""
    last = Edition.objects.of(incident.ref).first()
    people = changed_by(incident, since=last.published_at if last else None)
    if None in people:
        raise NotAllowed(
            f"A row of {incident.ref} was changed outside the application, by nobody who can be named. "
            "Save the incident again, so that somebody stands for it."
        )
    if by.pk in people:
        raise NotAllowed(f"You changed {incident.ref} yourself since the last edition; another editor must publish it.")


def _submit(incident: Incident, request: Request) -> None:
    """Check that it is complete, and have copies made of addresses that have none. Nobody asked for these by hand."""
    _check_complete(incident)
    if request.copies and settings.CAPTURE_ON_SUBMIT:
        ask_for_copies(uncaptured(incident), by=None)


def _check_complete(incident: Incident) -> None:
    lacks = missing(Incident.objects.for_detail().get(pk=incident.pk))
    if lacks:
        raise Incomplete(f"{incident.ref} is not complete yet.", missing=lacks)


def _publish(incident: Incident, request: Request) -> Edition:
    lock_rows(incident)
    check_four_eyes(incident, request.by)
    if request.revision is None or not request.body_sha256:
        raise NotAllowed("Publishing takes the revision and the digest of what was previewed.")
    _check_complete(incident)  # an editor may have taken something out since it was submitted
    return publishing.publish(incident, revision=request.revision, body_sha256=request.body_sha256)


def _settle(incident: Incident, request: Request) -> None:
    lock_rows(incident)
    if not publishing.says_the_same(incident):
        raise NotAllowed(f"What {incident.ref} would publish is not what stands in the record; it must be published.")


def _retract(incident: Incident, request: Request) -> Edition:
    return publishing.retract(incident, reason=request.reason)


def _nothing(incident: Incident, request: Request) -> None:
    """Have no effect beyond the change of state."""


_EFFECTS: dict[Verb, Callable[[Incident, Request], Edition | None]] = {
    Verb.SUBMIT: _submit,
    Verb.PUBLISH: _publish,
    Verb.SETTLE: _settle,
    Verb.RETRACT: _retract,
}
