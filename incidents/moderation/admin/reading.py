"""A document in words, for the editor who decides whether it becomes public. It reads nothing but the document."""

from dataclasses import dataclass
from typing import Any, cast

from incidents.document import types as doc
from incidents.vocabulary import (
    PLACE_PRECISION,
    Channel,
    ClaimKind,
    Controlled,
    DatePrecision,
    Finding,
    IncidentKind,
    IncidentRelation,
    InvolvementRole,
    LinkRelation,
    Outcome,
    Question,
    Stance,
)


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
    """A row of the positions table."""

    question: str
    cells: list[Cell]
    finding: str
    finding_code: str
    verdict: str


@dataclass(frozen=True)
class ClaimLine:
    """A claim with everything that would be published of it."""

    head: str
    kind: str
    statement: str
    quotation: str
    lines: list[str]


@dataclass(frozen=True)
class Reading:
    """The document from top to bottom."""

    title: str
    summary: str
    facts: list[Fact]
    parties: list[str]
    positions: list[PositionRow]
    claims: list[ClaimLine]
    figures: list[Fact]
    involvements: list[Fact]
    links: list[str]
    sources: list[str]


def reading(document: dict[str, Any]) -> Reading:
    """Put a document into words."""
    whole = cast(doc.IncidentDocument, document)
    names = {actor["slug"]: actor["name"] for actor in whole["actors"]}
    publishers = {source["id"]: source["publisher"] for source in whole["sources"]}
    rows = [_row(position, names) for position in whole["positions"]]
    return Reading(
        title=whole["title"] or "(untitled)",
        summary=whole["summary"],
        facts=_facts(whole),
        parties=[cell.party for cell in rows[0].cells] if rows and _same_columns(rows) else [],
        positions=rows,
        claims=[_claim(claim, whole, names, publishers) for claim in whole["claims"]],
        figures=[_figure(estimate, names) for estimate in whole["estimates"]],
        involvements=[
            Fact(names[one["actor"]], _label(InvolvementRole, one["role"]) + (" (alleged)" if one["alleged"] else ""))
            for one in whole["involvements"]
        ],
        links=[_link(link, names) for link in whole["links"]],
        sources=[_source(source) for source in whole["sources"]],
    )


def _same_columns(rows: list[PositionRow]) -> bool:
    return len({tuple(cell.party for cell in row.cells) for row in rows}) == 1


def _label(terms: type[Controlled], code: str) -> str:
    label = terms.of(code).label
    return label[:1].upper() + label[1:]


def _facts(whole: doc.IncidentDocument) -> list[Fact]:
    when, where = whole["occurrence"], whole["location"]
    days = when["earliest"] if when["earliest"] == when["latest"] else f"{when['earliest']} to {when['latest']}"
    hours = "–".join(hour for hour in (when["start_time"], when["end_time"]) if hour)
    parts = [
        where["place"]["name"] if where["place"] else "",
        where["wording"],
        f"{where['section']['name']} section of {where['section']['border_name']}" if where["section"] else "",
        where["country"],
    ]
    found = [
        Fact("Kind", _label(IncidentKind, whole["kind"]) + (", a period total" if whole["aggregated"] else "")),
        Fact("When", ", ".join(part for part in (days, hours, when["time_zone"]) if part) or "not given"),
        Fact("How exactly", _label(DatePrecision, when["precision"])),
        Fact("Where", " · ".join(part for part in parts if part) or "not given"),
        Fact("Position", _position_on_earth(where)),
    ]
    if whole["dispute"]:
        found.append(Fact("Dispute", whole["dispute"]["name"]))
    found += [Fact("Editors’ verdict", one["reason"]) for one in whole["assessments"] if one["question"] is None]
    return found


def _position_on_earth(where: doc.Location) -> str:
    if where["latitude"] is None:
        return "none"
    precision = where["precision"]
    how = f" ({PLACE_PRECISION[precision][0].lower()}, within {where['radius_km']:g} km)" if precision else ""
    return f"{where['latitude']:g}, {where['longitude']:g}{how}"


def _row(position: doc.Position, names: dict[str, str]) -> PositionRow:
    about = [names[position["side"]]] if position["side"] else []
    about += [position["group"]] if position["group"] else []
    label = Question.of(position["question"]).label + (f" ({', '.join(about)})" if about else "")
    return PositionRow(
        question=label,
        cells=[_cell(column, position["question"], names) for column in position["columns"]],
        finding=_label(Finding, position["finding"]),
        finding_code=str(position["finding"]),
        verdict=_verdict(position["set_aside"]),
    )


