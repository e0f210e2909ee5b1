"""The words of what stands now, kept beside the ledger."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class RecordWord(models.Model):
    """A folded word of the live head, and in how many live editions it was when they were counted last.

    What a search that finds nothing may have meant is looked for here, and how common a word is. A word that leaves the
    live head leaves this table in the same transaction (`publishing.words`); the numbers are estimates.
    """

    word = models.CharField(max_length=100, primary_key=True)
    editions = models.PositiveIntegerField()
    recent = models.PositiveIntegerField(default=0, help_text="In how many of the newest 20,000 by date.")

    class Meta:
        ordering = ["word"]
        constraints = [models.CheckConstraint(condition=models.Q(word__gt=""), name="record_word_given")]
        indexes = [
            GinIndex(OpClass(models.F("word"), name="gin_trgm_ops"), name="record_word_alike"),
            models.Index(fields=["recent"], name="record_word_by_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.word} in {self.editions}"
