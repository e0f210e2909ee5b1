"""How claims answer each other as rows, what was expunged as a flag, and how much of a sum is unknown."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0002_box_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claim", models.CharField(max_length=20)),
                ("party", models.CharField(max_length=80)),
                ("relation", models.CharField(max_length=20)),
                ("to", models.CharField(max_length=20)),
                ("to_party", models.CharField(max_length=80)),
                ("question", models.CharField(blank=True, help_text="Empty: as a whole.", max_length=20)),
                (
                    "independent",
                    models.BooleanField(help_text="Of another party, whose own claim it is and no repeat of another."),
                ),
            ],
            options={
                "ordering": ["edition", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="facetcount",
            name="record_facetcount_not_negative",
        ),
        migrations.RemoveConstraint(
            model_name="mapcell",
            name="record_mapcell_not_negative",
        ),
        migrations.AddField(
            model_name="edition",
            name="expunged",
            field=models.BooleanField(default=False, help_text="A stub stands in place of its content (Expunction)."),
        ),
        migrations.AddField(
            model_name="facetcount",
            name="unknown",
            field=models.IntegerField(
                default=0, help_text="Of these incidents, those without a best figure of killed."
            ),
        ),
        migrations.AddField(
            model_name="mapcell",
            name="unknown",
            field=models.IntegerField(
                default=0, help_text="Of these incidents, those without a best figure of killed."
            ),
        ),
        migrations.AlterField(
            model_name="facetcount",
            name="killed_best",
            field=models.BigIntegerField(default=0, help_text="The sum of best figures, or lowest where none is best."),
        ),
        migrations.AlterField(
            model_name="mapcell",
            name="killed_best",
            field=models.BigIntegerField(default=0, help_text="The sum of best figures, or lowest where none is best."),
        ),
        migrations.AddConstraint(
            model_name="facetcount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fatal__gte", 0), ("incidents__gte", 0), ("killed_best__gte", 0), ("unknown__gte", 0)
                ),
                name="record_facetcount_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="mapcell",
            constraint=models.CheckConstraint(
                condition=models.Q(("incidents__gte", 0), ("killed_best__gte", 0), ("unknown__gte", 0)),
                name="record_mapcell_not_negative",
            ),
        ),
        migrations.AddField(
            model_name="recordanswer",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="record.edition"
            ),
        ),
        migrations.AddIndex(
            model_name="recordanswer",
            index=models.Index(fields=["edition", "to", "relation"], name="record_answer_to"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="recordanswer_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="096ef42139fefbb02310c94379a2e089dfe63f4a",
                    operation="UPDATE",
                    pgid="pgtrigger_recordanswer_no_update_51781",
                    table="record_recordanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="recordanswer_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="de5edc2b5ebaadd2a2d33539d704828dd913872e",
                    operation="DELETE",
                    pgid="pgtrigger_recordanswer_no_delete_7b25c",
                    table="record_recordanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="recordanswer_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="b28a933ca047ea329690e8ee7bd04005a5cfa2d3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_recordanswer_no_truncate_02fdd",
                    table="record_recordanswer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
