"""An actor's page: names, place in the hierarchy over time, what it claimed and what was claimed of it."""

from dataclasses import dataclass

from django.http import QueryDict

from actors.models import Actor, ActorName
from incidents.public.web.moment import AsOf
from incidents.public.web.pages.claims import ClaimRow, claim_rows
from incidents.public.web.pages.hierarchy import Hierarchy, hierarchy_of
from incidents.public.web.pages.words import day, language, period
from incidents.public.web.reading import relations_of
from incidents.record.claim_filters import claims_for
from incidents.record.models import RecordClaim
from incidents.record.querysets import CLAIMS_BY_DATE
from incidents.vocabulary import ActorKind, ClaimMark, NameKind

SHOWN = 10
"""Claims on the page in each list; all of them are behind the counts."""

CLAIMED = "Made by it, or by a body that was part of it on the day. What only repeats another claim is not its own."
ABOUT = (
    "Made by others, and naming it or a body that was part of it on the incident’s dates: as a side, as who began, "
    "or as responsible. What only repeats another claim is not counted."
)


@dataclass(frozen=True, slots=True)
class ShownName:
    """A name with its language and what kind of name it is."""

    text: str
    tag: str
    language: str
    kind: str
    period: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims there are of a kind, the list that it counts, and what is counted."""

    number: int
    label: str
    definition: str
    query: str


@dataclass(frozen=True, slots=True)
class Account:
    """Claims by, or about, the actor: counts, the newest, and the query string of the list of all."""

    total: Count
    marks: tuple[Count, ...]
    repeats: Count
    rows: list[ClaimRow]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """Everything the page shows."""

    actor: Actor
    kind: str
    names: list[ShownName]
    hierarchy: Hierarchy
    claimed: Account
    about: Account


def compose(actor: Actor, as_of: AsOf | None = None) -> ActorPage:
    """Put the page together; the claims are those of the record as of a moment. Nine queries, names fetched before."""
    also = as_of.also if as_of else ""
    claimed, about = (
        _Claims(f"{query}{also}") for query in (f"claimant={actor.slug}", f"about={actor.slug}&by_others=true")
    )
    rows = claim_rows([*claimed.newest, *about.newest])
    split = len(claimed.newest)
    return ActorPage(
        actor=actor,
        kind=ActorKind.of(actor.kind).label,
        names=[_name(one) for one in actor.names.all()],
        hierarchy=hierarchy_of(actor, relations_of(actor), as_of.moment.date() if as_of else None),
        claimed=claimed.account(CLAIMED, rows[:split]),
        about=about.account(ABOUT, rows[split:]),
    )


class _Claims:
    """The claims that a query string of the list asks for; counts go by the list's own filters."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._found = claims_for(QueryDict(query))
        self.newest: list[RecordClaim] = CLAIMS_BY_DATE.page(self._found.own().for_list(), QueryDict(), size=SHOWN).rows

    def account(self, definition: str, rows: list[ClaimRow]) -> Account:
        counts = self._found.marked()
        own = f"{self._query}&repeats=false"
        repeats = ClaimMark.REPEATS
        return Account(
            total=Count(counts["total"], "in the record", definition, own),
            marks=tuple(
                Count(counts[mark], mark.label, mark.definition, f"{own}&{mark}=true")
                for mark in ClaimMark
                if mark != repeats
            ),
            repeats=Count(counts[repeats], repeats.label, repeats.definition, f"{self._query}&repeats=true"),
            rows=rows,
        )


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
