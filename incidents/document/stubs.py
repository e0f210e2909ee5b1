"""The stub in place of an expunged edition: made from the ledger and the order alone, so that it can be checked."""

from datetime import UTC, datetime

from incidents.document.types import SCHEMA, Expunged


def stub(*, ref: str, reason: str, at: datetime, body_sha256: str, digest: str) -> Expunged:
    """Return what is said instead of the content: why and when it went, and what it was by its digests."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {
        "schema": SCHEMA,
        "ref": ref,
        "expunged": {"reason": reason, "at": moment, "body_sha256": body_sha256, "digest": digest},
    }
