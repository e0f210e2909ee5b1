"""Who is who in one document, and on which side of the page each stands."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from incidents.document.types import Actor, IncidentDocument
from incidents.vocabulary import OBSERVER_KINDS, OBSERVER_ROLES, ActorKind, InvolvementRole

FACING = 2
"""How many parties face each other; further parties and observers have columns of their own below."""


class Side(StrEnum):
    """Where a party stands on the page. Left and right say nothing but the order of names."""

    LEFT = "left"
    RIGHT = "right"
    OTHER = "other"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Member:
    """An actor on the page; `slug` is empty where it has no public page of its own."""

    slug: str
    name: str
    party: str
    side: Side


class Cast:
    """The actors of a document by slug.

    The two parties with most to say face each other, in the alphabetical order of their names, so that a party
    stands on the same side of every page.
    """

    def __init__(self, document: IncidentDocument, public: Mapping[str, str]) -> None:
        """Take the document and the names of the actors that have a page, by slug."""
        self._actors = {actor["slug"]: actor for actor in document["actors"]}
        self._public = public
        self.zone = document["occurrence"]["time_zone"]
        spoken: Counter[str] = Counter()
        self._observers: set[str] = set()
        for position in document["positions"]:
            for column in position["columns"]:
                if column["observer"]:
                    self._observers.add(column["party"])
                else:
                    spoken[column["party"]] += len(column["statements"])
        self._watching: dict[str, str] = {}
        for involvement in document["involvements"]:
            actor = self._actors.get(involvement["actor"])
            if actor and involvement["role"] in OBSERVER_ROLES:
                self._watching[actor["party"]] = InvolvementRole.of(involvement["role"]).label.lower()
            if actor and actor["party"] not in self._observers and not _only_harmed(actor):
                spoken[actor["party"]] += 0
        most = sorted(spoken, key=lambda slug: (-spoken[slug], self._name(slug)))
        self.facing = sorted(most[:FACING], key=self._name)
        self.others = sorted(most[FACING:], key=self._name)

    def _name(self, slug: str) -> str:
        actor = self._actors.get(slug)
        return actor["name"] if actor else self._public.get(slug, slug)

    def side(self, party: str) -> Side:
        """Return where a party stands."""
        if party in self.facing:
            return (Side.LEFT, Side.RIGHT)[self.facing.index(party)]
        if party in self.others:
            return Side.OTHER
        actor = self._actors.get(party)
        if party in self._observers or (actor and actor["kind"] in OBSERVER_KINDS):
            return Side.OBSERVER
        return Side.OTHER

    def role(self, party: str) -> str:
        """Return as what one outside the two facing parties speaks: mediator, monitor, media, observer, party."""
        side, actor = self.side(party), self._actors.get(party)
        if side is Side.OTHER:
            return "further party"
        if side is Side.OBSERVER:
            media = actor is not None and actor["kind"] == ActorKind.MEDIA
            return self._watching.get(party) or ("media" if media else "observer")
        return ""

    def member(self, slug: str) -> Member:
        """Return an actor of the document."""
        actor = self._actors.get(slug)
        party = actor["party"] if actor else slug
        return Member(slug if slug in self._public else "", self._name(slug), party, self.side(party))

    def left(self) -> Member | None:
        """Return the party on the left."""
        return self.member(self.facing[0]) if self.facing else None

    def right(self) -> Member | None:
        """Return the party on the right."""
        return self.member(self.facing[1]) if len(self.facing) == FACING else None


def _only_harmed(actor: Actor) -> bool:
    """Tell whether an actor is people without an organisation: harmed or displaced, but no party to the claims."""
    return actor["kind"] == "civilians"
