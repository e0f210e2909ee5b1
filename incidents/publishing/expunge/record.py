"""The record's part: which editions hold what an order names, and the stubs in place of their content."""

from collections.abc import Iterator

from django.db.models import Q

from incidents.document.canonical import canonical
from incidents.document.stubs import stub
from incidents.document.types import SCHEMA
from incidents.publishing import derived
from incidents.publishing.expunge.targets import Order
from incidents.publishing.ledger import append
from incidents.record.models import Edition, Expunction
from incidents.vocabulary import EditionStatus

_CHUNK = 500


def editions_with(order: Order) -> list[Edition]:
    """Return the editions whose content holds what an order names, by seq, without their bodies.

    For an incident these are all its editions, and those of others that link to it, because they repeat its title.
    """
    named = (
        Q(ref__in=order.incidents)
        | Q(links__other__in=order.incidents)
        | Q(claims__claim__in=order.claims)
        | Q(sources__source__in=order.sources)
    )
    content = Edition.objects.filter(expunged=False)
    seqs = set(content.filter(named).values_list("seq", flat=True)) | set(_saying(order))
    return list(content.filter(seq__in=seqs).defer("body", "search").order_by("seq"))


def _saying(order: Order) -> Iterator[int]:
    """Yield the editions in whose bodies the words are. Each body is read: nothing else finds words however written."""
    if not order.texts:
        return
    bodies = Edition.objects.filter(expunged=False).order_by("seq").values_list("seq", "body")
    for seq, body in bodies.iterator(chunk_size=_CHUNK):
        if order.words.are_in_json(body):
            yield seq


def standing(editions: list[Edition]) -> list[Edition]:
    """Return those that are what the public reads now: their incidents are retracted."""
    return [
        edition for edition in editions if edition.validity.upper is None and edition.status == EditionStatus.PUBLISHED
    ]


def retract(edition: Edition, *, reason: str) -> Edition:
    """Append a retraction after an edition whose content goes. It repeats nothing of it, not even the title."""
    document = {
        "schema": SCHEMA,
        "ref": edition.ref,
        "title": "",
        "retracted": {"reason": f"Its content was expunged: {reason}", "edition": edition.number},
    }
    return append(
        ref=edition.ref,
        status=EditionStatus.RETRACTED,
        origin=edition.origin,
        body=canonical(document),
        document=document,
    )


def replace(editions: list[Edition], *, reason: str) -> Expunction:
    """Append the expunction that names the editions, and put stubs in place of their content, columns and rows."""
    expunction = Expunction.objects.create(seqs=[edition.seq for edition in editions], reason=reason)
    for edition in editions:
        Edition.objects.filter(pk=edition.pk).update(
            body=body_of(edition, expunction),
            search=derived.search_vector({"expunged": {}}),
            expunged=True,
            **derived.blank(),
        )
    for model in derived.TABLES.values():
        model._default_manager.filter(edition__in=expunction.seqs).delete()  # noqa: SLF001 - Django's accessor
    return expunction


def body_of(edition: Edition, expunction: Expunction) -> str:
    """Return the stub of an edition, as its body."""
    document = stub(
        ref=edition.ref,
        reason=expunction.reason,
        at=expunction.expunged_at,
        body_sha256=edition.body_sha256,
        digest=edition.digest,
    )
    return canonical(document).decode()
