"""Positions: what each party says on each question, side by side, and what the record finds.

The rule is published (docs/positions.md), deterministic, and names the claims it used. It takes document types
only, so that the form's preview, publication and any old edition are judged the same way.

Order of precedence: contested, acknowledged by the accused, agreed, denied, one-sided.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import TypedDict

from incidents.document.comparison import Voice, compatible, voice
from incidents.document.types import (
    Actor,
    Assertion,
    Assessment,
    Claim,
    Column,
    Involvement,
    Position,
    Statement,
    Superseded,
)
from incidents.vocabulary import (
    NUMBER_QUESTIONS,
    OBSERVER_KINDS,
    OBSERVER_ROLES,
    ActorKind,
    Finding,
    Group,
    LinkRelation,
    Question,
)


class Accounts(TypedDict):
    """The parts of a document that positions rest on."""

    actors: list[Actor]
    involvements: list[Involvement]
    claims: list[Claim]
    assessments: list[Assessment]


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


Row = tuple[Question, str | None, Group | None]


def positions(accounts: Accounts) -> list[Position]:
    """Return the positions table: a row per question, side and group, in the order of the vocabulary."""
    party_of = {actor["slug"]: actor["party"] for actor in accounts["actors"]}
    parties = parties_to(accounts)
    rows: dict[Row, list[Said]] = defaultdict(list)
    for claim in accounts["claims"]:
        party = party_of[claim["claimant"]]
        for assertion in _own_assertions(claim, accounts["claims"]):
            said = Said(claim, assertion, party)
            rows[_row_of(said, party_of)].append(said)
    order = list(Question)
    keys = sorted(rows, key=lambda row: (order.index(row[0]), row[1] or "", row[2] or ""))
    table = [_position(key, rows[key], parties, party_of, accounts["assessments"]) for key in keys]
    return [position for position in table if position is not None]


def parties_to(accounts: Accounts) -> list[str]:
    """Return the parties to an incident, by slug: the top ancestors of who was involved or is accused.

    Mediators and monitors observe; so do media and organisations that are not involved. Where nobody is involved
    or accused, everyone who claims and is no observer by kind is a party. Who only repeats, claims nothing.
    """
    actors = {actor["slug"]: actor for actor in accounts["actors"]}
    found: set[str] = set()
    for involvement in accounts["involvements"]:
        actor = actors[involvement["actor"]]
        if involvement["role"] not in OBSERVER_ROLES and actor["kind"] != ActorKind.CIVILIANS:
            found.add(actor["party"])
    silent_kinds = OBSERVER_KINDS | {ActorKind.CIVILIANS}
    own = [(claim, _own_assertions(claim, accounts["claims"])) for claim in accounts["claims"]]
    for _, assertions in own:
        for assertion in assertions:
            for slug in (assertion["side"], assertion["value"]["actor"]):
                if slug and actors[slug]["kind"] not in silent_kinds:
                    found.add(actors[slug]["party"])
    if not found:
        claimants = {actors[claim["claimant"]]["party"] for claim, assertions in own if assertions}
        found = {slug for slug in claimants if actors.get(slug, {"kind": ""})["kind"] not in OBSERVER_KINDS}
    return sorted(found)


def _row_of(said: Said, party_of: dict[str, str]) -> Row:
    """Return the row an assertion stands in: subordinate sides count for their party; a threat is one's own."""
    question = said.assertion["question"]
    if question in NUMBER_QUESTIONS and said.assertion["side"]:
        return question, party_of[said.assertion["side"]], said.assertion["group"]
    return question, said.party if question == Question.THREAT else None, None


def _own_assertions(claim: Claim, claims: list[Claim]) -> list[Assertion]:
    """Return what a claim says of its own, without what it only repeats."""
    return [one for one in claim["assertions"] if not _repeats(claim, one["question"], claims)]


def _repeats(claim: Claim, question: Question, claims: list[Claim]) -> bool:
    """Tell whether a claim only repeats another of the document on this question."""
    known = {other["id"] for other in claims}
    return any(
        answer["relation"] == LinkRelation.REPEATS and answer["to"] in known and answer["question"] in (None, question)
        for answer in claim["answers"]
    )


def _position(
    row: Row, said: list[Said], parties: list[str], party_of: dict[str, str], assessments: list[Assessment]
) -> Position | None:
    by_party: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_party[one.party].append(one)
    standing = {party: _standing(of_party) for party, of_party in by_party.items()}
    voices = {one.key: voice(one.assertion) for ones in standing.values() for one in ones}
    if all(voice(one.assertion) is Voice.SILENT for one in said):
        return None
    finding, used = _find([one for party in parties for one in standing.get(party, [])], party_of, voices)
    observers = sorted(set(by_party) - set(parties))
    question, side, group = row
    return {
        "question": question,
        "side": side,
        "group": group,
        "finding": finding,
        "rested_on": sorted({one.claim["id"] for one in used}),
        "set_aside": _set_aside(row, assessments, party_of),
        "columns": [
            _column(party, party not in parties, by_party.get(party, []), standing.get(party, []), party_of)
            for party in [*parties, *observers]
        ],
    }


