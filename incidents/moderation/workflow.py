"""The workflow: one table, one function, whatever road a change of state takes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from accounts.models import User, has_role
from accounts.roles import Role
from config.rest.signing import signed
from incidents.errors import Incomplete, NotAllowed, Stale
from incidents.moderation import approvals, merging, notices, queueing, restoring
from incidents.moderation.checks import require_answers
from incidents.moderation.merging import Seen
from incidents.moderation.querysets import last_published
from incidents.publishing import operations as publishing
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench import policies
from incidents.workbench.completeness import missing
from incidents.workbench.history import changed_by, lock_rows
from incidents.workbench.models import Incident, Merge, Transition
from incidents.workbench.operations.approving import waiting_of
from incidents.workbench.operations.capturing import uncaptured
from incidents.workbench.tasks import ask_for_copies, send_back


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
_UNMERGED = set(State) - {State.MERGED}
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
        _rule(Verb.APPROVE, {State.SUBMITTED}, None, Role.EDITOR),
        _rule(Verb.RESTORE, {State.IN_SYNC}, State.SUBMITTED, Role.EDITOR, reason=True),
        _rule(Verb.UNPUBLISH, _UNMERGED, None, Role.EDITOR, Role.ADMINISTRATOR, reason=True),
        _rule(Verb.MERGE, _UNMERGED, State.MERGED, Role.EDITOR, reason=True),
        _rule(Verb.UNMERGE, {State.MERGED}, None, Role.EDITOR, reason=True),  # its state of before
    )
}

SENT_BACK = frozenset({Verb.REQUEST_CHANGES, Verb.REJECT})
"""Steps after which it is the submitter's turn."""

DECISIONS = frozenset(rule.verb for rule in TABLE.values() if Role.ANALYST not in rule.roles)
"""Steps that no analyst takes."""


@dataclass(frozen=True)
class Request:
    """What is asked for: by whom, why and, for publishing and approving, what exactly was previewed.

    `copies`: whether submitting has the sources' addresses copied. `edition`: the number of the one to restore.
    `into`: the other incident of a merge or of its undoing, locked too, and the revision of it that was looked at.
    """

    by: User
    reason: str
    revision: int | None
    body_sha256: str
    copies: bool = True
    edition: int | None = None
    into: Incident | None = None
    into_revision: int | None = None


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
    edition: int | None = None,
    into: Incident | None = None,
    into_revision: int | None = None,
    site: str = "",
) -> Transition:
    """Take one step under the incident's lock, with its effects, and log it. All or nothing.

    Raises NotAllowed (role, state, missing reason, four eyes; Hindered lists why it can't be merged), Stale where a
    `revision` is named and the incident moved since, Incomplete (submit, publish, approve, restore), PublishConflict
    (publish, approve, merge, unmerge), Unanswered (publish, approve, merge), NotPublishable (publish, approve,
    retract, unpublish), Unrestorable (restore).

    Submitting without `copies` has nothing fetched. A merge goes `into` the other incident; merging and undoing it also
    take the `into_revision` that was looked at. A step raises the revision, so that a save that waited for it is stale;
    and it ends an approval that waited. Whoever submitted what goes back is told by mail, with a link that begins with
    `site`; without it, nobody is mailed.
    """
    current, other = _locked(incident, _other(incident, verb, into))
    rule = TABLE[verb]
    _check(rule, current, by, reason)
    _check_seen(verb, current, revision)
    request = Request(
        by,
        reason,
        revision,
        body_sha256,
        copies,
        edition=edition,
        into=other,
        into_revision=into_revision,
    )
    source, approved = current.state, waiting_of(current)
    with signed(by=by.pk, verb=verb.value):
        made = _EFFECTS.get(verb, _nothing)(current, request)
        current.state = rule.target or current.state
        current.revision += 1
        current.save(update_fields=["state", "revision", "updated_at"])
    incident.state, incident.revision = current.state, current.revision
    step = Transition.objects.create(
        incident=current,
        verb=verb,
        source_state=source,
        target_state=current.state,
        by=by,
        reason=logged_reason(verb, request),
        revision=current.revision,
        edition_seq=made.seq if made else None,
    )
    if approved is not None:
        approvals.end_with(approved, step, published=body_sha256)
    if verb in _AFTER:
        _AFTER[verb](current, step, request)
    if verb in SENT_BACK:
        send_back(step, site=site)
    with signed(by=by.pk, verb=verb.value):
        for one in (current, other):
            if one is not None:
                queueing.follow(one)
    return step


