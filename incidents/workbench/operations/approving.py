"""Approvals under embargo: noted, and ended as published or void. The caller holds the incident's lock."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.rest.signing import signed
from incidents.vocabulary import ApprovalState
from incidents.workbench.models import Approval, Incident


def waiting_of(incident: Incident) -> Approval | None:
    """Return the approval that waits for the end of the embargo, whether or not the incident moved since."""
    return incident.approvals.select_related("by").filter(state=ApprovalState.WAITING).first()


@transaction.atomic
def note_approval(*, incident: Incident, by: User, revision: int, body_sha256: str, due: datetime) -> Approval:
    """Note that somebody approved a document; `revision` is the incident's after the step. None may wait already."""
    with signed(by=by.pk, why="approve"):
        return Approval.objects.create(incident=incident, by=by, revision=revision, body_sha256=body_sha256, due=due)


@transaction.atomic
def end_approval(*, approval: Approval, by: User | None, why: str = "", edition_seq: int | None = None) -> Approval:
    """End an approval: with its edition as published, else as void with the reason. `by` is None for the system."""
    approval.state = ApprovalState.PUBLISHED if edition_seq is not None else ApprovalState.VOID
    approval.why, approval.edition_seq, approval.ended_at = why, edition_seq, timezone.now()
    with signed(by=None if by is None else by.pk, why="approval"):
        approval.save(update_fields=["state", "why", "edition_seq", "ended_at"])
    return approval
