"""What statistics and the map answer, as types: the OpenAPI schema is made from them."""

from typing import Annotated, TypedDict

from incidents.analysis import baseline, facets, first_since, series
from incidents.analysis.cells import FEW, SIZES
from incidents.analysis.cells import RULE as CELLS_RULE
from incidents.analysis.measures import RULE as MEASURES_RULE
from incidents.document.types import Date, Moment, Ref, about
from incidents.public.api.shapes import Address
from incidents.vocabulary import DatePrecision, IncidentKind, MilestoneKind

Many = Annotated[int, about(minimum=0)]
Sum = Annotated[int | None, about(description="Null: of none of the incidents is it known.")]
Degrees = Annotated[float, about(minimum=-180, maximum=180)]


class PerspectiveNote(TypedDict):
    """Whose figures were counted, and the rule in words, to be shown beside every number."""

    name: Annotated[str, about(examples=("estimates", "claims-of:azerbaijan"))]
    rule: str


class FigureSums(TypedDict):
    """Sums of ranges over incidents, and how many of the incidents say less than a whole range."""

    low: Sum
    best: Sum
    high: Sum
    unknown: Annotated[int, about(minimum=0, description="Incidents without any figure: in none of the sums.")]
    without_best: Annotated[int, about(minimum=0, description="Incidents with a figure that has no best value.")]
    without_high: Annotated[int, about(minimum=0, description="Incidents with a figure that is open upwards.")]


class MeasureNote(TypedDict):
    """What is measured of some incidents."""

    incidents: Many
    fatal: Many
    killed: Annotated[FigureSums, about(description=MEASURES_RULE)]
    wounded: FigureSums


class SeriesBucket(MeasureNote):
    """One day, ISO week, month or year."""

    bucket: Annotated[str, about(examples=("2024-02-13", "2024-W07", "2024-02", "2024"))]
    start: Annotated[Date, about(description="Its first day.")]
    certain: Annotated[int, about(minimum=0, description="Incidents whose days all lie in it.")]
    possible: Annotated[int, about(minimum=0, description="Incidents that may have taken place in it.")]


class SeriesGroup(TypedDict):
    """Incidents that share a term, over time."""

    group: Annotated[
        str,
        about(
            enum=("all", "term", "other", "none"),
            description="All, where nothing is told apart; those of a term; the rest; or those without a term.",
        ),
    ]
    term: str | None
    total: MeasureNote
    buckets: list[SeriesBucket]


class SeriesAnswer(TypedDict):
    """Incidents over time, the largest groups first."""

    as_of: Moment | None
    perspective: PerspectiveNote
    rule: Annotated[str, about(description="How incidents were counted, in words.", examples=(series.RULE,))]
    by: Annotated[str, about(enum=series.STEPS)]
    split: str | None
    overlapping: Annotated[
        bool, about(description="An incident may be in several groups, so that groups don't add up to the total.")
    ]
    terms: Annotated[int, about(minimum=0, description="How many terms there are, those counted as `other` included.")]
    total: MeasureNote
    certain: Annotated[int, about(minimum=0, description="Of the total, incidents that must fit the filters.")]
    groups: list[SeriesGroup]


class FacetTerm(TypedDict):
    """The incidents of one term."""

    term: Annotated[str | None, about(description="Null: those without one, which no filter asks for.")]
    incidents: Many
    listed: Annotated[int, about(minimum=0, description="What the list counts with this term's filter added.")]
    fatal: Many
    killed: Many
    killed_unknown: Many


class FacetNote(TypedDict):
    """A facet's terms, those of most incidents first; years in their order."""

    terms: list[FacetTerm]
    more: Annotated[int, about(minimum=0, description="Terms that are left out here.")]


class FacetAnswer(TypedDict):
    """Counts by facet."""

    as_of: Moment | None
    perspective: PerspectiveNote
    rule: Annotated[str, about(examples=(facets.RULE,))]
    source: Annotated[str, about(enum=("summary", "rows"), description="What was read: both count the same.")]
    total: FacetTerm
    facets: dict[str, FacetNote]


class ComparedIncident(TypedDict):
    """The incident that is compared, and its killed by the perspective."""

    ref: Ref
    url: Address
    title: str
    earliest: Date
    latest: Date
    killed_low: int | None
    killed_best: int | None
    fatal: bool
    contested: list[str]


class EarlierIncident(TypedDict):
    """The last fatal incident before."""

    ref: Ref
    url: Address
    title: str
    earliest: Date
    latest: Date
    contested: list[str]


class DayRange(TypedDict):
    """A number of days, a range where a date is one."""

    low: Many
    high: Many


class MilestoneNote(TypedDict):
    """A milestone of the dispute."""

    title: str
    kind: MilestoneKind
    earliest: Date
    latest: Date
    precision: DatePrecision


