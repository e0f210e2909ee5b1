"""That nothing happened, where somebody said so."""

from django.conf import settings
from django.db import models

from config.constraints import in_order
from incidents.reference.models import Border
from incidents.workbench.models.base import public_id_field, public_id_form, with_history
from incidents.workbench.models.sources import Source


@with_history
class QuietReport(models.Model):
    """A source says that nothing happened along a border from `since` to `until`, both days included.

    It tells silence from peace: a month without incidents and without such a report is one of which nothing is known.
    Private; the source is cited as those of claims are.
    """

    public_id = public_id_field()
    border = models.ForeignKey(Border, on_delete=models.PROTECT, related_name="+")
    since = models.DateField("from")
    until = models.DateField("to", help_text="This day included.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="quiet_reports")
    note = models.TextField(blank=True, max_length=1000, help_text="Never published.")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-until", "-pk"]
        constraints = [
            public_id_form("workbench_quietreport_public_id_form"),
            in_order("workbench_quietreport_in_order", "since", "until", "The last day is before the first day."),
            models.UniqueConstraint(
                fields=["border", "since", "until", "source"],
                name="workbench_quietreport_once",
                violation_error_message="This report is there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.border} quiet {self.since} to {self.until}"
