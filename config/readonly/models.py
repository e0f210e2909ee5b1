"""The times in which nothing could be written."""

from datetime import datetime
from typing import Self, cast

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models


class ReadOnlyQuerySet(models.QuerySet["ReadOnly"]):
    """The times in which nothing could be written, newest first."""

    def standing(self) -> Self:
        """The one that has not ended: at most one."""
        return self.filter(during__upper_inf=True)


class ReadOnly(models.Model):
    """A time in which nothing could be written; it has no end while it lasts.

    While there is one without an end, triggers refuse every statement that would change the data. `began_by` and
    `ended_by` are what the operators who typed the command call themselves; `reason` is shown to whoever is refused.
    """

    during = DateTimeRangeField()
    began_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=500, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)

    objects = ReadOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-during", "-pk"]
        verbose_name = "read-only time"
        constraints = [
            ExclusionConstraint(
                name="readonly_readonly_one_at_a_time",
                expressions=[("during", RangeOperators.OVERLAPS)],
                violation_error_message="It is read-only already.",
            ),
            models.CheckConstraint(
                condition=models.Q(during__isempty=False),
                name="readonly_readonly_some_time",
                violation_error_message="It ends after it began.",
            ),
        ]

    def __str__(self) -> str:
        return f"read-only since {self.began_at:%Y-%m-%d %H:%M} UTC"

    @property
    def began_at(self) -> datetime:
        """Return when it began."""
        return cast("datetime", self.during.lower)
