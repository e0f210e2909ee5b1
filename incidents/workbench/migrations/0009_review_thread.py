"""The review thread: answers to notes, who resolved which, and whom a note names."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

SAME_INCIDENT = (
    "ALTER TABLE workbench_reviewnote ADD CONSTRAINT workbench_reviewnote_reply_to_same_incident "
    "FOREIGN KEY (reply_to_id, incident_id) REFERENCES workbench_reviewnote (id, incident_id) "
    "DEFERRABLE INITIALLY DEFERRED"
)
ANY_INCIDENT = "ALTER TABLE workbench_reviewnote DROP CONSTRAINT workbench_reviewnote_reply_to_same_incident"

HISTORY_STAYS = (
    "CREATE TRIGGER workbench_notementionevent_no_truncate BEFORE TRUNCATE ON workbench_notementionevent "
    "FOR EACH STATEMENT EXECUTE FUNCTION workbench_history_stays()"
)
HISTORY_GOES = "DROP TRIGGER workbench_notementionevent_no_truncate ON workbench_notementionevent"


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("workbench", "0008_kept_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoteMention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="NoteMentionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reviewnote",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reviewnote",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reviewnote",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="reviewnote",
            name="reply_to",
            field=models.ForeignKey(
                blank=True,
                help_text="The note that this one answers.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replies",
                to="workbench.reviewnote",
            ),
        ),
        migrations.AddField(
            model_name="reviewnote",
            name="settled_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="reviewnote",
            name="settled_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewnoteevent",
            name="reply_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The note that this one answers.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="workbench.reviewnote",
            ),
        ),
        migrations.AddField(
            model_name="reviewnoteevent",
            name="settled_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="reviewnoteevent",
            name="settled_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewnote",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_reviewnoteevent" ("anchor", "author_id", "created_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reply_to_id", "settled_at", "settled_by_id", "state", "text") VALUES (NEW."anchor", NEW."author_id", NEW."created_at", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."public_id", NEW."reply_to_id", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."text"); RETURN NULL;',
                    hash="a2e0f7d44c2df174a28c2c6f24f2b84cb75eb05f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8566e",
                    table="workbench_reviewnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewnote",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_reviewnoteevent" ("anchor", "author_id", "created_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reply_to_id", "settled_at", "settled_by_id", "state", "text") VALUES (NEW."anchor", NEW."author_id", NEW."created_at", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."public_id", NEW."reply_to_id", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."text"); RETURN NULL;',
                    hash="a99be6cda62c41d85a88bb7c52303333695f6d1e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8c8e8",
                    table="workbench_reviewnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewnote",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_reviewnoteevent" ("anchor", "author_id", "created_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reply_to_id", "settled_at", "settled_by_id", "state", "text") VALUES (OLD."anchor", OLD."author_id", OLD."created_at", OLD."id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."public_id", OLD."reply_to_id", OLD."settled_at", OLD."settled_by_id", OLD."state", OLD."text"); RETURN NULL;',
                    hash="7b1225e201efc8df72255ef59cb7dbe96107ca31",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6b39c",
                    table="workbench_reviewnote",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("reply_to", None), models.Q(("anchor", ""), ("state", "open")), _connector="OR"),
                name="workbench_reviewnote_answer_is_plain",
                violation_error_message="An answer has no anchor and no state: its note has them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="workbench_reviewnote_settled_whole",
                violation_error_message="Say who resolved it, and when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "resolved"), ("settled_at", None), _connector="OR"),
                name="workbench_reviewnote_open_not_settled",
                violation_error_message="An open note was resolved by nobody.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewnote",
            constraint=models.UniqueConstraint(fields=("id", "incident"), name="workbench_reviewnote_of_incident"),
        ),
        migrations.AddField(
            model_name="notemention",
            name="note",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="workbench.reviewnote"
            ),
        ),
        migrations.AddField(
            model_name="notemention",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="notementionevent",
            name="note",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="workbench.reviewnote",
            ),
        ),
        migrations.AddField(
            model_name="notementionevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="notementionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="workbench.notemention",
            ),
        ),
        migrations.AddField(
            model_name="notementionevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="notemention",
            constraint=models.UniqueConstraint(
                fields=("note", "user"),
                name="workbench_notemention_once",
                violation_error_message="The note names this person already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notemention",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_notementionevent" ("id", "note_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_at", "user_id") VALUES (NEW."id", NEW."note_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."told_at", NEW."user_id"); RETURN NULL;',
                    hash="bbf947db7464ce111183b6e3da85adc3cf7a95e8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_16d54",
                    table="workbench_notemention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notemention",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_notementionevent" ("id", "note_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_at", "user_id") VALUES (NEW."id", NEW."note_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."told_at", NEW."user_id"); RETURN NULL;',
                    hash="d72f50f53413afb8db6a583233addec488163c82",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0002a",
                    table="workbench_notemention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notemention",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_notementionevent" ("id", "note_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_at", "user_id") VALUES (OLD."id", OLD."note_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."told_at", OLD."user_id"); RETURN NULL;',
                    hash="dbb388b8f9cb4d4193839018cdf75134d52a5fa1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7a23b",
                    table="workbench_notemention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notementionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="d1568e052db3ce4133327d2b8b0babd859c331b5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2b38c",
                    table="workbench_notementionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(SAME_INCIDENT, ANY_INCIDENT),
        migrations.RunSQL(HISTORY_STAYS, HISTORY_GOES),
    ]
