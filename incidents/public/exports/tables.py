"""What is in the tables, column by column: an allow-list over the columns of the record, and nothing from bodies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.expressions import Combinable

from incidents.vocabulary import ClaimMark, Outcome

Read = Callable[[str], Combinable]
"""Takes the address that incidents are under; returns what to read from the database."""


class Kind(StrEnum):
    """What a column holds. Any of it may be unknown but a text or a list, which are empty then."""

    TEXT = "text"
    LIST = "list"
    WHOLE = "whole number"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "date"
    MOMENT = "time"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of every tabular format: name, type, HXL hashtag, and what it says."""

    name: str
    kind: Kind
    read: Read
    hxl: str
    says: str


@dataclass(frozen=True, slots=True)
class Where:
    """The paths to what tells where something is; `guarded` is not among them."""

    latitude: str
    longitude: str
    precision: str
    radius_km: str
    section: str

    @property
    def paths(self) -> tuple[str, ...]:
        """All of them, in this order."""
        return (self.latitude, self.longitude, self.precision, self.radius_km, self.section)


@dataclass(frozen=True, slots=True)
class Table:
    """A table over rows of the record. `key` names the column that tells rows apart."""

    name: str
    key: str
    where: Where
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns."""
        return tuple(column.name for column in self.columns)

    def chosen(self, names: Sequence[str]) -> tuple[Column, ...]:
        """Return the columns of these names, in this order."""
        by_name = {column.name: column for column in self.columns}
        return tuple(by_name[name] for name in names)


def _of(path: str) -> Read:
    return lambda _base: F(path)


def _address(number: str, behind: str = "") -> Read:
    """Return the permanent address of an edition, and of a part of its page."""

    def read(base: str) -> Combinable:
        parts = [Value(base), F("ref"), Value("/editions/"), F(number), Value("/")]
        parts += [Value("#claim-"), F("claim")] if behind else []
        return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())

    return read


def _match(_base: str) -> Combinable:
    return Case(When(certain=True, then=Value("certain")), default=Value("possible"))


def _figures(outcome: Outcome, tag: str) -> tuple[Column, ...]:
    bounds = (
        ("low", f"{tag}+min", "at least"),
        ("best", tag, "the best figure"),
        ("high", f"{tag}+max", "at most; unknown where the range is open"),
    )
    return (
        *(
            Column(f"{outcome}_{bound}", Kind.WHOLE, _of(f"{outcome}_{bound}"), hxl, f"{outcome.label}: {words}.")
            for bound, hxl, words in bounds
        ),
        Column(
            f"{outcome}_includes_unknown",
            Kind.TRUTH,
            _of(f"{outcome}_includes_unknown"),
            f"{tag}+incomplete",
            f"{outcome.label}: a part of the total, its upper end, or all of it is not known.",
        ),
    )


_TEXT, _LIST, _WHOLE, _NUMBER = Kind.TEXT, Kind.LIST, Kind.WHOLE, Kind.NUMBER

INCIDENTS = Table(
    name="incidents",
    key="ref",
    where=Where("latitude", "longitude", "place_precision", "radius_km", "section"),
    columns=(
        Column("ref", _TEXT, _of("ref"), "#event+id", "Ref of the incident."),
        Column("edition", _WHOLE, _of("number"), "#meta+edition", "Which edition of it: 1, 2, 3, …"),
        Column("title", _TEXT, _of("title"), "#event+name", "Title."),
        Column("kind", _TEXT, _of("kind"), "#event+type", "Kind (codebook)."),
        Column("aggregated", Kind.TRUTH, _of("aggregated"), "#event+aggregated", "A total over a period, no incident."),
        Column("earliest", Kind.DAY, _of("earliest"), "#date+start", "First day it can have been, in its own zone."),
        Column("latest", Kind.DAY, _of("latest"), "#date+end", "Last day it can have been."),
        Column("precision", _TEXT, _of("date_precision"), "#date+precision", "How exactly that is known (codebook)."),
        Column("place", _TEXT, _of("place"), "#loc+code", "Code of the place."),
        Column("place_name", _TEXT, _of("place_name"), "#loc+name", "Its name, or how the place is told."),
        Column("country", _TEXT, _of("country"), "#country+code", "ISO 3166-1 alpha-3."),
        Column("border", _TEXT, _of("border"), "#geo+border+code", "Slug of the border."),
        Column("section", _TEXT, _of("section"), "#geo+section+code", "Code of the section of the border."),
        Column("dispute", _TEXT, _of("dispute"), "#crisis+code", "Slug of the dispute."),
        Column("lat", _NUMBER, _of("latitude"), "#geo+lat", "Latitude, WGS 84; true within radius_km."),
        Column("lon", _NUMBER, _of("longitude"), "#geo+lon", "Longitude."),
        Column("where_prec", _WHOLE, _of("place_precision"), "#geo+precision", "UCDP where_prec, 1–7."),
        Column("radius_km", _NUMBER, _of("radius_km"), "#geo+radius+km", "How far off the position may be."),
        *_figures(Outcome.KILLED, "#affected+killed"),
        *_figures(Outcome.WOUNDED, "#affected+injured"),
        Column("contested", _LIST, _of("contested"), "#event+contested+list", "Questions on which parties contradict."),
        Column("actors", _LIST, _of("actors"), "#org+actor+code+list", "Slugs of actors that have a part."),
        Column("claimants", _LIST, _of("claimants"), "#org+claimant+code+list", "Slugs of those who claim something."),
        Column("match", _TEXT, _match, "#meta+match", "Whether it must (certain) or may (possible) fit."),
        Column("published_at", Kind.MOMENT, _of("published_at"), "#date+published", "When this edition was, UTC."),
        Column("url", _TEXT, _address("number"), "#meta+url", "Permanent address of this edition."),
        Column("digest", _TEXT, _of("digest"), "#meta+digest", "Its place in the ledger's chain."),
    ),
)  # fmt: skip
"""Of what each incident's document says, what fits into one line."""

