"""Reading documents of any age: what was added to the document since an edition was published is filled in.

Editions never change, and the document's schema only grows. Whoever reads one reads it through here, so that code
knows only today's shape. What is filled in says nothing (an empty text, no date), or follows from what is there.
"""

from collections.abc import Iterator
from typing import Any, cast

import orjson

from incidents.document.positions import grades
from incidents.document.types import IncidentDocument

_SOURCE: dict[str, Any] = {"origin": "", "rated_on": None}
_CAPTURE: dict[str, Any] = {"tool": "", "final_url": "", "available": False}
_CITATION: dict[str, Any] = {"rated_on": None}
_ACTOR: dict[str, Any] = {"names": []}


def read(body: str | bytes) -> IncidentDocument:
    """Return what an edition says, in today's shape. What stands in place of a document is returned as it is."""
    document: dict[str, Any] = orjson.loads(body)
    if "positions" in document:
        _fill(document)
    return cast(IncidentDocument, document)


def _fill(document: dict[str, Any]) -> None:
    for actor in document["actors"]:
        _default(actor, _ACTOR)
    for source in document["sources"]:
        _default(source, _SOURCE)
        for capture in source["captures"]:
            _default(capture, _CAPTURE)
    for citation in _citations(document):
        _default(citation, _CITATION)
    _fill_grades(document)


def _fill_grades(document: dict[str, Any]) -> None:
    """Give the statements of the positions their sources and grades, which follow from the claims beside them."""
    reliability = {source["id"]: source["reliability"] for source in document["sources"]}
    said = {(claim["id"], one["id"]): (claim, one) for claim in document["claims"] for one in claim["assertions"]}
    for row in document["positions"]:
        for column in row["columns"]:
            for standing in column["statements"]:
                for statement in (standing, *standing["superseded"]):
                    if "grades" not in statement:
                        found = grades(*said[statement["claim"], statement["assertion"]], reliability)
                        statement["grades"] = found
                        statement.setdefault("sources", [grade["source"] for grade in found])


def _citations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from document["citations"]
    for claim in document["claims"]:
        yield from claim["citations"]
        for assertion in claim["assertions"]:
            yield from assertion["citations"]


def _default(part: dict[str, Any], values: dict[str, Any]) -> None:
    for name, value in values.items():
        part.setdefault(name, value)
