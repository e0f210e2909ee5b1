"""The limit: a bare WSGI application that sends the bytes of one page of our API, from the same queries.

No framework, no routing, no negotiation: it runs the statements that the API was seen to run (BENCH_STATEMENTS), and
puts the same envelope before the same documents. What is not in the rows (the links to other pages) it was given.
"""

import json
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extras import NamedTupleCursor

from incidents.public.api import splice

_GIVEN = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text())
_local = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer every request with that page."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg2.connect(
            os.environ["DATABASE_URL"], options="-c random_page_cost=1.1 -c jit=off -c timezone=UTC"
        )
        _local.connection.autocommit = True
    with _local.connection.cursor(cursor_factory=NamedTupleCursor) as cursor:
        answers = []
        for statement in _GIVEN["statements"]:
            cursor.execute(statement)
            answers.append(cursor.fetchall())
    body = splice.listed(_GIVEN["head"], splice.incidents(answers[-1][: _GIVEN["size"]], _GIVEN["base"]))
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
