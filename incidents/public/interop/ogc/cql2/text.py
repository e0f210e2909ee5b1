"""CQL2 Text into the tree of CQL2 JSON, by recursive descent: linear in its length, bounded in its depth."""

from collections.abc import Callable
from typing import Any

from incidents.public.interop.ogc.cql2.errors import Refused
from incidents.public.interop.ogc.cql2.words import Word, words

DEEPEST = 40
"""Parentheses, NOTs and calls that may be within each other."""

_DIGITS = 18
"""Of a whole number that PostgreSQL keeps exactly."""
_COMPARISONS = {"=": "=", "<>": "<>", "!=": "<>", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
_ARITHMETIC = frozenset("+-*/%^")
_CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}
_RESERVED = frozenset(["AND", "OR", "NOT", "LIKE", "ILIKE", "BETWEEN", "IN", "IS"])
_SHAPES = {"POINT": "Point", "POLYGON": "Polygon", "MULTIPOLYGON": "MultiPolygon"}
_DEPTH_OF_SHAPE = {"Point": 0, "Polygon": 2, "MultiPolygon": 3}
_OTHER_SHAPES = frozenset(["LINESTRING", "MULTIPOINT", "MULTILINESTRING", "GEOMETRYCOLLECTION"])


def parse(text: str) -> Any:
    """Return the tree of a filter. Raises Refused."""
    return _Parser(words(text)).whole()


