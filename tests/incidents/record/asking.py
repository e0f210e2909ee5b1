"""How the tests of the filters ask, and what they ask about."""

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict

from actors.models import ActorRelation
from incidents.record.claim_filters import claims_for
from incidents.record.filters import incidents_for
from incidents.record.models import Edition
from tests.factories import ActorFactory
from tests.incidents.record.factories import published


def found(query: str) -> set[str]:
    """Return the refs of the incidents that a query finds."""
    return {edition.ref for edition in incidents_for(QueryDict(query))}


def claims_found(query: str) -> set[str]:
    """Return the ids of the claims that a query finds."""
    return {row.claim for row in claims_for(QueryDict(query))}


def on(earliest: str, latest: str = "", **changes: Any) -> Edition:
    """Publish an incident on some days."""
    return published(occurrence={"earliest": earliest, "latest": latest or earliest}, **changes)


def at(latitude: float, longitude: float, radius_km: float = 1) -> Edition:
    """Publish an incident at a position."""
    return published(location={"latitude": latitude, "longitude": longitude, "radius_km": radius_km, "precision": 1})


def since(part: str, whole: str, first: str | None, until: str | None) -> None:
    """Make an actor a part of another from a day to a day."""
    days = [None if day is None else date.fromisoformat(day) for day in (first, until)]
    ActorRelation.objects.create(
        subject=ActorFactory.create(slug=part),
        object=ActorFactory.create(slug=whole),
        kind="part_of",
        valid=DateRange(*days),
    )
