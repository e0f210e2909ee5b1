"""The codebook: every controlled vocabulary with its terms, as the code defines them."""

from collections import Counter
from dataclasses import dataclass

from incidents import vocabulary
from incidents.document.origins import GRADE_ONE_RULE
from incidents.document.rules import DERIVED_RANGE, TOTAL
from incidents.public.web.pages.ledger import Mark, mark_of
from incidents.vocabulary import (
    CREDIBILITY,
    GRADES_ARE_INDEPENDENT,
    PLACE_PRECISION,
    Controlled,
    Finding,
    LinkRelation,
    Reliability,
)
from incidents.vocabulary_mapping import mapping_of

_PRIVATE = frozenset(
    {
        "State",
        "Verb",
        "AccessFace",
        "ApprovalState",
        "NoteState",
        "ReviewCheck",
        "Standing",
        "ReferenceVerdict",
        "LocationConfidentiality",
        "CaptureOutcome",
        "CustodyAction",
    }
)
"""Vocabularies of the editors' work, which no public document uses."""


_DATASETS = (("ucdp", "UCDP GED"), ("acled", "ACLED"))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How a dataset codes a term: its columns with their values, and what is lost or why there are none."""

    dataset: str
    columns: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its code as published, its label, what it means, and the pattern by which pages tell it."""

    code: str
    label: str
    definition: str
    elsewhere: tuple[Elsewhere, ...]
    mark: Mark | None = None
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """One vocabulary; `notes` are rules on its use."""

    anchor: str
    title: str
    summary: str
    terms: tuple[Term, ...]
    notes: tuple[str, ...] = ()

    @property
    def elsewhere(self) -> tuple[Elsewhere, ...]:
        """What holds in other datasets of most terms, and of each that says nothing else."""
        counts = Counter(one for term in self.terms for one in term.elsewhere)
        return tuple(one for one, count in counts.items() if count * 2 > len(self.terms) and not one.columns)

    @property
    def rows(self) -> list[tuple[Term, list[Elsewhere]]]:
        """The terms, each with what other datasets do with it and not with most of them."""
        alike = self.elsewhere
        return [(term, [one for one in term.elsewhere if one not in alike]) for term in self.terms]


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
        Term(str(code), label, f"Drawn with a radius of {radius:g} km.", _elsewhere("place_precision", code))
        for code, (label, radius) in PLACE_PRECISION.items()
    )
    found.append(
        Chapter("place-precision", "Place precision", "How exactly the place is known (UCDP where_prec).", precision)
    )
    after = [chapter.anchor for chapter in found].index("reliability") + 1
    return [*found[:after], _credibility(), *found[after:]]


def _credibility() -> Chapter:
    """Return the second half of the Admiralty code, which stands beside the first."""
    return Chapter(
        "credibility",
        "Credibility",
        "Credibility of an item of information: the second half of the Admiralty code.",
        tuple(
            Term(str(code), label, definition, _elsewhere("credibility", code))
            for code, (label, definition) in CREDIBILITY.items()
        ),
        (GRADES_ARE_INDEPENDENT, GRADE_ONE_RULE),
    )


def _chapter(terms: type[Controlled]) -> Chapter:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in terms.__name__).strip()
    return Chapter(
        words.replace(" ", "-"),
        words.capitalize(),
        (terms.__doc__ or "").strip(),
        tuple(
            Term(
                term.value,
                term.label,
                term.definition,
                _elsewhere(words.replace(" ", "_"), term.value),
                mark_of(term) if isinstance(term, Finding) else None,
                isinstance(term, LinkRelation),
            )
            for term in terms
        ),
        (GRADES_ARE_INDEPENDENT,) if terms is Reliability else (),
    )


def _elsewhere(name: str, code: str | int) -> tuple[Elsewhere, ...]:
    """Return how the field's two main datasets code a term."""
    codings = mapping_of(name, code)
    if codings is None:
        return ()
    found = [(label, codings["ucdp"] if dataset == "ucdp" else codings["acled"]) for dataset, label in _DATASETS]
    return tuple(
        Elsewhere(label, tuple(f"{column}: {value}" for column, value in one["columns"].items()), one["note"])
        for label, one in found
    )


def methodology() -> dict[str, object]:
    """Return the rules that the methodology quotes from the code that follows them."""
    return {
        "findings": findings(),
        "derived_range": DERIVED_RANGE,
        "total": TOTAL,
        "independence": GRADES_ARE_INDEPENDENT,
        "grade_one": GRADE_ONE_RULE,
    }


def findings() -> list[tuple[Mark, str]]:
    """Return the marks of the findings with how each comes about, in their order of precedence."""
    return [(mark_of(finding), finding.definition) for finding in Finding]
