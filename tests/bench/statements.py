"""Writes down which statements the API runs for one page, and what of the answer is not in their rows.

python -m tests.bench.statements http://127.0.0.1:8000 "/api/v1/incidents/?…" file
"""

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402 - Django has to be set up first
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


def write(server: str, path: str, file: Path) -> None:
    """Ask for the page within this process, as it is asked for at that server."""
    host = urlsplit(server).netloc
    with CaptureQueriesContext(connection) as queries:
        answer = Client(headers={"host": host}).get(path)
    told = json.loads(answer.content)
    base = told["results"][0]["edition"]["url"].partition("/incidents/")[0] + "/incidents/"
    given = {
        "statements": [one["sql"] for one in queries.captured_queries],
        "head": {name: value for name, value in told.items() if name != "results"},
        "size": len(told["results"]),
        "base": base,
    }
    file.write_text(json.dumps(given))


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