def _standing(said: list[Said]) -> list[Said]:
    """Return the assertions of one party that stand: the latest of each body, less what was corrected.

    That no statement was found by a date replaces no statement that was.
    """
    spoken = [one for one in said if voice(one.assertion) is not Voice.SILENT] or said
    corrected = {one.key for one in spoken if any(_corrects(other, one) for other in spoken)}
    bodies: dict[str, list[Said]] = defaultdict(list)
    for one in spoken:
        bodies[one.claim["claimant"]].append(one)
    left = [[one for one in ones if one.key not in corrected] for ones in bodies.values()]
    newest = [max(ones, key=lambda one: one.order) for ones in left if ones]
    latest = [one for one in newest if not _revived(one, bodies[one.claim["claimant"]], corrected)] or newest
    if not latest:  # corrections in a circle correct nothing
        latest = [max(ones, key=lambda one: one.order) for ones in bodies.values()]
    return sorted(latest, key=lambda one: one.order)


def _revived(newest: Said, ones: list[Said], corrected: set[tuple[str, str]]) -> bool:
    """Tell whether an assertion is left only because another body corrected what had replaced it."""
    left = [one for one in ones if one.key not in corrected]
    later = [one for one in ones if one.order > newest.order]
    return any(not any(_corrects(other, one) for other in left) for one in later)


def _corrects(later: Said, earlier: Said) -> bool:
    """Tell whether a claim corrects an assertion of its own side that was not made on a later day."""
    return (later.claim["made_on"] or "9999") >= (earlier.claim["made_on"] or "") and any(
        answer["relation"] == LinkRelation.CORRECTS
        and answer["to"] == earlier.claim["id"]
        and answer["question"] in (None, earlier.assertion["question"])
        for answer in later.claim["answers"]
    )


def _find(
    standing: list[Said], party_of: dict[str, str], voices: dict[tuple[str, str], Voice]
) -> tuple[Finding, list[Said]]:
    """Return the finding over the parties' standing assertions, and the assertions it used."""
    heard = [one for one in standing if voices[one.key] not in (Voice.SILENT, Voice.WITHDRAWN, Voice.NO_VALUE)]
    positive = [one for one in heard if voices[one.key] in (Voice.YES, Voice.ACKNOWLEDGED)]
    negative = [one for one in heard if voices[one.key] is Voice.NO]
    contesting = {
        one.key for one in heard for other in heard if one.party != other.party and not compatible(one, other, party_of)
    }
    if contesting:
        return Finding.CONTESTED, [one for one in heard if one.key in contesting]
    acknowledged = [one for one in positive if voices[one.key] is Voice.ACKNOWLEDGED]
    if acknowledged:
        return Finding.ACKNOWLEDGED, positive
    if len({one.party for one in positive}) > 1:
        return Finding.AGREED, positive
    withdrawn = [one for one in standing if voices[one.key] is Voice.WITHDRAWN]
    if not positive and (negative or withdrawn):
        return Finding.DENIED, negative + withdrawn
    return Finding.ONE_SIDED, positive


def _set_aside(row: Row, assessments: list[Assessment], party_of: dict[str, str]) -> Assessment | None:
    """Return the editors' verdict that stands beside the computed finding of a row, if there is one."""
    for verdict in assessments:
        side = party_of[verdict["side"]] if verdict["side"] else None
        if (verdict["question"], side, verdict["group"]) == row:
            return verdict
    return None


def _column(party: str, observer: bool, said: list[Said], standing: list[Said], party_of: dict[str, str]) -> Column:
    kept = {one.key for one in standing}
    statements: list[Statement] = []
    for one in standing:
        replaced = [
            other
            for other in sorted(said, key=lambda other: other.order)
            if other.key not in kept and _replaced_by(other, one, standing)
        ]
        statements.append(_statement(one, replaced, said))
    agree = all(compatible(one, other, party_of) for one in standing for other in standing)
    return {"party": party, "observer": observer, "statements": statements, "consistent": agree}


def _replaced_by(earlier: Said, later: Said, standing: list[Said]) -> bool:
    """Tell under which standing assertion a superseded one is shown: its own body's, else its corrector's."""
    bodies = {one.claim["claimant"] for one in standing}
    if earlier.claim["claimant"] in bodies:
        return earlier.claim["claimant"] == later.claim["claimant"]
    correctors = [one for one in standing if _corrects(one, earlier)] or standing
    return correctors[0].key == later.key


def _statement(one: Said, replaced: list[Said], said: list[Said]) -> Statement:
    cited = [*one.assertion["citations"], *one.claim["citations"]]
    return {
        "claim": one.claim["id"],
        "assertion": one.assertion["id"],
        "claimant": one.claim["claimant"],
        "speaker": one.claim["speaker"],
        "stance": one.assertion["stance"],
        "value": one.assertion["value"],
        "wording": one.assertion["wording"],
        "made_on": one.claim["made_on"],
        "made_time": one.claim["made_time"],
        "sources": list(dict.fromkeys(citation["source"] for citation in cited)),
        "superseded": [_superseded(other, said) for other in replaced],
    }


def _superseded(one: Said, said: list[Said]) -> Superseded:
    return {
        "claim": one.claim["id"],
        "assertion": one.assertion["id"],
        "claimant": one.claim["claimant"],
        "stance": one.assertion["stance"],
        "value": one.assertion["value"],
        "wording": one.assertion["wording"],
        "made_on": one.claim["made_on"],
        "made_time": one.claim["made_time"],
        "corrected": any(_corrects(other, one) for other in said),
    }
