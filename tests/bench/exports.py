"""Lines of the table: the full table as CSV beside COPY and Datasette, and pages while an export runs."""

import subprocess
import threading
import time
from collections.abc import Iterator

from config.programs import programs
from tests.bench import load
from tests.bench.pages import CLIENTS, PAGE, Unequal
from tests.bench.report import Line
from tests.bench.servers import Server

ROUNDS = 3
CSV = "/api/v1/incidents/?format=csv&aggregates=include"
_COPY = """
COPY (
    SELECT ref, number, title, kind, aggregated, earliest, latest, date_precision, place, country, border, section,
        dispute, latitude, longitude, place_precision, radius_km, killed_low, killed_best, killed_high, wounded_low,
        wounded_best, wounded_high, contested, actors, claimants, published_at, digest
    FROM record_edition WHERE upper_inf(validity) AND status = 'published' AND NOT expunged
    ORDER BY latest DESC, seq DESC
) TO STDOUT WITH (FORMAT csv, HEADER)
"""
_MOST = 64 * 2**20


def exported(ours: Server, size: int, address: str, datasette: str | None) -> Iterator[Line]:
    """Measure the whole table in turns, and how the server's memory grows meanwhile."""
    times: dict[str, list[float]] = {"ours": [], "COPY": [], "Datasette": []}
    before, peak, length = ours.memory(), [0], 0
    with _watching(ours, peak):
        for _ in range(ROUNDS):
            took, length, rows = load.drain(ours.address + CSV)
            times["ours"].append(took)
            times["COPY"].append(_copy(address))
            if datasette:
                took, _, others = load.drain(datasette)
                times["Datasette"].append(took)
                if others != rows:
                    raise Unequal(f"Datasette sends {others} lines, the API {rows}")
    best = {name: min(took) for name, took in times.items() if took}
    mine = best["ours"]
    for name, bar in (("COPY", 0.6), ("Datasette", 8.0)):
        if name in best:
            ratio = best[name] / mine
            told = f"{mine:.2f} s ({length / 1e6:.0f} MB)"
            beside = f"{name} {best[name]:.2f} s: {ratio:.2f} ×"
            most = best[name] / best["COPY"]
            why = f"COPY itself, the limit, is {most:.1f} × as fast" if most < bar and name != "COPY" else ""
            yield Line("full table as CSV", size, told, beside, f"≥ {bar:g} ×", ratio >= bar, why)
    grown = max(peak[0] - before, 0)
    yield Line("memory during exports", size, f"+{grown / 2**20:.0f} MiB", "", "< 64 MiB", grown < _MOST)


def beside_export(ours: Server, size: int) -> Iterator[Line]:
    """Measure pages while one export after the other runs."""
    over = threading.Event()

    def export() -> None:
        while not over.is_set():
            load.drain(ours.address + CSV)

    thread = threading.Thread(target=export)
    thread.start()
    try:
        series = load.series(ours.address + PAGE, requests=400, clients=CLIENTS)
    finally:
        over.set()
        thread.join()
    yield Line(
        "page while an export runs, 4 clients", size, f"p99 {series.p99:.0f} ms", f"median {series.median:.0f} ms",
        "≤ 100 ms", series.p99 <= 100,
    )  # fmt: skip


def _copy(address: str) -> float:
    """Return the seconds that psql takes to copy the table out."""
    start = time.perf_counter()
    subprocess.run(
        [f"{programs()}/psql", address, "--quiet", "--command", _COPY], stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - start


class _watching:  # noqa: N801 - used as a statement
    """Keep the most memory that a server holds meanwhile."""

    def __init__(self, server: Server, peak: list[int]) -> None:
        self.server, self.peak, self.over = server, peak, threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.over.wait(0.2):
            self.peak[0] = max(self.peak[0], self.server.memory())
