"""What a person found when two incidents looked alike."""

from django.conf import settings
from django.db import models

from incidents.workbench.models.base import with_history


@with_history
class Distinction(models.Model):
    """Two incidents (or two sources) that are not the same, so that nobody holds them against each other again.

    Refs instead of keys, because the other may be an edition that was imported and has no row on the workbench; of
    sources the public ids. The smaller one comes first.
    """

    first = models.CharField(max_length=40)
    second = models.CharField(max_length=40)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["second"], name="workbench_distinction_second")]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="workbench_distinction_once",
                violation_error_message="These two were told apart before.",
            ),
            models.CheckConstraint(
                condition=models.Q(first__gt="", second__gt=models.F("first")),
                name="workbench_distinction_in_order",
                violation_error_message="Two different incidents, the smaller ref first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"
