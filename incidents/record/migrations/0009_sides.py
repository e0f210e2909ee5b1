"""The two sides of each edition's incident, by which reads shaped like datasets of dyads are filtered."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0008_counting_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordSides",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party_a", models.CharField(blank=True, max_length=80)),
                ("name_a", models.CharField(blank=True, max_length=200)),
                ("kind_a", models.CharField(blank=True, max_length=20)),
                ("party_b", models.CharField(blank=True, max_length=80)),
                ("name_b", models.CharField(blank=True, max_length=200)),
                ("kind_b", models.CharField(blank=True, max_length=20)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sides", to="record.edition"
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="recordsides",
            index=models.Index(fields=["party_a", "party_b"], include=("edition",), name="record_sides_by_a"),
        ),
        migrations.AddIndex(
            model_name="recordsides",
            index=models.Index(fields=["party_b"], include=("edition",), name="record_sides_by_b"),
        ),
        migrations.AddIndex(
            model_name="recordsides",
            index=models.Index(fields=["kind_a", "kind_b"], include=("edition",), name="record_sides_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="recordsides",
            constraint=models.UniqueConstraint(fields=("edition",), name="record_sides_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordsides",
            trigger=pgtrigger.compiler.Trigger(
                name="recordsides_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="75bcbeba98bcabc1aad8b0ef7319f83a00288e90",
                    operation="UPDATE",
                    pgid="pgtrigger_recordsides_no_update_b9f77",
                    table="record_recordsides",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordsides",
            trigger=pgtrigger.compiler.Trigger(
                name="recordsides_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="89fd304543c8fc17c6def31d2519f3de245147c0",
                    operation="DELETE",
                    pgid="pgtrigger_recordsides_no_delete_da48d",
                    table="record_recordsides",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordsides",
            trigger=pgtrigger.compiler.Trigger(
                name="recordsides_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="db03b10f0c8f94a3abc9f10ee32432aba348489a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_recordsides_no_truncate_b8bed",
                    table="record_recordsides",
                    when="BEFORE",
                ),
            ),
        ),
    ]
