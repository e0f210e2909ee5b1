"""When two assertions on the same question can both be so."""

from enum import Enum, auto
from math import asin, cos, inf, radians, sin, sqrt
from typing import Protocol, TypeVar

from incidents.document.types import Assertion, Claim, Place, Value
from incidents.vocabulary import VALUE_TYPES, LinkRelation, Question, Stance, ValueType

SAME_PLACE_KM = 25.0
"""Places closer than this are the same place for two accounts of one incident (UCDP where_prec 2)."""

_ATTRIBUTION = frozenset({Question.INITIATOR, Question.RESPONSIBILITY})
_DECIDING = frozenset({LinkRelation.DENIES, LinkRelation.DISPUTES, LinkRelation.CORROBORATES})
_EARTH_KM = 6371.0
_Bound = TypeVar("_Bound", float, str)


class Voice(Enum):
    """What an assertion comes to when findings are made."""

    YES = auto()
    ACKNOWLEDGED = auto()
    NO = auto()
    NO_VALUE = auto()
    WITHDRAWN = auto()
    SILENT = auto()


class Stated(Protocol):
    """An assertion together with the claim that makes it."""

    @property
    def claim(self) -> Claim: ...

    @property
    def assertion(self) -> Assertion: ...


def voice(assertion: Assertion) -> Voice:
    """Return what an assertion comes to.

    To acknowledge an act while denying responsibility is a yes to the act and a no to who is responsible.
    Speaking of casualties without a figure ("serious losses") is shown but neither agrees nor contests.
    """
    stance, question = assertion["stance"], assertion["question"]
    if stance == Stance.SILENT:
        return Voice.SILENT
    if stance == Stance.WITHDRAWS:
        return Voice.WITHDRAWN
    if stance in (Stance.DENIES, Stance.OTHER_EXPLANATION):
        return Voice.NO
    if stance == Stance.ACKNOWLEDGES:
        return Voice.NO if question in _ATTRIBUTION else Voice.ACKNOWLEDGED
    if VALUE_TYPES[Question.of(question)] is ValueType.NUMBER and assertion["value"]["low"] is None:
        return Voice.NO_VALUE
    return Voice.ACKNOWLEDGED if stance == Stance.ACCEPTS else Voice.YES


def compatible(one: Stated, other: Stated, party_of: dict[str, str]) -> bool:
    """Tell whether two assertions on one question can both be so. The relation is symmetric.

    A link between the two claims on this very question decides, and of several one that denies or disputes; else
    stance against stance, then values.
    """
    links = _links(one, other) | _links(other, one)
    if links:
        return links == {LinkRelation.CORROBORATES}
    voices = {voice(one.assertion), voice(other.assertion)}
    if voices & {Voice.SILENT, Voice.WITHDRAWN, Voice.NO_VALUE}:
        return True
    if Voice.NO in voices:
        return len(voices) == 1
    value_type = VALUE_TYPES[Question.of(one.assertion["question"])]
    return _values_meet(value_type, one.assertion["value"], other.assertion["value"], party_of)


def _links(one: Stated, other: Stated) -> set[LinkRelation]:
    """Return how one claim denies, disputes or corroborates the other on the question of the assertions."""
    return {
        answer["relation"]
        for answer in one.claim["answers"]
        if answer["to"] == other.claim["id"]
        and answer["question"] == one.assertion["question"]
        and answer["relation"] in _DECIDING
    }


def _values_meet(value_type: ValueType, one: Value, other: Value, party_of: dict[str, str]) -> bool:  # noqa: PLR0911 - a case a line
    match value_type:
        case ValueType.NUMBER:
            return _ranges_overlap(_numbers(one), _numbers(other))
        case ValueType.ACTOR:
            if one["actor"] is None or other["actor"] is None:
                return True
            return party_of[one["actor"]] == party_of[other["actor"]]
        case ValueType.TIME:
            return _ranges_overlap(_times(one), _times(other))
        case ValueType.PLACE:
            return _places_meet(one["place"], other["place"])
        case ValueType.TEXT:
            return one["text"].casefold().strip() == other["text"].casefold().strip()
        case ValueType.NONE:
            return True


def _numbers(value: Value) -> tuple[float, float]:
    """Return the range that a number covers; "several" is open upwards."""
    return value["low"] or 0, inf if value["high"] is None else value["high"]


def _times(value: Value) -> tuple[str, str]:
    start = value["time_from"] or ""
    return start, value["time_to"] or start or "9999"


def _ranges_overlap(one: tuple[_Bound, _Bound], other: tuple[_Bound, _Bound]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _places_meet(one: Place | None, other: Place | None) -> bool:
    """Tell whether two places are one for this purpose: the same, or less than 25 km apart."""
    if one is None or other is None or one["code"] == other["code"]:
        return True
    corners = (one["latitude"], one["longitude"], other["latitude"], other["longitude"])
    if None in corners:
        return False
    lat1, lon1, lat2, lon2 = (radians(corner) for corner in corners if corner is not None)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half)) <= SAME_PLACE_KM
