"""Every edition of one incident, newest first, with what changed in each."""

import json
from dataclasses import dataclass
from typing import Any

from incidents.public.web.pages.changes import changes
from incidents.public.web.pages.words import day
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


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What the page shows."""

    newest: Edition
    title: str
    entries: list[Entry]


def compose(editions: list[Edition]) -> HistoryPage:
    """Put the page together from editions with their bodies, newest first. No query."""
    documents = [json.loads(edition.body) for edition in editions]
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
            )
        )
    return HistoryPage(editions[0], documents[0].get("title") or editions[0].ref, entries)


def _first(document: dict[str, Any]) -> list[str]:
    """Return what is said of the first edition, with which nothing is compared."""
    return ["first edition; its content was expunged"] if "expunged" in document else ["first edition"]
