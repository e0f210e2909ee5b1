"""The public document of an incident: plain JSON, described by types.

What `reading.read(edition.body)` gives *is* an `IncidentDocument`; there is nothing to convert. The JSON Schema of
the API is made from these types (`schema.py`), so a description here is what researchers read.
"""

from typing import Annotated, Any, TypedDict

from incidents.document.rules import DERIVED_RANGE, TOTAL
from incidents.vocabulary import (
    ActorKind,
    Channel,
    ClaimKind,
    DatePrecision,
    EstimateBasis,
    Finding,
    Group,
    IncidentKind,
    IncidentRelation,
    InvolvementRole,
    LinkRelation,
    Outcome,
    PlaceKind,
    Question,
    Reliability,
    SourceKind,
    Stance,
)

SCHEMA = "counterclaim/incident/1"


def about(**facts: object) -> tuple[tuple[str, object], ...]:
    """Return JSON Schema keywords in a form that can stand in `Annotated`."""
    return tuple(facts.items())


Slug = Annotated[str, about(description="Slug of an actor in `actors`.")]
PublicId = Annotated[str, about(description="Permanent public id.", pattern="^[0-9a-z]{10}$")]
Ref = Annotated[str, about(description="Ref of an incident.", examples=("CC-2024-00017",))]
Date = Annotated[str, about(format="date")]
Time = Annotated[str, about(description="Local time, hours and minutes.", pattern="^[0-9]{2}:[0-9]{2}$")]
Moment = Annotated[str, about(format="date-time")]
Language = Annotated[str, about(description="BCP 47.")]
Count = Annotated[int, about(minimum=0)]
Degrees = Annotated[float, about(description="Degrees, WGS 84, at most six decimals.")]


class Name(TypedDict):
    """A name, its language, and the party that uses it where only one does."""

    text: str
    language: Language
    used_by: Slug | None


class Occurrence(TypedDict):
    """When: calendar dates in the incident's own zone. `earliest` and `latest` enclose what is not known exactly."""

    earliest: Date
    latest: Date
    start_time: Time | None
    end_time: Time | None
    time_zone: Annotated[str, about(description="IANA time zone.")]
    precision: DatePrecision


class Place(TypedDict):
    """A named place. No single name is the name."""

    code: str
    name: str
    kind: PlaceKind
    country: str
    admin1: str
    latitude: Degrees | None
    longitude: Degrees | None
    names: list[Name]


class Section(TypedDict):
    """A section of a border."""

    code: str
    name: str
    border: str
    border_name: str


class Location(TypedDict):
    """Where, as precisely as it is public. The true position lies within `radius_km` of the one given."""

    place: Place | None
    wording: str
    latitude: Degrees | None
    longitude: Degrees | None
    precision: Annotated[int, about(description="UCDP where_prec, 1–7.", minimum=1, maximum=7)] | None
    radius_km: float | None
    country: Annotated[str, about(description="ISO 3166-1 alpha-3, or empty.")]
    section: Section | None


class Dispute(TypedDict):
    """The dispute the incident belongs to."""

    slug: str
    name: str


class ActorName(TypedDict):
    """A further name of an actor, and its language."""

    text: str
    language: Language


class Actor(TypedDict):
    """An actor that the document mentions. `party` is its top ancestor on the first day of the incident."""

    slug: Slug
    name: str
    names: Annotated[list[ActorName], about(description="Its other names, in whatever language and script.")]
    kind: ActorKind
    country: str
    party: Slug


class Involvement(TypedDict):
    """An actor's part; alleged where the record does not state it itself, by `claim` where it is known."""

    actor: Slug
    role: InvolvementRole
    alleged: bool
    claim: PublicId | None


class Quotation(TypedDict):
    """The exact words, their language, and a translation."""

    text: str
    language: Language
    translation: str


class Value(TypedDict):
    """The typed value of an assertion; what does not answer the question is null."""

    low: Count | None
    high: Annotated[int | None, about(description="Null where the range is open or nothing was said.")]
    actor: Slug | None
    place: Place | None
    time_from: Moment | None
    time_to: Moment | None
    text: str
    response_to: Ref | None


class Citation(TypedDict):
    """Where a source says it. `credibility` is the Admiralty grade of this item, 1–6."""

    source: PublicId
    locator: str
    quote: str
    note: str
    credibility: Annotated[int, about(minimum=1, maximum=6)]
    rated_on: Annotated[Date | None, about(description="When it was graded last; null where nobody has yet.")]


class Assertion(TypedDict):
    """What a claim says about one question."""

    id: PublicId
    question: Question
    side: Slug | None
    group: Group | None
    stance: Stance
    value: Value
    wording: str
    citations: list[Citation]


class Answer(TypedDict):
    """How this claim answers another, on one question or as a whole."""

    relation: LinkRelation
    to: PublicId
    question: Question | None


class Claim(TypedDict):
    """One statement by one actor."""

    id: PublicId
    claimant: Slug
    speaker: str
    kind: ClaimKind
    statement: str
    quotation: Quotation | None
    made_on: Date | None
    made_time: Time | None
    made_precision: DatePrecision
    channel: Channel
    assertions: list[Assertion]
    answers: list[Answer]
    citations: list[Citation]


class Capture(TypedDict):
    """A copy of a source, by its hash."""

    sha256: str
    mime: str
    size: Count
    captured_at: Moment
    tool: Annotated[str, about(description="What made the copy.")]
    final_url: Annotated[
        str, about(description="Where redirects ended; empty for an upload, and where the copy is not public.")
    ]
    available: Annotated[bool, about(description="Whether the copy itself is public, at /captures/<sha256>/.")]


