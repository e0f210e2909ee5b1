"""Publish what was approved under embargo, when that ends: each approval in a transaction of its own, once."""

from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from incidents.errors import DomainError
from incidents.moderation import approvals
from incidents.moderation.refusals import in_words
from incidents.moderation.workflow import transition
from incidents.vocabulary import ApprovalState, Verb
from incidents.workbench.models import Approval, Incident


@dataclass(frozen=True)
class Outcome:
    """What became of an approval: its edition's place in the ledger, or why it is void."""

    ref: str
    edition_seq: int | None
    why: str = ""


def due_approvals() -> list[int]:
    """Return the keys of approvals to be settled now: those that are due, and those whose incident moved since."""
    due = models.Q(due__lte=timezone.now()) | ~models.Q(revision=models.F("incident__revision"))
    waiting = Approval.objects.filter(due, state=ApprovalState.WAITING)
    return list(waiting.order_by("due", "pk").values_list("pk", flat=True))


@transaction.atomic
def settle_approval(pk: int) -> Outcome | None:
    """Publish or void one approval under its incident's lock; None where it waits on, or ended meanwhile.

    What is published is exactly what was approved: same revision, same digest, and still nobody's own change. Several
    of these may run at once: whoever comes second finds an approval that ended.
    """
    incident_id = Approval.objects.values_list("incident_id", flat=True).get(pk=pk)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
    approval = Approval.objects.select_related("by", "incident").get(pk=pk)
    if approval.state != ApprovalState.WAITING:
        return None
    if incident.revision != approval.revision:
        moved = f"It was saved again since: revision {incident.revision}, approved was {approval.revision}."
        return _void(approval, moved)
    if approval.due > timezone.now():
        return None
    try:
        with transaction.atomic():
            step = transition(
                incident=incident,
                verb=Verb.PUBLISH,
                by=approval.by,
                reason=f"Approved on {approval.at:%Y-%m-%d %H:%M} UTC, to be published when the embargo ended.",
                revision=approval.revision,
                body_sha256=approval.body_sha256,
            )
    except DomainError as refused:
        return _void(approval, in_words(refused))
    return Outcome(incident.ref, step.edition_seq)


def _void(approval: Approval, why: str) -> Outcome:
    approvals.void(approval, None, why=why)
    return Outcome(approval.incident.ref, None, why)
