"""That an incident is told under the ref of another, and that it no longer is."""

from django.conf import settings
from django.db import models

from config.constraints import append_only_but_erasable, one_of
from incidents.vocabulary import State
from incidents.workbench.models.incidents import Incident
from incidents.workbench.querysets import MergeQuerySet


class Merge(models.Model):
    """One incident, the loser, was merged into another, the winner. Append-only.

    `moved` maps the name of a table to its rows that went along, each as [public id, position before], `own` to the
    public ids of what the winner had itself (what has none goes by its primary key). `parted` are the claims that
    estimates rested on which stayed with the loser, as the primary keys [row, estimate, claim]. The digests are of what
    each would have said by itself then; the editions are those that it appended. A merge of what was never published
    has neither.
    """

    loser = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="merges")
    winner = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="merged_here")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()
    loser_state = models.CharField(max_length=20, choices=State.choices(), help_text="Before.")
    winner_state = models.CharField(max_length=20, choices=State.choices(), help_text="Before.")
    moved = models.JSONField(default=dict)
    own = models.JSONField(default=dict)
    parted = models.JSONField(default=list)
    loser_sha256 = models.CharField(max_length=64, blank=True)
    winner_sha256 = models.CharField(max_length=64, blank=True)
    loser_edition = models.PositiveBigIntegerField(null=True, help_text="Its seq; empty where nothing was public.")
    winner_edition = models.PositiveBigIntegerField(null=True, help_text="Empty also where nothing public changed.")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only_but_erasable("merge")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(loser=models.F("winner")),
                name="workbench_merge_not_into_itself",
                violation_error_message="An incident can't be merged into itself.",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__gt=""),
                name="workbench_merge_reason_given",
                violation_error_message="A merge needs its reason.",
            ),
            one_of("workbench_merge_loser_state_known", "loser_state", State.codes()),
            one_of("workbench_merge_winner_state_known", "winner_state", State.codes()),
        ]

    def __str__(self) -> str:
        return f"{self.loser_id} into {self.winner_id}"

    @property
    def was_public(self) -> bool:
        """Tell whether readers were told of it."""
        return self.loser_edition is not None


class Unmerge(models.Model):
    """A merge was undone. Append-only, and once for a merge. The editions are those that it appended."""

    merge = models.OneToOneField(Merge, on_delete=models.PROTECT, related_name="undone")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()
    loser_edition = models.PositiveBigIntegerField(null=True, help_text="Its seq; empty where nothing was public.")
    winner_edition = models.PositiveBigIntegerField(null=True, help_text="Empty also where nothing public changed.")

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only_but_erasable("unmerge")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__gt=""),
                name="workbench_unmerge_reason_given",
                violation_error_message="Undoing a merge needs its reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"undoing of merge {self.merge_id}"
