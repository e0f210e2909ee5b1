"""An index for a claim by its id: the address of one claim in the OGC API."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0010_fatal_and_gone")]
    operations = [
        migrations.AddIndex(
            model_name="recordclaim",
            index=models.Index(fields=["claim"], name="record_claim_by_id"),
        )
    ]
