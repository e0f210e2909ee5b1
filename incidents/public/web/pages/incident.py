"""The incident's page, put together from one edition."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from incidents.analysis.first_since import FirstSince
from incidents.document.types import IncidentDocument, Name
from incidents.public.web.locator.drawing import Map, locator
from incidents.public.web.moment import AsOf
from incidents.public.web.pages import counts, evidence, exchange, figures, ledger, over_time, related, threads
from incidents.public.web.pages.cast import Cast, Member
from incidents.public.web.pages.linked_data import data_block, event
from incidents.public.web.pages.roll import Roll
from incidents.public.web.pages.words import dateline, day, listed
from incidents.public.web.reading import (
    History,
    document_of,
    links_to,
    names_of,
    refs_with_page,
    section_line,
)
from incidents.record.models import Edition
from incidents.vocabulary import IncidentKind, InvolvementRole, PlaceKind


@dataclass(frozen=True, slots=True)
class Involved:
    """An actor's part in the incident."""

    member: Member
    role: str
    alleged: bool
    claim: str


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One edition of one incident, ready to render."""

    edition: Edition
    history: History
    document: IncidentDocument
    is_current: bool
    dateline: str
    kind: str
    place_line: str
    place_names: tuple[Name, ...]
    left: Member | None
    right: Member | None
    contest: ledger.Contest | None
    first_since: FirstSince | None
    facts: list[figures.Fact]
    counts: list[counts.Count]
    figures: figures.Figures
    over_time: list[over_time.Course]
    map: Map | None
    rows: list[ledger.Row]
    turns: list[exchange.Turn]
    graph: threads.Graph | None
    exhibits: list[evidence.Exhibit]
    relatives: list[related.Relative]
    involved: list[Involved]
    description: str
    as_of: AsOf | None


def compose(
    edition: Edition, history: History, first_since: FirstSince | None, as_of: AsOf | None = None
) -> IncidentPage:
    """Put the page together, as of a moment. Six queries at most.

    Links from other incidents are shown on the newest edition of the history alone.
    """
    moment = as_of.moment if as_of else None
    document = document_of(edition)
    is_current = edition.number == history.newest.number
    incoming = links_to([edition.ref, *history.told_here], moment) if is_current else []
    slugs = {actor["slug"] for actor in document["actors"]} | {row.alleged_by for row in incoming}
    names = names_of(slugs)
    cast = Cast(document, names)
    roll = Roll(document, cast)
    answers = exchange.answers(roll)
    turns = exchange.turns(document, cast, roll, answers)
    section = document["location"]["section"]
    place = document["location"]["place"]
    contest = ledger.contest(document, cast)
    reachable = refs_with_page((link["ref"] for link in document["links"]), moment)
    return IncidentPage(
        edition=edition,
        history=history,
        document=document,
        is_current=is_current,
        dateline=dateline(document["occurrence"]),
        kind=IncidentKind.of(document["kind"]).label,
        place_line=place_line(document),
        place_names=tuple(place["names"]) if place else (),
        left=cast.left(),
        right=cast.right(),
        contest=contest,
        first_since=first_since,
        facts=figures.facts(document, cast, roll),
        counts=counts.counts(document, cast),
        figures=figures.figures(document, cast, roll),
        over_time=over_time.courses(history.until(edition.number), roll),
        map=locator(document, section_line(section["code"]) if section else None),
        rows=ledger.rows(document, cast, roll),
        turns=turns,
        graph=threads.graph(turns, answers, cast.left(), cast.right()),
        exhibits=evidence.exhibits(document, {turn.id: turn.number for turn in turns}),
        relatives=related.relatives(document, incoming, reachable, cast, names),
        involved=_involved(document, cast),
        description=f"Contested: {contest.sentence} {document['summary']}" if contest else document["summary"],
        as_of=as_of,
    )


def place_line(document: IncidentDocument) -> str:
    """Write where: in the record's wording, else near the place; then the section of the border."""
    location = document["location"]
    place, section = location["place"], location["section"]
    parts = []
    if location["wording"]:
        parts.append(location["wording"])
    elif place:
        spot = place["kind"] in (PlaceKind.SETTLEMENT, PlaceKind.FEATURE)
        near = spot and location["precision"] is not None and location["precision"] > 1
        parts.append(f"{'near ' if near else ''}{place['name']}")
    if section:
        parts.append(section["name"])
    return ", ".join(parts)


def _involved(document: IncidentDocument, cast: Cast) -> list[Involved]:
    return [
        Involved(
            cast.member(one["actor"]),
            InvolvementRole.of(one["role"]).label,
            one["alleged"],
            one["claim"] or "",
        )
        for one in document["involvements"]
    ]


def citation(page: IncidentPage, address: str) -> str:
    """Return how to cite this edition: title, ref, edition, date, digest and permanent address."""
    edition = page.edition
    return (
        f"Counterclaim, “{edition.title}”, {edition.ref}, edition {edition.number}, "
        f"{day(edition.published_at.date())}. SHA-256 digest {edition.digest}. {address}"
    )


def linked_data(page: IncidentPage, address: str) -> SafeString:
    """Return the incident as JSON-LD under an address, ready to stand in a data block."""
    title = f"Contested: {page.edition.title}" if page.contest else page.edition.title
    told = event(page.document, address=address, title=title, description=page.description, place=page.place_line)
    return data_block(told)


def contested_words(labels: list[str]) -> str:
    """Return what is contested, for a list: "did it occur, killed"."""
    return listed([label.rstrip("?").lower() for label in labels])
