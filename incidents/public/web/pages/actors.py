"""The list of actors, in groups by kind, a page at a time."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import QueryDict

from actors.models import Actor
from config.rest.parameters import BadParameter, Fault
from incidents.public.web.moment import AsOf, read_moment
from incidents.public.web.reading import public_actors
from incidents.record.reading import without_blanks
from incidents.vocabulary import ActorKind

PAGE = 100
_DIGITS = 10
_KNOWN = ("q", "kind", "page")


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor in the list, with its names in other languages."""

    slug: str
    name: str
    kind: str
    country: str
    other_names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActorList:
    """What the page shows."""

    rows: list[ActorRow]
    total: int
    words: str
    kind: str
    kinds: tuple[tuple[str, str], ...]
    previous: str
    next: str
    as_of: AsOf | None


def actor_list(params: QueryDict) -> ActorList:
    """Read the query and put the page together. Raises BadParameter. Three queries, with `as_of` four.

    Actors have no editions: `as_of` changes nothing in the list, which says so, and is kept in its links.
    """
    query = without_blanks(params)
    as_of = read_moment(query, also=_KNOWN)
    unknown = []
    kind, number = query.get("kind", ""), query.get("page", "1")
    if kind and kind not in ActorKind.codes():
        unknown.append(Fault("kind", f"{kind!r} is not one of them", tuple(ActorKind.codes())))
    if not (number.isascii() and number.isdecimal() and len(number) < _DIGITS) or int(number) < 1:
        unknown.append(Fault("page", f"{number!r} is not a page's number"))
    if "\0" in query.get("q", ""):
        unknown.append(Fault("q", "has a character in it that no name has"))
    if unknown:
        raise BadParameter(*unknown)
    pages = Paginator(public_actors(query.get("q", "").strip(), kind), PAGE)
    if int(number) > pages.num_pages:
        raise BadParameter(Fault("page", f"is beyond the last one, {pages.num_pages}"))
    page = pages.page(number)
    return ActorList(
        rows=[_row(actor) for actor in page.object_list],
        total=pages.count,
        words=query.get("q", ""),
        kind=kind,
        kinds=tuple(ActorKind.choices()),
        previous=_page(query, page.number - 1) if page.has_previous() else "",
        next=_page(query, page.number + 1) if page.has_next() else "",
        as_of=as_of,
    )


def _page(query: QueryDict, number: int) -> str:
    changed = query.copy()
    changed["page"] = str(number)
    return changed.urlencode()


def _row(actor: Actor) -> ActorRow:
    other = {name.text: name.language for name in actor.names.all() if name.text != actor.name}
    names = tuple(other.items())[:4]
    return ActorRow(actor.slug, actor.name, ActorKind.of(actor.kind).label, actor.country, names)
