"""Ceasefire violations and rounds fired, as an English text counts them."""

import re
from dataclasses import replace

from incidents.desk.suggesting.actors import Mention
from incidents.desk.suggesting.counts import FigureSuggestion, Spans, speaker_of
from incidents.desk.suggesting.lexicon import KnownActor
from incidents.desk.suggesting.numbers import NUMBER, number_of
from incidents.desk.suggesting.texts import Sentence, overlaps
from incidents.vocabulary import ACT_QUESTIONS, Question

_ROUNDS = "shells|rounds|shots|projectiles|rockets|missiles|bullets|mines"
_ACTS = (
    (
        Question.VIOLATIONS,
        (
            rf"(?P<number>{NUMBER})(?: ceasefire)? violations|violations? at (?P<at>{NUMBER})|"
            rf"(?:violat\w+|broke) the ceasefire[^.;,]*? (?P<times>{NUMBER}) times"
        ),
    ),
    (
        Question.PROJECTILES,
        rf"(?P<number>{NUMBER})(?: \d+ ?mm)?(?: mortar| artillery| tank)? (?:{_ROUNDS})\b",
    ),
)
_AGAINST = re.compile(
    rf"\b(?:after|against|compared (?:with|to)|down from|up from) (?P<number>{NUMBER})(?: times)? in\b", re.IGNORECASE
)
_BY = re.compile(r"(?: were| was)?(?: \w+)? by (?:the )?")


def acts(
    sentence: Sentence, actors: list[Mention], dates: Spans, before: list[FigureSuggestion]
) -> list[FigureSuggestion]:
    """Return the counts of a sentence. A count without its doer is of the doer that was counted `before`."""
    found: list[FigureSuggestion] = []
    for question, expression in _ACTS:
        for match in re.finditer(expression, sentence.text, re.IGNORECASE):
            number = number_of(next(value for value in match.groupdict().values() if value))
            phrase = sentence.phrase(*match.span())
            if number is None or overlaps(phrase.start, phrase.end, dates):
                continue
            side = _doer(sentence, match, actors) or _last_doer(before + found)
            found.append(
                FigureSuggestion(
                    phrase, question, side, "", number.low, number.high, number.wording, speaker_of(actors)
                )
            )
    for match in _AGAINST.finditer(sentence.text):
        number = number_of(match["number"])
        if number and found:
            phrase = sentence.phrase(*match.span())
            found.append(replace(found[0], phrase=phrase, low=number.low, high=number.high, wording=number.wording))
    return found


def _last_doer(found: list[FigureSuggestion]) -> KnownActor | None:
    return next((one.side for one in reversed(found) if one.question in ACT_QUESTIONS), None)


def _doer(sentence: Sentence, match: "re.Match[str]", actors: list[Mention]) -> KnownActor | None:
    """Return who did what is counted: by *by*, or as the subject before it."""
    end = sentence.start + match.end()
    for one in actors:
        between = sentence.text[match.end() : max(0, one.phrase.start - sentence.start)]
        if one.phrase.start >= end and _BY.fullmatch(between):
            return one.actor
    subjects = [one for one in actors if one.phrase.end <= end and not one.speaks]
    return subjects[-1].actor if subjects else None
