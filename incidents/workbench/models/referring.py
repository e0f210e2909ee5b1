"""What editors decided on actors, places, sources and the like: proposals, merges and their undoing, edits and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from config.constraints import append_only_but_erasable, one_of
from incidents.vocabulary import ReferenceVerdict

_TABLES = ["actor", "place", "source", "border", "dispute"]


class ReferenceDecision(models.Model):
    """One decision on an actor, a place, a source, a border or a dispute: which, by whom, when and why. Append-only.

    `row` and `winner` are public ids (slug, code or id), which never change. `counts` says for a mapping or a merge how
    many rows were led to the winner, by column (`workbench.claim.claimant`), and how many it had already.

    `moved` is what undoing a merge of sources needs to know: `rows`, the keys of those that were led there, by column;
    `gained`, the winner's columns that were empty, with what they were given; `led`, the public ids of what had been
    merged into the loser before. `undoes` is the merge that was undone, once at most.
    """

    what = models.CharField(max_length=10, choices=ReferenceVerdict.choices())
    table = models.CharField(max_length=10, choices=[(one, one.capitalize()) for one in _TABLES])
    row = models.CharField(max_length=80)
    winner = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True, max_length=1000)
    counts = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone")

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
                condition=models.Q(what__in=["mapped", "merged", "undone"], winner__gt="")
                | (~models.Q(what__in=["mapped", "merged", "undone"]) & models.Q(winner="")),
                name="workbench_refdecision_winner_fits",
                violation_error_message="Merges, mappings and undoings name what stands for the row, and nothing else.",
            ),
            models.CheckConstraint(
                condition=models.Q(what="undone", undoes__isnull=False)
                | (~models.Q(what="undone") & models.Q(undoes=None)),
                name="workbench_refdecision_undoes_a_merge",
                violation_error_message="Only what undoes a merge names it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.get_what_display().lower()}"
