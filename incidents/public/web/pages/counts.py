"""Counts of acts, such as violations of a ceasefire: whose, how many, and who says so."""

from dataclasses import dataclass

from incidents.document.types import IncidentDocument
from incidents.public.web.pages.answers import answer
from incidents.public.web.pages.cast import Cast, Member
from incidents.vocabulary import ACT_QUESTIONS, Question


@dataclass(frozen=True, slots=True)
class Count:
    """What one claimant says that a side did, so many times."""

    label: str
    by: Member
    words: str
    given: bool
    claimant: Member
    claim: str


def counts(document: IncidentDocument, cast: Cast) -> list[Count]:
    """Return the standing counts of acts, one beside the other."""
    found = []
    for position in document["positions"]:
        question = position["question"]
        if question not in ACT_QUESTIONS or position["side"] is None:
            continue
        for column in position["columns"]:
            for said in column["statements"]:
                now = answer(said, question, cast)
                found.append(
                    Count(
                        label=Question.of(question).label,
                        by=cast.member(position["side"]),
                        words=now.text,
                        given=now.given,
                        claimant=cast.member(said["claimant"]),
                        claim=said["claim"],
                    )
                )
    return found
