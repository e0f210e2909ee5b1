"""Under which ref a merged incident is told: derived from its edition, and indexed for who asks what came here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0018_read_only")]
    operations = [
        migrations.AddField(
            "edition",
            "merged_into",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The ref that a merged incident is told under.",
                max_length=40,
            ),
        ),
        migrations.AddIndex(
            "edition",
            models.Index(
                condition=models.Q(("merged_into", ""), _negated=True),
                fields=["merged_into"],
                name="record_edition_merged_into",
            ),
        ),
    ]
