"""A question of how many for rounds and shells."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0006_captures"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="assertion",
            name="workbench_assertion_question_known",
        ),
        migrations.RemoveConstraint(
            model_name="assertion",
            name="workbench_assertion_number_fits_question",
        ),
        migrations.RemoveConstraint(
            model_name="assertion",
            name="workbench_assertion_side_fits_question",
        ),
        migrations.RemoveConstraint(
            model_name="assessment",
            name="workbench_assessment_question_known",
        ),
        migrations.RemoveConstraint(
            model_name="claimlink",
            name="workbench_claimlink_question_known",
        ),
        migrations.AlterField(
            model_name="assertion",
            name="question",
            field=models.CharField(
                choices=[
                    ("occurrence", "Did it occur?"),
                    ("initiator", "Who initiated?"),
                    ("responsibility", "Who is responsible?"),
                    ("killed", "Killed"),
                    ("wounded", "Wounded"),
                    ("captured", "Captured"),
                    ("missing", "Missing"),
                    ("displaced", "Displaced"),
                    ("violations", "Violations"),
                    ("projectiles", "Projectiles"),
                    ("place", "Where?"),
                    ("time", "When?"),
                    ("weapon", "With what weapon?"),
                    ("motive", "Why?"),
                    ("threat", "What is threatened?"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="assertion",
            name="side",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose people, or whose violations or shots, are counted.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AlterField(
            model_name="assertionevent",
            name="question",
            field=models.CharField(
                choices=[
                    ("occurrence", "Did it occur?"),
                    ("initiator", "Who initiated?"),
                    ("responsibility", "Who is responsible?"),
                    ("killed", "Killed"),
                    ("wounded", "Wounded"),
                    ("captured", "Captured"),
                    ("missing", "Missing"),
                    ("displaced", "Displaced"),
                    ("violations", "Violations"),
                    ("projectiles", "Projectiles"),
                    ("place", "Where?"),
                    ("time", "When?"),
                    ("weapon", "With what weapon?"),
                    ("motive", "Why?"),
                    ("threat", "What is threatened?"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="assertionevent",
            name="side",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Whose people, or whose violations or shots, are counted.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="question",
            field=models.CharField(
                blank=True,
                choices=[
                    ("occurrence", "Did it occur?"),
                    ("initiator", "Who initiated?"),
                    ("responsibility", "Who is responsible?"),
                    ("killed", "Killed"),
                    ("wounded", "Wounded"),
                    ("captured", "Captured"),
                    ("missing", "Missing"),
                    ("displaced", "Displaced"),
                    ("violations", "Violations"),
                    ("projectiles", "Projectiles"),
                    ("place", "Where?"),
                    ("time", "When?"),
                    ("weapon", "With what weapon?"),
                    ("motive", "Why?"),
                    ("threat", "What is threatened?"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="assessmentevent",
            name="question",
            field=models.CharField(
                blank=True,
                choices=[
                    ("occurrence", "Did it occur?"),
                    ("initiator", "Who initiated?"),
                    ("responsibility", "Who is responsible?"),
                    ("killed", "Killed"),
                    ("wounded", "Wounded"),
                    ("captured", "Captured"),
                    ("missing", "Missing"),
                    ("displaced", "Displaced"),
                    ("violations", "Violations"),
                    ("projectiles", "Projectiles"),
                    ("place", "Where?"),
                    ("time", "When?"),
                    ("weapon", "With what weapon?"),
                    ("motive", "Why?"),
                    ("threat", "What is threatened?"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="claimlink",
            name="question",
            field=models.CharField(
                blank=True,
                choices=[
                    ("occurrence", "Did it occur?"),
                    ("initiator", "Who initiated?"),
                    ("responsibility", "Who is responsible?"),
                    ("killed", "Killed"),
                    ("wounded", "Wounded"),
                    ("captured", "Captured"),
                    ("missing", "Missing"),
                    ("displaced", "Displaced"),
                    ("violations", "Violations"),
                    ("projectiles", "Projectiles"),
                    ("place", "Where?"),
                    ("time", "When?"),
                    ("weapon", "With what weapon?"),
                    ("motive", "Why?"),
                    ("threat", "What is threatened?"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="claimlinkevent",
            name="question",
            field=models.CharField(
                blank=True,
                choices=[
                    ("occurrence", "Did it occur?"),
                    ("initiator", "Who initiated?"),
                    ("responsibility", "Who is responsible?"),
                    ("killed", "Killed"),
                    ("wounded", "Wounded"),
                    ("captured", "Captured"),
                    ("missing", "Missing"),
                    ("displaced", "Displaced"),
                    ("violations", "Violations"),
                    ("projectiles", "Projectiles"),
                    ("place", "Where?"),
                    ("time", "When?"),
                    ("weapon", "With what weapon?"),
                    ("motive", "Why?"),
                    ("threat", "What is threatened?"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="assertion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "question__in",
                        [
                            "occurrence",
                            "initiator",
                            "responsibility",
                            "killed",
                            "wounded",
                            "captured",
                            "missing",
                            "displaced",
                            "violations",
                            "projectiles",
                            "place",
                            "time",
                            "weapon",
                            "motive",
                            "threat",
                        ],
                    )
                ),
                name="workbench_assertion_question_known",
                violation_error_message="question must be one of: occurrence, initiator, responsibility, killed, wounded, captured, missing, displaced, violations, projectiles, place, time, weapon, motive, threat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assertion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "question__in",
                        ["captured", "displaced", "killed", "missing", "projectiles", "violations", "wounded"],
                    ),
                    models.Q(("group", ""), ("high__isnull", True), ("low__isnull", True)),
                    _connector="OR",
                ),
                name="workbench_assertion_number_fits_question",
                violation_error_message="Numbers and a group answer only questions of how many.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assertion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "question__in",
                            ["captured", "displaced", "killed", "missing", "projectiles", "violations", "wounded"],
                        ),
                        ("side__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "question__in",
                                ["captured", "displaced", "killed", "missing", "projectiles", "violations", "wounded"],
                            ),
                            _negated=True,
                        ),
                        ("side__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="workbench_assertion_side_fits_question",
                violation_error_message="A question of how many needs its side; no other question has one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "question__in",
                        [
                            "occurrence",
                            "initiator",
                            "responsibility",
                            "killed",
                            "wounded",
                            "captured",
                            "missing",
                            "displaced",
                            "violations",
                            "projectiles",
                            "place",
                            "time",
                            "weapon",
                            "motive",
                            "threat",
                            "",
                        ],
                    )
                ),
                name="workbench_assessment_question_known",
                violation_error_message="question must be one of: occurrence, initiator, responsibility, killed, wounded, captured, missing, displaced, violations, projectiles, place, time, weapon, motive, threat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "question__in",
                        [
                            "occurrence",
                            "initiator",
                            "responsibility",
                            "killed",
                            "wounded",
                            "captured",
                            "missing",
                            "displaced",
                            "violations",
                            "projectiles",
                            "place",
                            "time",
                            "weapon",
                            "motive",
                            "threat",
                            "",
                        ],
                    )
                ),
                name="workbench_claimlink_question_known",
                violation_error_message="question must be one of: occurrence, initiator, responsibility, killed, wounded, captured, missing, displaced, violations, projectiles, place, time, weapon, motive, threat.",
            ),
        ),
    ]