def _verdict(verdict: doc.Assessment | None) -> str:
    if verdict is None:
        return ""
    return f"The editors find: {_label(Finding, verdict['finding'] or '')}. {verdict['reason']}"


def _cell(column: doc.Column, question: str, names: dict[str, str]) -> Cell:
    says: list[Fact] = []
    for one in column["statements"]:
        says.append(Fact(_by(one, names), _says(one, question, names)))
        says += [Fact(f"before: {_by(was, names)}", _says(was, question, names)) for was in one["superseded"]]
    if not column["consistent"]:
        says.append(Fact("see above", "its bodies differ"))
    return Cell(names[column["party"]], column["observer"], says)


def _by(one: doc.Statement | doc.Superseded, names: dict[str, str]) -> str:
    return f"{names[one['claimant']]}, {one['made_on'] or 'undated'}"


def _says(one: doc.Statement | doc.Superseded | doc.Assertion, question: str, names: dict[str, str]) -> str:
    """Return a stance with its value, as `4`, `at least 2`, `denies: Armenia`."""
    stance, value = Stance.of(one["stance"]), _value(one["value"], names)
    wording = f" “{one['wording']}”" if one["wording"] else ""
    if stance == Stance.ASSERTS:
        return (value or ("yes" if question == Question.OCCURRENCE else "says so")) + wording
    return stance.label + (f": {value}" if value else "") + wording


def _value(value: doc.Value, names: dict[str, str]) -> str:
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


def _claim(
    claim: doc.Claim, whole: doc.IncidentDocument, names: dict[str, str], publishers: dict[str, str]
) -> ClaimLine:
    claimants = {other["id"]: names[other["claimant"]] for other in whole["claims"]}
    lines = [_asserted(one, names) for one in claim["assertions"]]
    lines += [
        f"{_label(LinkRelation, answer['relation'])} the claim of {claimants[answer['to']]}"
        + (f" on: {Question.of(answer['question']).label}" if answer["question"] else "")
        for answer in claim["answers"]
    ]
    cited = [*claim["citations"], *(citation for one in claim["assertions"] for citation in one["citations"])]
    lines += [_cited(citation, publishers) for citation in cited]
    made = " ".join(part for part in (claim["made_on"], claim["made_time"]) if part) or "undated"
    spoken = f" ({claim['speaker']})" if claim["speaker"] else ""
    return ClaimLine(
        head=f"{names[claim['claimant']]}{spoken}, {made}",
        kind=f"{_label(ClaimKind, claim['kind'])}, {_label(Channel, claim['channel']).lower()}",
        statement=claim["statement"],
        quotation=_quotation(claim["quotation"]),
        lines=lines,
    )


def _asserted(one: doc.Assertion, names: dict[str, str]) -> str:
    about = [names[one["side"]]] if one["side"] else []
    about += [one["group"]] if one["group"] else []
    label = Question.of(one["question"]).label + (f" ({', '.join(about)})" if about else "")
    return f"{label} – {_says(one, one['question'], names)}"


def _quotation(quotation: doc.Quotation | None) -> str:
    if quotation is None:
        return ""
    translated = f" – {quotation['translation']}" if quotation["translation"] else ""
    return f"“{quotation['text']}” ({quotation['language']}){translated}"


def _cited(citation: doc.Citation, publishers: dict[str, str]) -> str:
    parts = [publishers[citation["source"]], citation["locator"], citation["quote"], citation["note"]]
    return f"Source: {', '.join(part for part in parts if part)}; credibility {citation['credibility']}"


def _figure(estimate: doc.Estimate, names: dict[str, str]) -> Fact:
    best = "" if estimate["best"] is None else f", best {estimate['best']}"
    how = "computed from the claims" if estimate["derived"] else f"basis: {estimate['basis']}"
    note = f"; {estimate['note']}" if estimate["note"] else ""
    label = f"{_label(Outcome, estimate['outcome'])}, {names[estimate['side']]}, {estimate['group']}"
    return Fact(label, f"{_range(estimate['low'], estimate['high'])}{best} ({how}{note})")


def _link(link: doc.Link, names: dict[str, str]) -> str:
    alleged = f", says {names[link['alleged_by']]}" if link["alleged_by"] else ""
    return f"{_label(IncidentRelation, link['relation'])} {link['ref']} {link['title']}{alleged}"


def _source(source: doc.Source) -> str:
    parts = [source["publisher"], source["title"], source["published_on"] or "", source["url"]]
    return f"{', '.join(part for part in parts if part)}; reliability {source['reliability']}"
