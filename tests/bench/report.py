"""What was measured, as a page of the documentation."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("django", "djangorestframework", "gunicorn", "orjson", "psycopg2-binary")
_HEAD = """# Benchmarks

What `make bench` measured, and wrote here itself. Speed is a ratio: what is compared ran side by side, in turns, on one
machine, over one database. The figures themselves depend on the machine; the ratios should not.

* **ours**: this project, as `manage.py serve` runs it. **bare**: a WSGI application without a framework that sends the
  same bytes from the same queries (`tests/bench/bare.py`); the bench fails unless both bodies have one SHA-256.
* **DRF**: a plain ModelSerializer viewset with django-filter and page numbers, over the same tables and indexes. *All
  rows*: nested serializers and prefetching send all that the record has in rows about an incident; ours sends that as
  a document. *Some columns*: fifteen columns and five of each claim, a small part of that, for comparison.
  **FastAPI**: with SQLAlchemy and pydantic, sends those same columns; the bench fails unless both bodies are equal.
  **Datasette**: over SQLite, with the same rows (without claims) and indexes.
* The data is generated from a fixed seed (`tests/bench/generate.py`). `SIZES=10000,100000 make bench` runs some sizes
  only; `BENCH_VAR=folder` keeps the databases for the next run.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `met`: None where the line has no bar of its own."""

    work: str
    size: int
    ours: str
    beside: str
    bar: str
    met: bool | None
    why: str = ""
    """Why the bar is missed, where that is known."""


def write(file: Path, lines: list[Line], *, server: str, took: float, load: float) -> None:
    """Write the page. `load`: of the machine before anything was measured."""
    text = [
        _HEAD,
        _machine(server, took, load),
        "",
        "| work | editions | ours | beside it | bar | |",
        "|---|---|---|---|---|---|",
    ]
    busy = f"to be repeated, the machine had other work as well (load {load:.1f})" if load > 1 else ""
    for one in lines:
        met = {None: "", True: "met", False: "**missed**"}[one.met]
        note = f": {one.why or busy}" if one.met is False and (one.why or busy) else ""
        text.append(f"| {one.work} | {one.size:,} | {one.ours} | {one.beside} | {one.bar} | {met}{note} |")
    file.write_text("\n".join(text) + "\n")


def _machine(server: str, took: float, load: float) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"Measured on {datetime.now(UTC):%-d %B %Y}, in {took / 60:.0f} minutes: {os.cpu_count()} processors "
        f"({platform.machine()}), {memory:.0f} GiB, {platform.system()}; PostgreSQL {server}, Python "
        f"{platform.python_version()}, {packages}. Load of the machine before: {load:.1f}."
    )
