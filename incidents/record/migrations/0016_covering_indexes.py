"""Indexes that count by themselves what the commonest filters find; and of a digest no index that no query reads."""

from django.db import migrations, models

LIVE = models.Q(("status", "published"), ("validity__upper_inf", True))
COUNTED = ("earliest", "kind", "country", "border", "expunged", "aggregated")
ONES = ("kind", "country", "border", "dispute")


def covering(one: str) -> models.Index:
    return models.Index(
        fields=[one, "-latest", "-seq"],
        include=[column for column in COUNTED if column != one],
        condition=LIVE,
        name=f"record_edition_by_{one}",
    )


class Migration(migrations.Migration):
    dependencies = [("record", "0015_feed_and_source_order")]
    operations = [
        *(migrations.RemoveIndex("edition", f"record_edition_by_{one}") for one in ONES),
        *(migrations.AddIndex("edition", covering(one)) for one in ONES),
        migrations.AlterField("edition", "digest", models.CharField(max_length=64)),
        migrations.AddConstraint(
            "edition", models.UniqueConstraint(fields=("digest",), name="record_edition_digest_once")
        ),
    ]
