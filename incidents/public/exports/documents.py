"""NDJSON: one document a line, as it was published."""

from collections.abc import Iterator
from itertools import islice

from incidents.public.exports.extract import AT_ONCE, Extract
from incidents.public.exports.listing import Listing


def ndjson(extract: Extract, listing: Listing) -> Iterator[bytes]:
    """Yield the documents of a list, some lines at a time."""
    found = listing.rows(extract.ordered()).iterator(chunk_size=AT_ONCE)
    while rows := list(islice(found, AT_ONCE)):
        items = listing.items(rows, extract.parts, extract.api, extract.as_of)
        yield b"".join(item + b"\n" for item in items)
