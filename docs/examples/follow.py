"""Follow a Counterclaim site into an SQLite file: `python follow.py https://site.example mirror.db`, again and again.

Standard library only. Every run is one transaction, checks the chain of digests, and ends where the ledger ends.
"""

import hashlib
import json
import sqlite3
import sys
import urllib.request
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS edition (seq INTEGER PRIMARY KEY, digest TEXT, envelope TEXT, body TEXT);
CREATE TABLE IF NOT EXISTS expunction (id INTEGER PRIMARY KEY, reason TEXT);
"""
CHAINED = ("number", "origin", "published_at", "ref", "schema", "seq", "status")
EDITION = '{"edition":'


def check(told: dict[str, Any], body: str, seq: int, digest: str) -> None:
    """Stop where an edition does not follow from the one before, or its body is not the one that was published."""
    envelope = json.dumps({name: told[name] for name in CHAINED}, separators=(",", ":"), ensure_ascii=False)
    link = bytes.fromhex(digest) + hashlib.sha256(envelope.encode()).digest() + bytes.fromhex(told["body_sha256"])
    if told["seq"] > seq and (told["seq"] != seq + 1 or told["digest"] != hashlib.sha256(link).hexdigest()):
        raise SystemExit(f"edition {told['seq']} does not follow edition {seq}")
    if "expunged" not in json.loads(body) and told["body_sha256"] != hashlib.sha256(body.encode()).hexdigest():
        raise SystemExit(f"the body of edition {told['seq']} is not the one that was published")


def follow(site: str, db: sqlite3.Connection) -> int:
    """Take what is new and return the last seq; keep nothing of it where something does not fit."""
    db.executescript(TABLES)
    seq, digest = db.execute("SELECT seq, digest FROM edition ORDER BY seq DESC").fetchone() or (0, "0" * 64)
    (gone,) = db.execute("SELECT coalesce(max(id), 0) FROM expunction").fetchone()
    address = f"{site}/api/v1/changes/?format=ndjson&since={seq}&digest={digest}&expunged_since={gone}"
    with urllib.request.urlopen(address) as answer, db:
        for line in map(bytes.decode, answer):
            if line.startswith(EDITION):  # and its envelope, a comma, and its body without the first brace
                told, stop = json.JSONDecoder().raw_decode(line, len(EDITION))
                body = "{" + line[stop + 1 : -1]
                check(told, body, seq, digest)
                db.execute(
                    "REPLACE INTO edition VALUES (?, ?, ?, ?)", (told["seq"], told["digest"], json.dumps(told), body)
                )
                if told["seq"] > seq:  # else it is a stub in place of one that is here already
                    seq, digest = told["seq"], told["digest"]
            elif gone := json.loads(line).get("expunction"):
                db.execute("INSERT INTO expunction VALUES (?, ?)", (gone["id"], gone["reason"]))
        if json.loads(line).get("end", {}).get("digest") != digest:
            raise SystemExit("the answer was cut off")
    return int(seq)


if __name__ == "__main__":
    print("The ledger ends at", follow(sys.argv[1].rstrip("/"), sqlite3.connect(sys.argv[2])))
