"""Which incidents have one of UCDP's actors on a side: the same as a row says, asked of the database."""

from collections.abc import Collection

from django.db.models import Q

from actors.models import Actor
from actors.querysets import ActorQuerySet
from incidents.public.interop.compat.countries import COUNTRIES
from incidents.public.interop.compat.ucdp.parties import CIVILIANS_ID, HARMED
from incidents.vocabulary_mapping import GOVERNMENT


def side_is(letter: str, ucdp_ids: Collection[int]) -> Q:
    """Return the condition on a row of sides that one of them is one of these UCDP actors.

    A government is any body of the state, as its UCDP actor is the government with all its forces; a body of no state
    that is known is its party by number, like a group (`parties`).
    """
    public = Actor.objects.visible_to(None)
    of_a_country = public.exclude(country="")
    codes = [code for code, country in COUNTRIES.items() if country.ucdp_government in ucdp_ids]
    asked_for = _is_one(letter, public.filter(country__in=codes), of_a_country)
    of_a_state = _is_one(letter, public.filter(country__in=COUNTRIES), of_a_country)
    by_number = _is_one(letter, public.filter(ucdp_id__in=ucdp_ids), public.filter(ucdp_id__isnull=False))
    government, harmed = _kind(letter, GOVERNMENT), _kind(letter, HARMED)
    found = (government & asked_for) | (by_number & ~harmed & ~(government & of_a_state))
    return found | harmed if CIVILIANS_ID in ucdp_ids else found


def _kind(letter: str, kinds: Collection[str]) -> Q:
    return Q(**{f"kind_{letter}__in": kinds})


def _is_one(letter: str, actors: ActorQuerySet, known: ActorQuerySet) -> Q:
    """Return the condition that a side's party is one of some actors, or, where of it nothing is `known`, its lead is.

    Of the lead the row has the name that the edition told.
    """
    actors, known = actors.with_merged(), known.with_merged()
    party, name = f"party_{letter}__in", f"name_{letter}__in"
    by_lead = ~Q(**{party: known.values("slug")}) & Q(**{name: actors.values("name")})
    return Q(**{party: actors.values("slug")}) | by_lead
