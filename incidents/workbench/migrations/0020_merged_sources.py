"""What stands for a source that was found to be the same as another, and what undoing that needs to know."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0019_reference_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="capture",
            name="capture_append_only",
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
        migrations.RemoveConstraint(
            model_name="custodyentry",
            name="workbench_custodyentry_action_known",
        ),
        migrations.RemoveConstraint(
            model_name="referencedecision",
            name="workbench_refdecision_what_known",
        ),
        migrations.RemoveConstraint(
            model_name="referencedecision",
            name="workbench_refdecision_table_known",
        ),
        migrations.RemoveConstraint(
            model_name="referencedecision",
            name="workbench_refdecision_winner_fits",
        ),
        migrations.AddField(
            model_name="referencedecision",
            name="moved",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="referencedecision",
            name="undoes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone",
                to="workbench.referencedecision",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="What stands for it, where it was found to be the same. Never one that is merged itself.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="merged",
                to="workbench.source",
            ),
        ),
        migrations.AddField(
            model_name="sourceevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                help_text="What stands for it, where it was found to be the same. Never one that is merged itself.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="workbench.source",
            ),
        ),
        migrations.AlterField(
            model_name="custodyentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("stored", "Kept"),
                    ("seen_again", "Seen again"),
                    ("viewed", "Viewed"),
                    ("verified", "Verified"),
                    ("damaged", "Damaged"),
                    ("led", "Led to another source"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="referencedecision",
            name="table",
            field=models.CharField(
                choices=[("actor", "Actor"), ("place", "Place"), ("source", "Source")], max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="referencedecision",
            name="what",
            field=models.CharField(
                choices=[
                    ("accepted", "Accepted"),
                    ("mapped", "Mapped"),
                    ("refused", "Refused"),
                    ("merged", "Merged"),
                    ("undone", "Merge undone"),
                ],
                max_length=10,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capture",
            trigger=pgtrigger.compiler.Trigger(
                name="capture_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF workbench_erasing() THEN\n                RETURN COALESCE(NEW, OLD);\n            END IF;\n            IF TG_OP = 'UPDATE' THEN\n                IF to_jsonb(NEW) - 'source_id' = to_jsonb(OLD) - 'source_id' AND EXISTS (\n                    SELECT FROM workbench_source\n                    WHERE (id, merged_into_id) IN ((OLD.source_id, NEW.source_id), (NEW.source_id, OLD.source_id))\n                ) THEN\n                    RETURN NEW;\n                END IF;\n            END IF;\n            RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="d03268c005d754f983719f8749be0acbd6a07bcb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_capture_append_only_61f7f",
                    table="workbench_capture",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "captures_public", "confidential", "id", "kind", "language", "merged_into_id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (NEW."added_at", NEW."added_by_id", NEW."captures_public", NEW."confidential", NEW."id", NEW."kind", NEW."language", NEW."merged_into_id", NEW."origin", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."private_note", NEW."public_id", NEW."published_on", NEW."publisher", NEW."rated_at", NEW."rated_by_id", NEW."reliability", NEW."reliability_reason", NEW."title", NEW."url"); RETURN NULL;',
                    hash="64a82e6f63f2ad6b450bb9a9ba0f8980c77e0248",
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
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "captures_public", "confidential", "id", "kind", "language", "merged_into_id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (NEW."added_at", NEW."added_by_id", NEW."captures_public", NEW."confidential", NEW."id", NEW."kind", NEW."language", NEW."merged_into_id", NEW."origin", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."private_note", NEW."public_id", NEW."published_on", NEW."publisher", NEW."rated_at", NEW."rated_by_id", NEW."reliability", NEW."reliability_reason", NEW."title", NEW."url"); RETURN NULL;',
                    hash="8ac7348a9f45a7d3ed015f1b421b3e6932d19d1f",
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
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "captures_public", "confidential", "id", "kind", "language", "merged_into_id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (OLD."added_at", OLD."added_by_id", OLD."captures_public", OLD."confidential", OLD."id", OLD."kind", OLD."language", OLD."merged_into_id", OLD."origin", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."private_note", OLD."public_id", OLD."published_on", OLD."publisher", OLD."rated_at", OLD."rated_by_id", OLD."reliability", OLD."reliability_reason", OLD."title", OLD."url"); RETURN NULL;',
                    hash="d77399f558ebeba329596de5fc28078cce8c12da",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00a1f",
                    table="workbench_source",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="custodyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", ["stored", "seen_again", "viewed", "verified", "damaged", "led"])),
                name="workbench_custodyentry_action_known",
                violation_error_message="action must be one of: stored, seen_again, viewed, verified, damaged, led.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referencedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("what__in", ["accepted", "mapped", "refused", "merged", "undone"])),
                name="workbench_refdecision_what_known",
                violation_error_message="what must be one of: accepted, mapped, refused, merged, undone.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referencedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("table__in", ["actor", "place", "source"])),
                name="workbench_refdecision_table_known",
                violation_error_message="table must be one of: actor, place, source.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referencedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("what__in", ["mapped", "merged", "undone"]), ("winner__gt", "")),
                    models.Q(models.Q(("what__in", ["mapped", "merged", "undone"]), _negated=True), ("winner", "")),
                    _connector="OR",
                ),
                name="workbench_refdecision_winner_fits",
                violation_error_message="Merges, mappings and undoings name what stands for the row, and nothing else.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referencedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undoes__isnull", False), ("what", "undone")),
                    models.Q(models.Q(("what", "undone"), _negated=True), ("undoes", None)),
                    _connector="OR",
                ),
                name="workbench_refdecision_undoes_a_merge",
                violation_error_message="Only what undoes a merge names it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                name="workbench_source_not_merged_into_itself",
                violation_error_message="Nothing is merged into itself.",
            ),
        ),
    ]
