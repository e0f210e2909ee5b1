"""Positions: what each party says on each question, side by side, and what the record finds.

The rule is published (docs/positions.md), deterministic, and names the claims it used. It takes document types
only, so that the form's preview, publication and any old edition are judged the same way.

Order of precedence: contested, acknowledged by the accused, agreed, denied, one-sided.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import TypedDict

from incidents.document.comparison import Voice, compatible, voice
from incidents.document.origins import own_claims
from incidents.document.standing import Said, corrects, replaced, standing
from incidents.document.types import (
    Actor,
    Assertion,
    Assessment,
    Claim,
    Column,
    Grade,
    Involvement,
    Position,
    Source,
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
    Outcome,
    Question,
    Reliability,
)


class Accounts(TypedDict):
    """The parts of a document that positions rest on."""

    actors: list[Actor]
    involvements: list[Involvement]
    claims: list[Claim]
    sources: list[Source]
    assessments: list[Assessment]


Row = tuple[Question, str | None, Group | None]


@dataclass(frozen=True, slots=True)
class _Case:
    """What is the same for all rows of a table: the parties, whom each actor counts for, and the sources' grades."""

    parties: list[str]
    party_of: dict[str, str]
    reliability: dict[str, Reliability]


def positions(accounts: Accounts) -> list[Position]:
    """Return the positions table: a row per question, side and group, in the order of the vocabulary."""
    party_of = {actor["slug"]: actor["party"] for actor in accounts["actors"]}
    parties = parties_to(accounts)
    every = [
        Said(claim, assertion, party_of[claim["claimant"]])
        for claim, assertions in _own_assertions(accounts["claims"])
        for assertion in assertions
    ]
    rows: dict[Row, list[Said]] = defaultdict(list)
    for said in every:
        rows[_row_in(said, every, party_of)].append(said)
    order = list(Question)
    keys = sorted(rows, key=lambda row: (order.index(row[0]), row[1] or "", row[2] or ""))
    case = _Case(parties, party_of, {one["id"]: one["reliability"] for one in accounts["sources"]})
    table = [_position(key, rows[key], case, accounts["assessments"]) for key in keys]
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
    own = _own_assertions(accounts["claims"])
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
        return question, party_of[said.assertion["side"]], _group(question, said.assertion["group"])
    return question, said.party if question == Question.THREAT else None, None


def _row_in(said: Said, every: list[Said], party_of: dict[str, str]) -> Row:
    """Return the row an assertion is shown in: its own, or its correction's where that names another group.

    Who first says that two were killed, and later that four soldiers were, has corrected one figure, not given two.
    """
    row = _row_of(said, party_of)
    if said.assertion["question"] not in NUMBER_QUESTIONS:
        return row
    others = [
        (other.order, _row_of(other, party_of))
        for other in every
        if other.party == said.party and other.claim["id"] != said.claim["id"] and corrects(other, said)
    ]
    found = [found for _, found in sorted(others, key=lambda one: one[0]) if found[:2] == row[:2]]
    return row if row in found or not found else found[0]


def _group(question: str | None, group: Group | None) -> Group | None:
    """Return the group of a row: of people whose status nobody gives, it is unknown; acts have none."""
    return group or (Group.UNKNOWN if question in Outcome.codes() else None)


def _own_assertions(claims: list[Claim]) -> list[tuple[Claim, list[Assertion]]]:
    """Return with each claim what it says of its own, without what it only repeats."""
    asked = {one["question"] for claim in claims for one in claim["assertions"]}
    own = {question: own_claims(claims, question) for question in asked}
    return [(claim, [one for one in claim["assertions"] if claim["id"] in own[one["question"]]]) for claim in claims]