class _Parser:
    def __init__(self, found: list[Word]) -> None:
        self.words = found
        self.here = 0
        self.depth = 0

    # The way through the words

    @property
    def word(self) -> Word:
        return self.words[self.here]

    def take(self, *keys: str) -> bool:
        """Go past the next words if they are these."""
        if [one.key for one in self.words[self.here : self.here + len(keys)]] != list(keys):
            return False
        self.here += len(keys)
        return True

    def expect(self, key: str) -> None:
        if not self.take(key):
            raise self.lost(f"expected {key}")

    def next(self) -> Word:
        word = self.word
        self.here += word.kind != "end"
        return word

    def lost(self, why: str) -> Refused:
        seen = "it ends" if self.word.kind == "end" else f"{self.word.text!r} stands"
        return Refused(f"can’t be read at character {self.word.at}: {seen} where it {why}")

    def within(self, read: Callable[[], Any]) -> Any:
        """Read something that may hold more of its like."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(f"is nested more than {DEEPEST} deep")
        found = read()
        self.depth -= 1
        return found

    # Logic

    def whole(self) -> Any:
        found = self.either()
        if self.word.kind != "end":
            raise self.lost("should end, or go on with AND or OR")
        return found

    def either(self) -> Any:
        return self._joined("OR", lambda: self._joined("AND", self.negated))

    def _joined(self, key: str, part: Callable[[], Any]) -> Any:
        parts = [part()]
        while self.take(key):
            parts.append(part())
        return {"op": key.lower(), "args": parts} if len(parts) > 1 else parts[0]

    def negated(self) -> Any:
        if self.take("NOT"):
            return {"op": "not", "args": [self.within(self.negated)]}
        return self.compared()

    # Comparisons

    def compared(self) -> Any:
        left = self.value()
        if self.word.key in _ARITHMETIC:
            raise Refused(f"has arithmetic ({self.word.text}) at character {self.word.at}, which is not supported")
        if operator := _COMPARISONS.get(self.word.key):
            self.here += 1
            return {"op": operator, "args": [left, self.value()]}
        if self.take("IS"):
            negated = self.take("NOT")
            self.expect("NULL")
            return _negated(negated, {"op": "isNull", "args": [left]})
        negated = self.take("NOT")
        found = self._predicate(left)
        if negated and found is left:
            raise self.lost("expected LIKE, BETWEEN or IN")
        return _negated(negated, found)

    def _predicate(self, left: Any) -> Any:
        """Read LIKE, BETWEEN or IN; without one of them, return what is to the left."""
        if self.take("LIKE"):
            return {"op": "like", "args": [left, self.value()]}
        if self.take("ILIKE"):  # no CQL2, but GDAL sends it
            return {"op": "like", "args": [{"op": "casei", "args": [side]} for side in (left, self.value())]}
        if self.take("BETWEEN"):
            lowest = self.value()
            self.expect("AND")
            return {"op": "between", "args": [left, lowest, self.value()]}
        if self.take("IN"):
            return {"op": "in", "args": [left, self.several(self.value)]}
        return left

    # Values

    def value(self) -> Any:
        if self.take("("):
            return self.within(self._parenthesis)
        if self.take("-"):
            return self._negative()
        if self.word.kind == "number" or self.take("+"):
            return self.number()
        return self._text_or_name()

    def _text_or_name(self) -> Any:
        word = self.word
        if word.kind == "text":
            return self.next().text
        if word.kind == "quoted":
            return {"property": self.next().text}
        if word.kind != "name" or word.key in _RESERVED:
            raise self.lost("expected a property, a value or a function")
        self.next()
        return _CONSTANTS[word.key] if word.key in _CONSTANTS else self._named(word)

    def _parenthesis(self) -> Any:
        found = self.either()
        self.expect(")")
        return found

    def _negative(self) -> Any:
        """Read what follows a minus sign: a number, perhaps in parentheses of its own."""
        if self.take("("):
            found = self.within(self._parenthesis)
            if isinstance(found, bool) or not isinstance(found, int | float):
                raise Refused("has arithmetic (-), which is not supported")
            return -found
        return -self.number()

    def _named(self, word: Word) -> Any:
        if word.key in _OTHER_SHAPES and self.word.key == "(":
            raise Refused(f"has a {word.key}: of geometries it may have POINT, BBOX, POLYGON and MULTIPOLYGON")
        if word.key in _SHAPES and self.word.key in ("(", "Z"):
            self.take("Z")
            return self.shape(_SHAPES[word.key])
        if self.word.key != "(":
            return {"property": word.text}
        if word.key in ("DATE", "TIMESTAMP"):
            return {word.key.lower(): self._instant()}
        if word.key == "BBOX":
            return {"bbox": self.several(self.signed)}
        if word.key == "INTERVAL":
            return {"interval": self.several(self.value)}
        of_lists = word.key.startswith("A_")
        return {"op": word.text.lower(), "args": self.several(self.listed if of_lists else self.either, empty=True)}

    def _instant(self) -> str:
        found = self.several(self.value)
        if len(found) != 1 or not isinstance(found[0], str):
            raise Refused("has a DATE or TIMESTAMP without its text, such as DATE('2024-02-13')")
        return found[0]

    def listed(self) -> Any:
        """Read an argument of a function of lists: what is in parentheses is a list, however short."""
        return self.several(self.value) if self.word.key == "(" else self.value()

    def several(self, one: Callable[[], Any], *, empty: bool = False) -> list[Any]:
        """Read values with commas between them, in parentheses."""
        self.expect("(")
        return self.within(lambda: self._items(one, empty=empty))  # type: ignore[no-any-return]

    def _items(self, one: Callable[[], Any], *, empty: bool) -> list[Any]:
        if empty and self.take(")"):
            return []
        found = [one()]
        while self.take(","):
            found.append(one())
        self.expect(")")
        return found

    def number(self) -> int | float:
        if self.word.kind != "number":
            raise self.lost("expected a number")
        text = self.next().text
        return int(text) if text.isdigit() and len(text) <= _DIGITS else float(text)

    def signed(self) -> int | float:
        if self.take("-"):
            return -self.number()
        self.take("+")
        return self.number()

    # Geometries, as WKT

    def shape(self, kind: str) -> Any:
        if kind == "Point":
            self.expect("(")
            point = self.position()
            self.expect(")")
            return {"type": kind, "coordinates": point}
        return {"type": kind, "coordinates": self.nested(_DEPTH_OF_SHAPE[kind])}

    def nested(self, depth: int) -> list[Any]:
        return self.several(self.position if depth == 1 else lambda: self.nested(depth - 1))

    def position(self) -> list[float]:
        found = [float(self.signed()), float(self.signed())]
        if self.word.kind == "number" or self.word.key == "-":
            found.append(float(self.signed()))
        return found


def _negated(negated: bool, tree: Any) -> Any:
    return {"op": "not", "args": [tree]} if negated else tree
