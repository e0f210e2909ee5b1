"""Everything that the rules read off one text."""

from dataclasses import dataclass
from datetime import date

from incidents.desk.suggesting import actors, dates, figures, places
from incidents.desk.suggesting.counts import FigureSuggestion
from incidents.desk.suggesting.lexicon import Lexicon
from incidents.desk.suggesting.texts import MOST_CHARACTERS, language_of, sentences


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text suggests, field by field, each in the order of the text."""

    text: str
    dates: list[dates.DateSuggestion]
    places: list[places.PlaceSuggestion]
    actors: list[actors.ActorSuggestion]
    figures: list[FigureSuggestion]


def read(text: str, lexicon: Lexicon, *, published: date | None = None) -> Reading:
    """Read a text, or its beginning. Days without a year, and weekdays, are counted from when it was published."""
    text = text[:MOST_CHARACTERS]
    language = language_of(text)
    parts = list(sentences(text))
    named = [one for sentence in parts for one in actors.mentions(sentence, lexicon)]
    spans = [(one.phrase.start, one.phrase.end) for one in named]
    return Reading(
        text=text,
        dates=dates.dates(parts, published),
        places=places.places(parts, language, lexicon, spans),
        actors=actors.suggested(named, text),
        figures=figures.figures(parts, named, dates.spans(parts), lexicon, language),
    )
