"""Two sources that are the same, with something hanging on one of them in every way there is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from incidents.moderation.referring.kinds import SOURCE, columns_to
from incidents.vocabulary import CaptureOutcome
from incidents.workbench.models import (
    Capture,
    CaptureAttempt,
    Citation,
    CustodyEntry,
    Incident,
    QuietReport,
    ReviewNote,
    Source,
)
from tests.factories import SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident, world

TABLES = (Source, Citation, QuietReport, Capture, CaptureAttempt, ReviewNote)
REASON = "Entered twice, under two addresses."
APART = "They are two articles after all."


@dataclass(frozen=True)
class Two:
    """What is merged, into what, and the incidents that cite the first, both, and the second."""

    loser: Source
    winner: Source
    first: Incident
    both: Incident
    second: Incident


def page(number: int) -> bytes:
    """Return a web page, another for each number."""
    return f"<!DOCTYPE html><html><head><title>{number}</title></head><body>{number}</body></html>".encode()


def cite(incident: Incident, source: Source, **fields: Any) -> Citation:
    """Cite a source for an incident as a whole."""
    return Citation.objects.create(incident=incident, source=source, position=7, **fields)


def two_sources(by: User) -> Two:
    """Return two sources; on the first hangs a row in every way, some of which the second has as well."""
    loser = SourceFactory.create(
        publisher="Public Radio", title="Fire near Nerkin Hand", url="https://www.example.org/a/?utm_source=x",
        published_on=date(2024, 2, 13), added_by=by, private_note="Asked the editor.",
    )  # fmt: skip
    winner = SourceFactory.create(publisher="Public Radio", title="Fire near Nerkin Hand", added_by=by)
    first, both, second = (complete_incident(by=by, title=f"Incident number {n}") for n in range(3))
    claim = first.claims.all()[0]
    cite(first, loser, claim=claim, quote="They fired.", locator="2:10")
    cite(first, loser)
    cite(both, loser)
    cite(both, winner)
    cite(second, winner)
    border = world().section.border
    for source in (loser, winner):
        capture_of(source, by=by)
        QuietReport.objects.create(
            border=border, since=date(2024, 1, 1), until=date(2024, 1, 31), source=source, entered_by=by
        )
    capture_of(loser, by=by, data=page(1))
    QuietReport.objects.create(
        border=border, since=date(2024, 3, 1), until=date(2024, 3, 31), source=loser, entered_by=by
    )
    CaptureAttempt.objects.create(
        source=loser, outcome=CaptureOutcome.FAILED, url=loser.url, number=1, error="No answer."
    )
    for anchor in (f"sources.{loser.public_id}", f"sources.{loser.public_id}.language", "title"):
        ReviewNote.objects.create(incident=first, author=by, text="Look here.", anchor=anchor)
    return Two(loser, winner, first, both, second)


def every_row() -> dict[tuple[str, int], dict[str, Any]]:
    """Return every row that may hang on a source, and the sources, with all columns."""
    tables: tuple[Any, ...] = TABLES
    return {
        (model.__name__, row["id"]): row
        for model in tables
        for row in model._default_manager.order_by().values()
    }  # fmt: skip


def on(source: Source) -> dict[str, set[int]]:
    """Return the keys of the rows that name a source, by column."""
    return {
        column.label: set(column.hanging(source).values_list("pk", flat=True)) for column in columns_to(SOURCE)
    }  # fmt: skip


def revisions() -> dict[int, int]:
    """Return the revision of every incident."""
    return dict(Incident.objects.values_list("pk", "revision"))


def custody() -> int:
    """Return how many entries tell that a copy was led to another source."""
    return CustodyEntry.objects.filter(action="led").count()
