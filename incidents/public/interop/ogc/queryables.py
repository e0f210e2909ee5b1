"""What a filter may ask about: an allow-list over the record's derived columns, with the type of each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import NullIf

from incidents.vocabulary import (
    PLACE_PRECISION,
    ClaimKind,
    ClaimMark,
    Controlled,
    DatePrecision,
    IncidentKind,
    Question,
)


class Kind(StrEnum):
    """Type of a property."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    LIST = "list"
    GEOMETRY = "geometry"


_SCHEMAS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.INSTANT: {"type": "string", "format": "date-time"},
    Kind.LIST: {"type": "array", "items": {"type": "string"}},
}


@dataclass(frozen=True, slots=True)
class Queryable:
    """A property that filters may name. `blank`: the column writes what is not known as an empty text.

    `names`: it holds codes of an `actor` or a `place`, which may have been merged since.
    """

    name: str
    kind: Kind
    title: str
    column: str = ""
    blank: bool = False
    terms: tuple[str, ...] = ()
    role: str = ""
    names: str = ""

    def expression(self) -> Combinable:
        """Return its value in a row: NULL where it is not known."""
        column = F(self.column or self.name)
        return NullIf(column, Value("")) if self.blank else column

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        if self.kind == Kind.GEOMETRY:
            shape = "Point" if self.role == "position" else "Geometry"
            ref = {"$ref": f"https://geojson.org/schema/{shape}.json"}
            return {"title": self.title, **ref, "format": f"geometry-{shape.lower()}", "x-ogc-role": "primary-geometry"}
        found: dict[str, Any] = {"title": self.title, **_SCHEMAS[self.kind]}
        if self.terms and self.kind == Kind.LIST:
            found["items"] = {"type": "string", "enum": list(self.terms)}
        elif self.terms:
            found["enum"] = list(self.terms)
        return found | ({"x-ogc-role": self.role} if self.role else {})


def _terms(vocabulary: type[Controlled]) -> tuple[str, ...]:
    return tuple(vocabulary.codes())


def _figures(outcome: str) -> tuple[Queryable, ...]:
    words = {"low": "at least", "best": "best figure", "high": "at most"}
    return tuple(
        Queryable(f"{outcome}_{bound}", Kind.INTEGER, f"{outcome.capitalize()}, {said}; absent: not known")
        for bound, said in words.items()
    )


INCIDENT: tuple[Queryable, ...] = (
    Queryable("ref", Kind.TEXT, "Ref of the incident", role="id"),
    Queryable("number", Kind.INTEGER, "Number of the edition"),
    Queryable("title", Kind.TEXT, "Title"),
    Queryable("kind", Kind.TEXT, "Kind of incident", terms=_terms(IncidentKind)),
    Queryable("aggregated", Kind.BOOLEAN, "A total over a period: left out unless it is asked for"),
    Queryable("earliest", Kind.DATE, "First day on which it may have begun", role="primary-interval-start"),
    Queryable("latest", Kind.DATE, "Last day on which it may have ended", role="primary-interval-end"),
    Queryable("date_precision", Kind.TEXT, "How exactly the date is known", terms=_terms(DatePrecision)),
    Queryable("place", Kind.TEXT, "Code of the place", blank=True, names="place"),
    Queryable("place_name", Kind.TEXT, "Name of the place, as the edition gives it", blank=True),
    Queryable("country", Kind.TEXT, "Country, ISO 3166-1 alpha-3", blank=True),
    Queryable("border", Kind.TEXT, "Slug of the border", blank=True),
    Queryable("section", Kind.TEXT, "Code of the border section", blank=True),
    Queryable("dispute", Kind.TEXT, "Slug of the dispute", blank=True),
    Queryable("place_precision", Kind.INTEGER, f"UCDP where_prec, 1 to {max(PLACE_PRECISION)}"),
    Queryable("radius_km", Kind.NUMBER, "Radius of uncertainty around the position, in km"),
    *_figures("killed"),
    *_figures("wounded"),
    Queryable("civilians", Kind.BOOLEAN, "Civilians were harmed, or are said to have been"),
    Queryable("actors", Kind.LIST, "Slugs of the actors that have a part", names="actor"),
    Queryable("claimants", Kind.LIST, "Slugs of the actors that claim something", names="actor"),
    Queryable(
        "contested", Kind.LIST, "Questions on which the parties contradict each other", terms=_terms(Question)
    ),
    Queryable("published_at", Kind.INSTANT, "When the edition was published"),
)  # fmt: skip
"""Of incidents: the same for their positions and their areas."""

POSITION = Queryable("geometry", Kind.GEOMETRY, "The published position", column="latitude", role="position")
AREA = Queryable("geometry", Kind.GEOMETRY, "The area that the true position lies in, or the section of the border")

CLAIM: tuple[Queryable, ...] = (
    Queryable("claim", Kind.TEXT, "Id of the claim", role="id"),
    Queryable("ref", Kind.TEXT, "Ref of the incident that it is about"),
    Queryable("number", Kind.INTEGER, "Number of the edition that tells it", column="edition__number"),
    Queryable("title", Kind.TEXT, "Title of the incident", column="edition__title"),
    Queryable("claimant", Kind.TEXT, "Slug of the actor that claims", names="actor"),
    Queryable("party", Kind.TEXT, "Slug of the claimant’s top ancestor on the incident’s first day", names="actor"),
    Queryable("kind", Kind.TEXT, "What the claimant does by it", terms=_terms(ClaimKind)),
    Queryable("made_on", Kind.DATE, "Day on which it was made", role="primary-instant"),
    Queryable("statement", Kind.TEXT, "What it says, in the record’s words"),
    *(Queryable(mark.value, Kind.BOOLEAN, mark.definition) for mark in ClaimMark),
    Queryable("best_credibility", Kind.INTEGER, "Admiralty credibility of its best citation: 1 is best"),
    Queryable("earliest", Kind.DATE, "First day of the incident", column="edition__earliest"),
    Queryable("latest", Kind.DATE, "Last day of the incident", column="edition__latest"),
    Queryable("country", Kind.TEXT, "Country of the incident", column="edition__country", blank=True),
    Queryable("published_at", Kind.INSTANT, "When the edition was published", column="edition__published_at"),
)
