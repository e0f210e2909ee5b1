"""What editors are told by mail: a ref and what happened. No word of the incident, because mail is read on the way."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.tasks import send_notice
from incidents.workbench.models import Approval, Incident, Transition

_UNPUBLISHED = """{ref} was taken back from the public by {by} at {at:%Y-%m-%d %H:%M} UTC, in an emergency.

Its public page says so, with the reason. The working copy is as it was: {state}. Look at it in the editors' admin,
under Incidents, {ref}, Preview edition, and agree on what comes next.

Every editor gets this mail.
"""
_VOID = """{ref} was not published. You approved it on {at:%Y-%m-%d} to be published on {due:%Y-%m-%d %H:%M} UTC.

The approval counts no more:

{why}

Look at it in the editors' admin, under Incidents, {ref}, Preview edition; it may need another approval.
"""


def tell_unpublished(incident: Incident, step: Transition) -> None:
    """Tell every editor of an emergency, once it is committed."""
    editors = User.objects.filter(groups__name=Role.EDITOR, is_active=True).order_by("pk")
    state = incident.get_state_display().lower()
    text = _UNPUBLISHED.format(ref=incident.ref, by=step.by, at=step.at, state=state)
    _tell(editors, f"{incident.ref} was taken back from the public", text)


def tell_void(approval: Approval) -> None:
    """Tell who approved an incident that it is not published as they approved it, once that is committed."""
    ref = approval.incident.ref
    text = _VOID.format(ref=ref, at=approval.at, due=approval.due, why=approval.why)
    _tell([approval.by], f"{ref}: your approval counts no more", text)


def _tell(people: Iterable[User], subject: str, text: str) -> None:
    for user in people:
        transaction.on_commit(partial(send_notice.enqueue, user.pk, subject, text))
