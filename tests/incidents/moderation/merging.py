"""Two actors, or two places, that are the same, with something hanging on one of them in every way there is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from actors.models import Actor, ActorName, ActorRelation
from incidents.moderation.referring.kinds import ACTOR, PLACE, Kind, columns_to
from incidents.reference.models import Place, PlaceName
from incidents.vocabulary import ActorKind, NameKind, Question, Script
from incidents.workbench.models import Assertion, Assessment, CasualtyEstimate, Claim, Incident, Involvement
from tests.factories import ActorFactory, BorderFactory, DisputeFactory, PlaceFactory
from tests.incidents.complete import complete_incident


@dataclass(frozen=True)
class Pair:
    """What is merged, into what, and an incident that names the first."""

    loser: Any
    winner: Any
    incident: Incident


def two_actors(by: User) -> Pair:
    """Return two actors; on the first hangs a row in every column that may name an actor."""
    loser = ActorFactory.create(slug="border-guard", name="Border Guard", kind=ActorKind.SECURITY_SERVICE)
    winner = ActorFactory.create(slug="border-service", name="Border Service", kind=ActorKind.SECURITY_SERVICE)
    whole, part = ActorFactory.create(slug="a-state"), ActorFactory.create(slug="a-post")
    incident = complete_incident(by=by)
    claim = Claim.objects.create(
        incident=incident, claimant=loser, kind="assertion", statement="Says that it saw it.", position=7,
        made_on=incident.earliest,
    )  # fmt: skip
    of = {"incident": incident, "claim": claim}
    Assertion.objects.create(question=Question.INITIATOR, actor=loser, **of)
    Assertion.objects.create(question=Question.KILLED, side=loser, group="military", low=1, high=1, **of)
    Involvement.objects.create(incident=incident, actor=loser, role="respondent", position=7)
    CasualtyEstimate.objects.create(
        incident=incident, side=loser, group="military", outcome="killed", low=1, position=7
    )
    Assessment.objects.create(
        incident=incident, question="killed", side=loser, finding="contested", reason="So.", assessed_by=by
    )
    ActorName.objects.create(actor=loser, text="Սահմանապահ", language="hy", script=Script.ARMENIAN, kind=NameKind.SHORT)
    ActorRelation.objects.create(subject=loser, kind="part_of", object=whole, valid=DateRange(date(2000, 1, 1), None))
    ActorRelation.objects.create(subject=part, kind="part_of", object=loser, valid=DateRange(date(2010, 1, 1), None))
    place = PlaceFactory.create(code="test:named")
    PlaceName.objects.create(place=place, text="What it calls it", language="en", used_by=loser)
    BorderFactory.create(side_a=loser, side_b=whole)
    BorderFactory.create(side_a=whole, side_b=loser)
    DisputeFactory.create().parties.add(loser)
    return Pair(loser, winner, incident)


def two_places(by: User) -> Pair:
    """Return two places; on the first hangs a row in every column that may name a place."""
    loser = PlaceFactory.create(code="test:old", name="Lower Village", country="ARM", latitude=39.05, longitude=46.52)
    winner = PlaceFactory.create(code="test:new", name="Nizhny Hand", country="ARM", latitude=39.06, longitude=46.53)
    incident = complete_incident(by=by, place=loser)
    coarse = complete_incident(by=by, coarse_place=loser, coarse_precision=4, location_confidentiality="coarse")
    claim = Claim.objects.filter(incident=coarse)[0]
    Assertion.objects.create(incident=coarse, claim=claim, question=Question.PLACE, place=loser, position=9)
    PlaceName.objects.create(place=loser, text="Ներքին Հանդ", language="hy")
    PlaceFactory.create(code="test:inside", parent=loser)
    return Pair(loser, winner, incident)


MAKERS = {"actor": two_actors, "place": two_places}
KINDS: dict[str, Kind] = {"actor": ACTOR, "place": PLACE}


def named(kind: Kind, row: Actor | Place) -> dict[str, list[int]]:
    """Return the keys of the rows that name one of a kind, by column."""
    return {
        column.label: list(column.rows.filter(**{column.attname: row.pk}).order_by("pk").values_list("pk", flat=True))
        for column in columns_to(kind)
    }
