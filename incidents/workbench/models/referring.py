"""What editors decided on actors, places and the like: proposals taken, mapped or refused, merges, edits and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from config.constraints import append_only_but_erasable, one_of
from incidents.vocabulary import ReferenceVerdict

_TABLES = ["actor", "place", "border", "dispute"]


class ReferenceDecision(models.Model):
    """One decision on an actor, a place, a border or a dispute: which, by whom, when and why. Append-only.

    `row` and `winner` are public ids (slug or code), which never change. `counts` says for a mapping or a merge how
    many rows were led to the winner, by column (`workbench.claim.claimant`), and how many it had already.
    """

    what = models.CharField(max_length=10, choices=ReferenceVerdict.choices())
    table = models.CharField(max_length=10, choices=[(one, one.capitalize()) for one in _TABLES])
    row = models.CharField(max_length=80)
    winner = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True, max_length=1000)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = append_only_but_erasable("referencedecision")
        indexes = [models.Index(fields=["table", "row"], name="workbench_refdecision_of")]
        constraints = [
            one_of("workbench_refdecision_what_known", "what", ReferenceVerdict.codes()),
            one_of("workbench_refdecision_table_known", "table", _TABLES),
            models.CheckConstraint(
                condition=models.Q(what="accepted") | models.Q(reason__gt=""),
                name="workbench_refdecision_reason_given",
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                condition=models.Q(what__in=["mapped", "merged"], winner__gt="")
                | (~models.Q(what__in=["mapped", "merged"]) & models.Q(winner="")),
                name="workbench_refdecision_winner_fits",
                violation_error_message="A mapping and a merge name what stands for the row; nothing else does.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.get_what_display().lower()}"
