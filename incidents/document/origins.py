"""Common origins: who only passes on what another said adds no voice, and no confirmation.

Two rules rest on this module. A claim that *repeats* another is no position of its own. And credibility 1 ("confirmed
by other independent sources") needs two citations of independent origin.
"""

from collections import defaultdict
from collections.abc import Iterable

from incidents.document.types import Claim
from incidents.vocabulary import LinkRelation

CONFIRMED = 1
"""The credibility that needs independent confirmation (Admiralty code)."""

NEEDED = 2
"""How many independent origins confirm."""

GRADE_ONE_RULE = (
    "Credibility 1 means confirmed by independent sources: it needs two citations of independent origin, for the same "
    "claim or for claims that corroborate it. Sources of one publisher, and sources that pass on one report, have one "
    "origin; a claim that repeats another adds none."
)
"""The rule in words, for forms, the codebook and the methodology."""


def own_claims(claims: list[Claim], question: str) -> set[str]:
    """Return the ids of the claims that are their claimants' own on a question, and no mere repeat of another.

    A repeat of a repeat is one too. Claims that repeat each other in a circle have one origin: the earliest of them.
    """
    by_id = {claim["id"]: claim for claim in claims}
    reach = {claim["id"]: _reach(claim["id"], by_id, question) for claim in claims}
    own = set()
    for name, origins in reach.items():
        circle = {other for other in origins if name in reach[other]} | {name}
        if origins <= circle and name == min(circle, key=lambda one: _when(by_id[one])):
            own.add(name)
    return own


def _reach(start: str, by_id: dict[str, Claim], question: str) -> set[str]:
    """Return every claim that a claim repeats, at first or at second hand."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for answer in by_id[waiting.pop()]["answers"]:
            repeats = answer["relation"] == LinkRelation.REPEATS and answer["question"] in (None, question)
            if repeats and answer["to"] in by_id and answer["to"] not in found:
                found.add(answer["to"])
                waiting.append(answer["to"])
    return found


def _when(claim: Claim) -> tuple[str, str, str]:
    return claim["made_on"] or "9999", claim["made_time"] or "99:99", claim["id"]


def independent(origins: Iterable[tuple[str, str]]) -> int:
    """Return how many independent origins sources have, each given as (publisher, whose report it passes on).

    A source that passes on nobody's report is its publisher's own. Names are compared without case and outer spaces,
    and followed: what passes on a report that is itself passed on has the first one's origin.
    """
    pairs = [(_name(publisher), _name(origin) or _name(publisher)) for publisher, origin in origins]
    passes_on: dict[str, set[str]] = defaultdict(set)
    for publisher, origin in pairs:
        passes_on[publisher].add(origin)
    return len({_first(origin, passes_on) for _, origin in pairs})


def _first(origin: str, passes_on: dict[str, set[str]]) -> str:
    """Follow a report to where it began: to whoever passes on none, or some of each. A circle has one beginning."""
    path: list[str] = []
    while origin not in path:
        path.append(origin)
        further = passes_on.get(origin, set())
        if len(further) != 1:
            return origin
        (origin,) = further
    return min(path[path.index(origin) :])


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()
