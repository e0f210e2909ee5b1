"""Who stands against whom: the two sides that datasets of dyads (UCDP, ACLED) ask for.

The record knows actors with roles, as many as there are, some of them only alleged. Two sides are a simplification:
parties beyond the second are left out, and that one side is `a` says nothing about who is right.
"""

from dataclasses import dataclass

from incidents.document.types import Actor, IncidentDocument
from incidents.vocabulary import OBSERVER_ROLES, InvolvementRole

_ACTING = (InvolvementRole.INITIATOR, InvolvementRole.PARTICIPANT, InvolvementRole.RESPONDENT)
_AGAINST = (
    InvolvementRole.TARGET,
    InvolvementRole.VICTIM,
    InvolvementRole.RESPONDENT,
    InvolvementRole.PARTICIPANT,
    InvolvementRole.INITIATOR,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its party, the actor that stands for it, and the others of the same party."""

    party: str
    lead: Actor
    others: tuple[Actor, ...]


def sides(document: IncidentDocument) -> tuple[Side | None, Side | None]:
    """Return the two sides; None where the record names nobody.

    The first is the party of whoever initiated, else took part, else responded; the second another party: whoever was
    the target, else harmed, else responded or took part. Mediators and monitors are no side.
    """
    actors = {actor["slug"]: actor for actor in document["actors"]}
    parts = [
        (one["role"], actors[one["actor"]]) for one in document["involvements"] if one["role"] not in OBSERVER_ROLES
    ]
    first = _side(parts, _ACTING, _AGAINST)
    taken = first.party if first else None
    second = _side([part for part in parts if part[1]["party"] != taken], _AGAINST, _ACTING)
    return first, second


def _side(
    parts: list[tuple[InvolvementRole, Actor]],
    roles: tuple[InvolvementRole, ...],
    also: tuple[InvolvementRole, ...],
) -> Side | None:
    """Return the side whose lead has the earliest of these roles; its others may have any role."""
    ranked = sorted((part for part in parts if part[0] in roles), key=lambda part: roles.index(part[0]))
    if not ranked:
        return None
    lead = ranked[0][1]
    in_order = [*ranked, *(part for part in parts if part[0] in also)]
    others = {one["slug"]: one for _, one in in_order if one["party"] == lead["party"] and one != lead}
    return Side(lead["party"], lead, tuple(others.values()))
