"""What each step of the workflow does beside changing the state: called by `workflow.transition`, under its locks."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from accounts.models import User
from incidents.errors import Incomplete, NotAllowed
from incidents.moderation import approvals, merging, notices, restoring
from incidents.moderation.checks import require_answers
from incidents.moderation.four_eyes import check_four_eyes
from incidents.moderation.merge_plans import Seen
from incidents.publishing import operations as publishing
from incidents.record.models import Edition
from incidents.vocabulary import Verb
from incidents.workbench.completeness import missing
from incidents.workbench.history import lock_rows
from incidents.workbench.models import Incident, Merge, Transition
from incidents.workbench.operations.capturing import uncaptured
from incidents.workbench.tasks import ask_for_copies


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


_BEFORE_THE_REASON = {
    Verb.RESTORE: "Edition {edition}: {reason}",
    Verb.MERGE: "Into {other.ref}. {reason}",
    Verb.UNMERGE: "Out of {other.ref}. {reason}",
}
"""What the log says before the reason."""


def logged_reason(verb: Verb, request: Request) -> str:
    """Return the reason as it is logged: a restoration names its edition, a merge the other incident."""
    told = _BEFORE_THE_REASON.get(verb, "{reason}")
    return told.format(edition=request.edition, other=request.into, reason=request.reason)


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


def no_effect(incident: Incident, request: Request) -> None:
    """Have no effect beyond the change of state."""


EFFECTS: dict[Verb, Callable[[Incident, Request], Edition | None]] = {
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


AFTER: dict[Verb, Callable[[Incident, Transition, Request], None]] = {
    Verb.APPROVE: _note_approval,
    Verb.UNPUBLISH: _tell_editors,
}
"""What follows a step once it is logged, in the same transaction."""
