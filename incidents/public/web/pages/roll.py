"""The roll of claims: one document's claims in the order they were made, each with the number it has on the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.document.types import Claim, IncidentDocument
from incidents.public.web.pages.cast import Cast
from incidents.public.web.pages.words import said_at

_UNDATED = ("9999", "99:99")


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """A claim as other parts of the page name it."""

    number: int
    claim: str
    name: str
    when: str


class Roll:
    """Numbers the claims. Those without a date come last; ids break ties, so that no number depends on chance."""

    def __init__(self, document: IncidentDocument, cast: Cast) -> None:
        self.claims = sorted(document["claims"], key=_order)
        self._refs = {
            claim["id"]: ClaimRef(
                number,
                claim["id"],
                cast.member(claim["claimant"]).name,
                said_at(claim["made_on"], claim["made_time"], claim["made_precision"]),
            )
            for number, claim in enumerate(self.claims, 1)
        }

    def __contains__(self, claim: str) -> bool:
        return claim in self._refs

    def __getitem__(self, claim: str) -> ClaimRef:
        return self._refs[claim]

    def refs(self, claims: Iterable[str]) -> tuple[ClaimRef, ...]:
        """Return those of the claims that the document holds, by number."""
        found = {self._refs[claim] for claim in claims if claim in self._refs}
        return tuple(sorted(found, key=lambda one: one.number))


def _order(claim: Claim) -> tuple[str, str, str]:
    day, time = _UNDATED
    return claim["made_on"] or day, claim["made_time"] or time, claim["id"]
