"""Who fights whom and where, made up from a fixed seed: conflicts, their places, their actors.

Nothing here is anybody's: actors and places are syllables. What is true to life is how they hang together: few
conflicts make most events, one war ended long ago and its place names with it, places lie in clusters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

SEED = 20240213
PLACES = 200
"""In each conflict."""
BEGIN, END = date(1989, 1, 1), date(2024, 12, 31)
ENDED = "arn"
"""Code of the war that ended: of 1992 to 1994, and heavy."""

TERMS = {"quillon": 3, "tessera": 300, "caisson": 30_000, "barrage": 300_000}
"""Words, by how many live editions of a million have them."""

_CODES = (
    "bel", "cor", ENDED, "dul", "ebr", "fen", "gal", "hov", "ist", "jur", "kam", "lor", "mir", "nal", "oss", "per",
    "qar", "rov", "sul", "tam", "ulm", "vas", "wen", "xan", "yor", "zet", "ald", "bry", "cil", "dov", "eln", "fal",
    "gor", "hel", "ivr", "jal", "kes", "lun", "mor", "nev",
)  # fmt: skip
_COUNTRIES = (
    "UKR", "SYR", "ARM", "AFG", "IRQ", "YEM", "SOM", "COD", "ETH", "SDN", "MMR", "COL", "NGA", "MLI", "PHL", "IND",
    "PAK", "LKA", "TUR", "GEO", "RUS", "AZE", "MDA", "ISR", "LBN", "LBY", "TCD", "CAF", "MOZ", "AGO", "PER", "MEX",
    "THA", "KHM", "NPL", "DZA", "BDI", "RWA", "UGA", "KEN",
)  # fmt: skip
_FIRST = ("ağ", "bar", "kö", "dər", "sho", "mar", "ner", "ker", "tal", "var", "zan", "gor", "lus", "hay", "şu", "art")
_MIDDLE = ("a", "ako", "eri", "ovi", "una", "isa", "ala", "ori", "emi", "uda", "ani", "oku", "ave", "ilo", "ugo", "ena")
_LAST = ("dam", "kent", "van", "zor", "shen", "ber", "lar", "gyugh", "abad", "niq", "mut", "tepe", "rud", "sar", "var")
_LINKS = ("r", "l", "n", "")
_CYRILLIC = str.maketrans(
    dict(zip("abdeghijklmnopqrstuvyzəğöş", "абдегхижклмнопкрстувйзагёш", strict=True)) | {"w": "в"}
)


@dataclass(frozen=True, slots=True)
class Town:
    """A named place of one conflict."""

    code: str
    name: str
    other: str
    admin1: str
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sides, a country, some years. `weight`: its share of all events, roughly."""

    code: str
    country: str
    bordered: bool
    years: tuple[int, int]
    weight: float
    towns: tuple[Town, ...]


def hits(term: str, size: int) -> int:
    """Return how many live editions of a record of that size have a term."""
    return max(3, TERMS[term] * size // 1_000_000)


def ended_town() -> str:
    """Return the name of a place where much happened, all of it in the war that ended."""
    return next(one for one in conflicts() if one.code == ENDED).towns[0].name


def conflicts() -> tuple[Conflict, ...]:
    """Return the conflicts: the first ones make most events."""
    chance = Random(SEED)
    names = _names(chance)
    found = []
    for index, code in enumerate(_CODES):
        first = chance.randint(BEGIN.year, 2012)
        years = (1992, 1994) if code == ENDED else (first, min(END.year, first + chance.randint(8, 36)))
        weight = 4.0 if code == ENDED else 10 / (index + 1) ** 0.9
        latitude, longitude = chance.uniform(-30, 55), chance.uniform(-75, 120)
        towns = tuple(
            _town(index * PLACES + number, next(names), (latitude, longitude), chance) for number in range(PLACES)
        )
        found.append(Conflict(code, _COUNTRIES[index], index % 4 != 1, years, weight, towns))
    return tuple(found)


def _town(number: int, name: str, centre: tuple[float, float], chance: Random) -> Town:
    latitude, longitude = (place + chance.gauss(0, 0.8) for place in centre)
    return Town(
        code=f"gen:{number:05}",
        name=name.capitalize(),
        other=name.translate(_CYRILLIC).capitalize(),
        admin1=f"Province {number % 7 + 1}",
        latitude=degrees(latitude),
        longitude=degrees(longitude),
    )


def degrees(value: float) -> str:
    """Return an angle to four decimals, in canonical form."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _names(chance: Random) -> Iterator[str]:
    """Yield names, each once."""
    every = list(
        dict.fromkeys(
            f"{first}{middle}{link}{last}"
            for first in _FIRST
            for middle in _MIDDLE
            for link in _LINKS
            for last in _LAST
        )
    )
    chance.shuffle(every)
    return iter(every)