_BEFORE_THE_REASON = {
    Verb.RESTORE: "Edition {edition}: {reason}",
    Verb.MERGE: "Into {other.ref}. {reason}",
    Verb.UNMERGE: "Out of {other.ref}. {reason}",
}
"""What the log says before the reason."""


def _other(incident: Incident, verb: Verb, into: Incident | None) -> Incident | None:
    """Return the other incident that a step concerns: the one to merge into, or the one that it was merged into."""
    if verb == Verb.MERGE:
        return into if into is not None and into.pk != incident.pk else None
    merge = Merge.objects.of(incident) if verb == Verb.UNMERGE else None
    return merge.winner if merge else None


def _locked(incident: Incident, other: Incident | None) -> tuple[Incident, Incident | None]:
    """Lock an incident, and the other one with it, always the older one first: two merges that cross can't lock up."""
    pks = [incident.pk, *([other.pk] if other else [])]
    rows = Incident.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    found = {row.pk: row for row in rows}
    if incident.pk not in found:
        raise Incident.DoesNotExist
    return found[incident.pk], found.get(other.pk) if other else None


def open_verbs(incident: Incident, user: User) -> list[Verb]:
    """Return the steps that a person could take now, as far as role and state go."""
    return [rule.verb for rule in TABLE.values() if incident.state in rule.sources and _may(rule, incident, user)]


def _may(rule: Rule, incident: Incident, user: User) -> bool:
    """Tell whether a step is a person's to take: an administrator's by their role alone, else on what is theirs."""
    if Role.ADMINISTRATOR in rule.roles and has_role(user, Role.ADMINISTRATOR):
        return True
    return has_role(user, *rule.roles) and policies.works_on(user, incident)


_SAY_WHAT_MOVED = (Verb.PUBLISH, Verb.APPROVE, Verb.UNPUBLISH, Verb.MERGE, Verb.UNMERGE)
"""Steps with an own way to tell that something moved; an emergency needs none."""


def _check_seen(verb: Verb, incident: Incident, revision: int | None) -> None:
    """Refuse a decision on a revision that has moved on; publishing and approving say so with the new difference.

    An emergency is about what is public, whatever the working copy has become.
    """
    if verb not in _SAY_WHAT_MOVED and revision is not None and revision != incident.revision:
        raise Stale(
            f"{incident.ref} has changed since you looked at it (revision {revision}, now {incident.revision}). "
            "Nothing was decided; look at it again.",
            current=incident.revision,
        )


def logged_reason(verb: Verb, request: Request) -> str:
    """Return the reason as it is logged: a restoration names its edition, a merge the other incident."""
    told = _BEFORE_THE_REASON.get(verb, "{reason}")
    return told.format(edition=request.edition, other=request.into, reason=request.reason)


def _check(rule: Rule, incident: Incident, by: User, reason: str) -> None:
    if not _may(rule, incident, by):
        raise NotAllowed(f"{rule.verb.label} is not yours to do here.")
    if incident.state not in rule.sources:
        allowed = " or ".join(sorted(State.of(state).label.lower() for state in rule.sources))
        raise NotAllowed(
            f"{incident.ref} is {State.of(incident.state).label.lower()}; "
            f"to {rule.verb.label.lower()} it must be {allowed}."
        )
    if rule.reason and not reason.strip():
        raise NotAllowed(f"{rule.verb.label} needs a reason.")


def changers(incident: Incident) -> set[int | None]:
    """Return who changed anything since it was last published; None stands for nobody who can be named."""
    return changed_by(incident, since=last_published(incident.ref))


def four_eyes_forbid(incident: Incident, by: User, people: set[int | None]) -> str:
    """Return why a person may not publish what these people changed, in words; empty where they may."""
    if None in people:
        return (
            f"A row of {incident.ref} was changed outside the application, by nobody who can be named. "
            "Save the incident again, so that somebody stands for it."
        )
    if by.pk in people:
        return f"You changed {incident.ref} yourself since the last edition; another editor must publish it."
    return ""


