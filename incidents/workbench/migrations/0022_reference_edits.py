"""Edits of actors, places, borders and disputes are noted with their reason, as decisions are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0021_source_likeness"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="referencedecision",
            name="workbench_refdecision_what_known",
        ),
        migrations.RemoveConstraint(
            model_name="referencedecision",
            name="workbench_refdecision_table_known",
        ),
        migrations.AlterField(
            model_name="referencedecision",
            name="table",
            field=models.CharField(
                choices=[
                    ("actor", "Actor"),
                    ("place", "Place"),
                    ("source", "Source"),
                    ("border", "Border"),
                    ("dispute", "Dispute"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="referencedecision",
            name="what",
            field=models.CharField(
                choices=[
                    ("accepted", "Accepted"),
                    ("mapped", "Mapped"),
                    ("refused", "Refused"),
                    ("merged", "Merged"),
                    ("undone", "Merge undone"),
                    ("edited", "Edited"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="referencedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("what__in", ["accepted", "mapped", "refused", "merged", "undone", "edited"])),
                name="workbench_refdecision_what_known",
                violation_error_message="what must be one of: accepted, mapped, refused, merged, undone, edited.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referencedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("table__in", ["actor", "place", "source", "border", "dispute"])),
                name="workbench_refdecision_table_known",
                violation_error_message="table must be one of: actor, place, source, border, dispute.",
            ),
        ),
    ]
