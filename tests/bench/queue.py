"""`python -m tests.bench.queue [NUMBER]`: the admin's queue and audit with so many submissions and steps (100,000).

Rows are written past the application, from one incident that was submitted through it. Pages are asked for in this
process, one after the other; of each the least time of several is told, how much of it this process worked (the rest
it waited, for the database or for a processor), the number of queries and the load of the machine. With `--plans`, the
plan of every query of 20 ms or more follows; `--audit` leaves the queue out.
"""

import os
import subprocess
import sys
import time
from typing import Any

from config.database import throwaway_server
from tests.bench.servers import ROOT

NUMBER = 100_000
TIMES = 5
SLOW_MS = 20
_BAR_MS, _BAR_QUERIES = 300, 12
_QUEUE = "/admin/workbench/incident/"
QUEUE: dict[str, str] = {
    "whole queue": "",
    "page 2": "?p=2",
    "page 100": "?p=100",
    "priority high": "?priority=high",
    "priority medium": "?priority=medium",
    "priority low": "?priority=low",
    "age, long": "?age=month",
    "border": "?border=armenia-azerbaijan",
    "analyst": "?analyst=analyst3",
    "kind, common": "?kind=exchange_of_fire",
    "kind, rare": "?kind=diplomatic",
    "contested": "?contested=yes",
    "embargo on": "?embargo=on",
    "embargo none": "?embargo=none",
    "review by nobody": "?review=nobody",
    "review by somebody": "?review=somebody",
    "sent back long ago": "?returned=long&state=changes_requested",
    "all states": "?state=all",
    "drafts": "?state=draft",
    "a word of 16,000 titles": "?q=outpost",
    "a word of none": "?q=nowhere-at-all",
    "a ref": "?q=CC-2025-050000",
    "oldest first": "?o=3",
}
_AUDIT = "/admin/audit/"
AUDIT: dict[str, str] = {
    "newest": "",
    "in the middle": "?before=2025-07-01T00:00:00%2B00:00",
    "by a person": "?person=analyst3",
    "by nobody": "?nobody=on",
    "by kind of step": "?what=edit",
    "of an incident": "?ref=CC-2025-050000",
    "of a day": "?since=2025-06-01&until=2025-06-01",
    "words that many have": "?words=outpost",
    "words that none has": "?words=nowhere-at-all",
    "an address": "?address=192.0.2.7",
}


def main() -> None:
    """Fill a server of its own, measure, and print."""
    if os.environ.get("DATABASE_URL"):
        _inside([one for one in sys.argv[1:] if one.isdigit()], plans="--plans" in sys.argv)
        return
    with throwaway_server() as server:
        env = os.environ | {
            "DATABASE_URL": server.url, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "tests.settings",
        }  # fmt: skip
        command = [sys.executable, "-W", "ignore", "-m", "tests.bench.queue", *sys.argv[1:]]
        subprocess.run(command, cwd=ROOT, env=env, check=True)


def _inside(numbers: list[str], *, plans: bool) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench import queue_rows

    call_command("migrate", verbosity=0)
    editor = queue_rows.fill(int(numbers[0]) if numbers else NUMBER)
    both = (("queue", _QUEUE, QUEUE), ("audit", _AUDIT, AUDIT))
    for title, base, asked in [one for one in both if "--audit" not in sys.argv or one[0] == "audit"]:
        sys.stdout.write(f"\n{title}\n")
        for name, query in asked.items():
            _measure(editor, name, base + query, plans=plans, barred=asked is QUEUE)


def _measure(editor: Any, name: str, path: str, *, plans: bool, barred: bool) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(editor)
    client.get(path)
    took, own, status = [], [], 0
    for _ in range(TIMES):
        began, busy = time.perf_counter(), time.process_time()
        status = client.get(path).status_code
        took.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - busy) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    least, median = min(took), sorted(took)[len(took) // 2]
    missed = " MISSED" if barred and (median > _BAR_MS or len(queries) > _BAR_QUERIES) else ""
    sys.stdout.write(
        f"  {name:24} {status} least {least:6.0f} ms, median {median:6.0f} ms, {min(own):4.0f} ms of them here, "
        f"{len(queries):2} queries, "
        f"load {os.getloadavg()[0]:.1f}{missed}\n"
    )
    sys.stdout.flush()
    if plans:
        for one in queries:
            _explain(one["sql"], float(one["time"]) * 1000)


def _explain(sql: str, took: float) -> None:
    from django.db import connection

    if took < SLOW_MS or not sql.lstrip().upper().startswith(("SELECT", "WITH", "(")):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY OFF) {sql.replace('%', '%%')}", [])
        plan = "\n".join(f"      {line}" for (line,) in cursor.fetchall())
    sys.stdout.write(f"    {took:.0f} ms: {sql[:4000]}\n{plan}\n")


if __name__ == "__main__":
    main()
