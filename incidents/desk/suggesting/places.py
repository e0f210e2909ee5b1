"""Places where something happened: known names beside words that say so, in sentences that tell of an event."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from incidents.desk.suggesting.events import is_event
from incidents.desk.suggesting.inflection import spellings
from incidents.desk.suggesting.lexicon import KnownPlace, Lexicon
from incidents.desk.suggesting.texts import Phrase, Sentence, overlaps
from incidents.vocabulary import PlaceKind

_MOST_WORDS = 4
_RUN = re.compile(r"(?<![\w’'])[^\W\d_a-zա-ևа-яё][\w’'`ʼ-]*")
_CAPITALS = frozenset({"gn:587084", "gn:616052", "gn:611717"})
"""Baku, Yerevan, Tbilisi: in statements the names of governments more often than of places."""

_SETTLEMENT = "village|town|city|settlement|hamlet|community"
_DIVISION = "district|region|province|rayon|raion|marz|municipality"
_KINDS = rf"(?:{_SETTLEMENT}|{_DIVISION})"
_SIDES = "southern|northern|eastern|western|southeastern|southwestern|northeastern|northwestern|border"
_BEFORE = {
    "en": re.compile(
        rf"(?:\b{_KINDS}s? of|\b(?:near|outside|around|towards?|at|in|inside|between|into|north of|south of|east of|"
        rf"west of|direction of)(?: the)?(?: (?:{_SIDES}))?(?: \w+n)?(?: {_KINDS}s?)?(?: of)?) $",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\b(?:у|в|возле|около|близ|вблизи|под|на|над|между|район\w*|направлени\w+|"
        r"(?:с[её]л|деревн|город|пос[её]л)\w*) $",
        re.IGNORECASE,
    ),
}
_AFTER = {
    "en": re.compile(rf" (?:{_SETTLEMENT}|{_DIVISION}|direction|section|area|sector|front)s?\b", re.IGNORECASE),
    "hy": re.compile(r" (?:\w+ )?(?:գյուղ|հատված|ուղղությ|համայնք|քաղաք|մոտ|շրջան|տարածք|բնակավայր|մարզ)"),
    "az": re.compile(r" (?:kənd|rayon|istiqam|yaşayış|ərazi|şəhər|yaxınlı|qəsəbə|bölgə)", re.IGNORECASE),
}  # fmt: skip
_LISTED = re.compile(r"^(?:, (?:and )?| and | or | և | и | və )$")
_DIVISIONS = {
    "en": re.compile(rf"(?:\b(?:{_DIVISION})s? of (?:the )?$|^ (?:{_DIVISION})s?\b)", re.IGNORECASE),
    "ru": re.compile(r"(?:\b(?:район|област)\w* $|^ (?:район|област))", re.IGNORECASE),
    "hy": re.compile(r"^ (?:շրջան|մարզ)"),
    "az": re.compile(r"^ (?:rayon|vilayət)", re.IGNORECASE),
}
_NEAR = re.compile(r"\b(?:near|around|outside|towards?|direction|area|between)\b", re.IGNORECASE)
_EXACT, _NEARBY, _DISTRICT, _PROVINCE = 1, 2, 3, 4
_LEVEL = {PlaceKind.DISTRICT: _DISTRICT, PlaceKind.PROVINCE: _PROVINCE, PlaceKind.REGION: _PROVINCE}


@dataclass(frozen=True, slots=True)
class PlaceSuggestion:
    """A place, those with the same name that are less likely, and how precise that is (UCDP where_prec)."""

    phrase: Phrase
    place: KnownPlace
    others: tuple[KnownPlace, ...]
    precision: int


@dataclass(frozen=True, slots=True)
class _Hit:
    phrase: Phrase
    candidates: tuple[KnownPlace, ...]
    division: bool
    near: bool


def possible_names(text: str, language: str) -> dict[str, list[str]]:
    """Return what in a text could be the name of a place, each with the spellings to look up."""
    return {name: spellings(name, language) for name in dict.fromkeys(run[2] for run in _runs(text))}


def _runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield runs of up to four capitalised words, the longest first at each word."""
    cut = [(match.start(), match.end()) for match in _RUN.finditer(text)]
    for index in range(len(cut)):
        for count in range(_MOST_WORDS, 0, -1):
            there = cut[index : index + count]
            if len(there) == count and all(text[one[1] : two[0]] in (" ", "-") for one, two in pairwise(there)):
                yield there[0][0], there[-1][1], text[there[0][0] : there[-1][1]]


