"""Pieces of a document in words, for the editor who decides whether it becomes public. It reads nothing else."""

from dataclasses import dataclass
from typing import Any

from incidents.document import types as doc
from incidents.vocabulary import (
    PLACE_PRECISION,
    Channel,
    ClaimKind,
    Controlled,
    Finding,
    IncidentRelation,
    InvolvementRole,
    LinkRelation,
    Outcome,
    Question,
    Stance,
)

Names = dict[str, str]
"""Slug of an actor → name."""


@dataclass(frozen=True)
class Fact:
    """A label and what the document says."""

    label: str
    text: str


@dataclass(frozen=True)
class Cell:
    """What one party says on a question."""

    party: str
    observer: bool
    says: list[Fact]


@dataclass(frozen=True)
class PositionRow:
    """A row of the positions table; `was` is the public finding where it would be another."""

    question: str
    cells: list[Cell]
    finding: str
    finding_code: str
    verdict: str
    was: str


def names_in(document: doc.IncidentDocument) -> Names:
    """Return the names of the actors that a document mentions."""
    return {actor["slug"]: actor["name"] for actor in document["actors"]}


def labelled(terms: type[Controlled], code: str) -> str:
    """Return a term's label, as it begins a line."""
    label = terms.of(code).label
    return label[:1].upper() + label[1:]


# The incident's own


def days(when: doc.Occurrence) -> str:
    """Return the first and the last day, or the one day."""
    return when["earliest"] if when["earliest"] == when["latest"] else f"{when['earliest']} to {when['latest']}"


def hours(when: doc.Occurrence) -> str:
    """Return from when to when, in local time."""
    return "–".join(hour for hour in (when["start_time"], when["end_time"]) if hour)


def place(where: doc.Location) -> str:
    """Return the place by its name, and where that is."""
    named = where["place"]
    return ", ".join(part for part in (named["name"], named["admin1"], named["country"]) if part) if named else ""


def section(where: doc.Location) -> str:
    """Return the section of a border."""
    return f"{where['section']['name']}, {where['section']['border_name']}" if where["section"] else ""


def position_on_earth(where: doc.Location) -> str:
    """Return latitude and longitude in degrees."""
    return "" if where["latitude"] is None else f"{where['latitude']:g}, {where['longitude']:g}"


def precision(where: doc.Location) -> str:
    """Return how exactly the place is known."""
    found = where["precision"]
    return f"{PLACE_PRECISION[found][0]} ({found})" if found else ""


def involvement(one: doc.Involvement, names: Names) -> str:
    """Return an actor and its part."""
    return f"{names[one['actor']]}: {labelled(InvolvementRole, one['role']).lower()}" + (
        " (alleged)" if one["alleged"] else ""
    )


def verdict(one: doc.Assessment, names: Names) -> str:
    """Return the editors' verdict, on the whole or on a finding."""
    if one["question"] is None:
        return one["reason"]
    about = ", ".join(part for part in (names.get(one["side"] or "", ""), one["group"] or "") if part)
    head = Question.of(one["question"]).label + (f" ({about})" if about else "")
    return f"{head}: {labelled(Finding, one['finding'] or '').lower()}. {one['reason']}"


def figure(estimate: doc.Estimate, names: Names) -> str:
    """Return an estimate with how it was reached."""
    best = "" if estimate["best"] is None else f", best {estimate['best']}"
    how = "computed from the claims" if estimate["derived"] else f"basis: {estimate['basis']}"
    note = f"; {estimate['note']}" if estimate["note"] else ""
    label = f"{labelled(Outcome, estimate['outcome'])}, {names[estimate['side']]}, {estimate['group']}"
    return f"{label}: {_range(estimate['low'], estimate['high'])}{best} ({how}{note})"


def link(one: doc.Link, names: Names) -> str:
    """Return a link to another incident, and who alleges it."""
    alleged = f", says {names[one['alleged_by']]}" if one["alleged_by"] else ""
    return f"{labelled(IncidentRelation, one['relation'])} {one['ref']} {one['title']}{alleged}"


# Claims


def claimed_by(claim: doc.Claim, names: Names) -> str:
    """Return who says it."""
    return names[claim["claimant"]] + (f" ({claim['speaker']})" if claim["speaker"] else "")


def made(claim: doc.Claim) -> str:
    """Return when it was said."""
    return " ".join(part for part in (claim["made_on"], claim["made_time"]) if part) or "undated"


def claim_kind(claim: doc.Claim) -> str:
    """Return what kind of statement it is, and how it was made."""
    return f"{labelled(ClaimKind, claim['kind'])}, {labelled(Channel, claim['channel']).lower()}"


