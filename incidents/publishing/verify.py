"""Recompute the whole record: the order, the chain, the validities, and everything that is derived from bodies."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
from django.db.models import F, TextField
from django.db.models.functions import Cast

from incidents.document.canonical import GENESIS, canonical, chain, envelope, sha256
from incidents.document.reading import read
from incidents.publishing import derived
from incidents.publishing.expunge.record import body_of
from incidents.publishing.rederive import is_current
from incidents.record.models import Edition, Expunction
from incidents.vocabulary import EditionStatus

CHUNK = 500


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many editions there are, and the digest of the last one."""

    seq: int
    digest: str


@dataclass
class Report:
    """What was found. `faults` names the incident and edition of each; `expunged` were removed with a reason."""

    head: Head
    faults: list[str] = field(default_factory=list)
    expunged: list[str] = field(default_factory=list)


@dataclass
class _Seen:
    """What the walk knows of an incident so far: its last edition's number, and where its validity ended."""

    number: int
    edition: Edition


def verify(*, expected: Head | None = None) -> Report:
    """Walk the ledger in order and name everything that is not as it was appended.

    `expected` is a head that was exported before: it finds a ledger that was cut off, or written anew, behind it.
    """
    report = Report(Head(0, GENESIS))
    orders: dict[int, Expunction] = {}
    for one in Expunction.objects.order_by("pk"):
        orders = dict.fromkeys(one.seqs, one) | orders  # the first that names an edition made its stub
    seen: dict[str, _Seen] = {}
    passed = expected is None or expected.seq == 0
    for edition in _editions():
        order = orders.get(edition.seq)
        faults = _faults(edition, report.head, seen, order)
        report.faults += [f"{edition.ref} edition {edition.number} (seq {edition.seq}): {fault}" for fault in faults]
        if order is not None:
            report.expunged.append(f"{edition.ref} edition {edition.number} (seq {edition.seq}): {order.reason}")
        report.head = Head(edition.seq, edition.digest)
        if report.head == expected:
            passed = True
    report.faults += _open_ends(seen)
    if report.faults and not is_current():
        report.faults.append(
            "the record was derived by other rules than today's: run rederive_record, and verify again"
        )
    if expected is not None and not passed:
        report.faults.append(
            f"The exported head (seq {expected.seq}, digest {expected.digest}) is not in the ledger, "
            f"which ends at seq {report.head.seq}: editions were cut off or replaced."
        )
    return report


def _editions() -> Iterator[Edition]:
    """Yield all editions in order."""
    return Edition.objects.order_by("seq").prefetch_related(*derived.TABLES).iterator(chunk_size=CHUNK)


def _faults(edition: Edition, head: Head, seen: dict[str, _Seen], order: Expunction | None) -> Iterator[str]:
    yield from _place_in_ledger(edition, head, seen)
    surrounds = envelope(
        seq=edition.seq,
        ref=edition.ref,
        number=edition.number,
        status=edition.status,
        origin=edition.origin,
        schema=edition.schema,
        published_at=edition.published_at,
    )
    if chain(head.digest, surrounds, edition.body_sha256) != edition.digest:
        yield "the digest does not follow from the edition before: seq, ref, number, status, origin or time changed"
    if order is not None:
        yield from _stub(edition, order)
        return
    if edition.expunged:
        yield "it is marked as expunged, and no expunction names it"
    if sha256(edition.body.encode()) != edition.body_sha256:
        yield "the body is not the one that was published"
        return
    document = orjson.loads(edition.body)
    if canonical(document) != edition.body.encode():
        yield "the body is not in canonical form"
    if document["ref"] != edition.ref:
        yield f"the body is of {document['ref']}"
    yield from _derived(edition, cast(dict[str, Any], read(edition.body)))


def _stub(edition: Edition, order: Expunction) -> Iterator[str]:
    """Yield what is not as the expunction and the ledger give it."""
    if edition.body != body_of(edition, order):
        yield "an expunction names it, and its body is not the stub"
        return
    if not edition.expunged:
        yield "it is a stub, and not marked as expunged"
    if edition.status == EditionStatus.PUBLISHED and edition.validity.upper is None:
        yield "it was expunged, and still stands"
    yield from _derived(edition, orjson.loads(edition.body))


def _place_in_ledger(edition: Edition, head: Head, seen: dict[str, _Seen]) -> Iterator[str]:
    if edition.seq != head.seq + 1:
        yield f"seq {head.seq + 1} is missing before it"
    before = seen.get(edition.ref)
    if edition.number != (before.number + 1 if before else 1):
        yield f"number {edition.number} does not follow {before.number if before else 'nothing'}"
    if before and before.edition.validity.upper != edition.published_at:
        yield f"the validity of edition {before.number} does not end where this one begins"
    if edition.validity.lower != edition.published_at:
        yield "the validity does not begin at publication"
    seen[edition.ref] = _Seen(edition.number, edition)


def _open_ends(seen: dict[str, _Seen]) -> list[str]:
    return [
        f"{ref} edition {last.number} (seq {last.edition.seq}): the validity of the last edition is closed"
        for ref, last in seen.items()
        if last.edition.validity.upper is not None
    ]


def _derived(edition: Edition, document: dict[str, Any]) -> Iterator[str]:
    """Yield each column and table whose stored value does not follow from the body."""
    for column, value in derived.columns(document).items():
        if derived.plain(getattr(edition, column)) != value:
            yield f"the column {column} does not follow from the body"
    recomputed = Cast(derived.search_vector(document), TextField())
    stored = Edition.objects.filter(pk=edition.pk).annotate(was=Cast("search", TextField()), is_now=recomputed)
    if not stored.filter(was=F("is_now")).exists():
        yield "the search vector does not follow from the body"
    for name, model in derived.TABLES.items():
        expected = derived.rows(document).get(model, [])
        fields = list(expected[0]) if expected else []
        found = [
            {column: derived.plain(getattr(row, column)) for column in fields} for row in getattr(edition, name).all()
        ]
        if found != expected:
            yield f"the rows of {model._meta.verbose_name_plural} do not follow from the body"  # noqa: SLF001
