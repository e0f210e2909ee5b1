"""Append to the ledger: one lock, one order, one chain."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Func, Max, Value
from psycopg2.extras import DateTimeTZRange

from incidents.document.canonical import GENESIS, chain, envelope, sha256
from incidents.document.types import SCHEMA
from incidents.publishing import derived, summaries, words
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus

LOCK = 0x434C41494D
"""Key of the advisory lock that orders all appends ("CLAIM")."""


@transaction.atomic
def append(*, ref: str, status: EditionStatus, origin: str, body: bytes, document: dict[str, Any]) -> Edition:
    """Append an edition: close the one that stands, take the next place in the order, extend the chain.

    The lock is held to the end of the transaction; take it last. Sets `seq` to the next number and `published_at`
    to now, at least a microsecond after the edition before, so that order, time and chain are one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Edition.objects.head()
    moment = _moment_after(last.published_at if last else None)
    seq = last.seq + 1 if last else 1
    number = (Edition.objects.filter(ref=ref).aggregate(last=Max("number"))["last"] or 0) + 1
    before = Edition.objects.open().filter(ref=ref).first()
    surrounds = envelope(
        seq=seq, ref=ref, number=number, status=status, origin=origin, schema=SCHEMA, published_at=moment
    )
    body_sha256 = sha256(body)
    if before is not None:
        Edition.objects.filter(pk=before.pk).update(
            validity=Func(Func(F("validity"), function="lower"), Value(moment), function="tstzrange")
        )
    edition = Edition(
        seq=seq,
        ref=ref,
        number=number,
        origin=origin,
        status=status,
        schema=SCHEMA,
        published_at=moment,
        validity=DateTimeTZRange(moment, None),
        body=body.decode(),
        body_sha256=body_sha256,
        digest=chain(last.digest if last else GENESIS, surrounds, body_sha256),
        **derived.columns(document),
        search=derived.search_vector(document),
    )
    edition.save(force_insert=True)
    derived.write_rows(edition, document)
    summaries.follow(before=before, after=edition)
    words.follow(before=before.seq if before else None, after=seq)
    return edition


def _moment_after(last: datetime | None) -> datetime:
    """Return the database's clock, moved on where it has not passed the last edition."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now if last is None else max(now, last + timedelta(microseconds=1))
