"""What is said about the ledger as a whole: expunctions, releases, and which of the sources that it names are one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from config.constraints import append_only
from incidents.record.querysets import SourceMergeQuerySet


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


class SourceMerge(models.Model):
    """That a source which editions name was found to be another one, or (`into` is empty) that it is not. Append-only.

    The last row of a source holds. Editions keep the source that they were published with; this leads from there.
    """

    source = models.CharField(max_length=20)
    into = models.CharField(max_length=20, blank=True, help_text="Never one that is led on itself.")
    at = models.DateTimeField(auto_now_add=True)

    objects = SourceMergeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = append_only("sourcemerge")
        indexes = [
            models.Index(fields=["source", "-id"], name="record_sourcemerge_last"),
            models.Index(fields=["into"], name="record_sourcemerge_into"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source=models.F("into")),
                name="record_sourcemerge_not_into_itself",
                violation_error_message="Nothing is merged into itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} into {self.into}" if self.into else f"{self.source} by itself"
