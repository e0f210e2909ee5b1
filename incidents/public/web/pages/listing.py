"""Rows of incidents for lists: what a reader needs to choose, nothing to open the document for."""

from dataclasses import dataclass

from incidents.document.types import IncidentDocument
from incidents.public.web.pages.incident import contested_words, place_line
from incidents.public.web.pages.ledger import Mark, mark_of
from incidents.public.web.pages.words import dateline, day, number
from incidents.public.web.reading import document_of
from incidents.record.models import Edition
from incidents.record.search.queries import Query
from incidents.record.search.snippets import Snippet, snippets
from incidents.record.search.texts import texts_of
from incidents.vocabulary import Finding, IncidentKind, Question

_SHOWN = ("ref", "title")
_PIECES = 2


@dataclass(frozen=True, slots=True)
class ListRow:
    """One incident in a list."""

    ref: str
    title: str
    dateline: str
    machine_date: str
    place: str
    kind: str
    killed: str
    wounded: str
    has_figures: bool
    mark: Mark | None
    contested: str
    may_not_have_happened: bool
    aggregated: bool
    edition: int
    published: str
    note: str = ""
    found: tuple[Snippet, ...] = ()


def list_row(edition: Edition, note: str = "", search: Query | None = None) -> ListRow:
    """Return the row of a live edition. `note` says why it stands in this list; of a search, where it was found."""
    document = document_of(edition)
    contested = [Question.of(code).label for code in edition.contested]
    occurrence = Question.OCCURRENCE.value in edition.contested
    return ListRow(
        ref=edition.ref,
        title=edition.title,
        dateline=dateline(document["occurrence"]),
        machine_date=edition.latest.isoformat() if edition.latest else "",
        place=place_line(document),
        kind=IncidentKind.of(edition.kind).label,
        killed=number(edition.killed_low, edition.killed_high),
        wounded=number(edition.wounded_low, edition.wounded_high),
        has_figures=edition.kind != IncidentKind.DIPLOMATIC or edition.killed_low is not None,
        mark=mark_of(Finding.CONTESTED) if contested else None,
        contested=contested_words([label for label in contested if not occurrence or label != "Did it occur?"]),
        may_not_have_happened=occurrence,
        aggregated=edition.aggregated,
        edition=edition.number,
        published=day(edition.published_at.date()),
        note=note,
        found=tuple(_elsewhere(search, document)) if search else (),
    )


def _elsewhere(search: Query, document: IncidentDocument) -> list[Snippet]:
    """Return the first pieces in which a search was found, but for what the row shows anyway."""
    texts = (text for text in texts_of(document) if text.field not in _SHOWN)
    return snippets(search, texts)[:_PIECES]
