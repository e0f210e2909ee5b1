"""Words to be found and taken out, however they are written: in capitals, with accents, hyphens or line breaks."""

import json
import re
import unicodedata
from typing import Any

MARKER = "[expunged]"
SHORTEST = 3
"""Letters that words must have at least: fewer are in everything."""

_UNDECOMPOSED = {
    "ə": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    "ւ": "վ",
}  # fmt: skip
_DROPPED = set("'’‘`´ʻʼʿʾ")
_SPACE = set("-_\u2010\u2011\u2012\u2013\u2014")
_ESCAPED = (("\\n", " "), ("\\r", " "), ("\\t", " "), ('\\"', '"'), ("\\\\", "\\"))


class _Folding(dict[int, str]):
    """Maps a character to what it is compared as; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace() or character in _SPACE:
            folded = " "
        elif character in _DROPPED or unicodedata.category(character) == "Cf":
            folded = ""
        else:
            decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
            folded = "".join(_UNDECOMPOSED.get(one, one) for one in decomposed if not unicodedata.combining(one))
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return what a text is compared as: no case, no accents, no apostrophes, hyphens as spaces."""
    return text.translate(_FOLDING)


class Words:
    """The words that an order names."""

    def __init__(self, *texts: str) -> None:
        alternatives = (" +".join(map(re.escape, fold(text).split())) for text in texts)
        self._pattern = re.compile("|".join(sorted(alternatives, key=len, reverse=True)) or r"(?!)")

    def are_in(self, text: str) -> bool:
        """Tell whether a text holds them."""
        return self._pattern.search(fold(text)) is not None

    def are_in_json(self, text: str) -> bool:
        """Tell whether a text of JSON, whose line breaks and quotes are escaped, holds them."""
        if "\\" in text:
            for escape, meant in _ESCAPED:
                text = text.replace(escape, meant)
        return self.are_in(text)

    def taken_out(self, text: str, marker: str = MARKER) -> str:
        """Return a text with the marker wherever they were."""
        folded, places = "", []
        for place, character in enumerate(text):
            part = fold(character)
            folded += part
            places += [place] * len(part)
        kept, end = "", 0
        for found in self._pattern.finditer(folded):
            start, last = places[found.start()], places[found.end() - 1]
            kept += text[end:start] + marker
            end = last + 1
            while end < len(text) and not fold(text[end]):
                end += 1  # what belongs to the last letter: a combining accent
        return kept + text[end:]

    def taken_out_of(self, value: Any) -> Any:
        """Return a value (text, JSON, or lists of them) without them; the very same value where they are not in it."""
        if isinstance(value, str):
            return self._out_of_text(value)
        if isinstance(value, dict):
            changed = {self.taken_out_of(key): self.taken_out_of(part) for key, part in value.items()}
        elif isinstance(value, list | tuple):
            changed = [self.taken_out_of(part) for part in value]  # type: ignore[assignment]
        else:
            return value
        return value if changed == value else changed

    def _out_of_text(self, text: str) -> str:
        """Look also into text that is JSON, as the admin's log keeps it: there letters may be escaped."""
        if text[:1] in ("[", "{"):
            try:
                inner = json.loads(text)
            except ValueError:
                pass
            else:
                without = self.taken_out_of(inner)
                return text if without is inner else json.dumps(without, ensure_ascii=False)
        return self.taken_out(text) if self.are_in(text) else text
