"""Which of the sources that editions name were found to be one."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0019_merged_into"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=20)),
                ("into", models.CharField(blank=True, help_text="Never one that is led on itself.", max_length=20)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["source", "-id"], name="record_sourcemerge_last"),
                    models.Index(fields=["into"], name="record_sourcemerge_into"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("into")), _negated=True),
                        name="record_sourcemerge_not_into_itself",
                        violation_error_message="Nothing is merged into itself.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcemerge",
            trigger=pgtrigger.compiler.Trigger(
                name="sourcemerge_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b515b4d66561a8a8852145e392eeb9540e489882",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_sourcemerge_append_only_7c883",
                    table="record_sourcemerge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcemerge",
            trigger=pgtrigger.compiler.Trigger(
                name="sourcemerge_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="42352cf729febc708a2bf356c5c1c45a9dd26bda",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_sourcemerge_no_truncate_87074",
                    table="record_sourcemerge",
                    when="BEFORE",
                ),
            ),
        ),
        *guarded("record_sourcemerge"),
    ]
