"""What a pasted text suggests for the form, one by one: in words, with the phrase each comes from, and its key.

A key says what is suggested (`place:gn:174815`), so that a click can name it; the text is read again before it counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from accounts.models import User
from incidents.desk.forms.draft import Row
from incidents.desk.forms.rows import Data
from incidents.desk.known import lexicon_for
from incidents.desk.suggesting.actors import ActorSuggestion
from incidents.desk.suggesting.counts import FigureSuggestion
from incidents.desk.suggesting.dates import DateSuggestion
from incidents.desk.suggesting.places import PlaceSuggestion
from incidents.desk.suggesting.reading import Reading, read
from incidents.desk.suggesting.texts import MOST_CHARACTERS, Phrase
from incidents.evidence.texts import READABLE
from incidents.vocabulary import PLACE_PRECISION, DatePrecision, Group, InvolvementRole, Question
from incidents.workbench.models import Source

TEXT, PUBLISHED, SOURCE, ACCEPTED = "reading-text", "reading-published", "reading-source", "reading-accepted"
"""Fields of the form that belong to no incident: the text, the day it was published, its source, what was accepted."""

_ALTERNATIVES = 4
_MOST_ACCEPTED = 300

Found = DateSuggestion | PlaceSuggestion | ActorSuggestion | FigureSuggestion


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to accept: what it would enter (`label`), what that button says, and whether it was accepted."""

    key: str
    label: str
    action: str
    found: Found
    number: int
    accepted: bool = False
    alternative: bool = False

    @property
    def phrase(self) -> Phrase:
        """Return the words it comes from."""
        return self.found.phrase


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text between two ends of phrases; `fields` are the kinds of suggestions that come from it."""

    text: str
    fields: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    """Numbers of the suggestions whose phrase begins here."""


class Copy(NamedTuple):
    """A kept copy to read, and whose it is."""

    public_id: str
    publisher: str


@dataclass
class Panel:
    """The text that was pasted, cut up for marking, and what it suggests field by field."""

    text: str = ""
    published: str = ""
    source: str = ""
    accepted: list[str] = field(default_factory=list)
    groups: list[tuple[str, str, list[Suggestion]]] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    unread: int = 0

    @property
    def count(self) -> int:
        """Return how many suggestions wait."""
        return sum(not one.accepted and not one.alternative for *_, several in self.groups for one in several)

    @property
    def next(self) -> int:
        """Return the number of the suggestion to look at next: the first that waits behind the last accepted one."""
        every = [one for *_, several in self.groups for one in several]
        last = max((one.number for one in every if self.accepted and one.key == self.accepted[-1]), default=0)
        waiting = [one.number for one in every if not one.accepted and not one.alternative]
        return next((number for number in waiting if number > last), waiting[0] if waiting else 0)


def panel(data: Data | None, user: User) -> Panel:
    """Return what the text in a form suggests. Asks the database three times, or not at all without a text."""
    data = data or Data()
    text, published, source = (str(data.get(name, "")).replace("\0", "") for name in (TEXT, PUBLISHED, SOURCE))
    found = Panel(text, published, source)
    found.accepted = list(dict.fromkeys(data.getlist(ACCEPTED)))[:_MOST_ACCEPTED]
    if found.text.strip():
        reading = read(found.text, lexicon_for(found.text, user), published=_day(found.published))
        found.groups = _groups(reading, set(found.accepted))
        found.segments = _segments(reading.text, found.groups)
        found.unread = max(0, len(found.text) - MOST_CHARACTERS)
    return found


def copies_to_read(rows: Iterable[Row]) -> list[Copy]:
    """Return the kept copies of sources whose text can be read, the newest of each source."""
    found = []
    for row in rows:
        copies = [one.capture for one in row.evidence.copies if one.capture.mime in READABLE] if row.evidence else []
        if copies and isinstance(source := row.form.instance, Source):
            found.append(Copy(copies[0].public_id, source.publisher))
    return found


def suggestion(data: Data, key: str, user: User) -> Suggestion | None:
    """Return the suggestion of a form's text that a key names; None where the text does not suggest that."""
    return next((one for *_, several in panel(data, user).groups for one in several if one.key == key), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _groups(reading: Reading, accepted: set[str]) -> list[tuple[str, str, list[Suggestion]]]:
    """Return the suggestions by field: its name, its title, and what there is."""
    number = 0
    found = []
    for name, title, several in (
        ("date", "When", _dates(reading)),
        ("place", "Where", _places(reading)),
        ("actor", "Who", _actors(reading)),
        ("figure", "Figures", _figures(reading)),
    ):
        rows = []
        for key, label, action, one, alternative in several:
            number += 1
            rows.append(Suggestion(key, label, action, one, number, key in accepted, alternative))
        found.append((name, title, rows))
    return found


_Told = tuple[str, str, str, Found, bool]


def _dates(reading: Reading) -> Iterator[_Told]:
    for one in reading.dates:
        yield f"date:{one.earliest}/{one.latest}", _days(one), "Use this date", one, False


def in_words(one: DateSuggestion) -> str:
    """Return days and times as people write them: 12 – 13 February 2024, in full."""
    first, last = (f"{day.day} {day:%B %Y}" for day in (one.earliest, one.latest))
    words = first if one.earliest == one.latest else f"{first} – {last}"
    if one.start_time:
        words += f" {one.start_time:%H:%M}" + (f"–{one.end_time:%H:%M}" if one.end_time else "")
    return words


def _days(one: DateSuggestion) -> str:
    precise = one.precision == DatePrecision.DAY
    return in_words(one) + ("" if precise else f" ({DatePrecision.of(one.precision).label.lower()})")


def _places(reading: Reading) -> Iterator[_Told]:
    for one in reading.places:
        words = f"{_without_code(one.place.words)}: {PLACE_PRECISION[one.precision][0].lower()}"
        yield f"place:{one.place.code}", words, "Use this place", one, False
        for other in one.others[:_ALTERNATIVES]:
            instead = PlaceSuggestion(one.phrase, other, (), one.precision)
            yield f"place:{other.code}", other.words, "Use this one instead", instead, True


def _without_code(words: str) -> str:
    return words.rpartition(" [")[0] or words


def _actors(reading: Reading) -> Iterator[_Told]:
    for one in reading.actors:
        if one.speaks:
            yield f"claimant:{one.actor.slug}", f"{one.actor.name} says something", "Add a claim", one, False
        role = f" as {InvolvementRole.of(one.role).label.lower()}" if one.role else ""
        words = f"{one.actor.name}{role}"
        yield f"actor:{one.actor.slug}", words, "Add to who was involved", one, one.speaks and not one.role


def _figures(reading: Reading) -> Iterator[_Told]:
    for one in reading.figures:
        side = one.side.slug if one.side else ""
        high = "" if one.high is None else one.high
        key = f"figure:{one.question.value}:{side}:{one.group}:{one.low}:{high}"
        yield key, _count(one), "Add to a claim", one, False


def _count(one: FigureSuggestion) -> str:
    number = (
        str(one.low)
        if one.low == one.high
        else f"{one.low} or more"
        if one.high is None
        else f"{one.low} to {one.high}"
    )
    wording = f" (“{one.wording}”)" if one.wording else ""
    group = f", {Group.of(one.group).label}" if one.group else ""
    side = one.side.name if one.side else "whose people is not told" if one.group else "by whom is not told"
    said = f"; says {one.claimant.name}" if one.claimant else ""
    return f"{Question.of(one.question).label}: {number}{wording}, {side}{group}{said}"


def _segments(text: str, groups: list[tuple[str, str, list[Suggestion]]]) -> list[Segment]:
    """Cut the text where phrases begin and end, so that phrases which overlap can all be marked."""
    marks = [(one.phrase, name, one.number) for name, _, several in groups for one in several if not one.alternative]
    ends = sorted({0, len(text), *(place for phrase, *_ in marks for place in (phrase.start, phrase.end))})
    found = []
    for start, end in pairwise(ends):
        there = [
            (phrase, name, number) for phrase, name, number in marks if phrase.start <= start and end <= phrase.end
        ]
        names = tuple(dict.fromkeys(name for _, name, _ in there))
        found.append(
            Segment(text[start:end], names, tuple(number for phrase, _, number in there if phrase.start == start))
        )
    return found
