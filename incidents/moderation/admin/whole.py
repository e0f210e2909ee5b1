"""A document from top to bottom in words, for pages that show it by itself."""

from dataclasses import dataclass
from typing import Any, cast

from incidents.document import types as doc
from incidents.moderation.admin import reading as words
from incidents.moderation.admin.reading import Fact, Names, PositionRow
from incidents.vocabulary import DatePrecision, IncidentKind, InvolvementRole


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
    names = words.names_in(whole)
    rows = words.positions(whole, None)
    return Reading(
        title=whole["title"] or "(untitled)",
        summary=whole["summary"],
        facts=_facts(whole),
        parties=words.parties(rows),
        positions=rows,
        claims=[_claim(claim, whole, names) for claim in whole["claims"]],
        figures=[Fact(*words.figure(estimate, names).split(": ", 1)) for estimate in whole["estimates"]],
        involvements=[
            Fact(
                names[one["actor"]],
                words.labelled(InvolvementRole, one["role"]) + (" (alleged)" if one["alleged"] else ""),
            )
            for one in whole["involvements"]
        ],
        links=[words.link(link, names) for link in whole["links"]],
        sources=[words.sourced(source) for source in whole["sources"]],
    )


def _facts(whole: doc.IncidentDocument) -> list[Fact]:
    when, where = whole["occurrence"], whole["location"]
    at = ", ".join(part for part in (words.days(when), words.hours(when), when["time_zone"]) if part)
    around = " · ".join(part for part in (words.place(where), where["wording"], words.section(where)) if part)
    earth = ", ".join(part for part in (words.position_on_earth(where), words.precision(where)) if part)
    kind = words.labelled(IncidentKind, whole["kind"]) if whole["kind"] else "not given"
    found = [
        Fact("Kind", kind + (", a period total" if whole["aggregated"] else "")),
        Fact("When", at or "not given"),
        Fact("How exactly", words.labelled(DatePrecision, when["precision"])),
        Fact("Where", around or "not given"),
        Fact("Position", earth or "none"),
    ]
    if whole["dispute"]:
        found.append(Fact("Dispute", whole["dispute"]["name"]))
    return [
        *found,
        *(Fact("Editors’ verdict", one["reason"]) for one in whole["assessments"] if one["question"] is None),
    ]


def _claim(claim: doc.Claim, whole: doc.IncidentDocument, names: Names) -> ClaimLine:
    claimants = {other["id"]: names[other["claimant"]] for other in whole["claims"]}
    publishers = {source["id"]: source["publisher"] for source in whole["sources"]}
    cited = [*claim["citations"], *(citation for one in claim["assertions"] for citation in one["citations"])]
    return ClaimLine(
        head=f"{words.claimed_by(claim, names)}, {words.made(claim)}",
        kind=words.claim_kind(claim),
        statement=claim["statement"],
        quotation=words.quotation(claim),
        lines=[
            *(words.asserted(one, names) for one in claim["assertions"]),
            *(words.answered(answer, claimants) for answer in claim["answers"]),
            *(f"Source: {publishers[citation['source']]}, {words.cited(citation)}" for citation in cited),
        ],
    )
