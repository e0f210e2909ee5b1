"""Reports that nothing happened along a border, with their history; and the index of what nobody signed of it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import incidents.workbench.models.base
from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reference", "0003_read_only"),
        ("workbench", "0013_access_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuietReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("since", models.DateField(verbose_name="from")),
                ("until", models.DateField(help_text="This day included.", verbose_name="to")),
                ("note", models.TextField(blank=True, help_text="Never published.", max_length=1000)),
                ("entered_at", models.DateTimeField(auto_now_add=True)),
                (
                    "border",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reference.border"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quiet_reports", to="workbench.source"
                    ),
                ),
            ],
            options={
                "ordering": ["-until", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="QuietReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("since", models.DateField(verbose_name="from")),
                ("until", models.DateField(help_text="This day included.", verbose_name="to")),
                ("note", models.TextField(blank=True, help_text="Never published.", max_length=1000)),
                ("entered_at", models.DateTimeField(auto_now_add=True)),
                (
                    "border",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reference.border",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.quietreport",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="quietreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                name="workbench_quietreport_public_id_form",
                violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quietreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True), ("until__isnull", True), ("since__lte", models.F("until")), _connector="OR"
                ),
                name="workbench_quietreport_in_order",
                violation_error_message="The last day is before the first day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quietreport",
            constraint=models.UniqueConstraint(
                fields=("border", "since", "until", "source"),
                name="workbench_quietreport_once",
                violation_error_message="This report is there already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quietreport",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_quietreportevent" ("border_id", "entered_at", "entered_by_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "since", "source_id", "until") VALUES (NEW."border_id", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."note", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."public_id", NEW."since", NEW."source_id", NEW."until"); RETURN NULL;',
                    hash="28da867370c1fbdeb70d08321fc449580c00c78a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f2bea",
                    table="workbench_quietreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quietreport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_quietreportevent" ("border_id", "entered_at", "entered_by_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "since", "source_id", "until") VALUES (NEW."border_id", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."note", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."public_id", NEW."since", NEW."source_id", NEW."until"); RETURN NULL;',
                    hash="6bed08b5e598574b9009bb162fe12c8a8c24471c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5f44c",
                    table="workbench_quietreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quietreport",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_quietreportevent" ("border_id", "entered_at", "entered_by_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "since", "source_id", "until") VALUES (OLD."border_id", OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."note", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."public_id", OLD."since", OLD."source_id", OLD."until"); RETURN NULL;',
                    hash="402ecc3207b73233c5d7679e37c21ca0771873a5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4ddce",
                    table="workbench_quietreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quietreportevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="6bfe66044bb863fb37cf5b3e4205a8f5d0269047",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_82659",
                    table="workbench_quietreportevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER workbench_quietreportevent_no_truncate BEFORE TRUNCATE ON workbench_quietreportevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION workbench_history_stays()",
            "DROP TRIGGER workbench_quietreportevent_no_truncate ON workbench_quietreportevent",
        ),
        migrations.RunSQL(
            "CREATE INDEX workbench_quietreport_by_nobody ON workbench_quietreportevent "
            "(pgh_created_at DESC, pgh_id DESC) WHERE pgh_context_id IS NULL",
            "DROP INDEX workbench_quietreport_by_nobody",
        ),
        *guarded("workbench_quietreport"),
    ]
