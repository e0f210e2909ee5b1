"""What the answers about the ledger as a whole hold: changes, releases."""

from typing import Annotated, Any, TypedDict

from incidents.document.types import Moment, about
from incidents.public.api.shapes import Address, EditionNote, Hash

Seq = Annotated[int, about(minimum=0)]


class ChangeNote(EditionNote):
    """What the ledger says of an edition: all that its digest is made of, so that the chain can be verified."""

    schema: str


class LedgerHead(TypedDict):
    """The ledger's last edition; seq 0 and 64 zeros where there is none."""

    seq: Seq
    digest: Hash


class ExpunctionEntry(TypedDict):
    """That the content of editions had to go, and why. Its id is what to send as `expunged_since`."""

    id: Annotated[int, about(minimum=1)]
    reason: str
    expunged_at: Moment
    seqs: list[Annotated[int, about(minimum=1)]]


class ChangeHead(TypedDict):
    """What a page of the ledger says of itself."""

    since: Seq
    next: Annotated[int, about(minimum=0, description="The last seq here: what to send as `since` the next time.")]
    more: Annotated[bool, about(description="Whether the ledger goes on after `next`.")]
    expunged: Annotated[int, about(minimum=0, description="What to send as `expunged_since` the next time.")]
    head: LedgerHead
    as_of: Annotated[Moment | None, about(description="When the head was published.")]
    expunctions: list[ExpunctionEntry]


class ReleaseFile(TypedDict):
    """A file of a release."""

    name: str
    size: Seq
    sha256: Hash


class ReleaseEntry(TypedDict):
    """A frozen point in the ledger. `as_of` is the moment that `release=` stands for in every filter."""

    version: Annotated[str, about(pattern="^[0-9]{2}\\.[0-9]+(-r[0-9]+)?$")]
    url: Address
    released_at: Moment
    cutoff_seq: Seq
    head_digest: Hash
    as_of: Annotated[Moment | None, about(description="When its last edition was published; null where it is empty.")]
    files: list[ReleaseFile]


class ReleasePage(TypedDict):
    """Releases, newest first."""

    next: Address | None
    previous: Address | None
    results: list[ReleaseEntry]


class ReleaseDetail(ReleaseEntry):
    """A release with its manifest, and what changed since the one before."""

    changes: str
    manifest: dict[str, Any]


LEDGER_SHAPES: tuple[Any, ...] = (ChangeNote, ChangeHead, ReleasePage, ReleaseDetail)
