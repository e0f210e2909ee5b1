"""Which texts of a document are searched, in which order, and what each of them weighs."""

from collections.abc import Iterator
from typing import NamedTuple

from incidents.document.types import Claim, IncidentDocument, Location

MOST, MORE, SOME, LEAST = "ABCD"
"""Weights of PostgreSQL: 1, 0.4, 0.2 and 0.1."""

FIELDS = {
    "ref": MOST,
    "title": MOST,
    "summary": MORE,
    "place": MORE,
    "section": MORE,
    "actor": MORE,
    "statement": SOME,
    "quotation": SOME,
    "translation": SOME,
    "wording": SOME,
    "speaker": SOME,
    "source": LEAST,
}
"""The kinds of text, heaviest first."""


class Text(NamedTuple):
    """A text, what it is, and the claim, source, actor or place whose it is (empty: the incident's)."""

    field: str
    id: str
    text: str


def texts_of(document: IncidentDocument) -> Iterator[Text]:
    """Yield the texts by which an edition is found, heaviest first. Empty ones are left out."""
    return (one for one in _texts(document) if one.text)


def claim_texts(claim: Claim) -> Iterator[Text]:
    """Yield the texts by which a claim is found. Empty ones are left out."""
    return (one for one in _of_claim(claim) if one.text)


def _texts(document: IncidentDocument) -> Iterator[Text]:
    yield Text("ref", "", document["ref"])
    yield Text("title", "", document["title"])
    yield Text("summary", "", document["summary"])
    yield from _of_location(document["location"])
    for actor in document["actors"]:
        yield Text("actor", actor["slug"], actor["name"])
        for name in actor["names"]:
            yield Text("actor", actor["slug"], name["text"])
    for claim in document["claims"]:
        yield from _of_claim(claim)
    for source in document["sources"]:
        yield Text("source", source["id"], source["publisher"])
        yield Text("source", source["id"], source["title"])


def _of_location(location: Location) -> Iterator[Text]:
    yield Text("place", "", location["wording"])
    if place := location["place"]:
        yield Text("place", place["code"], place["name"])
        for name in place["names"]:
            yield Text("place", place["code"], name["text"])
        yield Text("place", place["code"], place["admin1"])
    if section := location["section"]:
        yield Text("section", section["code"], section["name"])
        yield Text("section", section["code"], section["border_name"])


def _of_claim(claim: Claim) -> Iterator[Text]:
    yield Text("statement", claim["id"], claim["statement"])
    if quotation := claim["quotation"]:
        yield Text("quotation", claim["id"], quotation["text"])
        yield Text("translation", claim["id"], quotation["translation"])
    for assertion in claim["assertions"]:
        yield Text("wording", claim["id"], assertion["wording"])
        yield Text("wording", claim["id"], assertion["value"]["text"])
    yield Text("speaker", claim["id"], claim["speaker"])
