"""The positions table: two facing columns, and the finding on the spine between them."""

from dataclasses import dataclass

from incidents.document.types import Column, IncidentDocument, Position, Statement
from incidents.public.web.pages.answers import Answer, answer
from incidents.public.web.pages.bars import Bar, bar, largest_of
from incidents.public.web.pages.cast import Cast, Member, Side
from incidents.public.web.pages.words import listed, said_at
from incidents.vocabulary import ACT_QUESTIONS, NUMBER_QUESTIONS, Finding, Group, Question, Stance


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding as word and pattern; `half` is the filled half of a one-sided one."""

    code: str
    label: str
    definition: str
    half: str = "left"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A statement that a later one replaced."""

    answer: Answer
    when: str
    claim: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A standing statement in a cell."""

    answer: Answer
    claimant: Member
    speaker: str
    when: str
    claim: str
    sources: tuple[str, ...]
    bar: Bar | None
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party, or one observer, says on a question."""

    party: Member
    statements: tuple[Said, ...]
    consistent: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The editors' own finding beside the computed one, with its reason."""

    mark: Mark | None
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question: what each says, and what the record finds."""

    anchor: str
    question: str
    subject: str
    mark: Mark
    verdict: Verdict | None
    left: Cell | None
    right: Cell | None
    others: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """Why an incident may not have happened, in the parties' words."""

    sentence: str
    denied: bool


def mark_of(finding: str, half: str = "left") -> Mark:
    """Return the mark of a finding."""
    known = Finding.of(finding)
    return Mark(known.value, known.label, known.definition, half)


def rows(document: IncidentDocument, cast: Cast) -> list[Row]:
    """Return the table in the document's order."""
    return [_row(n, position, cast) for n, position in enumerate(document["positions"], 1)]


def _row(n: int, position: Position, cast: Cast) -> Row:
    cells = {column["party"]: _cell(column, position, cast) for column in position["columns"]}
    by_side = {cell.party.side: cell for cell in cells.values() if cell.party.party in cast.facing}
    left, right = by_side.get(Side.LEFT), by_side.get(Side.RIGHT)
    others = [cell for cell in cells.values() if cell not in (left, right) and cell.statements]
    half = "right" if right and right.statements and not (left and left.statements) else "left"
    aside = position["set_aside"]
    verdict = None
    if aside:
        verdict = Verdict(mark_of(aside["finding"], half) if aside["finding"] else None, aside["reason"])
    return Row(
        anchor=f"position-{n}",
        question=Question.of(position["question"]).label,
        subject=f"{'by ' if position['question'] in ACT_QUESTIONS else ''}"
        f"{subject(position['side'], position['group'], cast)}",
        mark=mark_of(position["finding"], half),
        verdict=verdict,
        left=left,
        right=right,
        others=tuple(others),
    )


def subject(side: str | None, group: str | None, cast: Cast) -> str:
    """Return whom a question is about: "Armenia, military"."""
    parts = [cast.member(side).name] if side else []
    if group:
        parts.append(Group.of(group).label)
    return ", ".join(parts)


def _cell(column: Column, position: Position, cast: Cast) -> Cell:
    numbers = [
        bound
        for other in position["columns"]
        for said in other["statements"]
        for value in (said["value"], *(earlier["value"] for earlier in said["superseded"]))
        for bound in (value["low"], value["high"])
    ]
    largest = largest_of(numbers)
    said = tuple(_said(one, position["question"], largest, cast) for one in column["statements"])
    return Cell(cast.member(column["party"]), said, column["consistent"])


def _said(said: Statement, question: str, largest: int, cast: Cast) -> Said:
    value = said["value"]
    now = answer(said, question, cast)
    drawn = None
    if question in NUMBER_QUESTIONS and said["stance"] == Stance.ASSERTS:
        drawn = bar(value["low"], None, value["high"], largest)
    earlier = tuple(
        Earlier(
            answer(one, question, cast),
            said_at(one["made_on"], one["made_time"], cast.precision(one["claim"])),
            one["claim"],
            one["corrected"],
        )
        for one in said["superseded"]
        if one["corrected"] or answer(one, question, cast) != now  # saying the same again replaces nothing to read
    )
    return Said(
        answer=now,
        claimant=cast.member(said["claimant"]),
        speaker=said["speaker"],
        when=said_at(said["made_on"], said["made_time"], cast.precision(said["claim"])),
        claim=said["claim"],
        sources=tuple(said["sources"]),
        bar=drawn,
        earlier=earlier,
    )


_ON_OCCURRENCE = {
    Stance.ASSERTS: "says it happened",
    Stance.ACKNOWLEDGES: "says it happened, and denies responsibility",
    Stance.ACCEPTS: "says it happened, and accepts responsibility",
    Stance.DENIES: "denies it",
    Stance.OTHER_EXPLANATION: "gives another explanation",
}


def contest(document: IncidentDocument, cast: Cast) -> Contest | None:
    """Return what to tell a reader at once where it is contested, or denied, that the incident took place."""
    for position in document["positions"]:
        aside = position["set_aside"]
        finding = (aside and aside["finding"]) or position["finding"]
        if position["question"] == Question.OCCURRENCE and finding in (Finding.CONTESTED, Finding.DENIED):
            clauses = []
            for column in position["columns"]:
                heard = [_ON_OCCURRENCE.get(Stance.of(said["stance"])) for said in column["statements"]]
                phrases = list(dict.fromkeys(phrase for phrase in heard if phrase))
                if phrases and not column["observer"]:
                    clauses.append((phrases[0] == "denies it", column["party"], listed(phrases)))
            clauses.sort(key=lambda clause: clause[0])
            text = "; ".join(f"{cast.member(party).name} {phrase}" for _, party, phrase in clauses)
            return Contest(f"{text}.", denied=finding == Finding.DENIED)
    return None
