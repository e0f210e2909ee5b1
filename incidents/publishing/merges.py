"""What a merge and its undoing append. Called by the workflow, which holds the locks and has checked everything."""

from dataclasses import replace
from typing import Any

import orjson
from django.db import transaction

from incidents.document.canonical import canonical
from incidents.document.difference import difference
from incidents.document.reading import read
from incidents.document.types import SCHEMA
from incidents.publishing.ledger import append
from incidents.publishing.operations import ORIGIN, Preview, repeats
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus


@transaction.atomic
def append_merge(*, loser: Edition, winner: Preview, reason: str) -> tuple[Edition, Edition | None]:
    """Append that the loser is told under the winner's ref, and the winner's next edition where it says more by it.

    `loser` is the edition that stands. In this order nothing is told twice at any moment.
    """
    document = {
        "schema": SCHEMA,
        "ref": loser.ref,
        "title": loser.title,
        "merged": {"into": winner.document["ref"], "reason": reason, "edition": loser.number},
    }
    merged = append(
        ref=loser.ref, status=EditionStatus.MERGED, origin=ORIGIN, body=canonical(document), document=document
    )
    return merged, append_published(winner)


@transaction.atomic
def append_unmerge(*, loser: Preview, winner: Preview) -> tuple[Edition | None, Edition | None]:
    """Append editions of both as they are told apart again; none of the winner where it says the same without."""
    without = append_published(winner)
    return append_published(loser), without


def as_before(now: Preview, before: Edition | None) -> Preview:
    """Return a preview with the very body of an earlier edition, where it is still there."""
    if before is None or before.expunged:
        return now
    document: dict[str, Any] = orjson.loads(before.body)
    body = before.body.encode()
    standing = now.standing
    stands = standing is not None and standing.status == EditionStatus.PUBLISHED
    changed = difference(read(standing.body) if standing and stands else {}, document)
    return replace(now, document=document, body=body, body_sha256=before.body_sha256, differences=changed)


def append_published(now: Preview) -> Edition | None:
    """Append what was previewed, unless it repeats what stands."""
    if repeats(now):
        return None
    ref = str(now.document["ref"])
    return append(ref=ref, status=EditionStatus.PUBLISHED, origin=ORIGIN, body=now.body, document=now.document)
