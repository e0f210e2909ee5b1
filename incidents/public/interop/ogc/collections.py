"""The collections: what each is, whom it asks, and how its rows become features."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from config.rest.pagination import Keyset
from incidents.public.interop.ogc import features, geometry, reading
from incidents.public.interop.ogc.addresses import Addresses
from incidents.public.interop.ogc.cql2.shapes import Shapes
from incidents.public.interop.ogc.filters import AreaFeatures, ClaimFeatures, IncidentFeatures
from incidents.public.interop.ogc.geometry import Lines
from incidents.public.interop.ogc.queryables import AREA, CLAIM, INCIDENT, POSITION, Kind, Queryable
from incidents.record.models import Edition, RecordClaim
from incidents.record.querysets import CLAIMS_BY_DATE
from incidents.record.reading import RecordFilter

BY_DATE = Keyset("latest", "seq")
_NO_LINES: Lines = {}

Feature = Callable[[Any, Addresses, Lines], dict[str, Any]]
"""Takes a row, the addresses to link to, and the lines of sections."""


@dataclass(frozen=True)
class Collection:
    """A collection. `also` are properties beside the queryables, with their schemas."""

    name: str
    title: str
    description: str
    filters: type[RecordFilter]
    queryables: tuple[Queryable, ...]
    order: Keyset
    columns: tuple[str, ...]
    feature: Feature
    standing: Callable[[Any], QuerySet[Any, Any]]
    key: str
    shown: tuple[str, ...]
    also: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    shapes: Callable[[Lines], Shapes] | None = None
    geometries: tuple[str, ...] = ()
    draws_lines: bool = False

    @property
    def by_name(self) -> dict[str, Queryable]:
        """The queryables by their names."""
        return {one.name: one for one in self.queryables}

    @property
    def scalars(self) -> dict[str, Queryable]:
        """The queryables that a parameter of their own name asks about: all but lists and the geometry."""
        return {one.name: one for one in self.queryables if one.kind not in (Kind.LIST, Kind.GEOMETRY)}

    def lines(self) -> Lines:
        """Return the lines that its features are drawn with. One query where there are any."""
        return reading.section_lines() if self.draws_lines else _NO_LINES

    def one(self, name: str, moment: Any) -> Any:
        """Return the row of one feature that stands, or stood at a moment; None where there is none. One query."""
        rows = self.standing(moment).filter(**{self.key: name}).order_by("-pk")
        return self.told(rows).first()

    def told(self, rows: QuerySet[Any, Any], *columns: str) -> Any:
        """Return rows with the columns that features are made of, and others."""
        return rows.values_list(*self.columns, *columns, named=True)


_ADDRESS: dict[str, Any] = {"type": "string", "format": "uri"}
_OF_INCIDENT: dict[str, dict[str, Any]] = {
    "match": {
        "title": "In a list: whether the incident must, or only may, fit the filters",
        "type": "string",
        "enum": ["certain", "possible"],
    },
    "page": {"title": "Its page", **_ADDRESS},
    "url": {"title": "The edition as complete JSON, at the address to cite", **_ADDRESS},
}
_OF_CLAIM = {name: _OF_INCIDENT[name] for name in ("page", "url")}
_INCIDENT_COLUMNS = ("seq", "latitude", "longitude", *features.columns_of(INCIDENT))
_SHOWN = ("title", "kind", "earliest", "latest", "place_name", "killed_best", "contested")


def _at_position(row: Any, to: Addresses, _lines: Lines) -> dict[str, Any]:
    return features.incident(row, features.properties(row, INCIDENT), geometry.point(row), to)


def _as_area(row: Any, to: Addresses, lines: Lines) -> dict[str, Any]:
    return features.incident(row, features.properties(row, INCIDENT), geometry.area(row, lines), to)


def _claim(row: Any, to: Addresses, _lines: Lines) -> dict[str, Any]:
    return features.claim(row, features.properties(row, CLAIM), to)


INCIDENTS = Collection(
    name="incidents",
    title="Incidents",
    description="Incidents that stand, at their published positions. A position is the middle of a circle of "
    "`radius_km` that the true one lies in; what has no position has no geometry. Totals over periods are left out "
    "(`aggregates=include`).",
    filters=IncidentFeatures,
    queryables=(*INCIDENT, POSITION),
    order=BY_DATE,
    columns=_INCIDENT_COLUMNS,
    feature=_at_position,
    standing=Edition.objects.standing,
    key="ref",
    shown=_SHOWN,
    also=_OF_INCIDENT,
    shapes=lambda _lines: geometry.Position(),
    geometries=("Point",),
)
AREAS = Collection(
    name="incident-areas",
    title="Incidents as areas",
    description="The same incidents, as a map should draw them: the circle that the true position lies in, or, without "
    "a position, the line of the border section.",
    filters=AreaFeatures,
    queryables=(*INCIDENT, AREA),
    order=BY_DATE,
    columns=_INCIDENT_COLUMNS,
    feature=_as_area,
    standing=Edition.objects.standing,
    key="ref",
    shown=_SHOWN,
    also=_OF_INCIDENT,
    shapes=geometry.Area,
    geometries=("Polygon", "LineString", "MultiLineString"),
    draws_lines=True,
)
CLAIMS = Collection(
    name="claims",
    title="Claims",
    description="Who claims what about the incidents that stand, without a geometry.",
    filters=ClaimFeatures,
    queryables=CLAIM,
    order=CLAIMS_BY_DATE,
    columns=tuple(dict.fromkeys(("id", "edition__number", *features.columns_of(CLAIM)))),
    feature=_claim,
    standing=RecordClaim.objects.standing,
    key="claim",
    shown=("claimant", "kind", "made_on", "statement", "title"),
    also=_OF_CLAIM,
)
COLLECTIONS = {one.name: one for one in (INCIDENTS, AREAS, CLAIMS)}
