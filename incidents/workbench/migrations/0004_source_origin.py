"""Whose report a source passes on, so that independent origins can be counted."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0003_history_stays"),
    ]

    operations = [
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
        migrations.AddField(
            model_name="source",
            name="origin",
            field=models.CharField(
                blank=True,
                help_text="Where it only passes on what another published: that publisher. Empty: its own report.",
                max_length=120,
                verbose_name="passes on the report of",
            ),
        ),
        migrations.AddField(
            model_name="sourceevent",
            name="origin",
            field=models.CharField(
                blank=True,
                help_text="Where it only passes on what another published: that publisher. Empty: its own report.",
                max_length=120,
                verbose_name="passes on the report of",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "confidential", "id", "kind", "language", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (NEW."added_at", NEW."added_by_id", NEW."confidential", NEW."id", NEW."kind", NEW."language", NEW."origin", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."private_note", NEW."public_id", NEW."published_on", NEW."publisher", NEW."rated_at", NEW."rated_by_id", NEW."reliability", NEW."reliability_reason", NEW."title", NEW."url"); RETURN NULL;',
                    hash="6ac46f40b603eb43841e7ab24fee6cac65d0ee86",
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
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "confidential", "id", "kind", "language", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (NEW."added_at", NEW."added_by_id", NEW."confidential", NEW."id", NEW."kind", NEW."language", NEW."origin", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."private_note", NEW."public_id", NEW."published_on", NEW."publisher", NEW."rated_at", NEW."rated_by_id", NEW."reliability", NEW."reliability_reason", NEW."title", NEW."url"); RETURN NULL;',
                    hash="a024732337f2b66912019141ef7d147743214408",
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
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "confidential", "id", "kind", "language", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (OLD."added_at", OLD."added_by_id", OLD."confidential", OLD."id", OLD."kind", OLD."language", OLD."origin", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."private_note", OLD."public_id", OLD."published_on", OLD."publisher", OLD."rated_at", OLD."rated_by_id", OLD."reliability", OLD."reliability_reason", OLD."title", OLD."url"); RETURN NULL;',
                    hash="33935fc4bb76eb98e459bc0680106f34e6c636c5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00a1f",
                    table="workbench_source",
                    when="AFTER",
                ),
            ),
        ),
    ]
