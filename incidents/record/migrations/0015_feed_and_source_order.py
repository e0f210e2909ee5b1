"""Indexes for what feeds show of incidents that were taken back, and for sources in the order of their list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0014_search")]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["seq"],
                name="record_edition_taken_back",
            ),
        ),
        migrations.AddIndex(
            model_name="recordsource",
            index=models.Index(fields=["publisher", "source"], name="record_source_by_publisher"),
        ),
    ]
