"""CQL2 Text, word by word."""

import re
from dataclasses import dataclass

from incidents.public.interop.ogc.cql2.errors import Refused

_WORD = re.compile(
    r"""
    (?P<number> (?: [0-9]+ (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
  | (?P<text>   ' (?: '' | \\' | [^'] )*+ ' )
  | (?P<quoted> " (?: "" | [^"] )*+ " )
  | (?P<name>   [^\W\d] [\w.:]* )
  | (?P<mark>   <> | <= | >= | != | [=<>(),+\-*/%^] )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it begins (from 1). `kind`: number, text, quoted (a name in quotes), name, mark, or end."""

    kind: str
    text: str
    at: int

    @property
    def key(self) -> str:
        """The word as keywords and marks are compared; nothing for a text, a number or a name in quotes."""
        return self.text.upper() if self.kind in ("name", "mark", "end") else ""


def words(text: str) -> list[Word]:
    """Return the words of a filter, and one for its end. Linear in its length. Raises Refused."""
    found, here = [], _SPACE.match(text).end()  # type: ignore[union-attr]  # it matches nothing as well
    while here < len(text):
        match = _WORD.match(text, here)
        if match is None:
            raise Refused(f"can’t be read at character {here + 1}, {text[here]!r}")
        kind, word = match.lastgroup or "", match[0]
        if kind == "text":
            word = re.sub(r"''|\\'", "'", word[1:-1])
        elif kind == "quoted":
            word = word[1:-1].replace('""', '"')
        found.append(Word(kind, word, here + 1))
        here = _SPACE.match(text, match.end()).end()  # type: ignore[union-attr]
    return [*found, Word("end", "", len(text) + 1)]
