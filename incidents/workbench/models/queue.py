"""The editors' queue: what waits and why first, who reviews it now, the views editors saved, who had which digest."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from config.constraints import append_only_but_erasable
from incidents.workbench.models.base import with_history
from incidents.workbench.models.incidents import Incident
from incidents.workbench.querysets import QueueEntryQuerySet, ReviewLockQuerySet, SavedViewQuerySet


class QueueEntry(models.Model):
    """A submission that waits, with what the queue is ordered and read by. Derived: `moderation.queueing` writes it.

    It follows the incident in the transaction that submits, edits or decides, and can be derived again at any time, so
    it has no history. It holds numbers, and the names of parts of a document; none of what anybody wrote.
    """

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="queue_entry")
    revision = models.PositiveIntegerField(help_text="Of the incident it was derived from; 0: not derived yet.")
    submitted_at = models.DateTimeField(help_text="When it was last submitted.")
    killed = models.PositiveIntegerField(null=True, help_text="The highest that is claimed or estimated; empty: none.")
    contested = models.BooleanField(default=False)
    embargo_until = models.DateTimeField(null=True)
    priority = models.PositiveSmallIntegerField(default=0, help_text="Points: `moderation.priority`.")
    first_edition = models.BooleanField(default=True, help_text="Nothing of it is public now.")
    changed = ArrayField(
        models.CharField(max_length=60), default=list, help_text="Parts that differ from the edition that stands."
    )
    differences = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0, help_text="What it lacks to be complete, grades included.")
    problems = models.PositiveIntegerField(default=0, help_text="What else stands in the way of publishing it.")

    objects = QueueEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-priority", "submitted_at", "incident"]
        verbose_name_plural = "queue entries"
        indexes = [
            models.Index(fields=["-priority", "submitted_at", "incident"], name="workbench_queueentry_order"),
            models.Index(fields=["submitted_at"], name="workbench_queueentry_age"),
        ]

    def __str__(self) -> str:
        return f"incident {self.incident_id} since {self.submitted_at:%Y-%m-%d %H:%M}"


@with_history
class ReviewLock(models.Model):
    """That an editor reviews a submission, until `expires_at`. Others are told, and may still decide.

    `taken_from` is whoever reviewed it when it was taken over. The history keeps who had it, and when.
    """

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="review_lock")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    taken_from = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ReviewLockQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("taken_at")),
                name="workbench_reviewlock_lasts",
                violation_error_message="A review ends after it began.",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_from=None) | ~models.Q(taken_from=models.F("editor")),
                name="workbench_reviewlock_from_another",
                violation_error_message="Nobody takes a review over from themselves.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.editor} reviews incident {self.incident_id}"


@with_history
class SavedView(models.Model):
    """Filters and order of the queue under a name, of one editor or for all. `query` is as the address has it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField("shared with all editors", default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="workbench_savedview_once",
                violation_error_message="You have a view of this name already.",
            ),
            models.CheckConstraint(
                condition=models.Q(name__gt=""),
                name="workbench_savedview_name_given",
                violation_error_message="A view needs a name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DigestMail(models.Model):
    """That an editor was mailed the digest of a week (ISO 8601, as 2026-W48). Append-only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        triggers = append_only_but_erasable("digestmail")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "year", "week"],
                name="workbench_digestmail_once",
                violation_error_message="The digest of this week was sent already.",
            ),
            models.CheckConstraint(
                condition=models.Q(week__range=(1, 53)),
                name="workbench_digestmail_week_range",
                violation_error_message="A year has weeks 1 to 53.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-W{self.week:02} to {self.user_id}"
