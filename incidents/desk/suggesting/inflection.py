"""Words in the cases that Russian, Armenian and Azerbaijani put names in. English has none but the possessive.

The endings are the regular ones of nouns and adjectives; what they miss is not proposed.
"""

import re
from collections.abc import Callable

from incidents.record.search.folding import Word

_CYRILLIC = re.compile("[а-я]")
_ARMENIAN = re.compile("[ա-և]")

_RU = re.compile("(?:ами|ями|ого|его|ому|ему|ыми|ими|ов|ев|ам|ям|ах|ях|ом|ем|ых|их|ым|им|[аеиоуыэюяь]+)$")
_HY = re.compile(
    "(?:ության|ությամբ|ություն(?:ը|ն|ից|ում)?|ներ(?:ի|ը|ն|ից|ով|ում)?|եր(?:ի|ը|ն|ից|ով)?|ի|ին|ը|ն|ից|ում|ով)$"
)
_AZ = "n?[iu]n?|n?d[ea]n?|[ny]?[ea]|[yn]?[iu]|l[ea]|d[ea]ki"
_SHORTEST = 3


def _stem(ending: "re.Pattern[str]") -> Callable[[str, str], bool]:
    def same(one: str, other: str) -> bool:
        stems = ending.sub("", one), ending.sub("", other)
        return stems[0] == stems[1] and len(stems[0]) >= _SHORTEST

    return same


_same_ru, _same_hy = _stem(_RU), _stem(_HY)


def same_word(written: Word, name: Word) -> bool:
    """Tell whether a word of a text is a word of a name, whatever its case."""
    if not set(written.forms).isdisjoint(name.forms):
        return True
    one, other = written.forms[0], name.forms[0]
    if _CYRILLIC.match(other):
        return _same_ru(one, other)
    if _ARMENIAN.match(other):
        return _same_hy(one, other)
    return re.fullmatch(f"{re.escape(other)}(?:{_AZ})", one) is not None and len(other) > _SHORTEST


_ENDINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "hy": ("(?:ից|ում|ով|ին|ի|ը|ն)", ("",)),
    "ru": ("(?:ом|ем|ой|ей|а|я|у|ю|е|ы|и)", ("", "а", "я", "ь")),
    "az": ("(?:n?[ıiuü]n|d[aə]n?|n?[ıiuü]|[ny]?[aə])", ("",)),
}
_LONGEST = 3


def spellings(text: str, language: str) -> list[str]:
    """Return what a name in a text may be in the nominative: as it stands, and without the ending of its last word.

    >>> spellings("Ներքին Հանդի", "hy")
    ['Ներքին Հանդի', 'Ներքին Հանդ']
    """
    found = [re.sub("[’'`ʼ]s$", "", text)]
    ending, instead = _ENDINGS.get(language, ("", ()))
    for cut in range(len(text) - 1, max(len(text) - _LONGEST - 1, _SHORTEST - 1), -1):
        if ending and re.fullmatch(ending, text[cut:]) and text[cut - 2 : cut].isalpha():
            found += [text[:cut] + other for other in instead]
    return list(dict.fromkeys(found))
