"""Documents are sent as they were published: an envelope is put before their bytes, nothing is parsed.

`{"edition": {…},` + the body without its first brace. Without the key `edition`, an answer is the canonical body again:
sorted keys, no spaces, UTF-8; its SHA-256 is `edition.body_sha256`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson
from django.urls import reverse
from rest_framework.request import Request

from incidents.vocabulary import ClaimMark


def moment(when: datetime) -> str:
    """Return a time as the ledger's envelope writes it: UTC with microseconds."""
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def incidents_url(request: Request) -> str:
    """Return the address under which every incident has its own."""
    return request.build_absolute_uri(reverse("api:incidents"))


def envelope(row: Any, base: str) -> dict[str, Any]:
    """Return what is said about an edition beside its document. `base` is `incidents_url`."""
    return {
        "seq": row.seq,
        "ref": row.ref,
        "number": row.number,
        "status": row.status,
        "origin": row.origin,
        "published_at": moment(row.published_at),
        "digest": row.digest,
        "body_sha256": row.body_sha256,
        "url": f"{base}{row.ref}/editions/{row.number}/",
    }


def incident(row: Any, base: str, **also: Any) -> bytes:
    """Return an incident: its envelope (and what else a list says of the hit), then its document."""
    return _before({"edition": envelope(row, base) | also}, row.body)


def incidents(rows: Iterable[Any], base: str, note: Callable[[str], dict[str, Any]] = lambda _: {}) -> Iterator[bytes]:
    """Yield the incidents of a list, each with how it matched, and what `note` says of a body."""
    for row in rows:
        yield incident(row, base, match="certain" if row.certain else "possible", **note(row.body))


def claims(rows: Iterable[Any], base: str, note: Callable[[str], dict[str, Any]] = lambda _: {}) -> Iterator[bytes]:
    """Yield the claims of a list, each with the edition that tells it, how it stands among others, and `note`."""
    for row in rows:
        told_by = {
            "seq": row.edition_id,
            "ref": row.ref,
            "number": row.edition__number,
            "url": f"{base}{row.ref}/editions/{row.edition__number}/",
        }
        marks = {mark: getattr(row, mark) for mark in ClaimMark.codes()}
        about = {"edition": told_by, "party": row.party, **marks, **note(row.body)}
        yield _before(about, row.body)


def listed(head: dict[str, Any], items: Iterable[bytes], **lists: bytes) -> bytes:
    """Return a list: its head, further lists of items that are joined already, then `results`."""
    before = b"".join(b',"%s":[%s]' % (name.encode(), joined) for name, joined in lists.items())
    return orjson.dumps(head)[:-1] + before + b',"results":[' + b",".join(items) + b"]}"


def _before(first: dict[str, Any], body: str) -> bytes:
    return orjson.dumps(first)[:-1] + b"," + body.encode()[1:]
