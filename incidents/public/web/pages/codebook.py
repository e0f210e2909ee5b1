"""The codebook: every controlled vocabulary with its terms, as the code defines them."""

from dataclasses import dataclass

from incidents import vocabulary
from incidents.public.web.pages.ledger import Mark, mark_of
from incidents.vocabulary import CREDIBILITY, PLACE_PRECISION, Controlled, Finding

_PRIVATE = frozenset(
    {"State", "Verb", "NoteState", "Standing", "LocationConfidentiality", "CaptureOutcome", "CustodyAction"}
)
"""Vocabularies of the editors' work, which no public document uses."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its code as published, its label, what it means."""

    code: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One vocabulary."""

    anchor: str
    title: str
    summary: str
    terms: tuple[Term, ...]


def chapters() -> list[Chapter]:
    """Return the vocabularies that public documents use, in the order of their definition."""
    found = [
        _chapter(one)
        for one in vars(vocabulary).values()
        if isinstance(one, type)
        and issubclass(one, Controlled)
        and one is not Controlled
        and one.__name__ not in _PRIVATE
    ]
    precision = tuple(
        Term(str(code), label, f"Drawn with a radius of {radius:g} km.")
        for code, (label, radius) in PLACE_PRECISION.items()
    )
    credibility = tuple(Term(str(code), label, definition) for code, (label, definition) in CREDIBILITY.items())
    found.append(
        Chapter("place-precision", "Place precision", "How exactly the place is known (UCDP where_prec).", precision)
    )
    found.append(
        Chapter(
            "credibility",
            "Credibility",
            "Of an item of information: the second half of the Admiralty code.",
            credibility,
        )
    )
    return found


def _chapter(terms: type[Controlled]) -> Chapter:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in terms.__name__).strip()
    return Chapter(
        words.replace(" ", "-"),
        words.capitalize(),
        (terms.__doc__ or "").strip(),
        tuple(Term(term.value, term.label, term.definition) for term in terms),
    )


def findings() -> list[tuple[Mark, str]]:
    """Return the marks of the findings with how each comes about, in their order of precedence."""
    return [(mark_of(finding), finding.definition) for finding in Finding]
