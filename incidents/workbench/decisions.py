"""What editors decided on actors and places, as those who use them are told."""

from collections.abc import Iterator

from actors.models import Actor
from incidents.reference.models import Place
from incidents.vocabulary import ReferenceVerdict, Standing
from incidents.workbench.models import Incident, ReferenceDecision


def refusal_of(row: Actor | Place) -> str:
    """Return why a proposal was refused, as a sentence; nothing where nobody refused it."""
    table, key = ("actor", row.slug) if isinstance(row, Actor) else ("place", row.code)
    refused = ReferenceDecision.objects.filter(what=ReferenceVerdict.REFUSED, table=table, row=key)
    reason = refused.values_list("reason", flat=True).first() or ""
    return reason if not reason or reason[-1] in ".!?" else f"{reason}."


def refused_in(incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield the path of each field of an incident that names something that was refused, and what it lacks.

    Expects `for_detail()` rows. One query for each refusal.
    """
    for path, row in _named_in(incident):
        if row is not None and row.standing == Standing.REFUSED:
            kind = "an actor" if isinstance(row, Actor) else "a place"
            yield path, " ".join(f"{row.name} was refused as {kind}. {refusal_of(row)} Name another.".split())


def _named_in(incident: Incident) -> Iterator[tuple[str, Actor | Place | None]]:
    yield from (("place", incident.place), ("coarse_place", incident.coarse_place))
    for number, one in enumerate(incident.involvements.all()):
        yield f"involvements.{number}.actor", one.actor
    for number, claim in enumerate(incident.claims.all()):
        yield f"claims.{number}.claimant", claim.claimant
        own = [one for one in incident.assertions.all() if one.claim_id == claim.pk]
        for index, assertion in enumerate(own):
            for name in ("side", "actor", "place"):
                yield f"claims.{number}.assertions.{index}.{name}", getattr(assertion, name)
    for number, estimate in enumerate(incident.estimates.all()):
        yield f"estimates.{number}.side", estimate.side
