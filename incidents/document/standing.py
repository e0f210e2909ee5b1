"""Which of one party's assertions on a question stand, and which they replaced (docs/positions.md)."""

from collections import defaultdict
from dataclasses import dataclass

from incidents.document.comparison import Voice, voice
from incidents.document.types import Assertion, Claim
from incidents.vocabulary import LinkRelation


@dataclass(frozen=True, slots=True)
class Said:
    """One assertion with the claim that makes it and the party it counts for."""

    claim: Claim
    assertion: Assertion
    party: str

    @property
    def order(self) -> tuple[str, str, str, str]:
        """Sort by when it was said; ids break ties, so that the order of claims in a document plays no part."""
        made = (self.claim["made_on"] or "", self.claim["made_time"] or "")
        return (*made, self.claim["id"], self.assertion["id"])

    @property
    def key(self) -> tuple[str, str]:
        """Return what names this assertion."""
        return self.claim["id"], self.assertion["id"]


def standing(said: list[Said]) -> list[Said]:
    """Return the assertions of one party that stand: the latest of each body, less what was corrected.

    That no statement was found by a date replaces no statement that was.
    """
    spoken = [one for one in said if voice(one.assertion) is not Voice.SILENT] or said
    corrected = {one.key for one in spoken if any(corrects(other, one) for other in spoken)}
    bodies: dict[str, list[Said]] = defaultdict(list)
    for one in spoken:
        bodies[one.claim["claimant"]].append(one)
    newest = [one for ones in bodies.values() for one in _latest([one for one in ones if one.key not in corrected])]
    latest = [one for one in newest if not _revived(one, bodies[one.claim["claimant"]], corrected)] or newest
    if not latest:  # corrections in a circle correct nothing
        latest = [one for ones in bodies.values() for one in _latest(ones)]
    return sorted(latest, key=lambda one: one.order)


def _latest(ones: list[Said]) -> list[Said]:
    """Return what no other of one body's assertions replaces."""
    return [one for one in ones if not any(_replaces(other, one) for other in ones)]


def _replaces(later: Said, earlier: Said) -> bool:
    """Tell whether one body's assertion takes the place of another of its own.

    It does if it was made later; what has a day is later than what has none. On one day without both times nobody
    knows the order: then only a withdrawal does, and saying the same again, and what differs stands beside it. What
    one claim says on one question stands together.
    """
    if later.claim["id"] == earlier.claim["id"]:
        return False
    day, day_before = later.claim["made_on"] or "", earlier.claim["made_on"] or ""
    if day != day_before:
        return day > day_before
    time, time_before = later.claim["made_time"], earlier.claim["made_time"]
    if day and time and time_before and time != time_before:
        return time > time_before
    withdrawn = [voice(one.assertion) is Voice.WITHDRAWN for one in (later, earlier)]
    if any(withdrawn) and not all(withdrawn):
        return withdrawn[0]
    return _same(later.assertion, earlier.assertion) and later.order > earlier.order


def _same(one: Assertion, other: Assertion) -> bool:
    return (one["stance"], one["value"]) == (other["stance"], other["value"])


def _revived(newest: Said, ones: list[Said], corrected: set[tuple[str, str]]) -> bool:
    """Tell whether an assertion is left only because another body corrected what had replaced it."""
    left = [one for one in ones if one.key not in corrected]
    later = [one for one in ones if _replaces(one, newest)]
    return any(not any(corrects(other, one) for other in left) for one in later)


def corrects(later: Said, earlier: Said) -> bool:
    """Tell whether a claim corrects an assertion of its own side that was not made on a later day."""
    return (later.claim["made_on"] or "9999") >= (earlier.claim["made_on"] or "") and any(
        answer["relation"] == LinkRelation.CORRECTS
        and answer["to"] == earlier.claim["id"]
        and answer["question"] in (None, earlier.assertion["question"])
        for answer in later.claim["answers"]
    )


def replaced(said: list[Said], stands: list[Said]) -> dict[tuple[str, str], list[Said]]:
    """Return, by the key of a standing assertion, those that are shown under it as superseded, oldest first.

    Each stands under one: its corrector, else the next that its own body said, else the party's first.
    """
    under: dict[tuple[str, str], list[Said]] = defaultdict(list)
    kept = {one.key for one in stands}
    for one in sorted(said, key=lambda one: one.order):
        if one.key not in kept and stands:
            under[_successor(one, stands).key].append(one)
    return under


def _successor(earlier: Said, stands: list[Said]) -> Said:
    own = [one for one in stands if one.claim["claimant"] == earlier.claim["claimant"]]
    correctors = [one for one in stands if corrects(one, earlier)]
    same = [one for one in own if _same(one.assertion, earlier.assertion)]
    return ([one for one in own if one in correctors] or same or own or correctors or stands)[0]
