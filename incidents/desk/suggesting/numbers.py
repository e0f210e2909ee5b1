"""Numbers as English statements write them, with what they leave open."""

import re
from dataclasses import dataclass

_UNITS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORDS = {word: value for value, word in enumerate(_UNITS.split("|"), start=1)} | {
    word: 10 * value for value, word in enumerate(_TENS.split("|"), start=2)
}
_VAGUE = {
    "a number of": 2, "several": 2, "a few": 2, "some": 2, "a couple of": 2, "many": 2, "numerous": 2,
    "dozens of": 24, "dozens": 24, "scores of": 40, "scores": 40, "hundreds of": 200, "hundreds": 200,
}  # fmt: skip
"""What cannot be fewer; how many it is at most stays open."""

_LONGEST_FIRST = "|".join(sorted(_WORDS, key=len, reverse=True))
_COUNT = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|(?:{_TENS})-(?:{'|'.join(_UNITS.split('|')[:9])})|{_LONGEST_FIRST})"
_ABOUT = "about|around|some|roughly|approximately|nearly|almost|an estimated|close to"
_FROM = "at least|no fewer than|not fewer than|more than|over|upwards of"
_UP_TO = "up to|as many as|at most|no more than"

NUMBER = (
    rf"(?:(?:(?:{_ABOUT}|{_FROM}|{_UP_TO}) )?(?<![\w.,:–-]){_COUNT}(?:(?:–|-| to | or ){_COUNT})?(?![\w:]|[.,–-]\d)"
    rf"|between {_COUNT} and {_COUNT}"
    rf"|\b(?:{'|'.join(sorted(_VAGUE, key=len, reverse=True))})\b)"
)
"""A number with its approximation, as a part of an expression that ignores case."""

_PARTS = re.compile(
    rf"(?P<hedge>{_ABOUT}|{_FROM}|{_UP_TO})?\s*(?:between )?"
    rf"(?P<low>{_COUNT})(?:(?:–|-| to | or | and )(?P<high>{_COUNT}))?",
    re.IGNORECASE,
)
MOST = 10_000_000
"""No figure of an incident is greater; what looks like one is something else."""


@dataclass(frozen=True, slots=True)
class Number:
    """At least `low`, at most `high` (None: open), and the words where they say more than the number."""

    low: int
    high: int | None
    wording: str = ""


def number_of(text: str) -> Number | None:
    """Return what a text that NUMBER matched says; None where it is out of all proportion."""
    text = " ".join(text.split())
    if (vague := _VAGUE.get(text.lower())) is not None:
        return Number(vague, None, text.removesuffix(" of"))
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    low, hedge = _value(found["low"]), (found["hedge"] or "").lower()
    high = _value(found["high"]) if found["high"] else low
    if not low <= high <= MOST:
        return None
    if re.fullmatch(_UP_TO, hedge):
        return Number(0, high, text)
    if re.fullmatch(_FROM, hedge):
        return Number(low, None, text)
    return Number(low, high, text if hedge else "")


def _value(text: str) -> int:
    text = text.lower().replace(",", "")
    if text.isdecimal():
        return int(text)
    return sum(_WORDS[part] for part in text.split("-"))
