"""A small record for what is counted, and how the tests ask about it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from incidents.record.models import Edition
from tests.factories import ActorFactory
from tests.incidents.record.factories import claim, involvement, killed, position, published, retracted

Get = Callable[..., Any]
SECTION = {"code": "AMAZ-11", "name": "S", "border": "armenia-azerbaijan", "border_name": "Armenia–Azerbaijan"}
ELSEWHERE = {"code": "GEAM-1", "name": "N", "border": "armenia-georgia", "border_name": "Armenia–Georgia"}


def on(first: str, last: str | None = None, dead: int | None = None, **changes: Any) -> Edition:
    """Publish an incident on some days."""
    totals = [] if dead is None else killed(dead, dead)
    when = {"earliest": first, "latest": last or first, "precision": "range" if last else "day"}
    return published(**{"occurrence": when, "totals": totals, "location": {"section": SECTION}} | changes)


def enter_world() -> None:
    """Publish a small record of everything that is told apart, with what must not be counted among it."""
    ActorFactory.create(slug="armenia")
    both = [involvement("armenia", "target"), involvement("azerbaijan", "initiator")]
    on("2023-12-30", dead=3, involvements=both, claims=[claim("armenia", kind="denial")])
    on("2023-12-28", "2024-01-02", kind="shelling", positions=[position("killed", "contested")])
    on("2024-02-13", dead=2, involvements=[involvement("armenia", "target")], kind="shelling")
    on("2024-02-13", location={"country": "GEO", "section": ELSEWHERE}, totals=killed(1, None))
    on("2024-02-01", "2024-02-29", location={"country": "", "section": None}, involvements=both)
    on("2024-05-05", dead=0, claims=[claim("azerbaijan")], positions=[position("occurrence", "contested")])
    retracted(on("2024-03-03", dead=99, kind="incursion").ref)
    on("2024-03-04", dead=98, aggregated=True)
    edition = on("2024-03-05", dead=97, kind="incursion")
    published(
        ref=edition.ref, occurrence={"earliest": "2024-03-06"}, totals=killed(4, 4), location={"section": SECTION}
    )


def ask(get: Get, path: str, **query: Any) -> Any:
    """Return an answer."""
    return get(f"{path}?{urlencode(query, doseq=True)}").json()
