"""A source's editions in their order: whether a newer one cites it is then looked up, however many do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0016_covering_indexes")]

    operations = [
        migrations.RemoveIndex("recordsource", "record_source_by_id"),
        migrations.AddIndex("recordsource", models.Index(fields=["source", "edition"], name="record_source_by_id")),
    ]
