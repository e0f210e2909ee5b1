"""What is public now beside what is proposed: field by field and claim by claim, from two documents and nothing else.

Everything is paired by what names it for good: fields by their name, claims and assertions by their public id, the
other rows by what they say of whom. A pair that is the same stays a pair, so that the whole document can be read.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.document import types as doc
from incidents.moderation.admin import reading
from incidents.moderation.admin.pairs import (
    ADDED,
    CHANGED,
    REMOVED,
    SAME,
    Pair,
    citation_key,
    merged,
    pair,
    paired,
    row_key,
)
from incidents.vocabulary import DatePrecision, IncidentKind


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of a claim, and its source: each as a pair. `source` is the source's public id."""

    citation: Pair
    source: str
    described: Pair


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """A claim on both sides, with what it asserts and answers, and what is cited for it.

    `was` and `place` are its numbers among the public and the proposed claims (0: it is not there); `moved` tells that
    it would stand elsewhere among those that stay.
    """

    id: str
    head: str
    kind: str
    was: int
    place: int
    moved: bool
    fields: list[Pair]
    rows: list[Pair]
    citations: list[Cited]


@dataclass(frozen=True, slots=True)
class Section:
    """Pairs under one heading."""

    id: str
    title: str
    pairs: list[Pair]

    @property
    def changed(self) -> int:
        """Return how many pairs differ."""
        return sum(one.kind != SAME for one in self.pairs)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents side by side."""

    sections: list[Section]
    claims: list[ClaimPair]
    citations: list[Cited]
    """What is cited for the incident as a whole."""

    @property
    def counts(self) -> dict[str, int]:
        """Return how many fields, rows and claims are the same, changed, added and removed."""
        kinds = Counter(pair.kind for section in self.sections for pair in section.pairs)
        kinds.update(claim.kind for claim in self.claims)
        kinds.update(one.citation.kind for one in self.citations)
        return {kind: kinds[kind] for kind in (SAME, CHANGED, ADDED, REMOVED)}


def compare(public: doc.IncidentDocument | None, proposed: doc.IncidentDocument) -> Comparison:
    """Put what is public (None: nothing is) beside what is proposed."""
    return Comparison(
        sections=[
            Section("what", "What", _what(public, proposed)),
            Section("when", "When", _when(public, proposed)),
            Section("where", "Where", _where(public, proposed)),
            Section("who", "Who", _rows(public, proposed, "involvements", "Involved", reading.involvement)),
            Section("figures", "Figures", _figures(public, proposed)),
            Section("links", "Links", _rows(public, proposed, "links", "Linked", reading.link)),
        ],
        claims=_claims(public, proposed),
        citations=_citations(
            public["citations"] if public else [], proposed["citations"], "", "", _Sources(public, proposed)
        ),
    )


# The incident's own


def _field(public: doc.IncidentDocument | None, proposed: doc.IncidentDocument) -> Callable[..., Pair]:
    """Return what pairs a field by how it is read from a document: new where nothing is public, or stood empty."""

    def of(key: str, label: str, read: Callable[[Any], str]) -> Pair:
        before, after = read(public) if public else "", read(proposed)
        there = (bool(before), bool(after))
        return pair(key, label, before, after, there=there if any(there) else (True, True))

    return of


def _what(public: doc.IncidentDocument | None, proposed: doc.IncidentDocument) -> list[Pair]:
    field = _field(public, proposed)
    return [
        field("title", "Title", lambda one: one["title"]),
        field("summary", "Summary", lambda one: one["summary"]),
        field("kind", "Kind", lambda one: reading.labelled(IncidentKind, one["kind"])),
        field("aggregated", "Period total", lambda one: "yes, left out of counts" if one["aggregated"] else "no"),
        field("dispute", "Dispute", lambda one: one["dispute"]["name"] if one["dispute"] else ""),
    ]


def _when(public: doc.IncidentDocument | None, proposed: doc.IncidentDocument) -> list[Pair]:
    field = _field(public, proposed)
    return [
        field("earliest", "Day", lambda one: reading.days(one["occurrence"])),
        field("start_time", "Hours", lambda one: reading.hours(one["occurrence"])),
        field("time_zone", "Time zone", lambda one: one["occurrence"]["time_zone"]),
        field("date_precision", "How exactly", lambda one: DatePrecision.of(one["occurrence"]["precision"]).label),
    ]


def _where(public: doc.IncidentDocument | None, proposed: doc.IncidentDocument) -> list[Pair]:
    field = _field(public, proposed)
    return [
        field("place", "Place", lambda one: reading.place(one["location"])),
        field("place_wording", "In words", lambda one: one["location"]["wording"]),
        field("latitude", "Position", lambda one: reading.position_on_earth(one["location"])),
        field("place_precision", "How exactly", lambda one: reading.precision(one["location"])),
        field("section", "Border section", lambda one: reading.section(one["location"])),
    ]


def _figures(public: doc.IncidentDocument | None, proposed: doc.IncidentDocument) -> list[Pair]:
    return [
        *_rows(public, proposed, "estimates", "Estimate", reading.figure),
        *_rows(public, proposed, "assessments", "Verdict", reading.verdict),
    ]


_NAMED_BY: dict[str, tuple[str, ...]] = {
    "involvements": ("actor", "role", "claim"),
    "estimates": ("side", "group", "outcome"),
    "links": ("ref", "relation", "claim"),
    "assessments": ("question", "side", "group"),
}
"""List of the document → what names its rows."""


def _rows(
    public: doc.IncidentDocument | None,
    proposed: doc.IncidentDocument,
    name: str,
    label: str,
    read: Callable[[Any, reading.Names], str],
) -> list[Pair]:
    def keyed(document: doc.IncidentDocument | None) -> dict[str, str]:
        if document is None:
            return {}
        names, rows = reading.names_in(document), document[name]  # type: ignore[literal-required] # names of lists
        return {row_key(name, *(one[part] for part in _NAMED_BY[name])): read(one, names) for one in rows}

    return [*paired(keyed(public), keyed(proposed), label)]


# Claims


class _Side:
    """The claims of one document, by their public ids."""

    def __init__(self, document: doc.IncidentDocument | None) -> None:
        self.names = reading.names_in(document) if document else {}
        self.claims = {claim["id"]: claim for claim in document["claims"]} if document else {}
        self.claimants = {key: self.names[claim["claimant"]] for key, claim in self.claims.items()}
        self.place = {key: number for number, key in enumerate(self.claims, start=1)}


class _Sources:
    """The sources of both documents, as pairs by public id."""

    def __init__(self, public: doc.IncidentDocument | None, proposed: doc.IncidentDocument) -> None:
        before = {source["id"]: reading.sourced(source) for source in public["sources"]} if public else {}
        after = {source["id"]: reading.sourced(source) for source in proposed["sources"]}
        self._pairs = {
            key: pair(f"sources.{key}", "Source", before.get(key, ""), after.get(key, ""),
                      there=(key in before, key in after))
            for key in {*before, *after}
        }  # fmt: skip

    def of(self, key: str) -> Pair:
        return self._pairs[key]


def _claims(public: doc.IncidentDocument | None, proposed: doc.IncidentDocument) -> list[ClaimPair]:
    before, after, sources = _Side(public), _Side(proposed), _Sources(public, proposed)
    moved = _moved([key for key in before.claims if key in after.claims], [*after.claims], before.claims)
    return [
        _claim(key, before, after, sources, key in moved)
        for key in merged([*before.claims], [*after.claims])
    ]  # fmt: skip


def _moved(stayed: list[str], after: list[str], before: Mapping[str, Any]) -> set[str]:
    """Return the claims that would stand elsewhere among those that stay: as few as explain the new order."""
    now = [key for key in after if key in before]
    blocks = difflib.SequenceMatcher(None, stayed, now, autojunk=False).get_matching_blocks()
    kept = {key for block in blocks for key in stayed[block.a : block.a + block.size]}
    return set(stayed) - kept


def _claim(key: str, before: _Side, after: _Side, sources: _Sources, moved: bool) -> ClaimPair:
    was, now = before.claims.get(key), after.claims.get(key)
    anchor = f"claims.{key}"
    there = (was is not None, now is not None)

    def field(name: str, label: str, read: Callable[..., str]) -> Iterator[Pair]:
        left = read(was, before.names) if was else ""
        right = read(now, after.names) if now else ""
        if all(there):
            yield pair(f"{anchor}.{name}", label, left, right, there=_given(left, right))
        elif left or right:  # of a claim that stands on one side only, what it does not say is no difference
            yield pair(f"{anchor}.{name}", label, left, right, there=there)

    fields = [
        *field("claimant", "Who", reading.claimed_by),
        *field("made_on", "When", lambda claim, _: reading.made(claim)),
        *field("kind", "Kind", lambda claim, _: reading.claim_kind(claim)),
        *field("statement", "Statement", lambda claim, _: str(claim["statement"])),
        *field("quotation", "In its words", lambda claim, _: reading.quotation(claim)),
    ]
    rows = [*_assertions(was, now, before, after), *_answers(key, was, now, before, after)]
    citations = _citations(was["citations"] if was else [], now["citations"] if now else [], key, "", sources)
    for one in merged([*_by_id(was)], [*_by_id(now)]):
        left, right = (side[one]["citations"] if one in side else [] for side in (_by_id(was), _by_id(now)))
        citations += _citations(left, right, key, one, sources)
    parts = [*fields, *rows, *(part.citation for part in citations)]
    if there == (True, True):
        kind = CHANGED if any(part.kind != SAME for part in parts) else SAME
    else:
        kind = ADDED if now else REMOVED
    side = after if now else before
    head = f"{reading.claimed_by(side.claims[key], side.names)}, {reading.made(side.claims[key])}"
    return ClaimPair(key, head, kind, before.place.get(key, 0), after.place.get(key, 0), moved, fields, rows, citations)


def _given(left: str, right: str) -> tuple[bool, bool]:
    return (bool(left), bool(right)) if left or right else (True, True)


def _by_id(claim: doc.Claim | None) -> dict[str, doc.Assertion]:
    return {one["id"]: one for one in claim["assertions"]} if claim else {}


def _assertions(was: doc.Claim | None, now: doc.Claim | None, before: _Side, after: _Side) -> Iterator[Pair]:
    left = {f"assertions.{key}": reading.asserted(one, before.names) for key, one in _by_id(was).items()}
    right = {f"assertions.{key}": reading.asserted(one, after.names) for key, one in _by_id(now).items()}
    return paired(left, right, "Says")


def _answers(
    key: str, was: doc.Claim | None, now: doc.Claim | None, before: _Side, after: _Side
) -> Iterator[Pair]:  # fmt: skip
    def keyed(claim: doc.Claim | None, side: _Side) -> dict[str, str]:
        return {
            row_key("answers", key, one["relation"], one["to"], one["question"]): reading.answered(one, side.claimants)
            for one in (claim["answers"] if claim else [])
        }

    return paired(keyed(was, before), keyed(now, after), "Answers")


def _citations(
    before: Sequence[doc.Citation], after: Sequence[doc.Citation], claim: str, assertion: str, sources: _Sources
) -> list[Cited]:
    def keyed(citations: Sequence[doc.Citation]) -> dict[str, doc.Citation]:
        found: dict[str, doc.Citation] = {}
        for one in citations:
            key = citation_key(claim, assertion, one["source"], one["locator"], 0)
            number = 0
            while key in found:
                number += 1
                key = citation_key(claim, assertion, one["source"], one["locator"], number)
            found[key] = one
        return found

    was, now = keyed(before), keyed(after)
    left, right = ({key: reading.cited(one) for key, one in side.items()} for side in (was, now))
    both = {**was, **now}
    return [
        Cited(one, both[one.key]["source"], sources.of(both[one.key]["source"])) for one in paired(left, right, "Cites")
    ]
