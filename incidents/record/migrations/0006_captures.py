"""Which kept copies of sources an edition makes public."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0005_expunged_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordCapture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=20)),
                ("sha256", models.CharField(max_length=64)),
                ("mime", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="captures", to="record.edition"
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "pk"],
                "indexes": [models.Index(fields=["sha256"], name="record_capture_by_hash")],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "source", "sha256"), name="record_capture_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordcapture",
            trigger=pgtrigger.compiler.Trigger(
                name="recordcapture_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4d27ca2ba0f7dda21b81fbede7a1473e3678ac7c",
                    operation="UPDATE",
                    pgid="pgtrigger_recordcapture_no_update_510b8",
                    table="record_recordcapture",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordcapture",
            trigger=pgtrigger.compiler.Trigger(
                name="recordcapture_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="618c16f7496504d49d63e0fe59c812536ea849b7",
                    operation="DELETE",
                    pgid="pgtrigger_recordcapture_no_delete_6ad57",
                    table="record_recordcapture",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordcapture",
            trigger=pgtrigger.compiler.Trigger(
                name="recordcapture_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="0000a0e6566a2f8afe5546de40b559ef0e1c80af",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_recordcapture_no_truncate_6bb77",
                    table="record_recordcapture",
                    when="BEFORE",
                ),
            ),
        ),
    ]
