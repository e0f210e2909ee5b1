"""The peer Datasette: the same rows and indexes in SQLite, made from the database once for each run."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg2

COLUMNS = (
    "seq", "ref", "number", "title", "kind", "earliest", "latest", "latitude", "longitude", "place", "country",
    "border", "killed_low", "killed_best", "killed_high",
)  # fmt: skip
_LIVE = f"""
SELECT {", ".join(COLUMNS)} FROM record_edition WHERE upper_inf(validity) AND status = 'published' AND NOT expunged
"""


def write(address: str, file: Path) -> None:
    """Copy what stands, in the order of dates, with an index for each filter that is measured."""
    with closing(psycopg2.connect(address)) as source, closing(sqlite3.connect(file)) as target:
        target.execute(f"CREATE TABLE incidents ({', '.join(COLUMNS)}, PRIMARY KEY (seq))")
        with source.cursor("rows") as cursor:
            cursor.itersize = 10_000
            cursor.execute(_LIVE)
            marks = ", ".join("?" * len(COLUMNS))
            target.executemany(
                f"INSERT INTO incidents VALUES ({marks})",
                ((*row[:5], row[5].isoformat(), row[6].isoformat(), *row[7:]) for row in cursor),
            )
        target.execute("CREATE INDEX by_date ON incidents (latest DESC, seq DESC)")
        target.execute("CREATE INDEX by_country ON incidents (country, latest DESC, seq DESC)")
        target.execute("CREATE INDEX by_kind ON incidents (kind, latest DESC, seq DESC)")
        target.execute("ANALYZE")
        target.commit()
