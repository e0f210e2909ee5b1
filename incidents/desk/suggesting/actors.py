"""Actors that a text names: by their names in any language, and in English by what belongs to a state."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from incidents.desk.suggesting.inflection import same_word
from incidents.desk.suggesting.lexicon import DEMONYMS, PREFIX, KnownActor, Lexicon
from incidents.desk.suggesting.texts import Phrase, Sentence, overlaps
from incidents.record.search.folding import Word, words
from incidents.vocabulary import ActorKind, InvolvementRole

_FORCES = (
    "armed forces|defence forces|defense forces|special forces|forces|army|military|troops|units?|soldiers?|"
    "service(?:man|men|woman|women|members?)|conscripts?|snipers?|fire|combat posts?|artillery|drones?|aircraft|"
    "personnel"
)
_BORDER = "(?:state )?border (?:guard )?service|border guards?|border service(?:man|men|woman|women)"
_BODIES: tuple[tuple[str, str], ...] = (
    ("(?:defen[cs]e ministry|ministry of defen[cs]e|mod)", "Ministry of Defence of {}"),
    ("(?:foreign ministry|ministry of foreign affairs|mfa)", "Ministry of Foreign Affairs of {}"),
    (_BORDER, "State Border Service of {}"),
    ("prime minister", "Prime Minister of {}"),
    ("government", "Government of {}"),
    ("side|authorities", "{}"),
    (_FORCES, "Armed Forces of {}"),
)
"""What belongs to a state, in the words of English statements → how the record names it."""

_COUNTRIES = {word.lower(): country for word, country in DEMONYMS.items()}
_BODY = "|".join(f"(?P<b{number}>{words_})" for number, (words_, _) in enumerate(_BODIES))
_BETWEEN = r"(?:[a-z]+ ){0,2}?"
_ACTS = (
    r"(?: (?:has|have|had|also|again|then|later|itself|,))*"
    r" (?:says|said|told|is|was|denies|accuses|claims|lost|fired|retook|took|broke|holds|held|shot|began|\w+ed)\b"
)
_BY = re.compile(r"\b(?:by|from|according to|against) (?:the )?$")
_SPEAKS = (
    r"(?:\w+ ){0,2}(?:said|says|reports?|reported|announced?s?|claim(?:s|ed)?|told|stated?|declared?|counted|"
    r"registered|denies|denied|warns?|warned|accuse[sd]?|put the number|noted|confirmed|spoken)"
)
_SAID_BEFORE = re.compile(
    r"(?:according to|said|says|say|reports?|reported|quotes?|announced)(?: the)? $", re.IGNORECASE
)
_AFTER = re.compile(rf"^,? (?:it )?{_SPEAKS}\b", re.IGNORECASE)
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor where the text names it; `speaks` where it says something there."""

    phrase: Phrase
    actor: KnownActor
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class ActorSuggestion:
    """An actor to enter: as the claimant of a claim where it speaks, and else with a part in the incident."""

    phrase: Phrase
    actor: KnownActor
    speaks: bool
    role: InvolvementRole | None


def mentions(sentence: Sentence, lexicon: Lexicon) -> list[Mention]:
    """Return the known actors that a sentence names, longest names first where they overlap, in its order."""
    found: list[tuple[int, int, KnownActor, bool]] = []  # the last: by an adjective, a possessive or *of*
    cut = words(sentence.text)
    for index in range(len(cut)):
        found += [(start, end, actor, False) for start, end, actor in _named(cut, index, sentence.text, lexicon)]
    found += [(start, end, actor, True) for start, end, actor in _composed(sentence.text, lexicon)]
    found.sort(key=lambda one: (one[0] - one[1], one[0], one[3]))
    taken: list[tuple[int, int]] = []
    kept = []
    for start, end, actor, composed in found:
        if overlaps(start, end, taken):
            continue
        taken.append((start, end))
        if actor.kind == ActorKind.STATE and not composed and not _acts(sentence.text, start, end):
            continue
        kept.append(Mention(sentence.phrase(start, end), actor, _speaks(sentence.text, start, end)))
    return sorted(kept, key=lambda one: one.phrase.start)


