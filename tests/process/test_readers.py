"""DuckDB and GeoPandas read the files, each in a process of its own; and what was cut off shows that it was."""

import http.client
import json
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from config.database import Server
from tests.config.sites import Site

pytestmark = pytest.mark.process
OTHERS = Path(sys.prefix) / "others" / "bin" / "python"
PATIENCE = 60
MANY = 3000

PUBLISH = f"""
from tests.bench.generate import generate
from tests.factories import BorderFactory
from tests.incidents.record.factories import involvement, killed, published
line = {{"type": "LineString", "coordinates": [[46.4, 39.1], [46.6, 39.2]]}}
BorderFactory.create(slug="b").sections.create(code="B-1", name="One", position=1, line=line)
section = {{"code": "B-1", "name": "One", "border": "b", "border_name": "B"}}
place = {{"latitude": 39.05, "longitude": 46.5, "precision": 1, "radius_km": 1.0, "country": "ISL"}}
published(kind="sniper_fire", location=place, totals=killed(2, 3), title="=1+1",
    involvements=[involvement("armenia"), involvement("azerbaijan")])
published(location={{"section": section, "country": "ISL"}}, occurrence={{"earliest": "2024-02-12"}})
published(location={{"country": "ISL"}}, occurrence={{"earliest": "2024-02-11"}})
generate({MANY})
"""

DUCKDB = """
import json, sys, urllib.request
import duckdb
address, folder = sys.argv[1:]
for name in ("parquet", "csv", "ndjson"):
    urllib.request.urlretrieve(f"{address}/api/v1/incidents/?format={name}", f"{folder}/i.{name}")
sql = "SELECT count(*), sum(killed_best), min(earliest)::varchar, count(lat) FROM "
told = {name: duckdb.sql(sql + source).fetchall()[0] for name, source in (
    ("parquet", f"'{folder}/i.parquet'"), ("csv", f"read_csv('{folder}/i.csv')"))}
types = {row[0]: row[1] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{folder}/i.parquet'").fetchall()}
actors = duckdb.sql(f"SELECT actors FROM '{folder}/i.parquet' WHERE title = '=1+1'").fetchall()[0][0]
lines = duckdb.sql(f"SELECT count(*) FROM read_json('{folder}/i.ndjson', format='newline_delimited', "
    "maximum_object_size=4000000)").fetchall()[0][0]
print(json.dumps({"told": told, "types": types, "actors": actors, "lines": lines}, default=str))
"""

GEOPANDAS = """
import io, json, sys, urllib.request
import geopandas
address = sys.argv[1]
def get(query):
    with urllib.request.urlopen(f"{address}/api/v1/incidents/?{query}") as answer:
        return io.BytesIO(answer.read())
table = geopandas.read_parquet(get("format=parquet&country=ISL"))
read = geopandas.read_file(get("format=geojson&country=ISL"))
shapes = lambda frame: [None if one is None else one.wkt for one in frame.geometry]
few = table["title"] == "=1+1"
print(json.dumps({
    "parquet": {"crs": table.crs.to_string(), "shapes": shapes(table)[:3],
        "dtypes": {name: str(kind) for name, kind in table.dtypes.items()},
        "types": sorted({one.geom_type for one in table.geometry if one is not None}), "rows": len(table)},
    "geojson": {"crs": read.crs.to_string(), "shapes": shapes(read)[:3], "is": list(read["geometry_is"])[:3],
        "radius": list(read["radius_km"])[:1], "rows": len(read)},
}))
"""


def run(command: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def read(site: Site, program: str, *arguments: str) -> Any:
    return json.loads(run([str(OTHERS), "-c", program, site.address, *arguments], {"PATH": "", "HOME": "/"}))


def test_files_are_read_and_cut_ones_are_known(site: Site, tmp_path: Path) -> None:
    """One life of a site, in one test because each start takes seconds."""
    site.env["LOG_LEVEL"] = "CRITICAL"
    site.env["PYTHONWARNINGS"] = "ignore"
    site.start()
    run([sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH], site.env)
    duckdb_reads(site, tmp_path)
    geopandas_reads(site)
    with closing(psycopg2.connect(Server(site.var).url)) as session:
        session.autocommit = True
        a_cut_answer_is_no_whole_one(site, session)
        a_client_that_goes_away_ends_the_query(site, session)


def duckdb_reads(site: Site, folder: Path) -> None:
    found = read(site, DUCKDB, str(folder))
    assert found["told"]["parquet"] == found["told"]["csv"]
    assert found["told"]["parquet"][0] == found["lines"] > MANY * 0.9
    assert found["actors"] == ["armenia", "azerbaijan"]
    types = found["types"]
    assert (types["earliest"], types["published_at"]) == ("DATE", "TIMESTAMP WITH TIME ZONE")
    assert (types["actors"], types["killed_best"], types["aggregated"]) == ("VARCHAR[]", "INTEGER", "BOOLEAN")


def geopandas_reads(site: Site) -> None:
    found = read(site, GEOPANDAS)
    table, file = found["parquet"], found["geojson"]
    assert (table["crs"], file["crs"]) == ("OGC:CRS84", "EPSG:4326")
    assert table["types"] == ["Point"]
    assert table["rows"] == file["rows"] == 3
    assert table["shapes"][0] == file["shapes"][0] == "POINT (46.5 39.05)"
    assert table["shapes"][1:] == [None, None]
    assert file["shapes"][1:] == ["LINESTRING (46.4 39.1, 46.6 39.2)", None]
    assert (file["is"], file["radius"]) == (["position", "section", "nothing"], [1.0])
    assert table["dtypes"]["published_at"].startswith("datetime64")


def begin(site: Site, wanted: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    """Ask for an export, and take only its headers and a little, with a window that holds little more."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    connection.sock = socket.socket()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sock.settimeout(PATIENCE)
    connection.sock.connect(("127.0.0.1", site.port))
    connection.request("GET", f"/api/v1/claims/?format={wanted}")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Transfer-Encoding"]) == (200, "chunked")
    assert len(answer.read(1000)) == 1000
    return connection, answer


def exports(session: Any) -> list[int]:
    """Return the processes of the database that hold a place of an export."""
    with session.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [0x4558504F])
        return [pid for (pid,) in cursor.fetchall()]


def a_cut_answer_is_no_whole_one(site: Site, session: Any) -> None:
    for wanted in ("csv", "ndjson"):
        connection, answer = begin(site, wanted)
        (pid,) = exports(session)
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            answer.read()
        connection.close()


def a_client_that_goes_away_ends_the_query(site: Site, session: Any) -> None:
    for wanted in ("csv", "ndjson"):
        connection, answer = begin(site, wanted)
        assert len(exports(session)) == 1
        answer.close()
        connection.close()
        deadline = time.monotonic() + PATIENCE
        while exports(session) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert exports(session) == [], f"{wanted}: the place is free"
