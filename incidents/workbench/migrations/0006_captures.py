"""Copies of sources by their hash, the tries to make them, their chain of custody, and whether the public sees them."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0005_erasures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaptureAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("stored", "Kept"),
                            ("unchanged", "Unchanged"),
                            ("failed", "Failed"),
                            ("refused", "Refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("url", models.CharField(max_length=1000)),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="0 for a wish, 1 for the first try after it."
                    ),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("error", models.CharField(blank=True, max_length=500)),
                ("http_status", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CustodyEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("stored", "Kept"),
                            ("seen_again", "Seen again"),
                            ("viewed", "Viewed"),
                            ("verified", "Verified"),
                            ("damaged", "Damaged"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("note", models.CharField(blank=True, max_length=1200)),
            ],
            options={
                "verbose_name_plural": "custody entries",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="source",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="source",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="source",
            name="delete_delete",
        ),
        migrations.RemoveField(
            model_name="capture",
            name="file",
        ),
        migrations.AddField(
            model_name="capture",
            name="payload_sha256",
            field=models.CharField(db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="source",
            name="captures_public",
            field=models.BooleanField(
                default=False,
                help_text="Only where the right to show them was cleared. Otherwise the public reads that a copy is kept.",
                verbose_name="show the copies to the public",
            ),
        ),
        migrations.AddField(
            model_name="sourceevent",
            name="captures_public",
            field=models.BooleanField(
                default=False,
                help_text="Only where the right to show them was cleared. Otherwise the public reads that a copy is kept.",
                verbose_name="show the copies to the public",
            ),
        ),
        migrations.AlterField(
            model_name="capture",
            name="captured_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="capture",
            name="captured_by",
            field=models.ForeignKey(
                help_text="Who uploaded it, or asked for it; empty where the system did so itself.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="capture",
            name="sha256",
            field=models.CharField(db_index=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="capture",
            name="size",
            field=models.PositiveBigIntegerField(help_text="Bytes."),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "captures_public", "confidential", "id", "kind", "language", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (NEW."added_at", NEW."added_by_id", NEW."captures_public", NEW."confidential", NEW."id", NEW."kind", NEW."language", NEW."origin", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."private_note", NEW."public_id", NEW."published_on", NEW."publisher", NEW."rated_at", NEW."rated_by_id", NEW."reliability", NEW."reliability_reason", NEW."title", NEW."url"); RETURN NULL;',
                    hash="b0ad8569eb9bf7829a453e7423611859b0bf743d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0ec78",
                    table="workbench_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "captures_public", "confidential", "id", "kind", "language", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (NEW."added_at", NEW."added_by_id", NEW."captures_public", NEW."confidential", NEW."id", NEW."kind", NEW."language", NEW."origin", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."private_note", NEW."public_id", NEW."published_on", NEW."publisher", NEW."rated_at", NEW."rated_by_id", NEW."reliability", NEW."reliability_reason", NEW."title", NEW."url"); RETURN NULL;',
                    hash="0ba00774823671bab0dd711a3795335f256bf04b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9d290",
                    table="workbench_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "captures_public", "confidential", "id", "kind", "language", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (OLD."added_at", OLD."added_by_id", OLD."captures_public", OLD."confidential", OLD."id", OLD."kind", OLD."language", OLD."origin", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."private_note", OLD."public_id", OLD."published_on", OLD."publisher", OLD."rated_at", OLD."rated_by_id", OLD."reliability", OLD."reliability_reason", OLD."title", OLD."url"); RETURN NULL;',
                    hash="066d3fd1b97f0b21661d686303058a2d8a924e00",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00a1f",
                    table="workbench_source",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.CheckConstraint(
                condition=models.Q(("payload_sha256__regex", "^[0-9a-f]{64}$")),
                name="workbench_capture_payload_form",
                violation_error_message="A SHA-256 is 64 hexadecimal digits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.UniqueConstraint(
                fields=("source", "payload_sha256", "final_url"),
                name="workbench_capture_payload_once",
                violation_error_message="The source already has a copy of the same page from the same address.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="capture",
            name="workbench_capture_once",
            constraint=models.UniqueConstraint(
                fields=("source", "sha256"),
                name="workbench_capture_once",
                violation_error_message="The source already has a copy with the same content.",
            ),
        ),
        migrations.AddField(
            model_name="captureattempt",
            name="by",
            field=models.ForeignKey(
                help_text="Who asked for it; empty where the system did so itself.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="captureattempt",
            name="capture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="workbench.capture"
            ),
        ),
        migrations.AddField(
            model_name="captureattempt",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="capture_attempts", to="workbench.source"
            ),
        ),
        migrations.AddField(
            model_name="custodyentry",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="custodyentry",
            name="capture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="custody", to="workbench.capture"
            ),
        ),
        migrations.AddConstraint(
            model_name="captureattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["queued", "stored", "unchanged", "failed", "refused"])),
                name="workbench_captureattempt_outcome_known",
                violation_error_message="outcome must be one of: queued, stored, unchanged, failed, refused.",
            ),
        ),
        migrations.AddConstraint(
            model_name="captureattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_at__isnull", True),
                    ("finished_at__isnull", True),
                    ("started_at__lte", models.F("finished_at")),
                    _connector="OR",
                ),
                name="workbench_captureattempt_times_in_order",
                violation_error_message="It ended before it began.",
            ),
        ),
        migrations.AddConstraint(
            model_name="captureattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["failed", "refused"]), _negated=True), ("error__gt", ""), _connector="OR"
                ),
                name="workbench_captureattempt_failure_says_why",
                violation_error_message="Say why it failed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="captureattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["stored", "unchanged"]), _negated=True),
                    ("capture__isnull", False),
                    _connector="OR",
                ),
                name="workbench_captureattempt_success_has_copy",
                violation_error_message="Name the copy that is kept.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="captureattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="captureattempt_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="e7cc063967f76c5cfd12394ed21dc3e302cda8de",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_captureattempt_append_only_941f5",
                    table="workbench_captureattempt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="captureattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="captureattempt_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="941cbadf24c5b2436c30eee4d141aa2742dc5cb1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_captureattempt_no_truncate_73327",
                    table="workbench_captureattempt",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="custodyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", ["stored", "seen_again", "viewed", "verified", "damaged"])),
                name="workbench_custodyentry_action_known",
                violation_error_message="action must be one of: stored, seen_again, viewed, verified, damaged.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="custodyentry",
            trigger=pgtrigger.compiler.Trigger(
                name="custodyentry_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="3e6a2f6786e2c457c3260bd805b685ffc5c50e51",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_custodyentry_append_only_30592",
                    table="workbench_custodyentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="custodyentry",
            trigger=pgtrigger.compiler.Trigger(
                name="custodyentry_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="9a5094e5c766d854753d6db64fdd24af1bec68fe",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_custodyentry_no_truncate_09430",
                    table="workbench_custodyentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
