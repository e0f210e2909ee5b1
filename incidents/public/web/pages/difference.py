"""The difference between any two editions of one incident, in words: what was on the left, what is on the right."""

from dataclasses import dataclass

from django.http import QueryDict

from config.rest.pagination import one, only
from config.rest.parameters import BadParameter, Fault
from incidents.document.changes import changes_between
from incidents.document.types import IncidentDocument
from incidents.public.web.pages import difference_parts as parts
from incidents.public.web.pages.changes import changes
from incidents.public.web.pages.difference_claims import claim_item
from incidents.public.web.pages.difference_sources import source_item
from incidents.public.web.pages.told import Two
from incidents.public.web.pages.was_is import Group, Item, Row, line, rows_item
from incidents.public.web.pages.words import day
from incidents.public.web.reading import History, document_of, notice_of, stub_of
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus

_LONGEST = 6
"""Digits that the number of an edition may have."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two editions."""

    edition: Edition
    published: str
    status: str


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """What the page shows."""

    ref: str
    title: str
    was: Side
    now: Side
    newest: int
    numbers: list[int]
    in_short: list[str]
    groups: list[Group]
    same_edition: bool
    backwards: bool


def chosen(params: QueryDict) -> tuple[int, int]:
    """Return the numbers of the editions that the form of the history asks for. Raises BadParameter."""
    only(params, "from", "to")
    found, faults = [], []
    for name in ("from", "to"):
        text = one(params, name) or ""
        if text.isascii() and text.isdecimal() and len(text) <= _LONGEST:
            found.append(int(text))
        else:
            faults.append(Fault(name, f"{text!r} is not the number of an edition" if text else "is missing"))
    if faults:
        raise BadParameter(*faults)
    return found[0], found[1]


def compose(was: Edition, now: Edition, history: History) -> DifferencePage:
    """Put the page together from two editions with their bodies. No query."""
    before, after = document_of(was), document_of(now)
    told = "positions" in before and "positions" in after  # and not that it was taken back
    return DifferencePage(
        ref=now.ref,
        title=now.title or was.title or now.ref,
        was=_side(was),
        now=_side(now),
        newest=history.newest.number,
        numbers=[edition.number for edition in history.editions],
        in_short=changes(before, after) if told and was.pk != now.pk else [],
        groups=_groups(before, after) if told else _standing(was, now),
        same_edition=was.pk == now.pk,
        backwards=was.number > now.number,
    )


def _side(edition: Edition) -> Side:
    published = f"{day(edition.published_at.date())}, {edition.published_at:%H:%M} UTC"
    return Side(edition, published, "Expunged" if edition.expunged else EditionStatus.of(edition.status).label)


def _standing(was: Edition, now: Edition) -> list[Group]:
    """Return the one group that a retraction leaves: what stood, and what stands in its place."""
    if was.body == now.body:
        return []
    rows = [Row("In the record", line(_stands(was)), line(_stands(now)), long=True)]
    if was.title != now.title:
        rows.append(Row("Title", line(was.title), line(now.title), long=True))
    return [Group("standing", "What stands", rows_item(rows))]


def _stands(edition: Edition) -> str:
    if edition.expunged:
        return f"Its content was expunged. Reason: {stub_of(edition).reason}"
    if edition.status == EditionStatus.PUBLISHED:
        return "The incident, as told by this edition"
    notice, status = notice_of(edition), EditionStatus.of(edition.status).label
    words = f"Merged: {notice.into} tells it now" if notice.into else f"{status}: nothing of it stands"
    return f"{words}. Reason: {notice.reason}" if notice.reason else words


def _groups(before: IncidentDocument, after: IncidentDocument) -> list[Group]:
    found, two = changes_between(before, after), Two(before, after)
    claims = tuple(claim_item(one, two) for one in found.claims)
    groups = [
        _group("incident", "The incident", [*parts.own_rows(found.own), *parts.actor_rows(found.actors, two)]),
        _group("place", "Place", parts.place_rows(found.place, before["location"], after["location"])),
        _group("involved", "Who was involved", parts.involvement_rows(found.involvements, two)),
        _group("findings", "What the record finds", parts.finding_rows(found.findings, two)),
        _group("figures", "Figures", parts.figure_rows(found.estimates, found.totals, two)),
        Group("claims", "Claims", claims),
        Group("sources", "Sources", tuple(source_item(one) for one in found.sources)),
        _group("citations", "What the incident itself is cited from", parts.citation_rows(found.citations, two)),
        _group("related", "Related incidents", parts.link_rows(found.links, two)),
        _group("assessments", "The editors’ assessments", parts.assessment_rows(found.assessments, two)),
    ]
    return [group for group in groups if group.items]


def _group(anchor: str, title: str, rows: list[Row]) -> Group:
    items: tuple[Item, ...] = rows_item(rows)
    return Group(anchor, title, items)
