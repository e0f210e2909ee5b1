"""Indexes that hold what statistics and the map read, so that counting needs no row of the heap.

The condition is that of what counts: what stands, without period totals. All of it by date with positions and figures;
the few whose days reach over the end of a year; and those without a position, which no cell counts.
"""

from django.db import migrations

COUNTS = "upper_inf(validity) AND status = 'published' AND NOT expunged AND NOT aggregated"
FIGURES = "killed_low, killed_best, killed_high, wounded_low, wounded_best, wounded_high"

INDEXES = {
    "record_edition_counted": f"""
        (latest, earliest) INCLUDE (seq, kind, country, border, latitude, longitude, {FIGURES}) WHERE {COUNTS}
    """,
    "record_edition_over_years": f"""
        (latest) INCLUDE (seq, earliest, kind, country, border)
        WHERE {COUNTS} AND extract(year FROM earliest) < extract(year FROM latest)
    """,
    "record_edition_unlocated": f"""
        (border, section) INCLUDE (seq, latest, kind, country, {FIGURES}) WHERE {COUNTS} AND latitude IS NULL
    """,
}


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0007_figures"),
    ]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON record_edition {columns}", f"DROP INDEX {name}")
        for name, columns in INDEXES.items()
    ]