def places(
    read: list[Sentence], language: str, lexicon: Lexicon, actors: list[tuple[int, int]]
) -> list[PlaceSuggestion]:
    """Return the places of what happened, in the order of the text, each once. `actors` are where those are named."""
    hits: list[_Hit] = []
    for sentence in read:
        if is_event(sentence.text):
            there = list(_in(sentence, language, lexicon, actors))
            exact = [one for one in there if not one.division]
            hits += exact or there
    certain = [one.candidates[0] for one in hits if len(one.candidates) == 1]
    kept: dict[str, PlaceSuggestion] = {}
    for hit in hits:
        ranked = sorted(hit.candidates, key=lambda place: _rank(place, hit, certain))
        best = ranked[0]
        precision = _LEVEL.get(PlaceKind.of(best.kind), _DISTRICT if hit.division else _NEARBY if hit.near else _EXACT)
        kept.setdefault(best.code, PlaceSuggestion(hit.phrase, best, tuple(ranked[1:]), precision))
    return list(kept.values())


def _in(sentence: Sentence, language: str, lexicon: Lexicon, actors: list[tuple[int, int]]) -> Iterator[_Hit]:
    taken: list[tuple[int, int]] = []
    listed: tuple[int, bool] | None = None
    text = sentence.text
    for start, end, name in _runs(text):
        span = (sentence.start + start, sentence.start + end)
        if overlaps(*span, actors) or overlaps(start, end, taken):
            continue
        candidates = [place for spelling in spellings(name, language) for place in lexicon.places.get(spelling, ())]
        candidates = [place for place in dict.fromkeys(candidates) if place.kind != PlaceKind.COUNTRY]
        if not candidates:
            continue
        before, after = text[:start], text[end:]
        division = any(_DIVISIONS[language].search(part) for part in (before, after))
        follows = listed is not None and _LISTED.match(text[listed[0] : start]) is not None
        cue = _BEFORE[language].search(before) if language in _BEFORE else None
        if not (cue or follows or (language in _AFTER and _AFTER[language].match(after))):
            continue
        if any(place.code in _CAPITALS for place in candidates) and cue and cue[0].strip().lower() in ("in", "at"):
            continue
        if follows and listed is not None:
            division |= listed[1]
        taken.append((start, end))
        listed = (end, division)
        near = _NEAR.search(f"{cue[0] if cue else ''} {after[:12]}") is not None
        yield _Hit(sentence.phrase(start, end), tuple(candidates), division, near)


def _rank(place: KnownPlace, hit: _Hit, certain: list[KnownPlace]) -> tuple[bool, float, bool, int, str]:
    """Order namesakes: of the kind that is named, near the places that are certain, prominent, populous."""
    division = place.kind in (PlaceKind.DISTRICT, PlaceKind.PROVINCE)
    return division != hit.division, _distance(place, certain), not place.prominent, -place.population, place.code


def _distance(place: KnownPlace, others: list[KnownPlace]) -> float:
    """Return how far a place is from the nearest of some others, in steps of 50 km; 0 where nothing is certain."""
    away = [
        math.hypot(place.latitude - one.latitude, (place.longitude - one.longitude) * 0.77)
        for one in others
        if place.latitude is not None
        and place.longitude is not None
        and one.latitude is not None
        and one.longitude is not None
    ]
    return float(round(min(away, default=0) / 0.45))
