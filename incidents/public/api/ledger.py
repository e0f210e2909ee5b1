"""What a mirror is sent: editions spliced as everywhere, with `schema` in the envelope, so that it can check the chain.

A line of a stream, and an item of a page, is `{"edition":{…},` + the body without its first brace: what a mirror keeps
is cut out of it byte by byte, without writing JSON itself.
"""

from collections.abc import Iterator
from typing import Any

import orjson

from incidents.public.api import splice
from incidents.record.changes import ChangeFilter, Ledger, changes_after, stream_after
from incidents.record.models import Expunction


def page(asked: ChangeFilter, ledger: Ledger, size: int, base: str) -> bytes:
    """Return a page of the ledger after `since`. Two queries."""
    since, expunged_since = asked.values["since"] or 0, asked.values["expunged_since"] or 0
    last = min(ledger.seq, since + size)
    found = changes_after(since, expunged_since, last, bodies=not asked.values["envelopes"])
    head = {
        "since": since,
        "next": last,
        "more": last < ledger.seq,
        "expunged": max([expunged_since, *(one.pk for one in found.expunctions)]),
        "head": {"seq": ledger.seq, "digest": ledger.digest},
        "as_of": _moment(ledger),
        "expunctions": [_expunction(one) for one in found.expunctions],
    }
    stubs = b",".join(_edition(row, base) for row in found.stubs)
    return splice.listed(head, (_edition(row, base) for row in found.editions), stubs=stubs)


def lines(asked: ChangeFilter, ledger: Ledger, base: str) -> Iterator[bytes]:
    """Yield the ledger after `since`, a line each, and at the end where it ended: what lacks that line was cut off."""
    since, expunged = asked.values["since"] or 0, asked.values["expunged_since"] or 0
    for row in stream_after(since, expunged, ledger.seq, bodies=not asked.values["envelopes"]):
        if isinstance(row, Expunction):
            expunged = row.pk
            yield orjson.dumps({"expunction": _expunction(row)}) + b"\n"
        else:
            yield _edition(row, base) + b"\n"
    end = {"seq": ledger.seq, "digest": ledger.digest, "expunged": expunged, "as_of": _moment(ledger)}
    yield orjson.dumps({"end": end}) + b"\n"


def blocks(pieces: Iterator[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """Yield the same bytes, some pieces at a time."""
    held: list[bytes] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length >= size:
            yield b"".join(held)
            held, length = [], 0
    yield b"".join(held)


def _edition(row: Any, base: str) -> bytes:
    if hasattr(row, "body"):
        return splice.incident(row, base, schema=row.schema)
    return orjson.dumps({"edition": splice.envelope(row, base) | {"schema": row.schema}})


def _expunction(one: Expunction) -> dict[str, Any]:
    return {"id": one.pk, "reason": one.reason, "expunged_at": splice.moment(one.expunged_at), "seqs": one.seqs}


def _moment(ledger: Ledger) -> str | None:
    return splice.moment(ledger.published_at) if ledger.published_at else None
