"""Every edition of one incident, newest first, with what changed in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidents.public.web.pages.changes import changes
from incidents.public.web.pages.words import day
from incidents.public.web.reading import document_of
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition in the history."""

    edition: Edition
    published: str
    status: str
    changes: list[str]
    is_current: bool
    before: int | None
    moment: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What the page shows."""

    newest: Edition
    title: str
    entries: list[Entry]
    numbers: list[int]
    before: int | None


def compose(editions: list[Edition]) -> HistoryPage:
    """Put the page together from editions with their bodies, newest first. No query."""
    documents = [document_of(edition) for edition in editions]
    entries = []
    for n, edition in enumerate(editions):
        older = documents[n + 1] if n + 1 < len(documents) else None
        what = changes(older, documents[n]) if older is not None else _first(documents[n])
        entries.append(
            Entry(
                edition,
                f"{day(edition.published_at.date())}, {edition.published_at:%H:%M} UTC",
                "Expunged" if edition.expunged else EditionStatus.of(edition.status).label,
                what,
                n == 0,
                editions[n + 1].number if older is not None else None,
                f"{edition.published_at:%Y-%m-%dT%H:%M:%S.%fZ}",
            )
        )
    title = documents[0].get("title") or editions[0].ref
    return HistoryPage(editions[0], title, entries, [one.number for one in editions], entries[0].before)


def _first(document: Mapping[str, Any]) -> list[str]:
    """Return what is said of the first edition, with which nothing is compared."""
    return ["first edition; its content was expunged"] if "expunged" in document else ["first edition"]
