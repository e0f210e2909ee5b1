"""The log of what editors decided on actors and places."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0018_queue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("mapped", "Mapped"),
                            ("refused", "Refused"),
                            ("merged", "Merged"),
                        ],
                        max_length=10,
                    ),
                ),
                ("table", models.CharField(choices=[("actor", "Actor"), ("place", "Place")], max_length=10)),
                ("row", models.CharField(max_length=80)),
                ("winner", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField(blank=True, max_length=1000)),
                ("counts", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["table", "row"], name="workbench_refdecision_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["accepted", "mapped", "refused", "merged"])),
                        name="workbench_refdecision_what_known",
                        violation_error_message="what must be one of: accepted, mapped, refused, merged.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("table__in", ["actor", "place"])),
                        name="workbench_refdecision_table_known",
                        violation_error_message="table must be one of: actor, place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what", "accepted"), ("reason__gt", ""), _connector="OR"),
                        name="workbench_refdecision_reason_given",
                        violation_error_message="Say why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what__in", ["mapped", "merged"]), ("winner__gt", "")),
                            models.Q(models.Q(("what__in", ["mapped", "merged"]), _negated=True), ("winner", "")),
                            _connector="OR",
                        ),
                        name="workbench_refdecision_winner_fits",
                        violation_error_message="A mapping and a merge name what stands for the row; nothing else does.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referencedecision",
            trigger=pgtrigger.compiler.Trigger(
                name="referencedecision_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="b12045eb087097a4edce2a6d3efdc4b0252ffbcb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_referencedecision_append_only_147dc",
                    table="workbench_referencedecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referencedecision",
            trigger=pgtrigger.compiler.Trigger(
                name="referencedecision_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="525de8a1ad80231daab9bcc78ff151768354b979",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_referencedecision_no_truncate_8ecd4",
                    table="workbench_referencedecision",
                    when="BEFORE",
                ),
            ),
        ),
        *guarded("workbench_referencedecision"),
    ]
