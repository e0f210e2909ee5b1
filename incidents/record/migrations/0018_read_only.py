"""Refuse every change of these tables while read-only mode is on."""

from django.db import migrations

from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [("record", "0017_source_by_edition"), ("readonly", "0001_read_only_mode")]
    operations = [
        *guarded(
            "record_edition",
            "record_expunction",
            "record_release",
            "record_recordclaim",
            "record_recordassertion",
            "record_recordanswer",
            "record_recordfigure",
            "record_recordinvolvement",
            "record_recordsides",
            "record_recordsource",
            "record_recordcapture",
            "record_recordlink",
            "record_facetcount",
            "record_mapcell",
            "record_recordword",
        ),
    ]
