"""Entries of the feeds: what a follower needs to decide whether to open it."""

from collections.abc import Callable

from incidents.document.reading import read
from incidents.public.feeds.atom import Entry
from incidents.public.web.pages.listing import list_row
from incidents.public.web.pages.words import day
from incidents.public.web.reading import address_of, document_of, notice_of
from incidents.record.models import Edition, RecordClaim
from incidents.vocabulary import ClaimKind, EditionStatus

Absolute = Callable[[str], str]
"""Makes a whole address of a path."""
LONGEST = 140
"""Characters of a statement in a title."""


def of_edition(edition: Edition, absolute: Absolute) -> Entry:
    """Return the entry of an edition: what was published, or that an incident was taken back, and why."""
    if edition.status != EditionStatus.PUBLISHED:
        return _taken_back(edition, absolute)
    row, address = list_row(edition), absolute(address_of(edition))
    figures = f"Killed: {row.killed}. Wounded: {row.wounded}." if row.has_figures else ""
    contested = f"Contested: {row.contested}." if row.contested else ""
    which = "" if edition.number == 1 else f"Edition {edition.number}. "
    facts = f"{which}{row.kind}, {row.dateline}, {row.place}."
    parts = [facts, figures, contested, document_of(edition)["summary"]]
    return Entry(
        id=address,
        link=address,
        title=edition.title or edition.ref,
        summary=" ".join(part for part in parts if part),
        updated=edition.published_at,
        categories=(edition.kind,),
    )


def _taken_back(edition: Edition, absolute: Absolute) -> Entry:
    notice, address = notice_of(edition), absolute(address_of(edition))
    word = "Merged" if edition.status == EditionStatus.MERGED else "Retracted"
    where = f"is told under {notice.into} now" if notice.into else "no longer stands in the record"
    return Entry(
        id=address,
        link=address,
        title=f"{word}: {notice.title}",
        summary=f"{edition.ref} {where}. {notice.reason}",
        updated=edition.published_at,
        categories=(edition.status,),
    )


def of_claim(claim: RecordClaim, incident: str, absolute: Absolute) -> Entry:
    """Return the entry of a claim. Its id stays from edition to edition; `incident` is the incident's path."""
    edition = claim.edition
    names = {actor["slug"]: actor["name"] for actor in read(edition.body)["actors"]}
    who = names.get(claim.claimant, claim.claimant)
    said = claim.statement if len(claim.statement) <= LONGEST else f"{claim.statement[: LONGEST - 1]}…"
    dated = f"{ClaimKind.of(claim.kind).label}, {day(claim.made_on)}, on {edition.title} ({claim.ref})."
    return Entry(
        id=f"{absolute(incident)}#claim-{claim.claim}",
        link=f"{absolute(address_of(edition))}#claim-{claim.claim}",
        title=f"{who}: {said}",
        summary=f"{dated} {claim.statement}",
        updated=edition.published_at,
        categories=(claim.kind,),
    )
