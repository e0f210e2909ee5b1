"""How many of whom were killed, wounded, captured or went missing, as an English text gives it for true.

Of other languages, `casualties` reads what a clause counts.
"""

import re
from dataclasses import dataclass

from incidents.desk.suggesting.actors import Mention, forces_of
from incidents.desk.suggesting.acts import acts
from incidents.desk.suggesting.casualties import casualties
from incidents.desk.suggesting.counts import FigureSuggestion, Spans, each_once, speaker_of
from incidents.desk.suggesting.events import is_denied, is_superseded
from incidents.desk.suggesting.lexicon import KnownActor, Lexicon
from incidents.desk.suggesting.numbers import NUMBER, Number, number_of
from incidents.desk.suggesting.texts import Sentence, overlaps
from incidents.vocabulary import ActorKind, Group, Question

_SOLDIERS = (
    "soldiers?|service(?:man|men|woman|women|members?)|troops|conscripts?|officers?|border guards?|personnel|recruits?"
)
_MILITARY = (
    rf"{_SOLDIERS}|fighters?|militants?|insurgents?|rebels?|gunm[ae]n|combatants?|guards?|snipers?|"
    "police(?:m[ae]n|wom[ae]n)?"
)
_CIVILIAN = (
    "civilians?|villagers?|residents?|child(?:ren)?|wom[ae]n|farmers?|shepherds?|journalists?|workers?|passers-?by|"
    "schoolchildren|pensioners?|inhabitants?"
)
_UNKNOWN = "people|persons?|others?|m[ae]n|victims?"
_NOUN = rf"(?:(?P<military>{_MILITARY})|(?P<civilian>{_CIVILIAN})|(?P<unknown>{_UNKNOWN}))"
_NOT_ADJECTIVES = "and|or|were|was|in|on|of|had|have|has"
_PEOPLE = re.compile(
    rf"(?P<all>(?:all )?(?:(?P<number>{NUMBER})|\b(?P<article>an?)\b)(?P<own> of (?:its|their|our)| of them)?"
    rf"(?P<adjectives>(?: (?!{_NOT_ADJECTIVES})[\w’'-]+){{0,3}}?) {_NOUN}\b)"
    rf"|(?P<bare>{NUMBER})(?: of them)?",
    re.IGNORECASE,
)
_OTHER_UNITS = re.compile(r"(?: (?:mm|km|per|percent|years?|days?|hours?|minutes?|times|degrees?)\b|%)")
_NOT = re.compile(r"\b(?:no|not|not even|neither|none of(?: the)?) $", re.IGNORECASE)
_OWN = re.compile(r"\b(?:its|their|our)\b", re.IGNORECASE)
_GROUPS = {"military": Group.MILITARY, "civilian": Group.CIVILIAN, "unknown": Group.UNKNOWN}

_OUTCOMES = (
    (Question.KILLED, r"killed|dead|died|lost (?:their|his|her) li(?:fe|ves)|fatalities"),
    (Question.WOUNDED, r"wounded|injured|hurt|wounding|injuring"),
    (Question.CAPTURED, r"captured|taken prisoner|taken captive|capturing|prisoners"),
    (Question.MISSING, r"missing|unaccounted for"),
)
_OUTCOME = re.compile("|".join(rf"\b(?P<{one.value}>{words})\b" for one, words in _OUTCOMES), re.IGNORECASE)
_TOGETHER = re.compile(r" (?:and|or|and/or) (?:were )?(?:killed|wounded|injured|captured|missing)\b", re.IGNORECASE)
"""One number for two outcomes, which tells neither."""
_ACTIVE = re.compile(
    r"\b(?:(?P<killed>kill(?:s|ed|ing)?|dead at)|(?P<wounded>wound(?:s|ed|ing)?|injur(?:es?|ed|ing))|"
    r"(?P<captured>captur(?:es?|ed|ing)))(?: another)? $",
    re.IGNORECASE,
)
"""A verb whose object follows: *killed two soldiers*."""
_LOST = re.compile(r"\blost(?: the)? $", re.IGNORECASE)
_BREAK = re.compile(r"[.;:()]|, (?:while|but|whereas)\b")
_FAR = 60
"""Characters between a number and its outcome."""

_NONE = re.compile(
    r"\b(?:(?:no|without(?: any)?) (?P<what>casualties|losses|deaths|injuries|victims)|(?:nobody|no one) (?:was|were) "
    r"(?P<how>hurt|injured|killed|wounded|harmed))\b(?: (?:among|on|amongst)(?: the)?(?P<where>[^.,;]*))?",
    re.IGNORECASE,
)
_NONE_OF = dict.fromkeys(("deaths", "killed"), (Question.KILLED,)) | dict.fromkeys(
    ("injuries", "wounded", "injured"), (Question.WOUNDED,)
)
_UNHARMED = (Question.KILLED, Question.WOUNDED)
_NEARBY = 40


@dataclass(frozen=True, slots=True)
class _Counted:
    """Some people where a sentence counts them. `told`: a noun says who they are."""

    start: int
    end: int
    number: Number
    side: KnownActor | None
    group: Group
    told: bool = True


def figures(
    read: list[Sentence], actors: list[Mention], dates: Spans, lexicon: Lexicon, language: str = "en"
) -> list[FigureSuggestion]:
    """Return what a text counts, in its order, each once. What it denies or no longer holds is left out."""
    found: list[FigureSuggestion] = []
    for sentence in read:
        if is_denied(sentence.text) or is_superseded(sentence.text):
            continue
        end = sentence.start + len(sentence.text)
        there = [one for one in actors if sentence.start <= one.phrase.start < end]
        found += casualties(sentence, language, there, dates, lexicon)
        reader = _Reader(sentence, there, lexicon)
        found += reader.casualties([(one - sentence.start, other - sentence.start) for one, other in dates])
        found += reader.nobody()
        found += acts(sentence, there, dates, found)
    return each_once(found)


