"""Editions that say what rows of events are made of: two states, a group, a village, figures by side, sources."""

from typing import Any

from django.db import connection

from actors.models import Actor
from incidents.record.models import Edition, Release
from incidents.vocabulary import ActorKind, Group, Outcome
from tests.factories import ActorFactory
from tests.incidents.record.factories import claim, involvement, public_id, published

VILLAGE = {
    "code": "test:village", "name": "Nerkin Hand", "kind": "settlement", "country": "ARM", "admin1": "Syunik",
    "latitude": 39.05, "longitude": 46.52, "names": [],
}  # fmt: skip


def cast() -> dict[str, Actor]:
    """Make the actors that the editions name, as the reference data has them."""
    kinds: dict[str, tuple[str, str, int | None]] = {
        "armenia": (ActorKind.STATE, "ARM", None),
        "azerbaijan": (ActorKind.STATE, "AZE", None),
        "azerbaijan-border-service": (ActorKind.SECURITY_SERVICE, "AZE", None),
        "artsakh": (ActorKind.POLITICAL, "", 338),
        "villagers": (ActorKind.CIVILIANS, "", None),
    }
    return {
        slug: ActorFactory.create(slug=slug, kind=kind, country=country, ucdp_id=number)
        for slug, (kind, country, number) in kinds.items()
    }


def actor(slug: str, kind: str = "state", country: str = "", party: str = "", name: str = "") -> dict[str, Any]:
    """Return an actor as a document has it."""
    return {
        "slug": slug, "name": name or slug.replace("-", " ").title(), "kind": kind, "country": country,
        "party": party or slug, "names": [],
    }  # fmt: skip


ACTORS = [
    actor("armenia", "state", "ARM"),
    actor("azerbaijan", "state", "AZE"),
    actor("azerbaijan-border-service", "security_service", "AZE", "azerbaijan", "State Border Service of Azerbaijan"),
    actor("artsakh", "political"),
    actor("villagers", "civilians"),
]


def estimate(side: str, best: int | None, group: str = Group.MILITARY, **bounds: Any) -> dict[str, Any]:
    """Return how many of a side were killed."""
    return {
        "side": side, "group": group, "outcome": Outcome.KILLED, "low": best, "best": best, "high": best,
        "basis": "claims", "derived": False, "claims": [], "note": "",
    } | bounds  # fmt: skip


def source(publisher: str, **changes: Any) -> dict[str, Any]:
    """Return a source."""
    return {
        "id": public_id(), "publisher": publisher, "origin": "", "title": "", "url": "", "published_on": None,
        "language": "en", "kind": "news", "reliability": "C", "rated_on": None, "captures": [],
    } | changes  # fmt: skip


def killed(*estimates: dict[str, Any]) -> dict[str, Any]:
    """Return the estimates with the total that follows from them."""
    sums = {
        bound: None if any(one[bound] is None for one in estimates) else sum(one[bound] for one in estimates)
        for bound in ("best", "high")
    }
    low = sum(one["low"] or 0 for one in estimates)
    total = {"outcome": Outcome.KILLED, "low": low, **sums, "includes_unknown": None in sums.values()}
    return {"estimates": list(estimates), "totals": [total]}


def exchange(**changes: Any) -> Edition:
    """Publish an exchange of fire between two states, with two soldiers killed on one side."""
    told: dict[str, Any] = {
        "actors": ACTORS,
        "involvements": [
            involvement("azerbaijan", "initiator"),
            involvement("armenia", "target"),
            involvement("azerbaijan-border-service", "respondent"),
        ],
        **killed(estimate("armenia", 2)),
    }
    location = {"place": VILLAGE, "latitude": 39.05, "longitude": 46.52, "precision": 2, "country": "ARM"}
    return published(**{**told, **changes, "location": {**location, **changes.get("location", {})}})


def full() -> Edition:
    """Publish an incident that has something to say in every column."""
    return exchange(
        ref="CC-2024-00017",
        title="Exchange of fire near Nerkin Hand",
        summary="Azerbaijan says that it answered fire; Armenia denies that it fired.",
        kind="sniper_fire",
        occurrence={"earliest": "2024-02-12", "latest": "2024-02-13", "precision": "range"},
        location={"wording": "near the village of Nerkin Hand", "radius_km": 25.0},
        dispute={"slug": "border", "name": "Armenia–Azerbaijan border"},
        claims=[claim("armenia"), claim("azerbaijan-border-service")],
        sources=[
            source("Report; of the day", title='A "headline"', published_on="2024-02-13", kind="agency"),
            source("Public Radio", url="https://example.org/"),
        ],
        positions=[
            {
                "question": "occurrence", "side": None, "group": None, "finding": "contested", "rested_on": [],
                "set_aside": None, "columns": [],
            }
        ],
        **killed(
            estimate("armenia", 2),
            estimate("azerbaijan", 1, low=0, high=3),
            estimate("armenia", 1, Group.CIVILIAN),
            estimate("armenia", None, Group.UNKNOWN, low=1),
        ),
    )  # fmt: skip


def released(version: str) -> Release:
    """Release the record as it stands."""
    last = Edition.objects.order_by("-seq")[0]
    return Release.objects.create(version=version, cutoff_seq=last.seq, head_digest=last.digest, manifest={}, files=[])


def open_rows(table: str) -> int:
    """Count the rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
