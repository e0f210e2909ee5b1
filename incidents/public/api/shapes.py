"""What the API's answers hold besides documents, as types: the OpenAPI schema is made from them."""

from typing import Annotated, Any, TypedDict

from incidents.document.types import Claim, Date, Language, Moment, Position, Ref, Slug, about
from incidents.record.search.snippets import Snippet
from incidents.vocabulary import ActorKind, ActorRelationKind, ClaimMark, EditionStatus, IncidentKind, NameKind, Script
from incidents.vocabulary_mapping import Codings

Address = Annotated[str, about(format="uri")]
Hash = Annotated[str, about(pattern="^[0-9a-f]{64}$")]
Number = Annotated[int, about(minimum=1)]


class EditionNote(TypedDict):
    """What the ledger says of an edition. `digest` chains it to the one before it (docs/ledger.md)."""

    seq: Annotated[int, about(minimum=1, description="Place in the ledger.")]
    ref: Ref
    number: Annotated[int, about(minimum=1, description="1, 2, 3, … within the incident.")]
    status: EditionStatus
    origin: str
    published_at: Moment
    digest: Hash
    body_sha256: Annotated[
        str, about(pattern="^[0-9a-f]{64}$", description="SHA-256 of the document without the key `edition`.")
    ]
    url: Annotated[str, about(format="uri", description="Permanent address of this edition.")]


class EditionHit(EditionNote):
    """An edition in a list, and whether it must or only may fit the filters."""

    match: Annotated[str, about(enum=("certain", "possible"))]


class EditionEntry(EditionNote):
    """An edition in an incident's history."""

    title: str


class IncidentHead(TypedDict):
    """What an incident is, in few words, as the edition tells it that tells a claim."""

    ref: Ref
    title: str
    kind: IncidentKind
    country: str
    border: str
    section: str
    dispute: str
    earliest: Date
    latest: Date
    actors: list[Slug]
    url: Address


class ToldBy(TypedDict):
    """The edition that tells a claim."""

    seq: Number
    ref: Ref
    number: Number
    url: Address


class ClaimNote(TypedDict):
    """How a claim stands among others."""

    edition: ToldBy
    party: Annotated[str, about(description="Slug of the claimant's top ancestor on the incident's first day.")]
    answered: Annotated[bool, about(description=ClaimMark.ANSWERED.definition)]
    corrected: Annotated[bool, about(description=ClaimMark.CORRECTED.definition)]
    denied: Annotated[bool, about(description=ClaimMark.DENIED.definition)]
    corroborated: Annotated[bool, about(description=ClaimMark.CORROBORATED.definition)]
    repeats: Annotated[bool, about(description=ClaimMark.REPEATS.definition)]


class Head(TypedDict):
    """What every list says of itself."""

    count: Annotated[Annotated[int, about(minimum=0)] | None, about(description="How many match; null: not counted.")]
    count_is: Annotated[Annotated[str, about(enum=("exact", "estimate"))] | None, about()]
    next: Address | None
    previous: Address | None
    as_of: Annotated[Moment | None, about(description="When the last edition that this answer saw was published.")]
    did_you_mean: Annotated[
        str | None, about(description="Where nothing was found: the search in words of the record, which may be meant.")
    ]


class EditionList(TypedDict):
    """An incident's editions, newest first."""

    results: list[EditionEntry]


class PositionList(TypedDict):
    """Each party's standing assertions, question by question; none where the incident was retracted."""

    edition: EditionNote
    results: list[Position]


class ClaimList(TypedDict):
    """The claims of one edition; none where the incident was retracted."""

    edition: EditionNote
    results: list[Claim]


class ActorNameEntry(TypedDict):
    """One name of an actor; dates are null where they are open or not known."""

    text: str
    language: Language
    script: Script
    kind: NameKind
    used_from: Date | None
    used_to: Date | None


class ActorRelationEntry(TypedDict):
    """What an actor is to another, from `since` up to, but not on, `until` (null: open or not known)."""

    kind: ActorRelationKind
    actor: Slug
    since: Date | None
    until: Date | None


class ActorEntry(TypedDict):
    """An actor, its names and its relations."""

    slug: Slug
    url: Address
    name: str
    kind: ActorKind
    country: str
    wikidata_id: str
    ucdp_id: int | None
    description: str
    names: list[ActorNameEntry]
    relations: list[ActorRelationEntry]


class ActorPage(TypedDict):
    """Actors by name."""

    next: Address | None
    previous: Address | None
    results: list[ActorEntry]


class TermEntry(TypedDict):
    """A term. `radius_km` is the uncertainty that a place precision stands for; `mapping` is to other datasets."""

    code: str | int
    label: str
    definition: str
    radius_km: float | None
    mapping: Codings | None


class VocabularyEntry(TypedDict):
    """A controlled vocabulary."""

    name: str
    definition: str
    terms: list[TermEntry]


class Codebook(TypedDict):
    """Every controlled vocabulary of the record."""

    results: list[VocabularyEntry]


class Fault(TypedDict):
    """What is wrong with one parameter, and what would do where that can be listed."""

    parameter: str
    detail: str
    allowed: list[str]


class Problem(TypedDict):
    """An error, after RFC 9457."""

    type: Annotated[str, about(format="uri-reference")]
    title: str
    status: int
    detail: str
    instance: str


PATCH_SHAPES: dict[str, dict[str, Any]] = {
    "PatchOperation": {
        "type": "object",
        "description": "One operation of a JSON Patch (RFC 6902).",
        "properties": {
            "op": {"type": "string", "enum": ["add", "remove", "replace", "move"]},
            "path": {"type": "string", "description": "JSON Pointer (RFC 6901)."},
            "from": {"type": "string", "description": "JSON Pointer (RFC 6901) of what is moved."},
            "value": {"description": "What is added, or put in its place."},
        },
        "required": ["op", "path"],
        "additionalProperties": False,
    },
    "EditionDiff": {
        "type": "object",
        "description": "Two editions, and the JSON Patch that makes the body of the other of the body of the one.",
        "properties": {
            "from": {"$ref": "#/components/schemas/EditionNote"},
            "to": {"$ref": "#/components/schemas/EditionNote"},
            "patch": {"type": "array", "items": {"$ref": "#/components/schemas/PatchOperation"}},
        },
        "required": ["from", "patch", "to"],
        "additionalProperties": False,
    },
}
"""Answers with a key that is a word of Python, or with keys that may be absent: as JSON Schema."""

SHAPES: tuple[Any, ...] = (
    EditionNote,
    EditionHit,
    IncidentHead,
    EditionList,
    PositionList,
    ClaimList,
    ClaimNote,
    Head,
    Snippet,
    ActorPage,
    Codebook,
    Problem,
    Fault,
)
"""What has a component of its own in the schema; what these refer to comes along."""
