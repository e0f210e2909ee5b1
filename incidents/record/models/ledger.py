"""What is said about the ledger as a whole: expunctions and releases."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from config.constraints import append_only


class Expunction(models.Model):
    """A court's order or a person's right: names the editions whose content goes, and why. Append-only."""

    seqs = ArrayField(models.BigIntegerField())
    reason = models.TextField()
    expunged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        triggers = append_only("expunction")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__gt=""),
                name="record_expunction_reason_given",
                violation_error_message="An expunction needs its reason.",
            ),
            models.CheckConstraint(
                condition=models.Q(seqs__len__gte=1),
                name="record_expunction_names_editions",
                violation_error_message="An expunction names at least one edition.",
            ),
        ]

    def __str__(self) -> str:
        return f"expunction of {self.seqs}"


class Release(models.Model):
    """A frozen point in the ledger that researchers cite: version YY.N, reissued as YY.N-r1. Append-only."""

    version = models.CharField(max_length=20, unique=True)
    cutoff_seq = models.BigIntegerField()
    head_digest = models.CharField(max_length=64)
    manifest = models.JSONField()
    files = models.JSONField(help_text="Name, size and SHA-256 of each file.")
    changes = models.TextField(blank=True)
    released_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-released_at"]
        triggers = append_only("release")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version__regex=r"^[0-9]{2}\.[0-9]+(-r[0-9]+)?$"),
                name="record_release_version_form",
                violation_error_message="A version is YY.N or YY.N-rM.",
            ),
            models.CheckConstraint(condition=models.Q(cutoff_seq__gte=0), name="record_release_cutoff_from_zero"),
            models.CheckConstraint(
                condition=models.Q(head_digest__regex=r"^[0-9a-f]{64}$"), name="record_release_digest_form"
            ),
        ]

    def __str__(self) -> str:
        return self.version