class Source(TypedDict):
    """A source. `reliability` is the Admiralty grade of its publisher, A–F."""

    id: PublicId
    publisher: str
    origin: Annotated[str, about(description="Whose report it passes on; empty where it is its own.")]
    title: str
    url: str
    published_on: Date | None
    language: Language
    kind: SourceKind
    reliability: Reliability
    rated_on: Annotated[Date | None, about(description="When it was graded last; null where nobody has yet.")]
    captures: list[Capture]


class Estimate(TypedDict):
    """The record's range for one side, group and outcome. Null is unknown, never zero."""

    side: Slug
    group: Group
    outcome: Outcome
    low: Count | None
    best: Count | None
    high: Count | None
    basis: EstimateBasis
    derived: Annotated[bool, about(description=f"Computed from the claims. {DERIVED_RANGE}")]
    claims: list[PublicId]
    note: str


class Total(TypedDict):
    """The sum of the parts that are known; `includes_unknown` where a part, or its upper end, is not."""

    outcome: Outcome
    low: Count | None
    best: Count | None
    high: Count | None
    includes_unknown: Annotated[bool, about(description=TOTAL)]


class Link(TypedDict):
    """A link to another incident; with `claim` it is what that claimant says, not what the record finds."""

    ref: Ref
    title: str
    relation: IncidentRelation
    claim: PublicId | None
    alleged_by: Slug | None


class Assessment(TypedDict):
    """The editors' verdict, on the whole or on one finding that they set aside."""

    question: Question | None
    side: Slug | None
    group: Group | None
    finding: Finding | None
    reason: str


class Grade(TypedDict):
    """The two Admiralty grades of a cited source: of its publisher (A–F), and of this item (1–6)."""

    source: PublicId
    reliability: Reliability
    credibility: Annotated[int, about(minimum=1, maximum=6)]


class Statement(TypedDict):
    """One standing assertion in a column of the positions table, with those of the same body that it replaced."""

    claim: PublicId
    assertion: PublicId
    claimant: Slug
    speaker: str
    stance: Stance
    value: Value
    wording: str
    made_on: Date | None
    made_time: Time | None
    sources: list[PublicId]
    grades: Annotated[list[Grade], about(description="The best grade that each of the sources has here.")]
    superseded: list["Superseded"]


class Superseded(TypedDict):
    """An earlier assertion that a later one of the same side replaced; it stays visible."""

    claim: PublicId
    assertion: PublicId
    claimant: Slug
    stance: Stance
    value: Value
    wording: str
    made_on: Date | None
    made_time: Time | None
    sources: list[PublicId]
    grades: list[Grade]
    corrected: Annotated[bool, about(description="By an explicit correction, not only by a later statement.")]


class Column(TypedDict):
    """What one party, or one observer, says on a question."""

    party: Slug
    observer: bool
    statements: list[Statement]
    consistent: Annotated[bool, about(description="False where two bodies of one party differ.")]


class Position(TypedDict):
    """One row of the positions table: a question, each party's standing assertions, and the finding."""

    question: Question
    side: Slug | None
    group: Group | None
    finding: Finding
    rested_on: Annotated[list[str], about(description="Public ids of the claims that the finding used.")]
    set_aside: Assessment | None
    columns: list[Column]


class Origin(TypedDict):
    """Where the incident came into the record from, and source columns that have no home in the document."""

    name: str
    fields: dict[str, Any]


class IncidentDocument(TypedDict):
    """Everything the public record says about one incident, in one edition."""

    schema: Annotated[str, about(const=SCHEMA)]
    ref: Ref
    title: str
    summary: str
    kind: IncidentKind
    aggregated: Annotated[bool, about(description="A period total, left out of counts of incidents.")]
    occurrence: Occurrence
    location: Location
    dispute: Dispute | None
    actors: list[Actor]
    involvements: list[Involvement]
    claims: list[Claim]
    sources: list[Source]
    citations: list[Citation]
    estimates: list[Estimate]
    totals: list[Total]
    assessments: list[Assessment]
    links: list[Link]
    positions: list[Position]
    origin: Origin


class Retraction(TypedDict):
    """What stands in place of the document when an incident was taken back."""

    schema: Annotated[str, about(const=SCHEMA)]
    ref: Ref
    title: str
    retracted: "RetractionReason"


class RetractionReason(TypedDict):
    """Why, and which edition was taken back."""

    reason: str
    edition: Annotated[int, about(minimum=1)]


class Merged(TypedDict):
    """What stands in place of the document when an incident is told under the ref of another."""

    schema: Annotated[str, about(const=SCHEMA)]
    ref: Ref
    title: str
    merged: "MergedInto"


class MergedInto(TypedDict):
    """Under which ref it is told now, why, and which edition told it last under its own."""

    into: Ref
    reason: str
    edition: Annotated[int, about(minimum=1)]


class Expunged(TypedDict):
    """What stands in place of an edition whose content was removed by order of a court or for personal data."""

    schema: Annotated[str, about(const=SCHEMA)]
    ref: Ref
    expunged: "ExpungedContent"


class ExpungedContent(TypedDict):
    """Why and when it went, with the digests that the ledger keeps of what was published."""

    reason: str
    at: Moment
    body_sha256: Annotated[str, about(pattern="^[0-9a-f]{64}$", description="SHA-256 of the body that was published.")]
    digest: Annotated[str, about(pattern="^[0-9a-f]{64}$", description="Digest of the edition in the ledger's chain.")]
