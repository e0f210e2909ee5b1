"""Indexes on what has deaths, and on what is no more: reads shaped like UCDP's and ACLED's list and count them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0009_sides"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(
                    ("status", "published"),
                    ("validity__upper_inf", True),
                    ("aggregated", False),
                    models.Q(("killed_high__gte", 1), ("killed_best__gte", 1), ("killed_low__gte", 1), _connector="OR"),
                ),
                fields=["-latest", "-seq"],
                name="record_edition_fatal",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(
                    ("validity__upper_inf", True),
                    models.Q(models.Q(("status", "published"), _negated=True), ("expunged", True), _connector="OR"),
                ),
                fields=["ref"],
                name="record_edition_gone",
            ),
        ),
    ]
