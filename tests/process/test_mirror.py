"""A mirror that is built from /changes/ alone is byte-equal to the record, whatever goes on while it follows.

`MIRROR_SECONDS=60` writes for longer than the quarter of a minute of every run.
"""

import hashlib
import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from config.database import Server
from incidents.document.canonical import GENESIS, canonical, chain
from tests.config.sites import Site

pytestmark = pytest.mark.process
SECONDS = float(os.environ.get("MIRROR_SECONDS", "15"))
FOLLOWER = Path("docs/examples/follow.py")
_ENVELOPE = ("number", "origin", "published_at", "ref", "schema", "seq", "status")
_EDITION = b'{"edition":'


@dataclass
class Mirror(ABC):
    """What a follower has: envelope and body of each edition, and how far it is."""

    site: Site
    stop: threading.Event
    editions: dict[int, tuple[dict[str, Any], bytes]] = field(default_factory=dict)
    seq: int = 0
    digest: str = GENESIS
    expunged: int = 0
    requests: int = 0
    unchanged: int = 0
    failure: BaseException | None = None
    tag: tuple[str, str] = ("", "")

    def run(self) -> None:
        """Follow until it is told to stop, and then to the end."""
        try:
            while not self.stop.is_set():
                self.poll()
                time.sleep(0.05)
            while self.poll():
                pass
        except BaseException as error:
            self.failure = error

    @abstractmethod
    def poll(self) -> bool:
        """Ask once; say whether something was new."""

    def ask(self, query: str) -> bytes | None:
        """Return the answer, None where nothing happened since the same was asked."""
        path = f"/api/v1/changes/?since={self.seq}&digest={self.digest}&expunged_since={self.expunged}&{query}"
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        headers = {"If-None-Match": self.tag[1]} if self.tag[0] == path else {}
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        self.requests += 1
        self.unchanged += answer.status == 304
        self.tag = (path, answer.headers["ETag"] or "")
        assert answer.status in (200, 304), body
        return body if answer.status == 200 else None

    def keep(self, told: dict[str, Any], body: bytes) -> None:
        """Keep an edition that follows, or a stub of one that is here."""
        if told["seq"] > self.seq:
            assert told["seq"] == self.seq + 1, "a gap in the ledger"
            self.seq, self.digest = told["seq"], told["digest"]
        self.editions[told["seq"]] = (told, body)


class Pages(Mirror):
    """Follows page by page, and writes the documents' bytes itself."""

    size = 7

    def poll(self) -> bool:
        body = self.ask(f"page_size={self.size}")
        if body is None:
            return False
        page = json.loads(body)
        before = (self.seq, self.expunged)
        for one in [*page["stubs"], *page["results"]]:
            told = one.pop("edition")
            self.keep(told, canonical(one))
        self.expunged = page["expunged"]
        assert page["next"] == self.seq
        return (self.seq, self.expunged) != before


class Lines(Mirror):
    """Follows the stream, and cuts the documents' bytes out of it."""

    def poll(self) -> bool:
        body = self.ask("format=ndjson")
        if body is None:
            return False
        before = (self.seq, self.expunged)
        *lines, end = body.splitlines()
        for line in lines:
            if line.startswith(_EDITION):
                text = line.decode()
                told, stop = json.JSONDecoder().raw_decode(text, len(_EDITION))
                self.keep(told, ("{" + text[stop + 1 :]).encode())
            else:
                self.expunged = json.loads(line)["expunction"]["id"]
        assert json.loads(end)["end"]["seq"] == self.seq
        return (self.seq, self.expunged) != before


def record_of(site: Site) -> dict[int, tuple[dict[str, Any], bytes]]:
    """Return the record as the database has it: what envelopes are made of, and the bodies."""
    columns = "seq, ref, number, status, origin, schema, published_at AT TIME ZONE 'UTC', digest, body_sha256, body"
    connection = psycopg2.connect(Server(site.var).url)
    with connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM record_edition ORDER BY seq")
        rows = cursor.fetchall()
    connection.close()
    names = ("seq", "ref", "number", "status", "origin", "schema", "published_at", "digest", "body_sha256")
    found = {}
    for row in rows:
        told = dict(zip(names, row[:-1], strict=True))
        told["published_at"] = told["published_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        found[row[0]] = (told, row[-1].encode())
    return found


def assert_is(mirror: dict[int, tuple[dict[str, Any], bytes]], record: dict[int, tuple[dict[str, Any], bytes]]) -> None:
    """Compare a mirror with the record, byte by byte, and follow its chain to the end."""
    assert sorted(mirror) == sorted(record) == list(range(1, len(record) + 1))
    assert record
    digest = GENESIS
    for seq, (expected, body) in record.items():
        told, kept = mirror[seq]
        assert {name: told[name] for name in expected} == expected
        assert kept == body
        if "expunged" not in json.loads(body):
            assert hashlib.sha256(kept).hexdigest() == told["body_sha256"]
        digest = chain(digest, canonical({name: told[name] for name in _ENVELOPE}), told["body_sha256"])
        assert digest == told["digest"]


def test_mirrors_are_exact_while_sixteen_write(site: Site, tmp_path: Path) -> None:
    site.env |= {"PYTHONWARNINGS": "ignore"}
    serve = site.start()
    stop = threading.Event()
    mirrors: list[Mirror] = [Pages(site, stop), Pages(site, stop), Lines(site, stop), Lines(site, stop)]
    threads = [threading.Thread(target=mirror.run) for mirror in mirrors]
    for thread in threads:
        thread.start()
    file = tmp_path / "mirror.db"
    script = f"from tests.process.writing import main; main({SECONDS})"
    writing = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
    with subprocess.Popen(writing, env=site.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as writers:
        while writers.poll() is None:
            subprocess.run([sys.executable, FOLLOWER, site.address, file], check=True, capture_output=True, timeout=60)
            time.sleep(0.5)
        told, errors = writers.communicate()
    stop.set()
    for thread in threads:
        thread.join(60)
    assert (writers.returncode, errors) == (0, "")
    done = json.loads(told)
    assert all(done.get(what) for what in ("published", "rolled back", "retracted", "expunged", "held")), done
    subprocess.run([sys.executable, FOLLOWER, site.address, file], check=True, capture_output=True, timeout=60)

    record = record_of(site)
    assert len(record) == done["published"] + done["retracted"]
    for mirror in mirrors:
        assert mirror.failure is None, repr(mirror.failure)
        assert mirror.requests > 3
        assert_is(mirror.editions, record)
    rows = sqlite3.connect(file).execute("SELECT seq, envelope, body FROM edition").fetchall()
    assert_is({seq: (json.loads(envelope), body.encode()) for seq, envelope, body in rows}, record)
    assert any(mirror.unchanged for mirror in mirrors)

    serve.send_signal(signal.SIGTERM)
    assert serve.wait(20) == 0
    assert_limits_hold(site)


def assert_limits_hold(site: Site) -> None:
    """Start the same site with a limit: both of its server's processes together let through what is allowed."""
    site.env["THROTTLE_ANON"] = "30/36000"
    site.start()

    def status(_: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        try:
            connection.request("GET", "/api/v1/codebook/")
            return connection.getresponse().status
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(status, range(60)))
    assert found == {200: 30, 429: 30}
