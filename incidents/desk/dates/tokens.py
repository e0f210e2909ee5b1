"""What a written date is made of: numbers, months in four languages, times, dashes."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from incidents.desk.dates.months import MONTHS

_DAYS = ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun")  # fmt: skip
_SEPARATORS = "to until till through and"
_FILLERS = "on at of from the between since in local time during circa, hours hrs h г г. թ թ. il ili ilin"
DAYS = {word: number for number, row in enumerate(_DAYS) for word in row.split()}
PARTS = {"early": (1, 10), "mid": (11, 20), "middle": (11, 20), "late": (21, 31), "beginning": (1, 10), "end": (21, 31)}
"""Thirds of a month, by first and last day."""


class Kind(Enum):
    """What a piece of the text is."""

    FULL = auto()
    MONTH_OF_YEAR = auto()
    NUMBER = auto()
    YEAR = auto()
    MONTH = auto()
    TIME = auto()
    TO = auto()
    NIGHT = auto()
    WEEK = auto()
    PART = auto()
    WEEKDAY = auto()
    RELATIVE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `numbers` are its parts, in the order in which they are written."""

    kind: Kind
    text: str
    numbers: tuple[int, ...] = ()


_PATTERN = re.compile(
    r"(?P<time>\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?)"
    r"|(?P<full>\d{1,4}(?P<mark>[./-])\d{1,2}(?P=mark)\d{1,4})(?!\d)"
    r"|(?P<month>\d{4}-\d{2}(?!\d)|\d{1,2}[./]\d{4})"
    r"|(?P<number>\d+)(?:st\b|nd\b|rd\b|th\b)?(?:\.(?=\s|$))?"
    r"|(?P<to>-)"
    r"|(?P<word>[^\W\d_]+\.?)"
    r"|(?P<skip>[\s,;()]+)"
    r"|(?P<other>.)"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_YEAR_DIGITS = 4


def tokens(text: str) -> list[Token]:
    """Return the pieces of a text, fillers left out."""
    tidy = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    tidy = re.sub(r"(?<=\d)t(?=\d{2}:\d{2})", " ", tidy)  # 2024-02-13T05:30
    tidy = re.sub(r"(?<=\d{4}-\d{2}-\d{2})\s*/\s*(?=\d{4}-)", " - ", tidy)  # 2024-02-12/2024-02-13
    tidy = re.sub(r"(?<=\d)-(?:c[iuıü]|го|е|ին)\b", " ", tidy)  # 2024-cü il, 2024-го
    found = []
    for match in _PATTERN.finditer(tidy):
        token = _token(match.lastgroup if match.lastgroup != "mark" else "full", match[0])
        if token is not None:
            found.append(token)
    return found


def _token(group: str | None, text: str) -> Token | None:
    numbers = tuple(int(part) for part in re.findall(r"\d+", text))
    match group:
        case "skip":
            return None
        case "word":
            return _word(text)
        case "month":
            numbers = (max(numbers), min(numbers))
    return Token(_kind(group, text), text, numbers)


def _kind(group: str | None, text: str) -> Kind:
    if group == "number":
        return Kind.YEAR if len(re.sub(r"\D", "", text)) == _YEAR_DIGITS else Kind.NUMBER
    kinds = {"time": Kind.TIME, "full": Kind.FULL, "month": Kind.MONTH_OF_YEAR, "to": Kind.TO}
    return kinds.get(group or "", Kind.OTHER)


def _word(text: str) -> Token | None:
    word = text.rstrip(".")
    if text in _FILLERS.split() or word in _FILLERS.split():
        return None
    if word in MONTHS:
        return Token(Kind.MONTH, word, (MONTHS[word],))
    if word in DAYS:
        return Token(Kind.WEEKDAY, word, (DAYS[word],))
    if word in _SEPARATORS.split():
        return Token(Kind.TO, word)
    if word in PARTS:
        return Token(Kind.PART, word, PARTS[word])
    named = {"night": Kind.NIGHT, "overnight": Kind.NIGHT, "week": Kind.WEEK, "today": Kind.RELATIVE,
             "yesterday": Kind.RELATIVE}  # fmt: skip
    return Token(named.get(word, Kind.OTHER), word)
