"""Which rows are meant by what was typed: all actors, places and incidents of a draft in a fixed number of queries."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Value

from accounts.models import User
from actors.models import Actor
from incidents.record.models import Edition
from incidents.reference.models import Place
from incidents.vocabulary import Standing
from incidents.workbench.decisions import refusal_of
from incidents.workbench.models import Incident
from incidents.workbench.policies import may_create

_CODE = re.compile(r"\[([^\[\]\s]{1,80})\]\s*$")
_REF = re.compile(r"\bCC-[0-9]{4}-[0-9]{5,}\b", re.IGNORECASE)
_SHOWN = 6
"""How many candidates a message names."""


def code_in(text: str) -> str:
    """Return the code or slug in square brackets at the end of a text, as suggestions are written; else the text."""
    found = _CODE.search(text)
    return found[1] if found else text.strip()


def ref_in(text: str) -> str:
    """Return the ref at the beginning of, or inside, a text."""
    found = _REF.search(text)
    return found[0].upper() if found else text.strip()


def actor_words(actor: Actor) -> str:
    """Return how the form writes an actor."""
    return actor.name


def place_words(place: Place) -> str:
    """Return how the form writes a place: names repeat, so its code is there."""
    return f"{place} [{place.code}]"


class Names:
    """What the names typed into a draft stand for, among the rows that `by` may see."""

    def __init__(self, by: User | None) -> None:
        """Know nothing yet."""
        self.by = by
        self._actors: dict[str, list[Actor]] = {}
        self._places: dict[str, list[Place]] = {}
        self._incidents: dict[str, Incident] = {}

    def look_up(self, *, actors: Iterable[str], places: Iterable[str], incidents: Iterable[str]) -> None:
        """Find everything that was typed: at most eight queries, however much that is."""
        self._actors |= _found(Actor, "slug", actors, self.by)
        self._places |= _found(Place, "code", places, self.by)
        refs = {ref for text in incidents if _REF.fullmatch(ref := ref_in(text))}
        if refs:
            seen = list(Incident.objects.visible_to(self.by).filter(ref__in=refs))
            public = Edition.objects.live().filter(ref__in=refs).values("ref")
            seen += Incident.objects.filter(ref__in=public)
            self._incidents |= {incident.ref: incident for incident in seen}

    def actor(self, text: str) -> Actor:
        """Return the actor. Raises ValidationError for none, and for several."""
        found = self._actors.get(text.strip(), [])
        if not found:
            message = f"No actor is called “{text}”. Choose one from the list, or propose it."
            raise ValidationError(self._refused(Actor, text) or message, code="unknown_actor")
        if len(found) > 1:
            raise ValidationError(_several(text, [f"{one.name} [{one.slug}]" for one in found]), code="ambiguous")
        return found[0]

    def place(self, text: str) -> Place:
        """Return the place. Raises ValidationError for none, and for several."""
        found = self._places.get(text.strip(), [])
        if not found:
            message = f"No place is called “{text}”. Choose one from the list, or propose it."
            raise ValidationError(self._refused(Place, text) or message, code="unknown_place")
        if len(found) > 1:
            shown = [f"{one}, {one.get_kind_display().lower()} [{one.code}]" for one in found]
            raise ValidationError(_several(text, shown), code="ambiguous")
        return found[0]

    def incident(self, text: str) -> Incident:
        """Return the incident with this ref. Raises ValidationError where none is visible."""
        found = self._incidents.get(ref_in(text))
        if found is None:
            raise ValidationError(f"No incident “{text}” is known here. Write its ref, as CC-2026-00017.")
        return found

    def _refused(self, model: type[Actor] | type[Place], text: str) -> str:
        """Return that editors refused what is named, and why; nothing where they did not, or not for these eyes."""
        if not may_create(self.by):
            return ""
        rows: Any = model.objects.filter(standing=Standing.REFUSED)
        row = rows.filter(pk__in=[one.pk for name in {code_in(text), text} for one in rows.called(name)]).first()
        if row is None:
            return ""
        return f"“{row.name}” was refused by an editor: {refusal_of(row)} Choose another."


def _several(text: str, shown: list[str]) -> str:
    more = f", and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return f"“{text}” could be {' or '.join(shown[:_SHOWN])}{more}. Write the one in full, or its code."


def _found(model: Any, key: str, typed: Iterable[str], by: User | None) -> dict[str, list[Any]]:
    """Return what each text stands for: by code or slug first, then by name in any spelling."""
    texts = {text.strip() for text in typed if text.strip() and "\0" not in text}
    if not texts:
        return {}
    visible = model.objects.visible_to(by)
    coded = model.objects.leading_to_visible(by).filter(**{f"{key}__in": {code_in(text) for text in texts}})
    by_code = {getattr(row, key): row.merged_into or row for row in coded}
    found = {text: [by_code[code_in(text)]] for text in texts if code_in(text) in by_code}
    branches = [
        visible.called(text).annotate(typed=Value(text, output_field=CharField())).order_by().values_list("typed", "pk")
        for text in sorted(texts - set(found))
    ]
    if branches:
        ids: dict[str, set[int]] = defaultdict(set)
        for text, pk in branches[0].union(*branches[1:]):
            ids[text].add(pk)
        rows = visible.in_bulk({pk for several in ids.values() for pk in several})
        for text, several in ids.items():
            found[text] = sorted((rows[pk] for pk in several), key=lambda row: (str(row), getattr(row, key)))
    return found
