"""What editors answered to checks before publishing."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0015_approvals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("uncited", "Claim without a public source"),
                            ("unconfirmed", "Grade 1 without two independent origins"),
                            ("exact_place", "Exact place of civilians"),
                            ("no_language", "Quotation without its language"),
                            ("untranslated", "Quotation without a translation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=100)),
                ("fingerprint", models.CharField(max_length=64)),
                ("answer", models.TextField(max_length=2000)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_answers",
                        to="workbench.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code__in", ["uncited", "unconfirmed", "exact_place", "no_language", "untranslated"])
                        ),
                        name="workbench_checkanswer_code_known",
                        violation_error_message="code must be one of: uncited, unconfirmed, exact_place, no_language, untranslated.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")),
                        name="workbench_checkanswer_fingerprint_form",
                        violation_error_message="A fingerprint is 64 hexadecimal digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__gt", "")),
                        name="workbench_checkanswer_answer_given",
                        violation_error_message="Say why it may become public as it is.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="checkanswer_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="5f02ba82c10633a4f04dfcc7341f00c21a9f2c11",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_checkanswer_append_only_bd085",
                    table="workbench_checkanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="checkanswer_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="e605602db22fe40b5fab741169025f896f9c893f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_checkanswer_no_truncate_2a219",
                    table="workbench_checkanswer",
                    when="BEFORE",
                ),
            ),
        ),
        *guarded("workbench_checkanswer"),
    ]
