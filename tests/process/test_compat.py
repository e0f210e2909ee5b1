"""Clients that others wrote for UCDP's and ACLED's APIs read the record, with nothing changed but their addresses."""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from incidents.public.interop.compat.ucdp.schema import SCHEMA
from tests.config.sites import Site

pytestmark = pytest.mark.process
OTHERS = Path(sys.prefix) / "others" / "bin" / "python"
INCIDENTS, PAGE = 25, 10
NOWHERE_ELSE = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}

PUBLISH = f"""
from tests.incidents.public.interop.compat.samples import cast, estimate, exchange, killed, released, source
from tests.incidents.record.factories import retracted
cast()
for day in range(1, {INCIDENTS} + 1):
    exchange(
        ref=f"CC-2024-{{day:05}}", kind=("sniper_fire", "shelling")[day % 2], summary=f"Told on day {{day}}.",
        occurrence={{"earliest": f"2024-01-{{day:02}}"}}, sources=[source("Radio")],
        **killed(estimate("armenia", day)),
    )
retracted(exchange(ref="CC-2024-00099").ref)
released("25.1")
exchange(ref="CC-2023-00001", occurrence={{"earliest": "2023-12-31"}}, estimates=[], totals=[])
"""

ACLED = """
import json
from acled import AcledClient

between, at_least = {"event_date_where": "BETWEEN"}, {"fatalities_where": ">="}

def ask(client):
    day = lambda rows: [row["event_date"].day for row in rows]
    every = client.get_data(year=2024, limit=100)
    walked, page = [], 1
    while rows := client.get_data(year=2024, limit=10, page=page):
        walked += rows
        page += 1
    return {
        "every": every,
        "walked": walked == every,
        "shelling": day(client.get_data(event_type="Explosions/Remote violence", country="Armenia")),
        "between": day(client.get_data(event_date="2024-01-03|2024-01-05", query_params=between)),
        "deadly": day(client.get_data(fatalities=24, query_params=at_least)),
        "actors": len(client.get_data(actor1="Azerbaijan", actor2="Armenia", inter1=1, limit=100)),
        "fields": client.get_data(event_date="2024-01-07", fields="event_date|fatalities"),
        "nothing": client.get_data(country="Narnia"),
        "deleted": [row["event_id_cnty"] for row in client.get_deleted_data()],
    }

print(json.dumps(ask(AcledClient(api_key="a-key", email="someone@example.org")), default=str))
"""

VIEWS_UCDP = """
import json, sys
from datafactory_harvester.sources.ucdp_annual import (
    UCDP_DGP_CHECKS, UCDP_DGP_WARN_CHECKS, FIELD_TYPES, REQUIRED_FIELDS, UcdpAnnualConfig, discover_annual_version,
    fetch_paginated,
)
from datafactory_harvester.event_validation import validate_dgp_assumptions, validate_events

base = sys.argv[1]
config = UcdpAnnualConfig(version="25.1", base_url=base, page_size=int(sys.argv[2]), page_delay=0.01)
events = fetch_paginated(config, token="any")
validation = validate_events(events, REQUIRED_FIELDS, FIELD_TYPES)
validate_dgp_assumptions(events, UCDP_DGP_CHECKS, source_name="here")
validate_dgp_assumptions(events, UCDP_DGP_WARN_CHECKS, source_name="here")
print(json.dumps({
    "events": events,
    "valid": [validation.valid, validation.errors, validation.warnings],
    "newest": discover_annual_version("24.1", base_url=base, token="any"),
}))
"""

VIEWS_ACLED = """
import json, sys
from pathlib import Path
from datafactory_harvester.sources.acled import AcledConfig, fetch_acled, fetch_paginated
import pyarrow.parquet as pq

base, folder = sys.argv[1], Path(sys.argv[2])
addresses = {"api_url": base + "/acled/read", "token_url": base + "/oauth/token"}
config = AcledConfig(
    start_year=2024, end_year=2024, page_size=10, page_delay=0.01, data_dir=folder, ledger_path=folder / "ledger.jsonl",
    **addresses,
)
events = fetch_paginated(config, "someone@example.org", "not a password")
battles = AcledConfig(start_year=2023, end_year=2024, event_types=("Battles",), page_delay=0.01, **addresses)
fetch_acled(config, username="someone@example.org", password="not a password")
table = pq.read_table(next(folder.glob("*.parquet")))
print(json.dumps({
    "events": events,
    "battles": len(fetch_paginated(battles, "someone@example.org", "not a password")),
    "stored": sorted(table.column("event_id_cnty").to_pylist()),
}))
"""


@pytest.fixture
def serving(site: Site) -> str:
    """Serve the incidents that PUBLISH tells, and return the address of the compat reads."""
    site.start()
    manage(site, PUBLISH)
    return f"{site.address}/compat"


def manage(site: Site, script: str) -> None:
    """Run a script against the site's database."""
    command = [sys.executable, "-W", "ignore", "manage.py", "shell", "-v0", "-c", script]
    done = subprocess.run(command, env=site.env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def run(script: str, *arguments: str, **env: str) -> Any:
    """Run a script of the others' environment as a process of its own, and return what it prints as JSON.

    It reaches this machine only: whatever goes elsewhere is sent to a proxy that is not there.
    """
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [str(OTHERS), "-W", "ignore", "-c", script, *arguments],
            env={"HOME": home, "PATH": "/usr/bin:/bin", **NOWHERE_ELSE, **env},
            cwd=home,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def day_of(event: dict[str, Any]) -> int:
    return date.fromisoformat(event["event_date"]).day


def test_clients_read_the_record(serving: str, tmp_path: Path) -> None:
    """One server for all, because each start takes seconds."""
    days = list(range(INCIDENTS, 0, -1))
    found = run(ACLED, ACLED_API_HOST=serving, ACLED_MAX_RETRIES="0")  # its other way to sign in has a fixed address
    assert [day_of(event) for event in found["every"]] == [event["fatalities"] for event in found["every"]] == days
    assert {event["notes"] for event in found["every"]} == {f"Told on day {day}." for day in days}
    assert {event["sub_event_type"] for event in found["every"]} == {"Armed clash", "Shelling/artillery/missile attack"}
    assert found["walked"]
    assert found["shelling"] == days[::2]
    assert found["between"] == [5, 4, 3]
    assert found["deadly"] == [25, 24]
    assert found["actors"] == INCIDENTS + 1
    assert found["fields"] == [{"event_date": "2024-01-07", "fatalities": 7}]
    assert (found["nothing"], found["deleted"]) == ([], ["CC-2024-00099"])

    told = run(VIEWS_UCDP, f"{serving}/ucdp/gedevents", str(PAGE))
    events = told["events"]
    assert [event["best"] for event in events] == days[PAGE:]  # it begins with page 1, UCDP's pages with 0
    assert len(events) == INCIDENTS - PAGE
    assert [event["id"] for event in events] == [202400000 + day for day in days[PAGE:]]
    assert {(event["side_a"], event["side_b"]) for event in events} == {
        ("Government of Armenia", "Government of Azerbaijan")
    }
    for event in events:
        jsonschema.validate(event, SCHEMA)
    assert told["valid"] == [True, [], []]
    assert told["newest"] == "25.1"

    told = run(VIEWS_ACLED, serving, str(tmp_path))
    assert [day_of(event) for event in told["events"]] == days
    assert told["battles"] == INCIDENTS // 2 + 1  # with one of the year before, of which nobody died
    assert told["stored"] == sorted(f"CC-2024-{day:05}" for day in days)
