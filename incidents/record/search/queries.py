"""Reads what a person typed as a search. Nothing in it is dropped: what can't be looked for is refused with the reason.

Words are all required; "…" is a phrase; a * at the end of a word stands for any ending; a - before a word or a phrase
excludes it; `or` separates alternatives. What is between words (commas, hyphens, brackets) only separates them, so
that cease-fire is the phrase of two words. It becomes a tsquery of folded words here: PostgreSQL parses none of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Q, TextField, Value

from incidents.record.search.folding import words
from incidents.record.search.vectors import pairs_of

LONGEST = 200
"""Characters of a search."""
SHORTEST_BEGINNING = 2
"""Letters before a *: fewer are in everything."""

_PART = re.compile(r'(?P<minus>-?)["“”„«»](?P<phrase>[^"“”„«»]*)(?:["“”„«»]|$)(?P<ending>\*?)|(?P<plain>[^\s"“”„«»]+)')


class Unsearchable(ValueError):
    """A search that can't be made as it stands, and why, in words for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several in a row: the forms of each. `begins`: the last one need only begin so."""

    words: tuple[tuple[str, ...], ...]
    begins: bool
    spans: tuple[tuple[int, int], ...]
    """Where each word stands in what was typed."""

    @property
    def pairs(self) -> tuple[tuple[str, ...], ...]:
        """Every two words in a row, as they are stored: the forms of each pair."""
        return tuple(tuple(pairs_of(one, other)) for one, other in pairwise(self.words))

    def tsquery(self) -> str:
        """Return it in PostgreSQL's notation: a phrase by its pairs, and from three words on by the places as well."""
        pairs = _each(self.pairs, self.begins)
        if not pairs:
            return self.in_a_row()
        return f"({' & '.join([*pairs, self.in_a_row()] if len(pairs) > 1 else pairs)})"

    def in_a_row(self) -> str:
        """Return it in PostgreSQL's notation, by the places of its words alone: of these a rank is computed."""
        return f"({' <-> '.join(_each(self.words, self.begins))})"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that must be there, and terms that must not."""

    required: tuple[Term, ...]
    excluded: tuple[Term, ...]

    def tsquery(self) -> str:
        """Return it in PostgreSQL's notation."""
        parts = [*(one.tsquery() for one in self.required), *(f"!{one.tsquery()}" for one in self.excluded)]
        return " & ".join(parts)


@dataclass(frozen=True, slots=True)
class Query:
    """A search: any of its alternatives will do."""

    text: str
    alternatives: tuple[Alternative, ...]

    def terms(self) -> Iterator[Term]:
        """Yield what is looked for: the terms that must be there, of every alternative."""
        for one in self.alternatives:
            yield from one.required

    def ranked(self) -> str:
        """Return what must be there in PostgreSQL's notation, as ranks are computed of it."""
        return " | ".join(term.in_a_row() for term in self.terms())

    def tsquery(self) -> str:
        """Return it in PostgreSQL's notation. It holds words, spaces between two, and operators, nothing else."""
        return " | ".join(f"({one.tsquery()})" for one in self.alternatives)


def matches(text: str, *, indexed: bool = True) -> Q:
    """Return the condition that a stored vector holds what was typed. Raises Unsearchable.

    Within CASE it is the same condition, but no index answers it, and PostgreSQL takes it to hold for every other row.
    """
    template = "(%(expressions)s)" if indexed else "(CASE WHEN %(expressions)s THEN true ELSE false END)"
    found = Func(F("search"), tsquery(text), arg_joiner=" @@ ", template=template, output_field=BooleanField())
    return Q(found)


def tsquery(text: str) -> Func:
    """Return what was typed as an expression. Raises Unsearchable."""
    return _written(parse(text).tsquery())


def ranked(text: str) -> Func:
    """Return what a rank is computed of, as an expression. Raises Unsearchable."""
    return _written(parse(text).ranked())


def parse(text: str) -> Query:
    """Read what was typed. Raises Unsearchable."""
    if "|" in text:
        raise Unsearchable("has a |: write `or` between two alternatives")
    groups: list[list[tuple[bool, Term]]] = [[]]
    is_or = False
    for part in _PART.finditer(text):
        if (part["plain"] or "").lower() == "or":
            is_or = True
            groups.append([])
            continue
        groups[-1] += _read(part)
    if is_or and re.search(r"[()]", text):
        raise Unsearchable("has brackets: they group nothing here. Write each alternative of `or` in full")
    if is_or and not all(groups):
        raise Unsearchable('has an `or` without words on both sides; the word itself is "or"')
    return Query(text, tuple(_alternative(terms, several=is_or) for terms in groups))


def _alternative(terms: list[tuple[bool, Term]], *, several: bool) -> Alternative:
    found = Alternative(
        tuple(term for excluded, term in terms if not excluded), tuple(term for excluded, term in terms if excluded)
    )
    if found.required:
        return found
    where = "on one side of `or` " if several else ""
    if found.excluded:
        raise Unsearchable(f"{where}only says what to leave out: name a word to look for as well")
    raise Unsearchable("has no letter or digit to look for")


def _read(part: re.Match[str]) -> Iterator[tuple[bool, Term]]:
    """Yield the terms of one part, and whether each is excluded. Several words without a space are a phrase."""
    if part["plain"] is None:
        start, text, excluded = part.start("phrase"), part["phrase"] + part["ending"], bool(part["minus"])
    else:
        text, start = part["plain"], part.start()
        excluded = len(text) > 1 and text[0] == "-" and text[1] != "-"
        if excluded and text[1] in "([{":
            raise Unsearchable("excludes something in brackets: put a - before each word")
    found = words(text)
    stars = [index for index, character in enumerate(text) if character == "*"]
    begins = bool(stars)
    if stars and (not found or stars != [found[-1].end]):
        raise Unsearchable("has a * elsewhere than at the end of a word, and of a phrase only its last")
    if not found:
        if excluded or part["plain"] is None:
            raise Unsearchable(f"has no letter or digit in {part[0]}")
        return
    if begins and len(found[-1].forms[0]) < SHORTEST_BEGINNING:
        raise Unsearchable(f"needs {SHORTEST_BEGINNING} letters before a *")
    spans = tuple((start + word.start, start + word.end) for word in found)
    yield excluded, Term(tuple(word.forms for word in found), begins, spans)


def _written(query: str) -> Func:
    value = Value(query, output_field=TextField())
    return Func(value, template="(%(expressions)s)::tsquery", output_field=SearchQueryField())


def _each(several: tuple[tuple[str, ...], ...], begins: bool) -> list[str]:
    """Return the alternatives of each; the last one need only begin so where it `begins`."""
    return [_alternatives(forms, begins and index == len(several) - 1) for index, forms in enumerate(several)]


def _alternatives(forms: tuple[str, ...], begins: bool) -> str:
    written = [f"'{form}'{':*' if begins else ''}" for form in forms]
    return written[0] if len(written) == 1 else f"({' | '.join(written)})"
