"""How many of whom were killed, wounded, captured or went missing, as Armenian, Russian and Azerbaijani texts give it.

Narrower than for English: a clause must hold one number of people and one thing that befell them, in any order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incidents.desk.suggesting.actors import Mention, forces_of
from incidents.desk.suggesting.casualty_words import WORDS, CasualtyWords
from incidents.desk.suggesting.counts import FigureSuggestion, Spans
from incidents.desk.suggesting.lexicon import KnownActor, Lexicon
from incidents.desk.suggesting.numbers import Number
from incidents.desk.suggesting.texts import Sentence, overlaps
from incidents.vocabulary import ActorKind, Group, Question

_GROUPS = {"military": Group.MILITARY, "civilian": Group.CIVILIAN, "unknown": Group.UNKNOWN}
_REPORTERS = (ActorKind.GOVERNMENT_BODY, ActorKind.SECURITY_SERVICE)
_NONE_OF = {"dead": (Question.KILLED,), "hurt": (Question.WOUNDED,), "all": (Question.KILLED, Question.WOUNDED)}


@dataclass(frozen=True, slots=True)
class _People:
    """Some people where a sentence counts them; `told` where a noun says who they are."""

    start: int
    end: int
    number: Number
    group: Group
    side: KnownActor | None
    told: bool


def casualties(
    sentence: Sentence, language: str, actors: list[Mention], dates: Spans, lexicon: Lexicon
) -> list[FigureSuggestion]:
    """Return the casualties that a sentence counts. Nothing where it says that something is not so."""
    words = WORDS.get(language)
    if words is None or re.search(words.denied, sentence.text, re.IGNORECASE):
        return []
    return list(_Reader(sentence, words, actors, lexicon).read(dates))


class _Reader:
    """Reads one sentence."""

    def __init__(self, sentence: Sentence, words: CasualtyWords, actors: list[Mention], lexicon: Lexicon) -> None:
        self.sentence, self.text, self.words, self.lexicon = sentence, sentence.text, words, lexicon
        self.places = [
            (one.phrase.start - sentence.start, one.phrase.end - sentence.start, one.actor) for one in actors
        ]
        self.reporter = next((actor for *_, actor in self.places if actor.kind in _REPORTERS), None)

    def read(self, dates: Spans) -> Iterator[FigureSuggestion]:
        """Yield what each clause counts."""
        people = list(self._people(dates))
        for start, end in self._clauses():
            here = [one for one in people if start <= one.start < end]
            befell = list(self.words.befell.finditer(self.text, start, end))
            if len(here) == len(befell) == 1:
                first, last = min(here[0].start, befell[0].start()), max(here[0].end, befell[0].end())
                yield self._figure(here[0], Question.of(befell[0].lastgroup or ""), first, last)
        yield from self._nobody()

    def _clauses(self) -> Iterator[tuple[int, int]]:
        """Yield the clauses, without those that say two things of the same people."""
        ends = [*self.words.clauses.finditer(self.text)]
        starts = [0, *(one.end() for one in ends)]
        together = [one.span() for one in self.words.together.finditer(self.text)]
        for start, end in zip(starts, [*(one.start() for one in ends), len(self.text)], strict=True):
            if not overlaps(start, end, together):
                yield start, end

    def _people(self, dates: Spans) -> Iterator[_People]:
        before: _People | None = None
        for match in self.words.people.finditer(self.text):
            start, end = match.span()
            number = self.words.numerals.value(match)
            group = next((_GROUPS[name] for name in _GROUPS if match[name]), None)
            absolute = self.sentence.start + start, self.sentence.start + end
            if number is None or overlaps(*absolute, dates):
                continue
            side = self._side(match, group) if group else None
            if (group is None or group is Group.UNKNOWN) and side is None and before is not None:
                group, side = before.group, before.side
            before = _People(start, end, number, group or Group.UNKNOWN, side, group is not None)
            if before.told:
                yield before

    def _side(self, match: "re.Match[str]", group: Group) -> KnownActor | None:
        """Return whose people are counted: by who stands beside them, by an adjective, or a reporter's own soldiers."""
        start, end = match.span()
        for first, last, actor in self.places:
            if self.text[last:start].isspace() or self.text[end:first].isspace() or (first < end and last > start):
                return self._whose(actor, group)
        for country, adjective in self.words.states.items():
            if re.search(rf"\b(?:{adjective})\w*", match["adjectives"] or "", re.IGNORECASE):
                state = self.lexicon.states.get(country)
                return self._whose(state, group) if state else None
        if group is Group.MILITARY and self.reporter is not None:
            state = self.lexicon.states.get(self.reporter.country)
            own = self.reporter.kind == ActorKind.SECURITY_SERVICE or state is None
            return self.reporter if own or state is None else forces_of(state, self.lexicon)
        return None

    def _whose(self, actor: KnownActor, group: Group) -> KnownActor:
        """Return the side that people of a group count to: civilians to the state, soldiers to its forces."""
        state = self.lexicon.states.get(actor.country)
        if state is None:
            return actor
        if group is Group.CIVILIAN:
            return state
        return forces_of(state, self.lexicon) if actor == state and group is Group.MILITARY else actor

    def _nobody(self) -> Iterator[FigureSuggestion]:
        """Yield that nobody came to harm, where the sentence says so."""
        for match in re.finditer(rf"\b{self.words.none}\b", self.text, re.IGNORECASE):
            among = match.groupdict().get("where") or ""
            named = (("civilian", self.words.civilian), ("military", self.words.military))
            group = next((_GROUPS[name] for name, nouns in named if re.search(nouns, among)), Group.UNKNOWN)
            nobody = _People(*match.span(), Number(0, 0), group, None, told=True)
            for question in _NONE_OF[next(name for name in _NONE_OF if match[name])]:
                yield self._figure(nobody, question, *match.span())

    def _figure(self, one: _People, question: Question, start: int, end: int) -> FigureSuggestion:
        return FigureSuggestion(
            self.sentence.phrase(start, end), question, one.side, one.group.value, one.number.low, one.number.high,
            one.number.wording, self.reporter,
        )  # fmt: skip
