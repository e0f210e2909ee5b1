"""Search among working copies: by ref, title, place and actor, folded as the record's search folds words."""

from functools import reduce

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Lower, Replace

from actors.models import Actor
from incidents.record.search.folding import ENGLISH, words
from incidents.reference.models import Place
from incidents.reference.querysets import folded
from incidents.workbench.models import Claim, Involvement
from incidents.workbench.querysets import IncidentQuerySet

MOST_WORDS = 8
"""Words of a query that count."""


def matching(incidents: IncidentQuerySet, text: str) -> IncidentQuerySet:
    """Return the incidents in which every word is found; all of them where the text has no word.

    A word may be part of a ref, of the title, of the place in words, or of any name, in any script, of the place, of an
    actor that is involved, or of one that claims something.
    """
    found = incidents.alias(
        folded_title=folded(F("title")), english_title=_english("title"), folded_wording=folded(F("place_wording"))
    )
    for word in words(text)[:MOST_WORDS]:
        spellings = {*word.forms, text[word.start : word.end].lower()}
        found = found.filter(reduce(Q.__or__, (_in_incident(one) for one in sorted(spellings))))
    return found


def _in_incident(word: str) -> Q:
    places = Place.objects.containing(word).order_by().values("pk")
    actors = Actor.objects.containing(word).order_by().values("pk")
    like = folded(word)
    return (
        Q(ref__icontains=word)
        | Q(folded_title__contains=like)
        | Q(english_title__contains=like)
        | Q(folded_wording__contains=like)
        | Q(place__in=places)
        | Q(pk__in=Involvement.objects.filter(actor__in=actors).order_by().values("incident"))
        | Q(pk__in=Claim.objects.filter(claimant__in=actors).order_by().values("incident"))
    )


def _english(column: str) -> Func:
    """Return a column as English spells what it takes from Azerbaijani (Şuşa as Shusha), and folded."""
    value: Func = Lower(column)
    for code, english in sorted(ENGLISH.items()):
        value = Replace(value, Value(chr(code)), Value(english))
    return Func(value, function="counterclaim_fold", output_field=TextField())
