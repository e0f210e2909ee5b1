"""Refuse every change of these tables while read-only mode is on."""

from django.db import migrations

from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_name_search_indexes"), ("readonly", "0001_read_only_mode")]
    operations = [
        *guarded(
            "reference_place",
            "reference_placename",
            "reference_border",
            "reference_bordersection",
            "reference_dispute",
            "reference_dispute_parties",
            "reference_dispute_borders",
            "reference_milestone",
        ),
    ]
