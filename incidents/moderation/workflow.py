"""The workflow: one table, one function, whatever road a change of state takes."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User, has_role
from accounts.roles import Role
from config.rest.signing import signed
from incidents.errors import NotAllowed, Stale
from incidents.moderation import approvals, queueing
from incidents.moderation.effects import AFTER, EFFECTS, Request, logged_reason, no_effect
from incidents.vocabulary import State, Verb
from incidents.workbench import policies
from incidents.workbench.models import Incident, Merge, Transition
from incidents.workbench.operations.approving import waiting_of
from incidents.workbench.tasks import send_back


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
        made = EFFECTS.get(verb, no_effect)(current, request)
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
    if verb in AFTER:
        AFTER[verb](current, step, request)
    if verb in SENT_BACK:
        send_back(step, site=site)
    with signed(by=by.pk, verb=verb.value):
        for one in (current, other):
            if one is not None:
                queueing.follow(one)
    return step


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
