"""`make bench`: measure, and write docs/benchmarks.md. SIZES=10000,100000 chooses the sizes."""

import os
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from tests.bench import databases, exports, pages, report
from tests.bench.report import Line
from tests.bench.servers import OTHERS, ROOT, gunicorn, running

SIZES = tuple(int(size) for size in os.environ.get("SIZES", "10000,100000,1000000").split(","))


def main() -> None:
    """Measure every size, one after the other, and write the page."""
    start, load, lines, medians = time.monotonic(), os.getloadavg()[0], [], {}
    with databases.server() as server, tempfile.TemporaryDirectory() as folder:
        for size in sorted(SIZES):
            address = databases.prepared(server, size)
            found, medians[size] = _measure(size, address, databases.sqlalchemy_address(server, size), Path(folder))
            lines += found
        with closing(psycopg2.connect(server.url)) as session:
            version = f"{session.server_version // 10000}.{session.server_version % 10000}"
    lines += pages.growth(medians)
    report.write(ROOT / "docs" / "benchmarks.md", lines, server=version, took=time.monotonic() - start, load=load)
    missed = [one for one in lines if one.met is False]
    sys.stdout.write(f"{len(lines)} lines in docs/benchmarks.md; {len(missed)} bars missed\n")


def _measure(size: int, address: str, sqlalchemy: str, folder: Path) -> tuple[list[Line], dict[str, float]]:
    settings = {"DATABASE_URL": address, "BENCH_SQLALCHEMY_URL": sqlalchemy, "PYTHONPATH": str(ROOT)}
    os.environ.update(settings)
    lines: list[Line] = []
    with running("ours", gunicorn("config.wsgi"), "/healthz", settings) as ours:
        for part in (
            pages.compared(ours, size, settings, folder / "statements.json", folder),
            pages.boxes(ours, size),
            pages.search(ours, size),
            pages.single(ours, size),
        ):
            lines += _told(part)
        medians = pages.growing(ours, size)
        # its stream of a table ends after the first page (0.65), so that this page holds all
        command = [str(OTHERS), "-m", "datasette", "serve", str(folder / "bench.db"), "--port={port}"]
        command += ["--setting", "max_returned_rows", "3000000", "--setting", "sql_time_limit_ms", "600000"]
        command += ["--setting", "max_csv_mb", "0"]  # without a limit: a million rows are more than its 100 MB
        with running("Datasette", command, "/", settings) as datasette:
            lines += _told(exports.exported(ours, size, address, f"{datasette.address}/bench/incidents.csv?_size=max"))
        lines += _told(exports.beside_export(ours, size))
    return lines, medians


def _told(part: object) -> list[Line]:
    """Return lines, and say each when it is there."""
    found = []
    for line in part:  # type: ignore[attr-defined]  # an iterator of lines
        sys.stdout.write(f"{line.size:>9,}  {line.work}: {line.ours}  {line.beside}  {line.bar}  {line.met}\n")
        sys.stdout.flush()
        found.append(line)
    return found


if __name__ == "__main__":
    main()