CLAIMS = Table(
    name="claims",
    key="claim",
    where=Where(
        *(f"edition__{name}" for name in ("latitude", "longitude", "place_precision", "radius_km", "section"))
    ),
    columns=(
        Column("claim", _TEXT, _of("claim"), "#meta+claim+id", "Public id of the claim."),
        Column("ref", _TEXT, _of("ref"), "#event+id", "Ref of the incident."),
        Column("edition", _WHOLE, _of("edition__number"), "#meta+edition", "Which edition of it tells the claim."),
        Column("title", _TEXT, _of("edition__title"), "#event+name", "Title of the incident."),
        Column("claimant", _TEXT, _of("claimant"), "#org+claimant+code", "Slug of the actor that claims."),
        Column("party", _TEXT, _of("party"), "#org+party+code", "Slug of its top ancestor on the first day."),
        Column("speaker", _TEXT, _of("speaker"), "#contact+speaker", "Who spoke for it."),
        Column("kind", _TEXT, _of("kind"), "#description+type", "What the claimant does by it (codebook)."),
        Column("channel", _TEXT, _of("channel"), "#channel", "How it was made (codebook)."),
        Column("made_on", Kind.DAY, _of("made_on"), "#date+claim", "Day on which it was made."),
        Column("made_time", _TEXT, _of("made_time"), "#date+claim+time", "Local time, hours and minutes."),
        Column("precision", _TEXT, _of("made_precision"), "#date+precision", "How exactly that is known (codebook)."),
        Column("statement", _TEXT, _of("statement"), "#description+statement", "What it says, in the record's words."),
        Column("quotation", _TEXT, _of("quotation"), "#description+quotation", "The exact words."),
        Column("quotation_language", _TEXT, _of("quotation_language"), "#meta+quotation+lang", "The language, BCP 47."),
        Column("translation", _TEXT, _of("translation"), "#description+translation", "A translation of them."),
        Column("questions", _LIST, _of("questions"), "#item+question+list", "What it answers, an entry an assertion."),
        Column("stances", _LIST, _of("stances"), "#status+stance+list", "Stances, in the order of questions."),
        Column("about", _LIST, _of("about"), "#org+about+code+list", "Actors that it names, in that order."),
        *(
            Column(mark, Kind.TRUTH, _of(mark), f"#status+{mark}", ClaimMark.of(mark).definition)
            for mark in ClaimMark.codes()
        ),
        Column("best_credibility", _WHOLE, _of("best_credibility"), "#indicator+credibility", "1 best, 6 worst."),
        Column("published_at", Kind.MOMENT, _of("edition__published_at"), "#date+published", "When that was, UTC."),
        Column("url", _TEXT, _address("edition__number", "#claim-"), "#meta+url", "Permanent address of the claim."),
        Column("digest", _TEXT, _of("edition__digest"), "#meta+digest", "That edition's place in the ledger's chain."),
    ),
)  # fmt: skip
"""Claims, one a line. `questions`, `stances` and `about` have a place for each assertion, in one order."""
