"""The two Admiralty grades: what a grade needs, and how it came about.

Reliability (A–F) grades a source's publisher, credibility (1–6) the item that a citation rests on. Neither follows from
the other. F and 6 say that nobody can judge; every other grade is a judgement, and gives its reason.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import User
from incidents.document.origins import CONFIRMED, GRADE_ONE_RULE, NEEDED, independent
from incidents.vocabulary import LinkRelation, Reliability
from incidents.workbench.history import event_model
from incidents.workbench.models import Citation, ClaimLink, Source

UNJUDGED = 6
"""The credibility that is no judgement."""

REASON_NEEDED = "Say why: every grade but “cannot be judged” is a judgement."


def lacks_reason(row: Source | Citation) -> bool:
    """Tell whether a grade judges and does not say why."""
    if isinstance(row, Source):
        return row.reliability != Reliability.F and not row.reliability_reason.strip()
    return row.credibility != UNJUDGED and not row.credibility_reason.strip()


def unconfirmed(citations: Iterable[Citation], links: Iterable[ClaimLink]) -> Iterator[tuple[Citation, str]]:
    """Yield the citations of an incident that are graded 1 without two independent origins, and why that is refused."""
    cited, answers = list(citations), list(links)
    for citation in cited:
        if citation.credibility == CONFIRMED:
            support = _support(citation, cited, answers)
            count = independent((one.source.publisher, one.source.origin) for one in support)
            if count < NEEDED:
                names = ", ".join(dict.fromkeys(one.source.origin or one.source.publisher for one in support))
                yield citation, f"{GRADE_ONE_RULE} Here there is {count}: {names}."


def _support(citation: Citation, cited: Sequence[Citation], links: Sequence[ClaimLink]) -> list[Citation]:
    """Return the citations that speak for the same item: for the claim, or for one that corroborates it."""
    if citation.claim is None:
        return [one for one in cited if one.claim is None]
    question = citation.assertion.question if citation.assertion else ""
    own = citation.claim.public_id
    claims = {own} | _corroborating(own, question, links)
    return [
        one
        for one in cited
        if one.claim is not None
        and one.claim.public_id in claims
        and (one.assertion is None or one.assertion.question == question)
    ]


def _corroborating(claim: str, question: str, links: Sequence[ClaimLink]) -> set[str]:
    """Return the claims that corroborate a claim, or that it corroborates, and that repeat nobody."""
    on_it = [link for link in links if link.question in ("", question)]
    repeating = {link.claim.public_id for link in on_it if link.relation == LinkRelation.REPEATS}
    pairs = [{link.claim.public_id, link.to.public_id} for link in on_it if link.relation == LinkRelation.CORROBORATES]
    return {other for pair in pairs if claim in pair for other in pair} - repeating - {claim}


@dataclass(frozen=True, slots=True)
class Graded:
    """One grade in the history of a source or a citation: what, by whom, when and why."""

    grade: str
    by: str
    at: datetime
    reason: str


_COLUMNS: dict[type[models.Model], tuple[str, str]] = {
    Source: ("reliability", "reliability_reason"),
    Citation: ("credibility", "credibility_reason"),
}


def grades_of(model: type[Source | Citation], rows: Iterable[Any]) -> dict[str, list[Graded]]:
    """Return, by public id, every grade that rows of one table have had by somebody, newest first. Two queries."""
    grade, reason = _COLUMNS[model]
    events = event_model(model)._default_manager.filter(pgh_obj_id__in=[row.pk for row in rows])  # noqa: SLF001
    told = events.exclude(rated_by=None).order_by("pgh_id")
    found: dict[str, list[Graded]] = {}
    last: dict[str, tuple[Any, ...]] = {}
    people: set[int] = set()
    values = list(told.values_list("public_id", grade, reason, "rated_by_id", "rated_at"))
    people.update(by for _, _, _, by, _ in values)
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "username")) if people else {}
    for public_id, given, why, by, at in values:
        if last.get(public_id) != (given, why, by, at):
            found.setdefault(public_id, []).insert(0, Graded(str(given), names.get(by, ""), at, why))
        last[public_id] = (given, why, by, at)
    return found