def quotation(claim: doc.Claim) -> str:
    """Return the exact words with their language and translation."""
    quoted = claim["quotation"]
    if quoted is None:
        return ""
    translated = f" – {quoted['translation']}" if quoted["translation"] else ""
    return f"“{quoted['text']}” ({quoted['language']}){translated}"


def asserted(one: doc.Assertion, names: Names) -> str:
    """Return a question and what a claim says on it."""
    about = [names[one["side"]]] if one["side"] else []
    about += [one["group"]] if one["group"] else []
    label = Question.of(one["question"]).label + (f" ({', '.join(about)})" if about else "")
    return f"{label} – {_says(one, one['question'], names)}"


def answered(answer: doc.Answer, claimants: Names) -> str:
    """Return how a claim answers another; `claimants` are names by the claims' ids."""
    on = f" on: {Question.of(answer['question']).label}" if answer["question"] else ""
    return f"{labelled(LinkRelation, answer['relation'])} the claim of {claimants.get(answer['to'], answer['to'])}{on}"


def cited(citation: doc.Citation) -> str:
    """Return where a source says it, and how credible that is; the source itself stands beside."""
    quote = f"“{citation['quote']}”" if citation["quote"] else ""
    parts = [citation["locator"], quote, citation["note"], f"credibility {citation['credibility']}"]
    return ", ".join(part for part in parts if part)


def sourced(source: doc.Source) -> str:
    """Return a source: publisher, title, date, whose report it is, and how reliable."""
    passed_on = f"passes on {source['origin']}" if source["origin"] else ""
    parts = [source["publisher"], source["title"], source["published_on"] or "undated", passed_on, source["language"]]
    return ", ".join([*(part for part in parts if part), f"reliability {source['reliability']}"])


# Positions


def positions(document: doc.IncidentDocument, public: doc.IncidentDocument | None) -> list[PositionRow]:
    """Return what the record would find, row by row, with the public finding where that is another."""
    names = names_in(document)
    before = {_row_of(one): one["finding"] for one in public["positions"]} if public else {}
    return [_row(one, names, before.get(_row_of(one), "")) for one in document["positions"]]


def parties(rows: list[PositionRow]) -> list[str]:
    """Return the columns that all rows have; empty where they differ."""
    columns = {tuple(cell.party for cell in row.cells) for row in rows}
    return list(columns.pop()) if len(columns) == 1 else []


def _row_of(position: doc.Position) -> tuple[Any, ...]:
    return position["question"], position["side"], position["group"]


def _row(position: doc.Position, names: Names, was: str) -> PositionRow:
    about = [names[position["side"]]] if position["side"] else []
    about += [position["group"]] if position["group"] else []
    set_aside = position["set_aside"]
    return PositionRow(
        question=Question.of(position["question"]).label + (f" ({', '.join(about)})" if about else ""),
        cells=[_cell(column, position["question"], names) for column in position["columns"]],
        finding=labelled(Finding, position["finding"]),
        finding_code=str(position["finding"]),
        verdict=f"The editors find: {labelled(Finding, set_aside['finding'] or '')}. {set_aside['reason']}"
        if set_aside
        else "",
        was=labelled(Finding, was) if was and was != position["finding"] else "",
    )


def _cell(column: doc.Column, question: str, names: Names) -> Cell:
    says: list[Fact] = []
    for one in column["statements"]:
        says.append(Fact(_by(one, names), _says(one, question, names)))
        says += [Fact(f"before: {_by(was, names)}", _says(was, question, names)) for was in one["superseded"]]
    if not column["consistent"]:
        says.append(Fact("see above", "its bodies differ"))
    return Cell(names[column["party"]], column["observer"], says)


def _by(one: doc.Statement | doc.Superseded, names: Names) -> str:
    return f"{names[one['claimant']]}, {one['made_on'] or 'undated'}"


def _says(one: doc.Statement | doc.Superseded | doc.Assertion, question: str, names: Names) -> str:
    """Return a stance with its value, as `4`, `at least 2`, `denies: Armenia`."""
    stance, value = Stance.of(one["stance"]), _value(one["value"], names)
    wording = f" “{one['wording']}”" if one["wording"] else ""
    if stance == Stance.ASSERTS:
        return (value or ("yes" if question == Question.OCCURRENCE else "says so")) + wording
    return stance.label + (f": {value}" if value else "") + wording


def _value(value: doc.Value, names: Names) -> str:
    parts = [
        _range(value["low"], value["high"]) if value["low"] is not None else "",
        names[value["actor"]] if value["actor"] else "",
        value["place"]["name"] if value["place"] else "",
        " to ".join(moment for moment in (value["time_from"], value["time_to"]) if moment),
        value["text"],
        f"in response to {value['response_to']}" if value["response_to"] else "",
    ]
    return ", ".join(part for part in parts if part)


def _range(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "not given"
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{'?' if low is None else low}–{high}"
