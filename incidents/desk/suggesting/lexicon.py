"""Which actors and places are known: what the rules may propose, and nothing beside it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from incidents.record.search.folding import Word, words
from incidents.vocabulary import ActorKind, PlaceKind

DEMONYMS = {
    "Armenian": "ARM", "Azerbaijani": "AZE", "Azeri": "AZE", "Georgian": "GEO", "Turkish": "TUR", "Iranian": "IRN",
    "Russian": "RUS",
}  # fmt: skip
"""Adjectives of states → ISO 3166-1 alpha-3."""

PREFIX = 3
"""Letters of a name's first word that are compared before the rest is."""


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor as far as the rules need it."""

    slug: str
    name: str
    kind: str = ActorKind.OTHER
    country: str = ""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place as far as the rules need it. `words` is how the form writes it."""

    code: str
    words: str
    kind: str = PlaceKind.SETTLEMENT
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    prominent: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an actor, cut into words as the search compares them."""

    words: tuple[Word, ...]
    text: str
    actor: KnownActor


@dataclass
class Lexicon:
    """Names of actors by the beginning of their first word, and places by a spelling that the text may have."""

    names: dict[str, list[Name]] = field(default_factory=lambda: defaultdict(list))
    states: dict[str, KnownActor] = field(default_factory=dict)
    state_names: dict[str, KnownActor] = field(default_factory=dict)
    places: dict[str, list[KnownPlace]] = field(default_factory=lambda: defaultdict(list))

    def add_actor(self, actor: KnownActor, names: Collection[str]) -> None:
        """Know an actor under its names."""
        if actor.kind == ActorKind.STATE and actor.country:
            self.states[actor.country] = actor
            self.state_names |= dict.fromkeys((actor.name, *names), actor)
        for text in {actor.name, *names}:
            for variant in _variants(text):
                if cut := words(variant):
                    self.names[cut[0].forms[0][:PREFIX]].append(Name(cut, variant, actor))

    def add_place(self, spelling: str, place: KnownPlace) -> None:
        """Know a place under a spelling as the text has it."""
        if place not in self.places[spelling]:
            self.places[spelling].append(place)

    def state_of(self, text: str) -> KnownActor | None:
        """Return the state whose adjective is among some words."""
        countries = (country for word, country in DEMONYMS.items() if word in text.split())
        return next((self.states[country] for country in countries if country in self.states), None)

    def called(self, text: str) -> KnownActor | None:
        """Return the actor with exactly this name."""
        cut = [word.forms[0] for word in words(text)]
        for name in self.names.get(cut[0][:PREFIX], []) if cut else []:
            if [word.forms[0] for word in name.words] == cut:
                return name.actor
        return None


_OFFICIAL = (
    ("Հայաստանի Հանրապետության", ("ՀՀ", "Հայաստանի")),
    ("Azərbaycan Respublikasının", ("Azərbaycan", "Azərbaycanın")),
    ("Azərbaycan Respublikası", ("Azərbaycan",)),
)
"""How statements shorten the names of states within the official name of a body."""


def _variants(text: str) -> list[str]:
    found = [text]
    for long, shorts in _OFFICIAL:
        if text.startswith(f"{long} "):
            found += [f"{short}{text.removeprefix(long)}" for short in shorts]
            break
    return found
