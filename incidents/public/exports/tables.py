"""What is in the tables, column by column: an allow-list over the record's rows and the documents they come from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from incidents.document.types import Location
from incidents.public.exports.cells import Value, listed
from incidents.vocabulary import ClaimMark, Outcome

Reader = Callable[[Any, dict[str, Any], str], Value]
"""Takes a row of the record, its JSON, and the address that incidents are under; returns a cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what to read from the database, and what each column makes of it. `body` is always read."""

    name: str
    reads: tuple[str, ...]
    columns: Mapping[str, Reader]

    def row(self, found: Any, base: str) -> Sequence[Value]:
        """Return the cells of a row."""
        body = orjson.loads(found.body)
        return [read(found, body, base) for read in self.columns.values()]


def _column(name: str) -> Reader:
    return lambda row, _body, _base: getattr(row, name)


def _joined(name: str) -> Reader:
    return lambda row, _body, _base: listed(getattr(row, name))


def _part(name: str) -> Reader:
    return lambda _row, body, _base: body[name]


def _place_name(_row: Any, body: dict[str, Any], _base: str) -> Value:
    where: Location = body["location"]
    return where["place"]["name"] if where["place"] else where["wording"]


def _unknown(outcome: Outcome) -> Reader:
    """Tell whether a part of a total is not known; where there is no total, nothing of it is."""

    def read(_row: Any, body: dict[str, Any], _base: str) -> Value:
        return next((one["includes_unknown"] for one in body["totals"] if one["outcome"] == outcome), True)

    return read


def _figures(outcome: Outcome) -> dict[str, Reader]:
    bounds = {f"{outcome}_{bound}": _column(f"{outcome}_{bound}") for bound in ("low", "best", "high")}
    return bounds | {f"{outcome}_includes_unknown": _unknown(outcome)}


INCIDENTS = Table(
    name="incidents",
    reads=(
        "ref", "number", "title", "kind", "aggregated", "earliest", "latest", "date_precision", "place", "country",
        "border", "section", "dispute", "latitude", "longitude", "place_precision", "radius_km", "killed_low",
        "killed_best", "killed_high", "wounded_low", "wounded_best", "wounded_high", "contested", "actors",
        "claimants", "published_at", "digest", "certain",
    ),
    columns={
        "ref": _column("ref"),
        "edition": _column("number"),
        "title": _column("title"),
        "kind": _column("kind"),
        "aggregated": _column("aggregated"),
        "earliest": _column("earliest"),
        "latest": _column("latest"),
        "precision": _column("date_precision"),
        "place": _column("place"),
        "place_name": _place_name,
        "country": _column("country"),
        "border": _column("border"),
        "section": _column("section"),
        "dispute": _column("dispute"),
        "lat": _column("latitude"),
        "lon": _column("longitude"),
        "where_prec": _column("place_precision"),
        "radius_km": _column("radius_km"),
        **_figures(Outcome.KILLED),
        **_figures(Outcome.WOUNDED),
        "contested": _joined("contested"),
        "actors": _joined("actors"),
        "claimants": _joined("claimants"),
        "match": lambda row, _body, _base: "certain" if row.certain else "possible",
        "published_at": _column("published_at"),
        "url": lambda row, _body, base: f"{base}{row.ref}/editions/{row.number}/",
        "digest": _column("digest"),
    },
)  # fmt: skip
"""Of what each incident's document says, what fits into one line."""


def _quoted(name: str) -> Reader:
    return lambda _row, body, _base: body["quotation"][name] if body["quotation"] else None


def _asserted(read: Callable[[dict[str, Any]], str | None]) -> Reader:
    return lambda _row, body, _base: listed(read(one) for one in body["assertions"])


CLAIMS = Table(
    name="claims",
    reads=(
        "claim", "ref", "edition__number", "edition__title", "claimant", "party", "kind", "made_on", "statement",
        *ClaimMark.codes(), "best_credibility", "edition__published_at", "edition__digest",
    ),
    columns={
        "claim": _column("claim"),
        "ref": _column("ref"),
        "edition": _column("edition__number"),
        "title": _column("edition__title"),
        "claimant": _column("claimant"),
        "party": _column("party"),
        "speaker": _part("speaker"),
        "kind": _column("kind"),
        "channel": _part("channel"),
        "made_on": _column("made_on"),
        "made_time": _part("made_time"),
        "precision": _part("made_precision"),
        "statement": _column("statement"),
        "quotation": _quoted("text"),
        "quotation_language": _quoted("language"),
        "translation": _quoted("translation"),
        "questions": _asserted(lambda one: one["question"]),
        "stances": _asserted(lambda one: one["stance"]),
        "about": _asserted(lambda one: one["side"] or one["value"]["actor"]),
        **{mark: _column(mark) for mark in ClaimMark.codes()},
        "best_credibility": _column("best_credibility"),
        "published_at": _column("edition__published_at"),
        "url": lambda row, _body, base: f"{base}{row.ref}/editions/{row.edition__number}/#claim-{row.claim}",
        "digest": _column("edition__digest"),
    },
)  # fmt: skip
"""Claims, one a line. `questions`, `stances` and `about` have a place for each assertion, in one order."""
