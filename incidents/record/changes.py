"""The ledger as a mirror follows it: every edition in the order in which it was appended, and what was expunged since.

An append takes `seq` under the ledger's lock and keeps the lock until it has committed (`publishing.ledger`).
PostgreSQL makes a commit visible before it lets go of locks, so whoever sees an edition sees all with a smaller `seq`,
in every snapshot. Expunctions take the same lock, so their ids grow in the order of their commits too (with gaps, where
one was rolled back). An edition's content changes only by an expunction, which need not append anything: the ledger's
state is therefore named by two numbers, the last `seq` and the last expunction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from incidents.document.canonical import GENESIS
from incidents.record import fields
from incidents.record.models import Edition, Expunction
from incidents.record.reading import RecordFilter, parameter
from incidents.record.snapshot import one_snapshot

AT_ONCE = 200
"""Editions that a stream holds at a time."""
_ENVELOPE = ("seq", "ref", "number", "status", "origin", "schema", "published_at", "digest", "body_sha256")

_LEDGER = """
SELECT head.seq, head.digest, head.published_at, known.digest, gone.id, gone.expunged_at
FROM (SELECT) AS one
LEFT JOIN LATERAL (
    SELECT seq, digest, published_at FROM record_edition WHERE published_at <= %s ORDER BY published_at DESC LIMIT 1
) AS head ON true
LEFT JOIN record_edition AS known ON known.seq = %s
LEFT JOIN LATERAL (SELECT id, expunged_at FROM record_expunction ORDER BY id DESC LIMIT 1) AS gone ON true
"""


class ChangeFilter(RecordFilter):
    """What a mirror asks for. `as_of` and `release` end the ledger there; what was expunged since stays so."""

    since = parameter(fields.Number, 0, help_text="The last `seq` that the caller has; 0, the default, is none.")
    digest = parameter(
        fields.Hash,
        help_text="The digest that the caller has of that edition (64 zeros: none). Another ledger is refused by 409.",
    )
    expunged_since = parameter(
        fields.Number,
        0,
        help_text="The last expunction that the caller has followed. Without it all are told again, which is harmless.",
    )
    envelopes = parameter(fields.Flag, help_text="Whether to leave the documents out: envelopes alone, stubs too.")

    class Meta:
        model = Edition
        fields: list[str] = []


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the ledger ends: its last edition and its last expunction; and the digest of the edition asked about."""

    seq: int
    digest: str
    published_at: datetime | None
    known: str | None
    expunged: int
    expunged_at: datetime | None

    @property
    def changed_at(self) -> datetime | None:
        """When it changed last."""
        return max(filter(None, (self.published_at, self.expunged_at)), default=None)


def ledger_at(moment: datetime | None, since: int) -> Ledger:
    """Return where the ledger ends (at a moment), and the digest of edition `since`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LEDGER, [moment or "infinity", since])
        seq, digest, published_at, known, expunged, expunged_at = cursor.fetchone()
    known = known if since else GENESIS
    return Ledger(seq or 0, digest or GENESIS, published_at, known, expunged or 0, expunged_at)


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened after two numbers: expunctions, the stubs of editions that the caller has, and further editions."""

    expunctions: list[Expunction]
    stubs: list[Any]
    editions: list[Any]


def changes_after(since: int, expunged_since: int, upto: int, *, bodies: bool) -> Changes:
    """Return what happened after `since` up to `upto`, both numbers of the ledger without gaps. Two queries.

    Expunctions are read first: one that is committed in between is told the next time, and its stubs twice. The other
    way round, an edition could be told whole and its expunction be taken for followed.
    """
    expunctions = list(Expunction.objects.filter(pk__gt=expunged_since).order_by("pk"))
    named = _named(expunctions, since)
    rows = list(_rows(Q(seq__gt=since, seq__lte=upto) | Q(seq__in=named), bodies=bodies))
    return Changes(expunctions, [row for row in rows if row.seq <= since], [row for row in rows if row.seq > since])


def stream_after(since: int, expunged_since: int, upto: int, *, bodies: bool) -> Iterator[Any]:
    """Yield the same in the order in which a mirror writes it: stubs, their expunctions, further editions.

    All of it is of one moment. Rows come through a cursor on the server, so that memory does not grow with them.
    """
    with one_snapshot():
        expunctions = list(Expunction.objects.filter(pk__gt=expunged_since).order_by("pk"))
        yield from _rows(Q(seq__in=_named(expunctions, since)), bodies=bodies).iterator(chunk_size=AT_ONCE)
        yield from expunctions
        yield from _rows(Q(seq__gt=since, seq__lte=upto), bodies=bodies).iterator(chunk_size=AT_ONCE)


def _named(expunctions: list[Expunction], since: int) -> list[int]:
    return sorted({seq for one in expunctions for seq in one.seqs if seq <= since})


def _rows(condition: Q, *, bodies: bool) -> Any:
    columns = (*_ENVELOPE, "body") if bodies else _ENVELOPE
    return Edition.objects.filter(condition).order_by("seq").values_list(*columns, named=True)
