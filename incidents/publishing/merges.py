"""What a merge and its undoing append. Called by the workflow, which holds the locks and has checked everything."""

from django.db import transaction

from incidents.document.canonical import canonical
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


def append_published(now: Preview) -> Edition | None:
    """Append what was previewed, unless it repeats what stands."""
    if repeats(now):
        return None
    ref = str(now.document["ref"])
    return append(ref=ref, status=EditionStatus.PUBLISHED, origin=ORIGIN, body=now.body, document=now.document)
