"""What stands for an actor that was found to be the same as another; proposals may be refused."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import incidents.vocabulary


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0003_read_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="actor",
            name="actors_actor_standing_known",
        ),
        migrations.AddField(
            model_name="actor",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="What stands for it, where it was found to be the same. Never one that is merged itself.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="actors.actor",
            ),
        ),
        migrations.AlterField(
            model_name="actor",
            name="standing",
            field=models.CharField(
                choices=[("proposed", "Proposed"), ("public", "Public"), ("refused", "Refused"), ("merged", "Merged")],
                default=incidents.vocabulary.Standing["PROPOSED"],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ["proposed", "public", "refused", "merged"])),
                name="actors_actor_standing_known",
                violation_error_message="standing must be one of: proposed, public, refused, merged.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("standing", "merged")),
                    models.Q(models.Q(("standing", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="actors_actor_merged_names_winner",
                violation_error_message="What is merged names what it was merged into, and nothing else does.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="actors_actor_not_merged_into_itself",
                violation_error_message="Nothing is merged into itself.",
            ),
        ),
    ]
