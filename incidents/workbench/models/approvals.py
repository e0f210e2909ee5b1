"""What an editor approved under embargo, to be published when it ends."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from config.constraints import one_of
from incidents.vocabulary import ApprovalState
from incidents.workbench.models.base import with_history
from incidents.workbench.models.incidents import Incident

_WAITING, _PUBLISHED, _VOID = (one.value for one in ApprovalState)


@with_history
class Approval(models.Model):
    """That an editor approved one document of an incident, to be published at `due` if nothing moved until then.

    `revision` is the incident's after that step, `body_sha256` the digest of what was previewed. At most one waits; it
    ends as published, with the edition, or as void, with the reason.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField()
    body_sha256 = models.CharField(max_length=64)
    due = models.DateTimeField(help_text="The end of the embargo.")
    state = models.CharField(max_length=10, choices=ApprovalState.choices(), default=_WAITING)
    ended_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True, help_text="Why it is void.")
    edition_seq = models.PositiveBigIntegerField(null=True, help_text="The edition that it became.")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("workbench_approval_state_known", "state", ApprovalState.codes()),
            models.CheckConstraint(
                condition=models.Q(body_sha256__regex="^[0-9a-f]{64}$"),
                name="workbench_approval_digest_form",
                violation_error_message="An approval names the digest of what was previewed.",
            ),
            ExclusionConstraint(
                name="workbench_approval_one_waits",
                expressions=[("incident", RangeOperators.EQUAL)],
                condition=models.Q(state=_WAITING),
                violation_error_message="The incident is approved already.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=_WAITING, ended_at=None)
                | ~models.Q(state=_WAITING) & ~models.Q(ended_at=None),
                name="workbench_approval_ended",
                violation_error_message="An approval that waits has no end, and one that ended has.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=_VOID, why__gt="") | ~models.Q(state=_VOID) & models.Q(why=""),
                name="workbench_approval_void_says_why",
                violation_error_message="Say why an approval is void, and only then.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=_PUBLISHED, edition_seq__gte=1)
                | ~models.Q(state=_PUBLISHED) & models.Q(edition_seq=None),
                name="workbench_approval_published_has_edition",
                violation_error_message="An approval that was published names its edition, and no other does.",
            ),
        ]

    def __str__(self) -> str:
        return f"approval of revision {self.revision} for {self.due:%Y-%m-%d %H:%M}"