def _named(cut: tuple[Word, ...], index: int, text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, KnownActor]]:
    """Yield the actors one of whose names begins at a word."""
    prefixes = {form[:PREFIX] for form in cut[index].forms}
    for name in (name for prefix in sorted(prefixes) for name in lexicon.names.get(prefix, ())):
        there = cut[index : index + len(name.words)]
        if len(there) < len(name.words) or not all(map(same_word, there, name.words)):
            continue
        start, end = there[0].start, there[-1].end
        if len(name.text) <= _SHORT and text[start:end] != name.text:
            continue
        yield start, end, name.actor


def _composed(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, KnownActor]]:
    """Yield what English says with an adjective, a possessive or *of*: the Armenian army, Azerbaijan's troops."""
    for expression in _owners(tuple(sorted(lexicon.state_names, key=len, reverse=True))):
        for match in expression.finditer(text):
            owner = match["owner"]
            actor = lexicon.states.get(_COUNTRIES.get(owner.lower(), "")) or lexicon.state_names.get(owner)
            number = next(number for number in range(len(_BODIES)) if match[f"b{number}"])
            if actor is not None and owner[0].isupper():
                yield match.start(), match.end(), _body(number, actor, lexicon)


@lru_cache(maxsize=20)
def _owners(states: tuple[str, ...]) -> tuple["re.Pattern[str]", ...]:
    """Return the three forms by these names of states."""
    state = "|".join(map(re.escape, states)) or "(?!)"
    return (
        re.compile(rf"\b(?P<owner>{'|'.join(DEMONYMS)}) {_BETWEEN}(?:{_BODY})\b", re.IGNORECASE),
        re.compile(rf"\b(?P<owner>{state})[’'`]s? {_BETWEEN}(?:{_BODY})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{_BODY}) of (?:the )?(?P<owner>{state})\b", re.IGNORECASE),
    )


def _body(number: int, state: KnownActor, lexicon: Lexicon) -> KnownActor:
    """Return the body of a state, or the state itself where the body is not known."""
    return lexicon.called(_BODIES[number][1].format(state.name)) or forces_of(state, lexicon)


def forces_of(state: KnownActor, lexicon: Lexicon) -> KnownActor:
    """Return the armed forces of a state, or the state where they are not known."""
    return lexicon.called(f"Armed Forces of {state.name}") or state


def _acts(text: str, start: int, end: int) -> bool:
    """Tell whether a state's name is that of somebody who acts, not of a country."""
    return re.match(_ACTS, text[end:]) is not None or _BY.search(text[:start]) is not None


def _speaks(text: str, start: int, end: int) -> bool:
    return _SAID_BEFORE.search(text[:start]) is not None or _AFTER.match(text[end:]) is not None


_INITIATES = re.compile(
    r"^(?: \w+){0,2}? (?:fired|opened fire|opened [\w-]+ fire|shelled|attacked|violated|broke the ceasefire|subjected|"
    r"struck|carried out|conducted)\b",
    re.IGNORECASE,
)
_SUFFERS = re.compile(
    r"^(?: \w+){0,3}? (?:killed|wounded|injured|captured|missing|died|lost their lives)\b", re.IGNORECASE
)
_DONE_BY = re.compile(
    r"\b(?:fired|killed|wounded|injured|shelled|attacked|violations|hit) (?:\w+ )?by (?:an? |the )?$", re.IGNORECASE
)


def suggested(found: list[Mention], text: str) -> list[ActorSuggestion]:
    """Return each actor once: as it is first named, with what the text makes of it anywhere."""
    kept: dict[str, ActorSuggestion] = {}
    for one in found:
        role = _role(text, one)
        before = kept.get(one.actor.slug)
        if before is None:
            kept[one.actor.slug] = ActorSuggestion(one.phrase, one.actor, one.speaks, role)
        elif (one.speaks and not before.speaks) or (role and not before.role):
            phrase = one.phrase if one.speaks and not before.speaks else before.phrase
            kept[one.actor.slug] = ActorSuggestion(phrase, one.actor, before.speaks or one.speaks, before.role or role)
    return list(kept.values())


def _role(text: str, one: Mention) -> InvolvementRole | None:
    """Return the part that the words around an actor give it, if they do."""
    after, before = text[one.phrase.end : one.phrase.end + 60], text[max(0, one.phrase.start - 40) : one.phrase.start]
    after = re.split("[.;]", after)[0]
    if _INITIATES.match(after) or _DONE_BY.search(before) or one.phrase.text.lower().endswith((" fire", " sniper")):
        return InvolvementRole.INITIATOR
    if _SUFFERS.match(after):
        return InvolvementRole.TARGET
    return None
