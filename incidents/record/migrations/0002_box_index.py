"""Bounding boxes ordered by date: one multicolumn GiST index, read nearest-first from the far future."""

from django.db import migrations

CREATE = """
CREATE INDEX record_edition_box ON record_edition USING gist (point(longitude, latitude), latest)
WHERE upper_inf(validity) AND status = 'published' AND latitude IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_ledger"), ("actors", "0001_search_functions")]
    operations = [migrations.RunSQL(CREATE, "DROP INDEX record_edition_box")]
