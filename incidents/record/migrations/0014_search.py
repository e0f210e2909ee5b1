"""Search: vectors of claims as a column, an index of what stood once for `as_of`, and the words of what stands.

The new column is empty until `manage.py rederive_record` has derived it, and the words are counted with it.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

WORDS = """
CREATE INDEX record_claim_words ON record_recordclaim USING gin (to_tsvector('simple', counterclaim_fold(statement)))
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0013_tables"), ("actors", "0001_search_functions")]
    operations = [
        migrations.RunSQL("DROP INDEX record_claim_words", WORDS),
        migrations.AddField("recordclaim", "search", django.contrib.postgres.search.SearchVectorField(null=True)),
        migrations.AddIndex(
            "recordclaim", django.contrib.postgres.indexes.GinIndex(fields=["search"], name="record_claim_search")
        ),
        migrations.AddIndex(
            "edition",
            django.contrib.postgres.indexes.GinIndex(
                fields=["search"],
                condition=models.Q(("validity__upper_inf", False)),
                name="record_edition_searched_then",
            ),
        ),
        migrations.CreateModel(
            name="RecordWord",
            fields=[
                ("word", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("editions", models.PositiveIntegerField()),
                (
                    "recent",
                    models.PositiveIntegerField(default=0, help_text="In how many of the newest 20,000 by date."),
                ),
            ],
            options={
                "ordering": ["word"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("word"), name="gin_trgm_ops"),
                        name="record_word_alike",
                    ),
                    models.Index(fields=["recent"], name="record_word_by_recent"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("word__gt", "")), name="record_word_given"),
                ],
            },
        ),
    ]
