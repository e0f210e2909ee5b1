"""Figures by other perspectives than the record's estimates, as rows."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0006_captures"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("perspective", models.CharField(max_length=12)),
                ("outcome", models.CharField(max_length=10)),
                ("claimant", models.CharField(blank=True, max_length=80)),
                ("side", models.CharField(blank=True, help_text="The party whose people they are.", max_length=80)),
                ("group", models.CharField(blank=True, max_length=10)),
                ("low", models.PositiveIntegerField(null=True)),
                ("best", models.PositiveIntegerField(null=True)),
                ("high", models.PositiveIntegerField(null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="record.edition"
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("perspective", "claims-of")),
                        fields=["claimant", "outcome", "edition"],
                        include=("side", "group", "low", "high"),
                        name="record_figure_by_claimant",
                    ),
                    models.Index(
                        condition=models.Q(("perspective", "claims-of"), _negated=True),
                        fields=["perspective", "outcome", "edition"],
                        include=("low", "best", "high"),
                        name="record_figure_by_perspective",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("perspective__in", ["estimates", "claims-of", "acknowledged", "maximal", "minimal"])
                        ),
                        name="record_figure_perspective_known",
                        violation_error_message="perspective must be one of: estimates, claims-of, acknowledged, maximal, minimal.",
                    ),
                    models.UniqueConstraint(
                        fields=("edition", "outcome", "perspective", "claimant", "side", "group"),
                        name="record_figure_once",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="recordfigure_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d584a20dc315121281df97f3cf62bb6964c9b716",
                    operation="UPDATE",
                    pgid="pgtrigger_recordfigure_no_update_7de50",
                    table="record_recordfigure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="recordfigure_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="81ea97e0a8364b2cdb4d3791949fd6bee4532f11",
                    operation="DELETE",
                    pgid="pgtrigger_recordfigure_no_delete_be5ab",
                    table="record_recordfigure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="recordfigure_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="d5fd75613f53fc828a665c7c935bca0a50259672",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_recordfigure_no_truncate_7cf2c",
                    table="record_recordfigure",
                    when="BEFORE",
                ),
            ),
        ),
    ]
