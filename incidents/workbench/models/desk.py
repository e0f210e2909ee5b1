"""What the desk remembers for a while: forms that somebody filled in and did not save, and who is at an incident now.

Neither table has a history, and rows go for good: what a person typed and never saved is nobody's record (ADR 13).
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from incidents.workbench.models.incidents import Incident
from incidents.workbench.querysets import KeptFormQuerySet, PresenceQuerySet


class KeptForm(models.Model):
    """A form of the desk as a person filled it in and has not saved it, right or wrong. Only that person sees it.

    `fields` maps the names of fields to what would be sent of them; `files` the path of a source to its uploaded file.
    `revision` is the one that the person started from. `turn` counts what was kept, and `writer` is the open page that
    kept it last: a request that comes late, or another page with the same form, changes nothing. Once the form is
    saved or discarded it is closed: empty, and there for a while so that late requests find it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_forms")
    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, null=True, related_name="kept_forms", help_text="Empty for a new one."
    )
    form_id = models.CharField(max_length=10)
    revision = models.PositiveIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=10, blank=True)
    fields = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    sent = models.BooleanField(default=False, help_text="It was sent to be saved, by somebody who was signed out.")
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)
    closed_at = models.DateTimeField(null=True)

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form_id"],
                name="workbench_keptform_once",
                violation_error_message="This form of this person is kept already.",
            ),
            models.CheckConstraint(
                condition=models.Q(form_id__regex=r"^[0-9a-z]{10}$"),
                name="workbench_keptform_form_id_form",
                violation_error_message="The id of a form is ten characters: digits and small letters.",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(fields={}, files={}),
                name="workbench_keptform_closed_is_empty",
                violation_error_message="A form that was saved or discarded keeps nothing.",
            ),
        ]

    def __str__(self) -> str:
        return f"form {self.form_id} of {self.person_id}"

    @property
    def title(self) -> str:
        """Return the title that was typed, or nothing."""
        return str(next(iter(self.fields.get("title", [])), ""))


class Presence(models.Model):
    """That a person has an incident open at the desk; true for a minute after `seen_at`."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences")
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)
    typing = models.BooleanField(default=False, help_text="There are changes that are not saved.")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["person"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"],
                name="workbench_presence_once",
                violation_error_message="A person is at an incident once.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.incident_id}"