class _Reader:
    """Reads the casualties of one sentence."""

    def __init__(self, sentence: Sentence, actors: list[Mention], lexicon: Lexicon) -> None:
        self.sentence, self.text, self.actors, self.lexicon = sentence, sentence.text, actors, lexicon
        self.speaker = speaker_of(actors)
        self.places = [
            (one.phrase.start - sentence.start, one.phrase.end - sentence.start, one.actor) for one in actors
        ]

    def casualties(self, dates: Spans) -> list[FigureSuggestion]:
        """Return each number of people with what befell them: by the verb after it, or by one whose object it is."""
        people = self._counted(dates)
        outcomes = [(one.start(), one.end(), Question.of(one.lastgroup or "")) for one in _OUTCOME.finditer(self.text)]
        found, used = [], set()
        for one, following in zip(people, [*people[1:], None], strict=False):
            limit = min(following.start if following else len(self.text), one.end + _FAR)
            passive = next((it for it in outcomes if one.end <= it[0] < limit and it[0] not in used), None)
            active = _ACTIVE.search(self.text[: one.start])
            if passive and not _BREAK.search(self.text[one.end : passive[0]]):
                used.add(passive[0])
                if not _TOGETHER.match(self.text[passive[1] :]):
                    found.append(self._figure(one, passive[2], one.start, passive[1]))
            elif active and active.start() not in used:
                used.add(active.start())
                found.append(self._figure(one, Question.of(active.lastgroup or ""), active.start(), one.end))
            elif one.told and _LOST.search(self.text[: one.start]):
                found.append(self._figure(one, Question.KILLED, one.start, one.end))
        return found

    def nobody(self) -> list[FigureSuggestion]:
        """Return that nobody came to harm, where the sentence says so."""
        found = []
        for match in _NONE.finditer(self.text):
            where = match["where"] or ""
            said_of = where or self.text[max(0, match.start() - _NEARBY) : match.start()]
            military = re.search(rf"\b(?:{_MILITARY}|army|forces|units?)\b", said_of, re.IGNORECASE)
            civilian = re.search(rf"\b(?:{_CIVILIAN})\b", where, re.IGNORECASE)
            group = Group.CIVILIAN if civilian else Group.MILITARY if military else Group.UNKNOWN
            inside = (actor for start, _, actor in self.places if where and match.start("where") <= start < match.end())
            number = _Counted(*match.span(), Number(0, 0), next(inside, None), group)
            questions = _NONE_OF.get((match["what"] or match["how"]).lower(), _UNHARMED)
            found += [self._figure(number, question, *match.span()) for question in questions]
        return found

    def _figure(self, one: _Counted, question: Question, start: int, end: int) -> FigureSuggestion:
        return FigureSuggestion(
            self.sentence.phrase(start, end), question, one.side, one.group.value, one.number.low, one.number.high,
            one.number.wording, self.speaker,
        )  # fmt: skip

    def _counted(self, dates: Spans) -> list[_Counted]:
        """Return the people of the sentence. A number without a noun is of those that were counted before it."""
        found: list[_Counted] = []
        for match in _PEOPLE.finditer(self.text):
            start, end = match.span()
            no_people = match["bare"] and _OTHER_UNITS.match(self.text[end:])
            if overlaps(start, end, dates) or no_people or _NOT.search(self.text[:start]):
                continue
            written = match["number"] or match["bare"]
            number = number_of(written) if written else Number(1, 1)
            if number is None:
                continue
            group = next((_GROUPS[name] for name in _GROUPS if match[name]), Group.UNKNOWN)
            side = self._side(match, group) if match["all"] else None
            told = group is not Group.UNKNOWN
            if not told and side is None and found:
                group, side = found[-1].group, found[-1].side
            found.append(_Counted(start, end, number, side, group, told))
        return found

    def _side(self, match: "re.Match[str]", group: Group) -> KnownActor | None:
        """Return whose people are counted: by an adjective, by *of*, or the speaker's own."""
        start, end = match.span()
        of = re.match(r" of (?:the )?", self.text[end:])
        for actor_start, actor_end, actor in self.places:
            if (actor_start < end and actor_end > start) or (of and actor_start == end + of.end()):
                return self._whose(actor, group)
        if state := self.lexicon.state_of(match["adjectives"]):
            return state
        if _OWN.search(f"{match['own'] or ''} {match['adjectives']}"):
            return self._own_side()
        soldiers = match["military"] and re.fullmatch(_SOLDIERS, match["military"], re.IGNORECASE)
        if soldiers and self.speaker and not _ACTIVE.search(self.text[:start]):
            return self._own_side()
        return None

    def _whose(self, actor: KnownActor, group: Group) -> KnownActor:
        """Return the side that people of a group count to: civilians to the state, soldiers to its forces."""
        state = self.lexicon.states.get(actor.country)
        if state is None:
            return actor
        if group is Group.CIVILIAN:
            return state
        return forces_of(state, self.lexicon) if actor == state and group is Group.MILITARY else actor

    def _own_side(self) -> KnownActor | None:
        """Return whose people a speaker's own are: a service's are its own, a ministry's those of the armed forces."""
        speaker = self.speaker or next((one.actor for one in self.actors), None)
        if speaker is None or speaker.kind in (ActorKind.SECURITY_SERVICE, ActorKind.ARMED_FORCES):
            return speaker
        state = self.lexicon.states.get(speaker.country)
        return forces_of(state, self.lexicon) if state else speaker
