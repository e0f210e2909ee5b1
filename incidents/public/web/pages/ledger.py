"""The positions table: two facing columns, and the finding on the spine between them."""

from dataclasses import dataclass

from incidents.document.types import Column, IncidentDocument, Position, Statement
from incidents.public.web.pages.answers import Answer, answer
from incidents.public.web.pages.bars import Bar, bar, largest_of
from incidents.public.web.pages.cast import Cast, Member, Side
from incidents.public.web.pages.chips import Chips, SourceChip
from incidents.public.web.pages.roll import ClaimRef, Roll
from incidents.public.web.pages.words import listed
from incidents.vocabulary import ACT_QUESTIONS, NUMBER_QUESTIONS, Finding, Group, Question, Stance


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding as word and pattern; `half` is what is filled of a one-sided one: left, right, or the middle."""

    code: str
    label: str
    definition: str
    half: str = "left"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A statement that a later one replaced."""

    answer: Answer
    ref: ClaimRef
    sources: tuple[SourceChip, ...]
    corrected: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A standing statement in a cell."""

    answer: Answer
    claimant: Member
    speaker: str
    ref: ClaimRef
    sources: tuple[SourceChip, ...]
    bar: Bar | None
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party, or one observer, says on a question; `role` is empty for the two that face each other."""

    party: Member
    role: str
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
    rests_on: tuple[ClaimRef, ...]
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


def rows(document: IncidentDocument, cast: Cast, roll: Roll) -> list[Row]:
    """Return the table in the document's order."""
    table = _Table(cast, roll, Chips(document))
    return [table.row(n, position) for n, position in enumerate(document["positions"], 1)]


def subject(side: str | None, group: str | None, cast: Cast) -> str:
    """Return whom a question is about: "Armenia, military"."""
    parts = [cast.member(side).name] if side else []
    if group:
        parts.append(Group.of(group).label)
    return ", ".join(parts)


class _Table:
    """Makes rows of positions, with what names actors, claims and sources."""

    def __init__(self, cast: Cast, roll: Roll, chips: Chips) -> None:
        self._cast = cast
        self._roll = roll
        self._chips = chips

    def row(self, n: int, position: Position) -> Row:
        cells = {column["party"]: self._cell(column, position) for column in position["columns"]}
        by_side = {cell.party.side: cell for cell in cells.values() if cell.party.party in self._cast.facing}
        left, right = by_side.get(Side.LEFT), by_side.get(Side.RIGHT)
        others = [cell for cell in cells.values() if cell not in (left, right) and cell.statements]
        half = _speaking(left, right)
        aside = position["set_aside"]
        verdict = None
        if aside:
            verdict = Verdict(mark_of(aside["finding"], half) if aside["finding"] else None, aside["reason"])
        return Row(
            anchor=f"position-{n}",
            question=Question.of(position["question"]).label,
            subject=f"{'by ' if position['question'] in ACT_QUESTIONS else ''}"
            f"{subject(position['side'], position['group'], self._cast)}",
            mark=mark_of(position["finding"], half),
            rests_on=self._roll.refs(position["rested_on"]),
            verdict=verdict,
            left=left,
            right=right,
            others=tuple(others),
        )

    def _cell(self, column: Column, position: Position) -> Cell:
        largest = largest_of(_numbers(position))
        said = tuple(self._said(one, position["question"], largest) for one in column["statements"])
        member = self._cast.member(column["party"])
        return Cell(member, self._cast.role(column["party"]), said, column["consistent"])

    def _said(self, said: Statement, question: str, largest: int) -> Said:
        value = said["value"]
        now = answer(said, question, self._cast)
        drawn = None
        if question in NUMBER_QUESTIONS and said["stance"] == Stance.ASSERTS:
            drawn = bar(value["low"], None, value["high"], largest)
        earlier = tuple(
            Earlier(answer(one, question, self._cast), self._roll[one["claim"]], self._chips.of(one), one["corrected"])
            for one in said["superseded"]
            # saying the same again replaces nothing to read
            if one["corrected"] or answer(one, question, self._cast) != now
        )
        return Said(
            answer=now,
            claimant=self._cast.member(said["claimant"]),
            speaker=said["speaker"],
            ref=self._roll[said["claim"]],
            sources=self._chips.of(said),
            bar=drawn,
            earlier=earlier,
        )


def _speaking(left: Cell | None, right: Cell | None) -> str:
    """Return who speaks of two parties, for the mark of what is one-sided: in the middle where only others do."""
    if left and left.statements:
        return "left"
    return "right" if right and right.statements else "middle"


def _numbers(position: Position) -> list[int | None]:
    """Return every number said on a question, so that the bars of a row share an axis."""
    return [
        bound
        for column in position["columns"]
        for said in column["statements"]
        for value in (said["value"], *(earlier["value"] for earlier in said["superseded"]))
        for bound in (value["low"], value["high"])
    ]


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
