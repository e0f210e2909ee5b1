"""The claims of two documents side by side, with what each asserts, answers and cites."""

import difflib
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


class _Side:
    """The claims of one document, by their public ids."""

    def __init__(self, document: doc.IncidentDocument | None) -> None:
        self.names = reading.names_in(document) if document else {}
        self.claims = {claim["id"]: claim for claim in document["claims"]} if document else {}
        self.claimants = {key: self.names[claim["claimant"]] for key, claim in self.claims.items()}
        self.place = {key: number for number, key in enumerate(self.claims, start=1)}


class Sources:
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


def claim_pairs(public: doc.IncidentDocument | None, proposed: doc.IncidentDocument) -> list[ClaimPair]:
    before, after, sources = _Side(public), _Side(proposed), Sources(public, proposed)
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


def _claim(key: str, before: _Side, after: _Side, sources: Sources, moved: bool) -> ClaimPair:
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
    citations = cited_pairs(was["citations"] if was else [], now["citations"] if now else [], key, "", sources)
    for one in merged([*_by_id(was)], [*_by_id(now)]):
        left, right = (side[one]["citations"] if one in side else [] for side in (_by_id(was), _by_id(now)))
        citations += cited_pairs(left, right, key, one, sources)
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


def cited_pairs(
    before: Sequence[doc.Citation], after: Sequence[doc.Citation], claim: str, assertion: str, sources: Sources
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
