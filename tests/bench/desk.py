"""`python -m tests.bench.desk`: how long the server takes to answer with the form of an incident with 20 claims.

As people have it: gunicorn as `serve` runs it (one process, so that there is one first request), the whole gazetteer,
no DEBUG, and requests one after the other over a connection that stays. Prints milliseconds; writes nothing.
"""

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from config.database import throwaway_server
from tests.bench.servers import ROOT, running

TIMES = 50
WARM = 5
_CLAIMS = (20, 40)
_FILL = """
import sys
from importlib import import_module
from django.conf import settings
from django.core.management import call_command
from accounts.roles import Role
from tests.factories import person
from tests.incidents.desk.filling import incident_with_claims
call_command("migrate", verbosity=0)
call_command("load_reference", verbosity=0)
anna = person("anna", Role.ANALYST)
refs = [incident_with_claims(anna, int(number), ids=ids).ref for number, ids in zip(sys.argv[1:], "abcd")]
session = import_module(settings.SESSION_ENGINE).SessionStore()
session["_auth_user_id"], session["_auth_user_hash"] = str(anna.pk), anna.get_session_auth_hash()
session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print(session.session_key, *refs)
"""


class Times(NamedTuple):
    """What was measured of one page, in milliseconds: its first answer, and of the next ones median and 95th part."""

    first: float
    median: float
    p95: float
    kilobytes: float


def main() -> None:
    """Measure, and print."""
    with throwaway_server() as server:
        env = os.environ | {
            "DATABASE_URL": server.url,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        fill = [sys.executable, "-W", "ignore", "-c", f"import django; django.setup(); {_FILL}", *map(str, _CLAIMS)]
        told = subprocess.run(fill, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
        session, *refs = told.splitlines()[-1].split()
        log = Path(server.var) / "answers"
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "gunicorn",
            "--worker-class=gthread",
            "--workers=1",
            "--threads=8",
        ]
        command += [
            "--log-level=error",
            "--no-control-socket",
            "--access-logfile",
            str(log),
            "--access-logformat",
            "%(D)s",
        ]
        with running("desk", [*command, "--bind=127.0.0.1:{port}", "config.wsgi"], "/healthz", env) as site:
            for claims, ref in zip(_CLAIMS, refs, strict=True):
                found = measured(site.address, f"/desk/incidents/{ref}/", session, log.read_text)
                sys.stdout.write(
                    f"{claims} claims: first {found.first:.0f} ms, then {TIMES} times: median {found.median:.0f} ms, "
                    f"95th part {found.p95:.0f} ms; {found.kilobytes:,.0f} kB; load {os.getloadavg()[0]:.1f}\n"
                )


def measured(address: str, path: str, session: str, log: Callable[[], str]) -> Times:
    """Ask for a page over and over; the times are the server's own, until its last byte was taken."""
    before = len(log().split())
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    size = 0
    for _ in range(1 + WARM + TIMES):
        connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
        answer = connection.getresponse()
        size = len(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
    deadline = time.monotonic() + 5
    while len(told := log().split()[before:]) < 1 + WARM + TIMES and time.monotonic() < deadline:
        time.sleep(0.05)
    took = [int(one) / 1000 for one in told]
    rest = took[1 + WARM :]
    return Times(took[0], statistics.median(rest), statistics.quantiles(rest, n=20)[-1], size / 1000)


if __name__ == "__main__":
    main()
