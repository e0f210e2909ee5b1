"""GDAL reads the record through its own driver for OGC API – Features, and leaves the filtering to the server."""

import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.config.sites import Site

pytestmark = pytest.mark.process
OTHERS = Path(__file__).resolve().parents[2] / ".venv" / "others" / "bin" / "python"
COUNT, PAGE = 60, 25
PATIENCE = 60

PUBLISH = f"""
from tests.incidents.record.factories import involvement, killed, published
for index in range({COUNT}):
    where = {{"latitude": 39 + index % 5 / 2, "longitude": 45 + index % 6 / 2, "precision": 2, "radius_km": 25.0}}
    published(
        title=f"Incident {{index}}",
        kind=("exchange_of_fire", "shelling")[index % 2],
        location=where if index % 4 else {{}},
        occurrence={{"earliest": f"2024-02-{{index % 28 + 1:02}}"}},
        totals=killed(index % 7, index % 7 + 1) if index % 3 else [],
        involvements=[involvement("armenia")],
    )
published(aggregated=True)
"""

READ = """
import json, sys
import pyogrio
address, asked = json.loads(sys.argv[1])
found = {"layers": pyogrio.list_layers(address)[:, 0].tolist()}
for name, one in asked.items():
    one |= {"bbox": tuple(one["bbox"])} if "bbox" in one else {}
    info = pyogrio.read_info(address, layer=one["layer"], PAGE_SIZE=one.get("PAGE_SIZE", 1000))
    table = pyogrio.read_dataframe(address, fid_as_index=False, **one)
    found[name] = {
        "types": dict(zip(info["fields"], info["ogr_types"])),
        "counted": info["features"],
        "ids": sorted(table["id"]),
        "shapes": sorted({str(one.geom_type) for one in table.geometry if one is not None}),
    }
print(json.dumps(found))
"""

ASKED: dict[str, dict[str, Any]] = {
    "pages": {"layer": "incidents", "PAGE_SIZE": PAGE},
    "box": {"layer": "incidents", "bbox": (45.4, 38.9, 46.6, 40.1)},
    "filter": {"layer": "incidents", "where": "killed_best >= 3 AND kind = 'shelling'"},
    "both": {
        "layer": "incidents",
        "bbox": (45.4, 38.9, 46.6, 40.1),
        "where": "earliest >= '2024/02/10' AND NOT (title ILIKE '%incident 2%')",
        "PAGE_SIZE": 2,
    },
    "unknown": {"layer": "incidents", "where": "killed_best IS NULL"},
    "areas": {"layer": "incident-areas", "bbox": (45.9, 39.9, 46.1, 40.1)},
}
REST = {
    "pages": "",
    "box": "bbox=45.4,38.9,46.6,40.1",
    "filter": "kind=shelling&fatalities_min=3&match=certain",
    "both": "bbox=45.4,38.9,46.6,40.1&date_from=2024-02-10",
    "unknown": "",
}


class Proxy:
    """Stands between a client and the site, and remembers what was asked. The site writes its address into links."""

    def __init__(self, site: Site) -> None:
        self.asked: list[str] = []
        asked, port = self.asked, site.port

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                upstream = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
                upstream.request("GET", self.path, headers=dict(self.headers.items()))
                answer = upstream.getresponse()
                body = answer.read()
                self.send_response(answer.status)
                for name in ("Content-Type", "Content-Encoding", "Location", "Link", "Content-Crs"):
                    if value := answer.getheader(name):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                upstream.close()

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def queries(self, collection: str) -> list[dict[str, str]]:
        """Return the parameters of the requests for features that were more than a first look."""
        found = []
        for path in self.asked:
            parts = urlsplit(path)
            if parts.path == f"/ogc/collections/{collection}/items":
                found.append({name: values[0] for name, values in parse_qs(parts.query).items()})
        return found


@pytest.fixture
def proxy(site: Site) -> Iterator[Proxy]:
    site.start()
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH], env=site.env, check=True, timeout=PATIENCE
    )
    found = Proxy(site)
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join(PATIENCE)


def rest(site: Site, query: str) -> list[dict[str, Any]]:
    """Return what the REST list finds."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    connection.request("GET", f"/api/v1/incidents/?page_size=1000&{query}")
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert answer["count"] == len(answer["results"])
    found: list[dict[str, Any]] = answer["results"]
    return found


def test_gdal_opens_pages_and_filters_the_record(site: Site, proxy: Proxy) -> None:
    arguments = json.dumps([f"OAPIF:{proxy.address}/ogc", ASKED])
    run = subprocess.run(
        [str(OTHERS), "-c", READ, arguments], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["layers"] == ["incidents", "incident-areas", "claims"]

    # what GDAL has is what REST has
    expected = {name: rest(site, query) for name, query in REST.items()}
    expected["unknown"] = [one for one in expected["unknown"] if one["totals"] == []]
    expected["both"] = [one for one in expected["both"] if "incident 2" not in one["title"].lower()]
    for name, documents in expected.items():
        assert found[name]["ids"] == sorted(one["ref"] for one in documents), name
        assert 0 < len(documents) < COUNT or name == "pages"
    assert found["pages"]["counted"] == len(found["pages"]["ids"]) == COUNT

    # as columns of the right types
    types = found["pages"]["types"]
    assert (types["killed_best"], types["radius_km"], types["earliest"]) == ("OFTInteger", "OFTReal", "OFTDate")
    assert (types["published_at"], types["actors"], types["title"]) == ("OFTDateTime", "OFTStringList", "OFTString")
    assert found["pages"]["shapes"] == ["Point"]
    assert found["areas"]["shapes"] == ["Polygon"]

    # and it was the server that filtered and paged
    queries = proxy.queries("incidents")
    filters = {one["filter"] for one in queries if "filter" in one}
    assert "(killed_best >= 3) AND (kind = 'shelling')" in filters
    assert any("earliest >= '2024-02-10T'" in one and "ILIKE" in one for one in filters)
    assert "(killed_best IS NULL)" in filters
    boxes = {tuple(map(float, one["bbox"].split(","))) for one in queries if "bbox" in one}
    assert boxes == {(45.4, 38.9, 46.6, 40.1)}
    pages = [one for one in queries if one.get("limit") == str(PAGE) and "filter" not in one and "bbox" not in one]
    assert len([one for one in pages if "cursor" in one]) == 2, "60 incidents on three pages of 25"
    paged = [one for one in queries if one.get("limit") == "2" and "cursor" in one]
    assert paged, "a filtered result was paged"
    assert all("filter" in one and "bbox" in one for one in paged), "the next page has the filter as well"
