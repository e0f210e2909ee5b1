"""An actor's page: names, place in the hierarchy over time, what it claimed and what was claimed of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from actors.models import Actor, ActorName, ActorRelation
from incidents.public.web.pages.words import day, language
from incidents.public.web.reading import claims_about, claims_by, names_of, relations_of
from incidents.record.models import RecordClaim
from incidents.vocabulary import ActorKind, ActorRelationKind, ClaimKind, NameKind

SHOWN = 20
"""Claims on the page in each list; the rest is found by the list's filters."""

_INVERSE = {
    ActorRelationKind.PART_OF: "includes",
    ActorRelationKind.SUCCESSOR_OF: "was succeeded by",
    ActorRelationKind.ALLIED_WITH: "is allied with",
    ActorRelationKind.CONTROLS: "is controlled by",
}


@dataclass(frozen=True, slots=True)
class ShownName:
    """A name with its language and what kind of name it is."""

    text: str
    tag: str
    language: str
    kind: str
    period: str


@dataclass(frozen=True, slots=True)
class ShownRelation:
    """A relation read from this actor's side. `held` says whether it held on the day that is asked for, if one is."""

    words: str
    slug: str
    name: str
    period: str
    held: bool | None


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim in a list."""

    claim: str
    ref: str
    title: str
    kind: str
    when: str
    claimant: str
    claimant_slug: str
    statement: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class ActorPage:
    """Everything the page shows."""

    actor: Actor
    kind: str
    names: list[ShownName]
    relations: list[ShownRelation]
    claimed: list[ShownClaim]
    more_claimed: bool
    about: list[ShownClaim]
    more_about: bool


def compose(actor: Actor, moment: datetime | None = None) -> ActorPage:
    """Put the page together; the claims are those of the record as of a moment. Five queries, names fetched before."""
    members = Actor.objects.descendants_of(actor.slug)
    claimed = list(claims_by(members, moment)[: SHOWN + 1])
    about = list(claims_about(members, moment)[: SHOWN + 1])
    names = names_of(row.claimant for row in (*claimed, *about))
    return ActorPage(
        actor=actor,
        kind=ActorKind.of(actor.kind).label,
        names=[_name(one) for one in actor.names.all()],
        relations=[_relation(one, actor, moment.date() if moment else None) for one in relations_of(actor)],
        claimed=_claims(claimed[:SHOWN], names),
        more_claimed=len(claimed) > SHOWN,
        about=_claims(about[:SHOWN], names),
        more_about=len(about) > SHOWN,
    )


def period(first: str, last: str) -> str:
    """Write a period whose ends may be open; nothing where both are."""
    if first and last:
        return f"{first} – {last}"
    if first:
        return f"since {first}"
    return f"until {last}" if last else ""


def _name(name: ActorName) -> ShownName:
    first = day(name.used_from) if name.used_from else ""
    last = day(name.used_to) if name.used_to else ""
    return ShownName(
        name.text,
        name.language,
        language(name.language),
        NameKind.of(name.kind).label,
        period(first, last),
    )


def _relation(relation: ActorRelation, actor: Actor, on: date | None) -> ShownRelation:
    outgoing = relation.subject_id == actor.pk
    kind = ActorRelationKind.of(relation.kind)
    other = relation.object if outgoing else relation.subject
    valid = relation.valid
    first = day(valid.lower) if valid.lower else ""
    last = day(valid.upper) if valid.upper else ""
    held = None if on is None else (valid.lower or date.min) <= on < (valid.upper or date.max)
    words = kind.label if outgoing else _INVERSE[kind]
    return ShownRelation(words, other.slug, other.name, period(first, last), held)


def _claims(rows: Iterable[RecordClaim], names: dict[str, str]) -> list[ShownClaim]:
    return [
        ShownClaim(
            claim=row.claim,
            ref=row.ref,
            title=row.edition.title,
            kind=ClaimKind.of(row.kind).label,
            when=day(row.made_on),
            claimant=names.get(row.claimant, row.claimant),
            claimant_slug=row.claimant if row.claimant in names else "",
            statement=row.statement,
            corrected=row.corrected,
        )
        for row in rows
    ]
