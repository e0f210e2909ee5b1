"""Two incidents that are not the same."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("workbench", "0009_review_thread"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Distinction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.CharField(max_length=40)),
                ("second", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DistinctionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("first", models.CharField(max_length=40)),
                ("second", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
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
                        to="workbench.distinction",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="distinction",
            index=models.Index(fields=["second"], name="workbench_distinction_second"),
        ),
        migrations.AddConstraint(
            model_name="distinction",
            constraint=models.UniqueConstraint(
                fields=("first", "second"),
                name="workbench_distinction_once",
                violation_error_message="These two were told apart before.",
            ),
        ),
        migrations.AddConstraint(
            model_name="distinction",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__gt", ""), ("second__gt", models.F("first"))),
                name="workbench_distinction_in_order",
                violation_error_message="Two different incidents, the smaller ref first.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distinction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_distinctionevent" ("first", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second") VALUES (NEW."first", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."second"); RETURN NULL;',
                    hash="33bfbf0532ad91d836d42054b2721a25dd4962bd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7116c",
                    table="workbench_distinction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distinction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_distinctionevent" ("first", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second") VALUES (NEW."first", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."second"); RETURN NULL;',
                    hash="65e8fa048168dee13e9e17858d41eddf2afd3915",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1eb0e",
                    table="workbench_distinction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distinction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_distinctionevent" ("first", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second") VALUES (OLD."first", OLD."id", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."second"); RETURN NULL;',
                    hash="227a67fe371679b1433c64a067db7e56ef8c71d1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d4081",
                    table="workbench_distinction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distinctionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="27ffc9509043b8f63ea265e071eca42345adf3b6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e457a",
                    table="workbench_distinctionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER workbench_distinctionevent_no_truncate BEFORE TRUNCATE ON workbench_distinctionevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION workbench_history_stays()",
            "DROP TRIGGER workbench_distinctionevent_no_truncate ON workbench_distinctionevent",
        ),
    ]
