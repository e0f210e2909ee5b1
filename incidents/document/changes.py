"""What changed between two editions of one incident, by kind: the incident's own fields, claims, figures, findings, …

`difference.py` gives every changed value with its path; this gives the things that changed, paired, each as a whole,
for pages that say it in words. Nothing that follows from another part is told twice: the columns of the positions
follow from the claims, and of the actors only those are told that are called otherwise or count for another party.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from incidents.document.types import (
    Actor,
    Answer,
    Assertion,
    Assessment,
    Citation,
    Claim,
    Estimate,
    IncidentDocument,
    Involvement,
    Link,
    Position,
    Source,
    Total,
)

OWN = ("title", "summary", "kind", "aggregated", "occurrence", "dispute", "origin")
"""The incident's own fields, in the order in which they are told."""
PLACE = ("place", "wording", "latitude", "longitude", "precision", "radius_km", "section", "country")
"""The parts of its location."""
_PARTS_OF_CLAIM = frozenset({"assertions", "answers", "citations"})

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Change(Generic[Thing]):
    """Something that differs: what it was, and what it is (None: it is not there)."""

    before: Thing | None
    after: Thing | None

    @property
    def kind(self) -> str:
        """Return added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def thing(self) -> Thing:
        """Return it as it is, or as it was where it is gone."""
        return cast(Thing, self.before if self.after is None else self.after)


@dataclass(frozen=True, slots=True)
class Field:
    """One field that differs, by its name in the document."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that differs: which of its own fields do, and what it asserts, answers and cites differently."""

    claim: Change[Claim]
    fields: list[Field]
    assertions: list[Change[Assertion]]
    answers: list[Change[Answer]]
    citations: list[Change[Citation]]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two documents."""

    own: list[Field]
    place: list[Field]
    involvements: list[Change[Involvement]]
    actors: list[Change[Actor]]
    claims: list[ClaimChange]
    estimates: list[Change[Estimate]]
    totals: list[Change[Total]]
    findings: list[Change[Position]]
    assessments: list[Change[Assessment]]
    sources: list[Change[Source]]
    citations: list[Change[Citation]]
    links: list[Change[Link]]

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return any(getattr(self, name) for name in self.__slots__)


def changes_between(before: IncidentDocument, after: IncidentDocument) -> Changes:
    """Return what differs between two documents, neither of which is a retraction."""
    return Changes(
        own=fields_between(before, after, OWN),
        place=fields_between(before["location"], after["location"], PLACE),
        involvements=paired(before["involvements"], after["involvements"], _involvement),
        actors=[one for one in paired(before["actors"], after["actors"], _slug) if one.kind == "changed"],
        claims=[_claim(one) for one in paired(before["claims"], after["claims"], _id)],
        estimates=paired(before["estimates"], after["estimates"], _estimate),
        totals=paired(before["totals"], after["totals"], lambda one: one["outcome"]),
        findings=[one for one in paired(before["positions"], after["positions"], _question) if _turned(one)],
        assessments=paired(before["assessments"], after["assessments"], _question),
        sources=paired(before["sources"], after["sources"], _id),
        citations=paired(before["citations"], after["citations"], _citation),
        links=paired(before["links"], after["links"], lambda one: (one["ref"], one["relation"], one["claim"])),
    )


def fields_between(before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]) -> list[Field]:
    """Return which of these fields differ, in the order of the names."""
    return [Field(one, before.get(one), after.get(one)) for one in names if before.get(one) != after.get(one)]


def paired(before: list[Thing], after: list[Thing], key: Callable[[Thing], Hashable]) -> list[Change[Thing]]:
    """Return what differs between two lists, in the order of the later one, and then what is gone.

    Items are the same thing where they have the same key, and the n-th of it; an order of its own is no difference.
    """
    was, now = _keyed(before, key), _keyed(after, key)
    found = [Change(was.get(one), item) for one, item in now.items() if was.get(one) != item]
    return found + [Change(item, None) for one, item in was.items() if one not in now]


def _keyed(items: list[Thing], key: Callable[[Thing], Hashable]) -> dict[Hashable, Thing]:
    found: dict[Hashable, Thing] = {}
    for item in items:
        n = 0
        while (key(item), n) in found:
            n += 1
        found[key(item), n] = item
    return found


def _claim(change: Change[Claim]) -> ClaimChange:
    before: dict[str, Any] = {**change.before} if change.before else {}
    after: dict[str, Any] = {**change.after} if change.after else {}
    names = [one for one in change.thing if one not in _PARTS_OF_CLAIM]
    both = change.kind == "changed"
    return ClaimChange(
        change,
        fields_between(before, after, names) if both else [],
        paired(before.get("assertions", []), after.get("assertions", []), _id),
        paired(before.get("answers", []), after.get("answers", []), _answer),
        paired(before.get("citations", []), after.get("citations", []), _citation),
    )


def _turned(change: Change[Position]) -> bool:
    """Tell whether a finding, or what the editors put in its place, is another, or is new or gone."""
    before, after = change.before, change.after
    return before is None or after is None or any(before[one] != after[one] for one in ("finding", "set_aside"))


def _id(one: Any) -> Hashable:
    return str(one["id"])


def _slug(one: Actor) -> Hashable:
    return one["slug"]


def _involvement(one: Involvement) -> Hashable:
    return one["actor"], one["role"], one["claim"]


def _estimate(one: Estimate) -> Hashable:
    return one["side"], one["group"], one["outcome"]


def _question(one: Position | Assessment) -> Hashable:
    return one["question"], one["side"], one["group"]


def _answer(one: Answer) -> Hashable:
    return one["relation"], one["to"], one["question"]


def _citation(one: Citation) -> Hashable:
    return one["source"], one["locator"]