def check_four_eyes(incident: Incident, by: User) -> None:
    """Refuse an editor who changed any row since the last edition, and anybody where a change has no name to it."""
    refused = four_eyes_forbid(incident, by, changers(incident))
    if refused:
        raise NotAllowed(refused)


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
    revision = _check_decided(incident, request)
    return publishing.publish(incident, revision=revision, body_sha256=request.body_sha256)


def _check_decided(incident: Incident, request: Request) -> int:
    """Check what publishing and approving have in common, and return the revision that was previewed."""
    lock_rows(incident)
    check_four_eyes(incident, request.by)
    if request.revision is None or not request.body_sha256:
        raise NotAllowed("Publishing takes the revision and the digest of what was previewed.")
    _check_complete(incident)  # an editor may have taken something out since it was submitted
    publishing.check_unmoved(incident, revision=request.revision, body_sha256=request.body_sha256)
    require_answers(incident)  # whoever looked at something else is told that first
    return request.revision


def _approve(incident: Incident, request: Request) -> None:
    revision = _check_decided(incident, request)
    publishing.approvable(incident, revision=revision, body_sha256=request.body_sha256)


def _restore(incident: Incident, request: Request) -> None:
    lock_rows(incident)
    restoring.restore_edition(incident, request.edition, by=request.by)
    _check_complete(incident)


def _settle(incident: Incident, request: Request) -> None:
    lock_rows(incident)
    if not publishing.says_the_same(incident):
        raise NotAllowed(f"What {incident.ref} would publish is not what stands in the record; it must be published.")


def _retract(incident: Incident, request: Request) -> Edition:
    return publishing.retract(incident, reason=request.reason)


def _merge(loser: Incident, request: Request) -> Edition | None:
    winner = request.into
    if winner is None:
        raise NotAllowed("Say into which other incident it is to be merged.")
    _lock_and_check(loser, winner, request.by)
    if Edition.objects.live().filter(ref=loser.ref).exists():
        require_answers(loser)
        require_answers(winner)
    return merging.merge(loser=loser, winner=winner, by=request.by, reason=request.reason, seen=_seen(request))


def _unmerge(loser: Incident, request: Request) -> Edition | None:
    merge, winner = Merge.objects.of(loser), request.into
    if merge is None or winner is None or merge.winner_id != winner.pk:
        raise NotAllowed(f"{loser.ref} was merged, or its merge undone, a moment ago. Look at it again.")
    _lock_and_check(loser, winner, request.by)
    return merging.unmerge(
        merge=merge, loser=loser, winner=winner, by=request.by, reason=request.reason, seen=_seen(request)
    )


def _lock_and_check(loser: Incident, winner: Incident, by: User) -> None:
    """Lock the rows of both; where readers are told of it, four eyes must have seen what either of them says now."""
    lock_rows(loser, winner)
    if Edition.objects.open().filter(ref=loser.ref).exists():
        check_four_eyes(loser, by)
        check_four_eyes(winner, by)


def _seen(request: Request) -> Seen:
    return Seen(request.revision, request.into_revision, request.body_sha256)


def _nothing(incident: Incident, request: Request) -> None:
    """Have no effect beyond the change of state."""


_EFFECTS: dict[Verb, Callable[[Incident, Request], Edition | None]] = {
    Verb.SUBMIT: _submit,
    Verb.PUBLISH: _publish,
    Verb.SETTLE: _settle,
    Verb.RETRACT: _retract,
    Verb.APPROVE: _approve,
    Verb.RESTORE: _restore,
    Verb.UNPUBLISH: _retract,
    Verb.MERGE: _merge,
    Verb.UNMERGE: _unmerge,
}


def _note_approval(incident: Incident, step: Transition, request: Request) -> None:
    approvals.note(incident, step, body_sha256=request.body_sha256)


def _tell_editors(incident: Incident, step: Transition, request: Request) -> None:
    notices.tell_unpublished(incident, step)


_AFTER: dict[Verb, Callable[[Incident, Transition, Request], None]] = {
    Verb.APPROVE: _note_approval,
    Verb.UNPUBLISH: _tell_editors,
}
"""What follows a step once it is logged, in the same transaction."""
