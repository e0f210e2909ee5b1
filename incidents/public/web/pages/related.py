"""Related incidents: links with the claimant on each, and the same links seen from the other end."""

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.document.types import IncidentDocument
from incidents.public.web.pages.cast import Cast
from incidents.record.models import RecordLink
from incidents.vocabulary import IncidentRelation

_INVERSE = {
    IncidentRelation.RETALIATION_FOR: "retaliated for by",
    IncidentRelation.FOLLOWS: "followed by",
    IncidentRelation.PART_OF: "includes",
    IncidentRelation.ESCALATION_OF: "escalated into",
    IncidentRelation.SAME_AS: "same as",
}


@dataclass(frozen=True, slots=True)
class Relative:
    """A link to or from another incident. `according_to` is empty where the record itself states it."""

    words: str
    ref: str
    title: str
    according_to: str
    claim: str
    claim_ref: str
    reachable: bool


def relatives(
    document: IncidentDocument,
    incoming: Iterable[RecordLink],
    reachable: set[str],
    cast: Cast,
    names: dict[str, str],
) -> list[Relative]:
    """Return outgoing links, then incoming ones; `reachable` are the refs that have a page."""
    found = [
        Relative(
            words=IncidentRelation.of(link["relation"]).label,
            ref=link["ref"],
            title=link["title"],
            according_to=cast.member(link["alleged_by"]).name if link["alleged_by"] else "",
            claim=link["claim"] or "",
            claim_ref="",
            reachable=link["ref"] in reachable,
        )
        for link in document["links"]
    ]
    inverse = [
        Relative(
            words=_INVERSE[IncidentRelation.of(row.relation)],
            ref=row.ref,
            title=row.edition.title,
            according_to=names.get(row.alleged_by, row.alleged_by),
            claim=row.claim,
            claim_ref=row.ref,
            reachable=True,
        )
        for row in incoming
    ]
    return found + inverse
