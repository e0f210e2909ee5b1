"""What the lists of places, borders, disputes and sources hold."""

from typing import Annotated, Any, TypedDict

from incidents.document.types import Date, Language, Moment, Ref, Slug, about
from incidents.public.api.shapes import Address, Number
from incidents.vocabulary import DatePrecision, MilestoneKind, PlaceKind, Reliability

Latitude = Annotated[float, about(minimum=-90, maximum=90)]
Longitude = Annotated[float, about(minimum=-180, maximum=180)]


class PlaceNameEntry(TypedDict):
    """A name of a place; `used_by` is the slug of the party that uses it, where one does and another does not."""

    text: str
    language: Language
    used_by: Slug | None


class PlaceEntry(TypedDict):
    """A place. No single name is the name: `name` is the one that lists are ordered by."""

    code: str
    url: Address
    name: str
    kind: PlaceKind
    country: str
    admin1: str
    parent: Annotated[str | None, about(description="Code of the place that it is in.")]
    latitude: Latitude | None
    longitude: Longitude | None
    population: Annotated[int | None, about(minimum=0)]
    source: str
    licence: str
    names: list[PlaceNameEntry]


class PlacePage(TypedDict):
    """Places by name."""

    next: Address | None
    previous: Address | None
    results: list[PlaceEntry]


class SectionEntry(TypedDict):
    """A stretch of a border. The line is cartographic, not a legal statement."""

    code: str
    name: str
    position: Annotated[int, about(minimum=0)]
    line: dict[str, Any]
    source: str


class BorderEntry(TypedDict):
    """A border between two sides, in ordered sections."""

    slug: Slug
    url: Address
    name: str
    sides: list[Slug]
    description: str
    sections: list[SectionEntry]


class BorderPage(TypedDict):
    """Borders by name."""

    next: Address | None
    previous: Address | None
    results: list[BorderEntry]


class BorderFeatures(TypedDict):
    """The same as GeoJSON (RFC 7946): a feature for each section."""

    type: Annotated[str, about(const="FeatureCollection")]
    features: list[dict[str, Any]]


class MilestoneEntry(TypedDict):
    """A turning point of a dispute."""

    kind: MilestoneKind
    title: str
    earliest: Date
    latest: Date
    precision: DatePrecision
    source_title: str
    source_url: str


class DisputeEntry(TypedDict):
    """What parties are in conflict about, over the years."""

    slug: Slug
    url: Address
    name: str
    summary: str
    begun: str
    parties: list[Slug]
    borders: list[Slug]
    milestones: list[MilestoneEntry]


class DisputePage(TypedDict):
    """Disputes by name."""

    next: Address | None
    previous: Address | None
    results: list[DisputeEntry]


class SourceEntry(TypedDict):
    """A source as the newest edition that cites it tells it, and how many incidents cite it."""

    id: str
    url: Annotated[Address, about(description="Where the incidents are listed that cite it.")]
    publisher: str
    title: str
    address: Annotated[str, about(description="Where it was published, if it has an address.")]
    published_on: Date | None
    reliability: Reliability
    incidents: Number


class SourcePage(TypedDict):
    """Sources by publisher."""

    next: Address | None
    previous: Address | None
    as_of: Moment | None
    results: list[SourceEntry]


class CitingEdition(TypedDict):
    """An edition that cites a source."""

    ref: Ref
    number: Number
    title: str
    published_at: Moment
    url: Address


class SourceDetail(SourceEntry):
    """A source, and where it is cited: newest publication first."""

    next: Address | None
    previous: Address | None
    as_of: Moment | None
    cited_by: list[CitingEdition]


REFERENCE_SHAPES: tuple[Any, ...] = (
    PlacePage,
    BorderPage,
    BorderFeatures,
    DisputePage,
    SourcePage,
    SourceDetail,
)
