"""Rows of claims, for the list across incidents and for an actor's page: one row for both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incidents.document.types import Assertion, Claim, IncidentDocument
from incidents.public.web.pages.answers import NO_FIGURE, answer
from incidents.public.web.pages.cast import Cast, Member
from incidents.public.web.pages.words import said_at
from incidents.public.web.reading import claims_in_full, names_of
from incidents.record.models import RecordClaim
from incidents.vocabulary import CREDIBILITY, ClaimKind, ClaimMark, Group, Question, Stance


@dataclass(frozen=True, slots=True)
class Said:
    """What the claim says on one question: "Killed: Armenia, military" and "2 or more; says so".

    `ref` is the incident that it says this one responds to; `wording` is the claimant's own.
    """

    question: str
    subject: str
    text: str
    ref: str
    wording: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in a list."""

    claim: str
    ref: str
    title: str
    when: str
    machine_when: str
    kind: ClaimKind
    claimant: Member
    speaker: str
    party: Member | None
    statement: str
    said: tuple[Said, ...]
    marks: tuple[ClaimMark, ...]
    credibility: str


def claim_rows(rows: Sequence[RecordClaim]) -> list[ClaimRow]:
    """Return the rows of claims as their editions tell them. Two queries, or none for no claims."""
    documents = claims_in_full(rows)
    public = names_of(actor["slug"] for one in documents.values() for actor in one["actors"]) if documents else {}
    casts = {seq: Cast(document, public) for seq, document in documents.items()}
    return [_row(row, documents[row.edition_id], casts[row.edition_id]) for row in rows]


def _row(row: RecordClaim, document: IncidentDocument, cast: Cast) -> ClaimRow:
    claim = _claim_of(document)[row.claim]
    claimant, time = cast.member(claim["claimant"]), claim["made_time"]
    return ClaimRow(
        claim=row.claim,
        ref=row.ref,
        title=row.edition.title,
        when=said_at(claim["made_on"], time, claim["made_precision"]),
        machine_when=f"{claim['made_on']}{f'T{time}' if time else ''}" if claim["made_on"] else "",
        kind=ClaimKind.of(row.kind),
        claimant=claimant,
        speaker=claim["speaker"],
        party=cast.member(row.party) if row.party != claim["claimant"] else None,
        statement=row.statement,
        said=tuple(_said(one, cast) for one in claim["assertions"]),
        marks=tuple(mark for mark in ClaimMark if getattr(row, mark)),
        credibility=CREDIBILITY[row.best_credibility][0] if row.best_credibility else "",
    )


def _claim_of(document: IncidentDocument) -> Mapping[str, Claim]:
    return {claim["id"]: claim for claim in document["claims"]}


def _said(one: Assertion, cast: Cast) -> Said:
    question = Question.of(one["question"])
    told = answer(one, question, cast)
    subject = [cast.member(one["side"]).name] if one["side"] else []
    subject += [Group.of(one["group"]).label] if one["group"] else []
    says_so = told.given and told.text != NO_FIGURE and not told.ref and question != Question.OCCURRENCE
    text = f"{told.text}; {Stance.ASSERTS.label}" if says_so and one["stance"] == Stance.ASSERTS else told.text
    return Said(question.label, ", ".join(subject), text, told.ref, told.wording)
