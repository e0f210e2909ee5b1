"""Lines of the table: a page of 100 documents beside the limit and the peers, and pages of every kind as data grows."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from urllib.parse import quote

from tests.bench import load, sqlite
from tests.bench.report import Line
from tests.bench.servers import OTHERS, Server, gunicorn, running
from tests.bench.world import TERMS, ended_town

ROUNDS, REQUESTS, CLIENTS, LONGEST = 5, 60, 4, 15.0
"""A round is that many requests, or that many seconds of them."""
COLUMNS, ALL_ROWS = "DRF, some columns", "DRF, all rows"
QUIET = 20
"""Requests of a series by one client."""
PAGE = "/api/v1/incidents/?country=SYR&kind=shelling&date_from=1995-01-01"
_PEER = "/incidents/?country=SYR&kind=shelling&latest__gte=1995-01-01"
_WHOLE = "/whole/?country=SYR&kind=shelling&latest__gte=1995-01-01"
_DATASETTE = (
    "/bench/incidents.json?country=SYR&kind=shelling&latest__gte=1995-01-01&_sort_desc=latest&_size=100&_shape=objects"
)
GROWING = {
    "page": "/api/v1/incidents/",
    "page, filtered": PAGE,
    "page in a box": "/api/v1/incidents/?bbox=-30,-10,60,60",
}
BOXES = {
    "the world": "-180,-90,180,90",
    "half of it": "-180,-90,60,90",
    "a region": "10,20,60,50",
    "a small box": "30,10,34,14",
}


_BOX_GROWS = "an index of positions read by date opens more pages of a box the more editions there are"


class Unequal(RuntimeError):
    """Two servers that claim the same work sent different bodies."""


def compared(ours: Server, size: int, settings: dict[str, str], statements: Path, folder: Path) -> Iterator[Line]:
    """Measure a page of 100 documents, of ours, of the limit and of the peers in turns."""
    _write_statements(ours, statements)
    plain, its = gunicorn("django.core.wsgi:get_wsgi_application()"), {"DJANGO_SETTINGS_MODULE": "tests.bench.plain"}
    peers: dict[str, tuple[list[str], str, dict[str, str]]] = {
        COLUMNS: (plain, _PEER, its),
        ALL_ROWS: (plain, _WHOLE, its),
        "FastAPI": (
            [
                str(OTHERS),
                "-m",
                "uvicorn",
                "tests.bench.others.fast:app",
                "--workers=2",
                "--port={port}",
                "--log-level=error",
            ],
            _PEER,
            {},
        ),
    }
    file = folder / "bench.db"
    file.unlink(missing_ok=True)
    sqlite.write(settings["DATABASE_URL"], file)
    peers["Datasette"] = (
        [str(OTHERS), "-m", "datasette", "serve", str(file), "--port={port}", "--setting", "max_returned_rows", "1000"],
        _DATASETTE,
        {},
    )
    with ExitStack() as stack:
        asked = {"ours": ours.address + PAGE}
        bare = running(
            "bare", gunicorn("tests.bench.bare:application"), "/", {**settings, "BENCH_STATEMENTS": str(statements)}
        )
        asked["bare"] = stack.enter_context(bare).address + PAGE
        for name, (command, path, more) in peers.items():
            asked[name] = stack.enter_context(running(name, command, path, {**settings, **more})).address + path
        _check(ours, asked)
        found: dict[str, list[load.Series]] = {name: [] for name in asked}
        for _ in range(ROUNDS):
            for name, address in asked.items():
                found[name].append(load.series(address, requests=REQUESTS, clients=CLIENTS, longest=LONGEST))
    yield from _ratios(size, {name: load.together(series) for name, series in found.items()})


def _ratios(size: int, found: dict[str, load.Series]) -> Iterator[Line]:
    ours = found["ours"]
    for name, bar in (("bare", 0.5), (ALL_ROWS, 5.0), (COLUMNS, None), ("FastAPI", 2.0), ("Datasette", None)):
        other = found[name]
        ratio = ours.rate / other.rate
        yield Line(
            "page of 100 documents, filtered",
            size,
            f"{ours.rate:.0f}/s, {ours.kilobytes:.0f} KB",
            f"{name} {other.rate:.0f}/s, {other.kilobytes:.0f} KB: {ratio:.2f} ×",
            f"≥ {bar:g} ×" if bar else "",
            ratio >= bar if bar else None,
            _why(ours, other),
        )


def _why(ours: load.Series, other: load.Series) -> str:
    """Return why a bar may be missed: more bytes were sent, or of the same bytes all but the framework is the same."""
    times = ours.kilobytes / other.kilobytes
    if times > 2:
        return f"ours sends whole documents, {times:.0f} × the bytes"
    return "what is left is Django's own part of a request; from run to run it is between 0.45 and 0.75 ×"


def _write_statements(ours: Server, file: Path) -> None:
    """Have the API say which statements it runs for the page, and keep them with what is not in their rows."""
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.statements", ours.address, PAGE, str(file)], check=True
    )


def _check(ours: Server, asked: dict[str, str]) -> None:
    """Raise Unequal unless ours and the limit send one body, and the two peers the same rows."""
    bodies = {name: load.get(address) for name, address in asked.items()}
    given = json.loads(bodies["ours"])
    if _digest(bodies["bare"]) != _digest(bodies["ours"]):
        raise Unequal("the bare application does not send the bytes of the API")
    rows = {name: json.loads(bodies[name]).get("results") for name in (COLUMNS, ALL_ROWS, "FastAPI")}
    if _digest(json.dumps(rows[COLUMNS]).encode()) != _digest(json.dumps(rows["FastAPI"]).encode()):
        raise Unequal("the peers do not send the same rows")
    for name, several in rows.items():
        if [row["ref"] for row in several] != [one["ref"] for one in given["results"]]:
            raise Unequal(f"{name} does not send the same incidents as the API")
    for row, document in zip(rows[ALL_ROWS], given["results"], strict=True):
        for name in ("claims", "involvements", "sources"):
            if len(row[name]) != len(document[name]):
                raise Unequal(f"{ALL_ROWS} does not send all {name} of {row['ref']}")


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def growing(ours: Server, size: int) -> dict[str, float]:
    """Return the median of each kind of page, in milliseconds."""
    first = json.loads(load.get(f"{ours.address}/api/v1/incidents/"))
    ref = first["results"][0]["ref"]
    addresses = {name: ours.address + path for name, path in GROWING.items()}
    addresses["deep cursor"] = _page(ours, "/api/v1/incidents/?", size // 2)
    addresses["detail"] = f"{ours.address}/api/v1/incidents/{ref}/"
    return {name: load.series(address, requests=QUIET).median for name, address in addresses.items()}


def growth(medians: dict[int, dict[str, float]]) -> Iterator[Line]:
    """Compare the largest size with the smallest."""
    least, most = min(medians), max(medians)
    if least == most:
        return
    for name, took in medians[most].items():
        ratio = took / medians[least][name]
        yield Line(
            f"growth: {name}",
            most,
            f"{took:.1f} ms",
            f"{medians[least][name]:.1f} ms at {least:,}: {ratio:.2f} ×",
            "≤ 1.5 ×",
            ratio <= 1.5,
            "an index of positions read by date opens more pages of a box the more editions there are"
            if "box" in name
            else "",
        )


def boxes(ours: Server, size: int) -> Iterator[Line]:
    """Measure boxes of each extent, on page 1, 100 and 1,000 (of 100), without counting."""
    for name, box in BOXES.items():
        base = f"/api/v1/incidents/?bbox={box}&count=none"
        took = {}
        for number in (1, 100, 1000):
            if number * 100 > size:
                continue
            address = _page(ours, base, (number - 1) * 100)
            if address:
                took[number] = load.series(address, requests=QUIET).median
        told = ", ".join(f"page {number:,}: {median:.1f} ms" for number, median in took.items())
        why = "behind a cursor, an index of positions read by date opens most of its pages for a box this large"
        yield Line(f"box, by date: {name}", size, told, "", "≤ 20 ms", max(took.values()) <= 20, why)


def search(ours: Server, size: int) -> Iterator[Line]:
    """Measure words by how often they occur, a place of an ended war, and a phrase of common words."""
    asked = {f"word with {max(3, hits * size // 1_000_000):,} hits": term for term, hits in TERMS.items()}
    *_, third, fourth = TERMS
    asked |= {
        "the last two together": f"{third} {fourth}",
        "place of an ended war": ended_town(),
        "phrase of common words": '"small arms fire"',
    }
    for name, words in asked.items():
        median = load.series(f"{ours.address}/api/v1/incidents/?q={quote(words)}&count=none", requests=QUIET).median
        bar = 150 if words.startswith('"') else 50
        yield Line(f"search, by date: {name}", size, f"{median:.1f} ms", "", f"≤ {bar} ms", median <= bar)


def single(ours: Server, size: int) -> Iterator[Line]:
    """Measure counts and whatever other address is there; what is not there yet has no line."""
    hosts = (f"reader-{number}.example" for number in count())
    for name, path, bar, kept in (
        ("count of all, exact", "/api/v1/incidents/?page_size=1&count=exact", 10, True),
        ("facets, computed", "/api/v1/stats/facets/", 10, False),
        ("facets, kept", "/api/v1/stats/facets/", 10, True),
        ("map of the world, computed", "/api/v1/map/", 150, False),
        ("map of the world, kept", "/api/v1/map/", 10, True),
        ("series by year and kind, computed", "/api/v1/stats/series/?by=year&split=kind", None, False),
        ("list of incidents in HTML", "/incidents/", None, True),
    ):
        median = load.series(ours.address + path, requests=QUIET, hosts=None if kept else hosts).median
        yield Line(name, size, f"{median:.1f} ms", "", f"≤ {bar} ms" if bar else "", median <= bar if bar else None)
    ref = json.loads(load.get(f"{ours.address}/api/v1/incidents/"))["results"][0]["ref"]
    whole = load.series(f"{ours.address}/incidents/{ref}/", requests=QUIET)
    length = whole.bytes / len(whole.took) / 1000
    yield Line("incident in HTML", size, f"{whole.median:.1f} ms, {length:.0f} KB", "", "≤ 100 KB", length <= 100)


def _page(ours: Server, base: str, skipped: int) -> str:
    """Return the address of the page of 100 after so many rows; nothing where there are not so many."""
    address: str | None = f"{ours.address}{base}&page_size=100"
    while skipped and address:
        step = min(skipped, 1000)
        address = json.loads(load.get(address.replace("page_size=100", f"page_size={step}")))["next"]
        address = address and address.replace(f"page_size={step}", "page_size=100")
        skipped -= step
    return address or ""
