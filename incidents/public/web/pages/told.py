"""Two editions side by side: the words for a part of either, in which actors, claims and sources have their names."""

from collections.abc import Callable
from typing import Any, TypeVar

from incidents.document.changes import Change
from incidents.document.difference import difference
from incidents.document.types import Claim, IncidentDocument
from incidents.public.web.pages.cast import Cast
from incidents.public.web.pages.ledger import subject
from incidents.public.web.pages.was_is import Cell, Row, lines, raw
from incidents.public.web.pages.words import said_at
from incidents.vocabulary import Question

Thing = TypeVar("Thing")


class Told:
    """One edition's document, and what its parts refer to."""

    def __init__(self, document: IncidentDocument) -> None:
        """Take the document. No actor in a difference is a link, so whether it has a page plays no part."""
        self.document = document
        self.cast = Cast(document, {})
        self._claims = {claim["id"]: claim for claim in document["claims"]}
        self._sources = {source["id"]: source for source in document["sources"]}

    def actor(self, slug: str) -> str:
        """Return the name of an actor."""
        return self.cast.member(slug).name

    def claim(self, claim: str | None) -> str:
        """Return whose claim it is, and of when; nothing for none."""
        found = self._claims.get(claim or "")
        return f"{self.actor(found['claimant'])}, {when(found)}" if found else ""

    def source(self, source: str) -> str:
        """Return the publisher of a source."""
        found = self._sources.get(source)
        return found["publisher"] if found else source

    def question(self, row: Any) -> str:
        """Return the question of an assertion, a position or an assessment, and of whom it asks."""
        about = subject(row["side"], row["group"], self.cast)
        question = Question.of(row["question"]).label
        return f"{question}{' ' if question.endswith('?') else ', '}{about}" if about else question


class Two:
    """What was told, and what is told now."""

    def __init__(self, was: IncidentDocument, now: IncidentDocument) -> None:
        """Take the two documents."""
        self.was, self.now = Told(was), Told(now)

    def of(self, change: Change[Any]) -> Told:
        """Return the edition that tells what changed: the later one, unless it is gone from there."""
        return self.was if change.after is None else self.now

    def row(self, label: str, change: Change[Thing], written: Callable[[Thing, Told], Cell]) -> Row:
        """Return a row of something that may not have been there, or may be gone."""
        left = () if change.before is None else written(change.before, self.was)
        right = () if change.after is None else written(change.after, self.now)
        if change.kind == "changed" and left == right:  # what differs has no words of its own
            differ = difference(change.before, change.after)
            left = (*left, *lines(f"{one.path}: {raw(one.before)}" for one in differ))
            right = (*right, *lines(f"{one.path}: {raw(one.after)}" for one in differ))
        return Row(label, left, right)


def when(claim: Claim) -> str:
    """Return when a claim was made."""
    return said_at(claim["made_on"], claim["made_time"], claim["made_precision"])
