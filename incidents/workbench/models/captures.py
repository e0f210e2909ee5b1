"""Copies of sources, the tries to make them, and what happened to each since. Nothing here is taken back."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from config.constraints import append_only_but_erasable, in_order, one_of
from incidents.vocabulary import CaptureOutcome, CustodyAction
from incidents.workbench.models.base import public_id_field, public_id_form
from incidents.workbench.models.erasing import erasable_and_led
from incidents.workbench.models.sources import Source

_SHA256 = r"^[0-9a-f]{64}$"


def _sha256_form(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__regex": _SHA256}),
        name=name,
        violation_error_message="A SHA-256 is 64 hexadecimal digits.",
    )


class CaptureQuerySet(models.QuerySet["Capture"]):
    """Copies of sources."""

    def visible_to(self, user: User | None) -> Self:
        """Whoever may see a source may see its copies."""
        return self.filter(source__in=Source.objects.visible_to(user))

    def elsewhere(self, source: Source, payloads: set[str]) -> Self:
        """Return the copies of some contents that are kept for other sources."""
        return self.filter(payload_sha256__in=payloads).exclude(source=source).select_related("source")


class Capture(models.Model):
    """A copy of a source as it was at one moment. The file is in the store under `sha256`.

    Nothing of it changes but the source, and that only between one that was merged and the one that stands for it.

    `payload_sha256` is the hash of what was copied: for an upload the file itself, for a web archive, whose own hash
    differs each time, the page in it. `final_url` is where the page came from, and empty for an upload.
    """

    public_id = public_id_field()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="captures")
    sha256 = models.CharField(max_length=64, db_index=True)
    payload_sha256 = models.CharField(max_length=64, db_index=True)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    captured_at = models.DateTimeField(default=timezone.now)
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="Who uploaded it, or asked for it; empty where the system did so itself.",
    )  # fmt: skip
    tool = models.CharField(max_length=100)
    final_url = models.URLField(max_length=1000, blank=True)

    objects = CaptureQuerySet.as_manager()

    class Meta:
        ordering = ["-captured_at", "-pk"]
        triggers = erasable_and_led("capture")
        constraints = [
            public_id_form("workbench_capture_public_id_form"),
            _sha256_form("workbench_capture_sha256_form", "sha256"),
            _sha256_form("workbench_capture_payload_form", "payload_sha256"),
            models.UniqueConstraint(
                fields=["source", "sha256"],
                name="workbench_capture_once",
                violation_error_message="The source already has a copy with the same content.",
            ),
            models.UniqueConstraint(
                fields=["source", "payload_sha256", "final_url"],
                name="workbench_capture_payload_once",
                violation_error_message="The source already has a copy of the same page from the same address.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} of {self.source_id}"


class CaptureAttempt(models.Model):
    """A try to keep a copy of a source's address, or a wish for one (`queued`). `number` counts since the last wish."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="capture_attempts")
    outcome = models.CharField(max_length=20, choices=CaptureOutcome.choices())
    url = models.CharField(max_length=1000)
    number = models.PositiveSmallIntegerField(default=0, help_text="0 for a wish, 1 for the first try after it.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=500, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, null=True, related_name="attempts")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="Who asked for it; empty where the system did so itself.",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        triggers = append_only_but_erasable("captureattempt")
        constraints = [
            one_of("workbench_captureattempt_outcome_known", "outcome", CaptureOutcome.codes()),
            in_order(
                "workbench_captureattempt_times_in_order", "started_at", "finished_at", "It ended before it began."
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["failed", "refused"]) | models.Q(error__gt=""),
                name="workbench_captureattempt_failure_says_why",
                violation_error_message="Say why it failed.",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["stored", "unchanged"]) | models.Q(capture__isnull=False),
                name="workbench_captureattempt_success_has_copy",
                violation_error_message="Name the copy that is kept.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.started_at:%Y-%m-%d %H:%M}"


class CustodyEntry(models.Model):
    """What happened to a copy: who had it when, and what was found."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="custody")
    action = models.CharField(max_length=20, choices=CustodyAction.choices())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=1200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "custody entries"
        triggers = append_only_but_erasable("custodyentry")
        constraints = [one_of("workbench_custodyentry_action_known", "action", CustodyAction.codes())]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