def _position(row: Row, said: list[Said], case: _Case, assessments: list[Assessment]) -> Position | None:
    by_party: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_party[one.party].append(one)
    stands = {party: standing(of_party) for party, of_party in by_party.items()}
    voices = {one.key: voice(one.assertion) for ones in stands.values() for one in ones}
    if all(voice(one.assertion) is Voice.SILENT for one in said):
        return None
    finding, used = _find([one for party in case.parties for one in stands.get(party, [])], case.party_of, voices)
    observers = sorted(set(by_party) - set(case.parties))
    question, side, group = row
    return {
        "question": question,
        "side": side,
        "group": group,
        "finding": finding,
        "rested_on": sorted({one.claim["id"] for one in used}),
        "set_aside": _set_aside(row, assessments, case.party_of),
        "columns": [
            _column(party, by_party.get(party, []), stands.get(party, []), case)
            for party in [*case.parties, *observers]
        ],
    }


def _find(
    stands: list[Said], party_of: dict[str, str], voices: dict[tuple[str, str], Voice]
) -> tuple[Finding, list[Said]]:
    """Return the finding over the parties' standing assertions, and the assertions it used."""
    heard = [one for one in stands if voices[one.key] not in (Voice.SILENT, Voice.WITHDRAWN, Voice.NO_VALUE)]
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
    withdrawn = [one for one in stands if voices[one.key] is Voice.WITHDRAWN]
    vague = [one for one in stands if voices[one.key] is Voice.NO_VALUE]
    if not positive and not vague and (negative or withdrawn):
        return Finding.DENIED, negative + withdrawn
    return Finding.ONE_SIDED, positive or negative


def _set_aside(row: Row, assessments: list[Assessment], party_of: dict[str, str]) -> Assessment | None:
    """Return the editors' verdict that stands beside the computed finding of a row, if there is one."""
    for verdict in assessments:
        side = party_of[verdict["side"]] if verdict["side"] else None
        if (verdict["question"], side, _group(verdict["question"], verdict["group"])) == row:
            return verdict
    return None


def _column(party: str, said: list[Said], stands: list[Said], case: _Case) -> Column:
    """Return a party's column: consistent if all its claims can be so. One claim doesn't differ from itself."""
    under = replaced(said, stands)
    agree = all(
        compatible(one, other, case.party_of)
        for one in stands
        for other in stands
        if one.claim["id"] != other.claim["id"]
    )
    return {
        "party": party,
        "observer": party not in case.parties,
        "statements": [_statement(one, under[one.key], said, case) for one in stands],
        "consistent": agree,
    }


def _statement(one: Said, earlier: list[Said], said: list[Said], case: _Case) -> Statement:
    grades = _grades(one, case)
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
        "sources": [grade["source"] for grade in grades],
        "grades": grades,
        "superseded": [_superseded(other, said, case) for other in earlier],
    }


def _superseded(one: Said, said: list[Said], case: _Case) -> Superseded:
    grades = _grades(one, case)
    return {
        "claim": one.claim["id"],
        "assertion": one.assertion["id"],
        "claimant": one.claim["claimant"],
        "stance": one.assertion["stance"],
        "value": one.assertion["value"],
        "wording": one.assertion["wording"],
        "made_on": one.claim["made_on"],
        "made_time": one.claim["made_time"],
        "sources": [grade["source"] for grade in grades],
        "grades": grades,
        "corrected": any(corrects(other, one) for other in said),
    }


def _grades(one: Said, case: _Case) -> list[Grade]:
    return grades(one.claim, one.assertion, case.reliability)


def grades(claim: Claim, assertion: Assertion, reliability: dict[str, Reliability]) -> list[Grade]:
    """Return the sources cited for an assertion or its claim, each with the better of its grades."""
    best: dict[str, int] = {}
    for citation in (*assertion["citations"], *claim["citations"]):
        name = citation["source"]
        best[name] = min(best.get(name, citation["credibility"]), citation["credibility"])
    return [
        {"source": name, "reliability": reliability.get(name, Reliability.F), "credibility": grade}
        for name, grade in best.items()
    ]
