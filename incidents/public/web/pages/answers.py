"""What an assertion answers to its question, in words. The record says "says" and "denies", nothing stronger."""

import re
from dataclasses import dataclass

from incidents.document.types import Assertion, Statement, Superseded, Value
from incidents.public.web.pages.cast import Cast
from incidents.public.web.pages.words import NOT_GIVEN, capital, moment, number
from incidents.vocabulary import VALUE_TYPES, Question, Stance, ValueType

NO_FIGURE = "No figure"
_OCCURRENCE = {
    Stance.ASSERTS: "Says it happened",
    Stance.DENIES: "Denies that it happened",
    Stance.ACKNOWLEDGES: "Says it happened; denies responsibility",
    Stance.OTHER_EXPLANATION: "Gives another explanation",
    Stance.ACCEPTS: "Says it happened; accepts responsibility",
}
_BEFORE = {
    Stance.DENIES: "Denies",
    Stance.ACKNOWLEDGES: "Denies responsibility",
    Stance.OTHER_EXPLANATION: "Another explanation",
    Stance.ACCEPTS: "Accepts responsibility",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in a few words; `ref` where it points to another incident; `wording` is the claimant's own."""

    text: str
    ref: str
    wording: str
    given: bool


def answer(said: Assertion | Statement | Superseded, question: str, cast: Cast) -> Answer:
    """Return what a statement answers."""
    stance, value, wording = said["stance"], said["value"], said["wording"]
    ref = value["response_to"] or ""
    if stance == Stance.SILENT:
        return Answer("No statement found", ref, wording, given=False)
    if stance == Stance.WITHDRAWS:
        return Answer("Withdraws what it said", ref, wording, given=True)
    if question == Question.OCCURRENCE:
        return Answer(_OCCURRENCE[Stance.of(stance)], ref, wording, given=True)
    text = _value_text(value, VALUE_TYPES[Question.of(question)], wording, cast)
    before = _BEFORE.get(Stance.of(stance), "")
    if text == NOT_GIVEN:
        figure = VALUE_TYPES[Question.of(question)] is ValueType.NUMBER
        text = "" if before or ref else (NO_FIGURE if figure else capital(NOT_GIVEN))
    if ref and not text:
        text = "A response to"
    whole = f"{before}: {text}" if before and text else before or text
    shown = "" if wording.strip().casefold() in whole.casefold() else _inner(wording)
    return Answer(capital(whole), ref, shown, given=text != capital(NOT_GIVEN))


def _value_text(value: Value, kind: ValueType, wording: str, cast: Cast) -> str:
    match kind:
        case ValueType.ACTOR if value["actor"]:
            return cast.member(value["actor"]).name
        case ValueType.NUMBER:
            low, high = value["low"], value["high"]
            figure = number(low, high)
            if high is None and low is not None and wording:
                return f"{wording} ({figure})"
            return wording if low == high and names(wording, figure) else figure
        case ValueType.PLACE if value["place"]:
            return value["place"]["name"]
        case ValueType.TIME:
            return _time_text(value, cast.zone)
        case _:
            return value["text"] or (wording if kind is ValueType.TEXT else "") or NOT_GIVEN


def names(wording: str, figure: str) -> bool:
    """Tell whether words name a figure: "about 180" does, "in 2180" does not."""
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?![.,]?\d)", wording) is not None


def _inner(wording: str) -> str:
    """Return a text whose own quotation marks are single, for setting it in double ones."""
    return wording.replace("“", "‘").replace("”", "’").replace('"', "’")


def _time_text(value: Value, zone: str) -> str:
    start, end = value["time_from"], value["time_to"]
    if start and end and start != end:
        return f"{moment(start, zone)} – {moment(end, zone)}"
    if start or end:
        before = "" if start and end else "from " if start else "until "
        return f"{before}{moment(start or end, zone)}"
    return value["text"] or NOT_GIVEN
