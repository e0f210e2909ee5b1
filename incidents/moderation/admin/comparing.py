"""What is public now beside what is proposed: field by field and claim by claim, from two documents and nothing else.

Everything is paired by what names it for good: fields by their name, claims and assertions by their public id, the
other rows by what they say of whom. A pair that is the same stays a pair, so that the whole document can be read.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from incidents.document import types as doc
from incidents.moderation.admin import reading
from incidents.moderation.admin.comparing_claims import Cited, ClaimPair, Sources, cited_pairs, claim_pairs
from incidents.moderation.admin.pairs import (
    ADDED,
    CHANGED,
    REMOVED,
    SAME,
    Pair,
    pair,
    paired,
    row_key,
)
from incidents.vocabulary import DatePrecision, IncidentKind


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
        claims=claim_pairs(public, proposed),
        citations=cited_pairs(
            public["citations"] if public else [], proposed["citations"], "", "", Sources(public, proposed)
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