class MilestonePassed(MilestoneNote):
    """A milestone before the incident, and whether the incident is the first fatal one since."""

    first: bool


class ComparedWith(TypedDict):
    """What the incident was compared with."""

    scope: Annotated[
        str,
        about(
            enum=("filters", "border", "record"),
            description="What the filters ask for; without filters what happened on the same border, or everywhere.",
        ),
    ]
    border: str
    between: Annotated[
        int, about(minimum=0, description="Incidents between the two, or all before it without a last one.")
    ]
    unknown: Annotated[int, about(minimum=0, description="Of these, incidents without any figure of killed.")]


class FirstSinceAnswer(TypedDict):
    """The last fatal incident before one, and since which milestones it is the first."""

    as_of: Moment | None
    perspective: PerspectiveNote
    rule: Annotated[str, about(examples=(first_since.RULE,))]
    incident: Annotated[ComparedIncident | None, about(description="Null: no incident that matches is fatal.")]
    last_fatal: Annotated[EarlierIncident | None, about(description="Null: none is known.")]
    days: Annotated[DayRange | None, about(description="Between the two.")]
    since: Annotated[
        MilestoneNote | None, about(description="The newest turning point since which it is the first; null: of none.")
    ]
    milestones: list[MilestonePassed]
    compared: ComparedWith | None


class DistributionNote(TypedDict):
    """A count in the window among those of all stretches of as many days in the year before."""

    count: Many
    year_before: Annotated[int, about(minimum=0, description="In the 365 days before the window.")]
    lowest: Many
    median: float
    highest: Many
    below: Annotated[int, about(minimum=0, description="Stretches with fewer.")]
    equal: Annotated[int, about(minimum=0, description="Stretches with as many.")]
    above: Annotated[int, about(minimum=0, description="Stretches with more.")]
    quantile: Annotated[float | None, about(description="Null: there is too little to compare with (`caution`).")]


class BaselineNote(TypedDict):
    """The window and the year before it."""

    since: Date
    until: Date
    year_since: Date
    stretches: Many
    apart: Annotated[int, about(minimum=0, description="Stretches that do not overlap.")]
    incidents: DistributionNote
    fatal: DistributionNote
    uncertain: Many
    first: Annotated[Date | None, about(description="Last day of the first incident under these filters.")]
    caution: Annotated[list[str], about(description="Why the comparison may say little, in words.")]


class BaselineAnswer(TypedDict):
    """The last days against the year before."""

    as_of: Moment | None
    perspective: PerspectiveNote
    rule: Annotated[str, about(examples=(baseline.RULE,))]
    window: Annotated[int, about(minimum=1, maximum=baseline.LONGEST)]
    result: Annotated[BaselineNote | None, about(description="Null: no incident matches.")]


class MapCellNote(TypedDict):
    """A cell of the grid, and what lies in it."""

    west: Degrees
    south: Degrees
    east: Degrees
    north: Degrees
    incidents: Many
    killed: Many
    killed_unknown: Many


class UnlocatedSection(TypedDict):
    """Incidents of which no more is known than a border section."""

    border: str
    section: str
    incidents: Many
    killed: Many
    killed_unknown: Many


class UnlocatedNote(TypedDict):
    """Incidents without a position, and those of them that are known by a border section."""

    incidents: Many
    killed: Many
    killed_unknown: Many
    sections: list[UnlocatedSection]


class MappedIncident(TypedDict):
    """One incident, which lies within `radius_km` of its position: draw the circle, not a pin."""

    ref: Ref
    url: Address
    title: str
    kind: IncidentKind
    earliest: Date
    latest: Date
    country: str
    border: str
    section: str
    place: str
    latitude: float
    longitude: float
    radius_km: float | None
    place_precision: int | None
    contested: list[str]
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    match: Annotated[str, about(enum=("certain", "possible"))]


class MapAnswer(TypedDict):
    """The map, cell by cell."""

    as_of: Moment | None
    perspective: PerspectiveNote
    rule: Annotated[str, about(examples=(CELLS_RULE,))]
    source: Annotated[str, about(enum=("summary", "rows"), description="What was read: both count the same.")]
    cell: Annotated[str, about(enum=SIZES, description="Height and width of a cell in degrees.")]
    bbox: Annotated[list[float], about(description="West, south, east, north of the whole cells that were asked for.")]
    incidents: Annotated[int, about(minimum=0, description="In all cells.")]
    cells: list[MapCellNote]
    unlocated: UnlocatedNote
    results: Annotated[
        list[MappedIncident] | None,
        about(description=f"One by one, newest first; null where there are more than {FEW}."),
    ]


STATS_SHAPES = (SeriesAnswer, FacetAnswer, FirstSinceAnswer, BaselineAnswer, MapAnswer)
"""What has a component of its own in the schema; what these refer to comes along."""
