"""Source chips: a source with its two Admiralty grades, as "B2" and in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.document.types import Citation, IncidentDocument, Statement, Superseded
from incidents.vocabulary import CREDIBILITY, Reliability


@dataclass(frozen=True, slots=True)
class SourceChip:
    """A source of a statement: "B2", and the same for who hears it: "source usually reliable, item probably true"."""

    source: str
    publisher: str
    grade: str
    words: str
    notes: tuple[str, ...] = ()


class Chips:
    """The sources of one document, by what cites them."""

    def __init__(self, document: IncidentDocument) -> None:
        self._sources = {source["id"]: source for source in document["sources"]}
        self._cited = {
            assertion["id"]: [*assertion["citations"], *claim["citations"]]
            for claim in document["claims"]
            for assertion in claim["assertions"]
        }

    def of(self, said: Statement | Superseded) -> tuple[SourceChip, ...]:
        """Return the chips of a statement; from its citations where the edition is older than the grades in it."""
        if said["grades"]:
            return self._chips((grade["source"], grade["credibility"], "") for grade in said["grades"])
        cited = self._cited.get(said["assertion"], [])
        return self._chips((one["source"], one["credibility"], "") for one in cited)

    def cited(self, citations: list[Citation]) -> tuple[SourceChip, ...]:
        """Return a chip per source with its notes, in the order of citation, and the best grade that it has here."""
        return self._chips((one["source"], one["credibility"], one["note"]) for one in citations)

    def _chips(self, found: Iterable[tuple[str, int, str]]) -> tuple[SourceChip, ...]:
        best: dict[str, int] = {}
        notes: dict[str, list[str]] = {}
        for source, credibility, note in found:
            if source in self._sources:
                best[source] = min(credibility, best.get(source, credibility))
                notes.setdefault(source, []).append(note)
        return tuple(self._chip(source, grade, notes[source]) for source, grade in best.items())

    def _chip(self, name: str, credibility: int, notes: list[str]) -> SourceChip:
        source = self._sources[name]
        reliability = _words(Reliability.of(source["reliability"]).label)
        item = _words(CREDIBILITY[credibility][0])
        return SourceChip(
            source=name,
            publisher=source["publisher"],
            grade=f"{source['reliability']}{credibility}",
            words=f"source {reliability}, item {item}",
            notes=tuple(dict.fromkeys(note for note in notes if note)),
        )


def _words(label: str) -> str:
    """Return a grade without its letter or number: "B – usually reliable" is "usually reliable"."""
    return label.split(" – ", 1)[-1]
