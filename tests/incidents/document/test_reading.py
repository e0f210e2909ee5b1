"""Documents of editions that were published before the document grew are read in today's shape."""

from typing import Any

import orjson

from incidents.document.canonical import canonical
from incidents.document.reading import read
from incidents.document.schema import violations
from tests.incidents.document.samples import document, retraction

NEW = {"origin", "rated_on", "tool", "final_url", "available", "grades"}


def aged(value: Any) -> Any:
    """Return a document as it was before these keys came."""
    if isinstance(value, dict):
        kept = {name: aged(part) for name, part in value.items() if name not in NEW or (name, type(part)) == ORIGIN}
        if "corrected" in kept:
            del kept["sources"]
        return kept
    return [aged(part) for part in value] if isinstance(value, list) else value


ORIGIN = ("origin", dict)
"""The document's own origin, which was there from the start."""


def test_what_is_of_today_is_read_as_it_is() -> None:
    assert read(canonical(document())) == orjson.loads(canonical(document()))
    assert dict(read(canonical(retraction()))) == retraction()


def test_an_old_document_is_filled_in_and_fits_the_schema() -> None:
    old = aged(document())
    assert violations(old)
    found = read(canonical(old))
    assert violations(found) == []
    assert found["sources"][0]["origin"] == ""
    assert found["citations"][0]["rated_on"] is None
    assert found["positions"] == document()["positions"]
    assert found["sources"][0]["captures"][0]["available"] is False
