"""The narrow door through what is append-only: an erasure, and only within the transaction that notes it."""

import pgtrigger
from django.conf import settings
from django.db import models

from config.constraints import append_only, no_truncate


def erasable_and_led(table: str) -> list[pgtrigger.Trigger]:
    """Refuse what `append_only_but_erasable` refuses, but let a row go to what stands for its source, and back."""
    return [
        pgtrigger.Trigger(
            name=f"{table}_append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func="""
            IF workbench_erasing() THEN
                RETURN COALESCE(NEW, OLD);
            END IF;
            IF TG_OP = 'UPDATE' THEN
                IF to_jsonb(NEW) - 'source_id' = to_jsonb(OLD) - 'source_id' AND EXISTS (
                    SELECT FROM workbench_source
                    WHERE (id, merged_into_id) IN ((OLD.source_id, NEW.source_id), (NEW.source_id, OLD.source_id))
                ) THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
            """,
        ),
        no_truncate(table),
    ]


_THIS_TRANSACTION = models.Func(function="workbench_transaction", output_field=models.CharField())
"""What tells this transaction from every other one, past and to come."""


class Erasure(models.Model):
    """That content was removed from the workbench and its history: by whom, why, and how much. Append-only.

    The row holds none of what went. While the transaction that appends it runs, what is append-only lets go.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    expunction = models.BigIntegerField(null=True, help_text="The record's expunction, where editions were named.")
    counts = models.JSONField(default=dict, help_text="Rows that went or were changed, by table.")
    files = models.JSONField(default=list, help_text="Files that go once it is committed.")
    erased_at = models.DateTimeField(auto_now_add=True)
    transaction = models.CharField(max_length=60, db_default=_THIS_TRANSACTION, editable=False)

    class Meta:
        ordering = ["pk"]
        triggers = append_only("erasure")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__gt=""),
                name="workbench_erasure_reason_given",
                violation_error_message="An erasure needs its reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure of {self.erased_at:%Y-%m-%d}"
