"""Approvals under embargo, as far as the workflow goes: what a step does to one. Publishing them is `due`'s."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction

from incidents.moderation import notices
from incidents.moderation.tasks import publish_what_is_due
from incidents.vocabulary import ApprovalState, Verb
from incidents.workbench.models import Approval, Incident, Transition
from incidents.workbench.operations.approving import end_approval, note_approval


@dataclass(frozen=True)
class Shown:
    """The last approval of an incident as pages show it, and why it does not hold, if it doesn't."""

    approval: Approval
    holds: bool
    why: str


def approval_of(incident: Incident) -> Shown | None:
    """Return the last approval, None where there is none or it was published."""
    last = incident.approvals.select_related("by").order_by("-pk").first()
    if last is None or last.state == ApprovalState.PUBLISHED:
        return None
    if last.state == ApprovalState.VOID:
        return Shown(last, holds=False, why=last.why)
    if last.revision != incident.revision:
        return Shown(last, holds=False, why=f"The incident was saved again since (revision {incident.revision}).")
    return Shown(last, holds=True, why="")


def note(incident: Incident, step: Transition, *, body_sha256: str) -> Approval:
    """Note an approval that has just been logged, and have the worker come back when its embargo ends."""
    due = incident.embargo_until
    assert due is not None, "publishing has seen that the embargo is to come"  # noqa: S101
    approval = note_approval(incident=incident, by=step.by, revision=step.revision, body_sha256=body_sha256, due=due)
    transaction.on_commit(partial(publish_what_is_due.using(run_after=due).enqueue))
    return approval


def end_with(approval: Approval, step: Transition, *, published: str) -> None:
    """End an approval with the step that came after it: published as it was approved, or void; say so to who gave it.

    `published` is the digest of what a publication was asked for.
    """
    same = (step.revision - 1, published) == (approval.revision, approval.body_sha256)
    if step.verb == Verb.PUBLISH and same:
        end_approval(approval=approval, by=step.by, edition_seq=step.edition_seq)
        return
    void(approval, step, why=f"{step.by} took another step on it: {Verb.of(step.verb).label.lower()}.")


def void(approval: Approval, step: Transition | None, *, why: str) -> None:
    """Let an approval count no more. Who gave it is told, unless it was their own step."""
    end_approval(approval=approval, by=step.by if step else None, why=why)
    if step is None or step.by_id != approval.by_id:
        notices.tell_void(approval)
