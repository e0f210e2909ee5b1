"""Which actors and places a text may name, among those that the person who reads it may see."""

from django.db import models
from django.db.models.functions import Left

from accounts.models import User
from actors.models import Actor
from incidents.desk.forms.names import place_words
from incidents.desk.suggesting.lexicon import PREFIX, KnownActor, KnownPlace, Lexicon
from incidents.desk.suggesting.places import possible_names
from incidents.desk.suggesting.texts import MOST_CHARACTERS, language_of
from incidents.record.search.folding import words
from incidents.reference.models import Place
from incidents.reference.querysets import folded
from incidents.vocabulary import ActorKind

_MOST_NAMES = 5000
_BODIES = frozenset({"arm", "min", "sta", "gov", "pri"})
"""How the names of what belongs to a state begin, which English texts say with an adjective instead."""


def lexicon_for(text: str, user: User) -> Lexicon:
    """Return the names that a text could have in it. Three queries, however long it is."""
    text = text[:MOST_CHARACTERS]
    found = Lexicon()
    for (slug, name, kind, country), names in _actors(text, user).items():
        found.add_actor(KnownActor(slug, name, kind, country), names)
    spellings = {one for several in possible_names(text, language_of(text)).values() for one in several}
    for spelling, rows in Place.objects.visible_to(user).spelt(spellings).items():
        for place in rows:
            found.add_place(spelling, _known(place))
    return found


def _actors(text: str, user: User) -> dict[tuple[str, str, str, str], list[str]]:
    """Return states, and actors with a name whose first word begins like a word of the text, with such names."""
    prefixes = {form[:PREFIX] for word in words(text) for form in word.forms} | _BODIES
    rows = (
        Actor.objects.visible_to(user)
        .alias(
            name_begins=Left(folded(models.F("name")), PREFIX),
            alias_begins=Left(folded(models.F("names__text")), PREFIX),
        )
        .filter(
            models.Q(kind=ActorKind.STATE) | models.Q(name_begins__in=prefixes) | models.Q(alias_begins__in=prefixes)
        )
        .values_list("slug", "name", "kind", "country", "names__text")
        .order_by("slug", "names__text")
    )
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for slug, name, kind, country, alias in rows[:_MOST_NAMES]:
        found.setdefault((slug, name, kind, country), []).extend([alias] if alias else [])
    return found


def _known(place: Place) -> KnownPlace:
    return KnownPlace(
        place.code, place_words(place), place.kind, place.country, place.latitude, place.longitude,
        place.population or 0, place.prominent,
    )  # fmt: skip
