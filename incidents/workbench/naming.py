"""A row of an incident in a few words, for the people who decide about it."""

from typing import Any

from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    IncidentLink,
    Involvement,
)

_LONGEST = 80


def named(row: Any) -> str:  # noqa: PLR0911 - a kind a line
    """Return what a row is, as `the claim of Armenia: “Says …”`, from what `for_detail()` fetched."""
    if isinstance(row, Claim):
        return f"The claim of {_said(row)}"
    if isinstance(row, Assertion):
        return f"What is asserted on “{row.get_question_display()}” ({row.get_stance_display().lower()})"
    if isinstance(row, ClaimLink):
        return f"“{row.get_relation_display()}”, from the claim of {_said(row.claim)} to that of {_said(row.to)}"
    if isinstance(row, Citation):
        return f"The citation of {row.source.publisher}" + (f", {row.source.title}" if row.source.title else "")
    if isinstance(row, Involvement):
        return f"{row.actor.name} as {row.get_role_display().lower()}"
    if isinstance(row, CasualtyEstimate):
        return (
            f"The estimate of {row.side.name}, {row.get_group_display().lower()}, {row.get_outcome_display().lower()}"
        )
    if isinstance(row, EstimateClaim):
        return f"That an estimate rests on the claim of {_said(row.claim)}"
    if isinstance(row, IncidentLink):
        return f"The link “{row.get_relation_display().lower()}” to {row.other.ref}"
    if isinstance(row, Assessment):
        on = f" on “{row.get_question_display()}”" if row.question else " on the whole"
        return f"The verdict{on}" + (f" for {row.side.name}" if row.side else "")
    return str(row)


def _said(claim: Claim) -> str:
    short = claim.statement if len(claim.statement) <= _LONGEST else f"{claim.statement[:_LONGEST]}…"
    return f"{claim.claimant.name} (“{short}”)"
