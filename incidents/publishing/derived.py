"""Columns and rows derived from a document alone, so that verification can derive them again and compare."""

from datetime import date
from typing import Any, cast

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Model, Value

from incidents.document.canonical import canonical
from incidents.document.inert import needs_guard
from incidents.document.origins import own_claims
from incidents.document.perspectives import figure_rows
from incidents.document.sides import Side, sides
from incidents.document.types import Citation, Claim, IncidentDocument
from incidents.publishing import shown
from incidents.record.models import (
    Edition,
    RecordAnswer,
    RecordAssertion,
    RecordCapture,
    RecordClaim,
    RecordFigure,
    RecordInvolvement,
    RecordLink,
    RecordSides,
    RecordSource,
)
from incidents.record.search.texts import claim_texts, texts_of
from incidents.record.search.vectors import vector_of
from incidents.vocabulary import Finding, Group, LinkRelation, Outcome

_LEDGER = (
    "seq", "ref", "number", "origin", "status", "schema", "published_at", "validity", "body", "body_sha256", "digest",
)  # fmt: skip
"""Columns that are not derived."""
VERSION = 7
"""Of these rules. Whoever changes what is derived raises it; an upgraded record is then derived again (rederive)."""

_ANSWERING = (LinkRelation.DENIES, LinkRelation.DISPUTES, LinkRelation.RESPONDS_TO)


def columns(document: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an edition's derived columns (all but `search`) from its document."""
    if "retracted" in document:
        return {"title": document["title"]}
    if "merged" in document:
        return {"title": document["title"], "merged_into": document["merged"]["into"]}
    if "expunged" in document:
        return blank()
    doc = cast(IncidentDocument, document)
    when, where = doc["occurrence"], doc["location"]
    section = where["section"]
    return {
        "title": doc["title"],
        "kind": doc["kind"],
        "aggregated": doc["aggregated"],
        "earliest": when["earliest"],
        "latest": when["latest"],
        "date_precision": when["precision"],
        "latitude": where["latitude"],
        "longitude": where["longitude"],
        "radius_km": where["radius_km"],
        "place_precision": where["precision"],
        "place": where["place"]["code"] if where["place"] else "",
        "place_name": shown.place_name(doc),
        "country": where["country"],
        "border": section["border"] if section else "",
        "section": section["code"] if section else "",
        "dispute": doc["dispute"]["slug"] if doc["dispute"] else "",
        "actors": sorted({one["actor"] for one in doc["involvements"]}),
        "claimants": sorted({one["claimant"] for one in doc["claims"]}),
        "contested": contested(doc),
        **_figures(doc),
        "civilians": any(one["group"] == Group.CIVILIAN for one in doc["estimates"]),
        "guarded": needs_guard(shown.texts(doc)),
    }


def blank() -> dict[str, Any]:
    """Return the values of the derived columns (all but `search`) where there is nothing to derive from."""
    given = {*_LEDGER, "search", "expunged"}
    return {
        one.name: one.get_default()
        for one in Edition._meta.concrete_fields  # noqa: SLF001 - Django's documented API
        if one.name not in given
    }


def contested(document: IncidentDocument) -> list[str]:
    """Return the questions whose finding, or the one the editors put in its place, is contested."""
    return sorted(
        {
            row["question"]
            for row in document["positions"]
            if (row["set_aside"]["finding"] if row["set_aside"] else row["finding"]) == Finding.CONTESTED
        }
    )


def _figures(document: IncidentDocument) -> dict[str, int | bool | None]:
    found: dict[str, int | bool | None] = {}
    by_outcome = {total["outcome"]: total for total in document["totals"]}
    for outcome in (Outcome.KILLED, Outcome.WOUNDED):
        total = by_outcome.get(outcome)
        found[f"{outcome}_low"] = total["low"] if total else None
        found[f"{outcome}_best"] = total["best"] if total else None
        found[f"{outcome}_high"] = total["high"] if total else None
        found[f"{outcome}_includes_unknown"] = total["includes_unknown"] if total else True
    return found


def search_vector(document: dict[str, Any]) -> Func:
    """Return the expression of the search vector: of title, summary, places, actors, claims and sources."""
    text = "" if _stands_in(document) else vector_of(texts_of(cast(IncidentDocument, document)))
    return Func(Value(text), template="%(expressions)s::tsvector", output_field=SearchVectorField())


def _stands_in(document: dict[str, Any]) -> bool:
    """Tell whether there is something in place of a document: a retraction, a merge, or a stub."""
    return not document.keys().isdisjoint(("retracted", "merged", "expunged"))


def rows(document: dict[str, Any]) -> dict[type[Model], list[dict[str, Any]]]:
    """Return the values of an edition's derived rows from its document, by table."""
    if _stands_in(document):
        return {}
    doc = cast(IncidentDocument, document)
    return {
        RecordClaim: _claim_rows(doc),
        RecordAssertion: [
            {
                "claim": claim["id"],
                "assertion": one["id"],
                "question": one["question"],
                "stance": one["stance"],
                "about": one["side"] or one["value"]["actor"] or "",
                "group": one["group"] or "",
                "low": one["value"]["low"],
                "high": one["value"]["high"],
            }
            for claim in doc["claims"]
            for one in claim["assertions"]
        ],
        RecordAnswer: _answer_rows(doc),
        RecordFigure: [{**row} for row in figure_rows(doc)],
        RecordInvolvement: [
            {"actor": one["actor"], "role": one["role"], "alleged": one["alleged"]} for one in doc["involvements"]
        ],
        RecordSides: [_sides_row(doc)],
        RecordSource: [
            {
                "source": one["id"],
                "publisher": one["publisher"],
                "title": one["title"],
                "url": one["url"],
                "published_on": one["published_on"],
                "reliability": one["reliability"],
            }
            for one in doc["sources"]
        ],
        RecordCapture: [
            {"source": source["id"], "sha256": one["sha256"], "mime": one["mime"], "size": one["size"]}
            for source in doc["sources"]
            for one in source["captures"]
            if one.get("available")
        ],
        RecordLink: [
            {
                "ref": doc["ref"],
                "other": one["ref"],
                "relation": one["relation"],
                "claim": one["claim"] or "",
                "alleged_by": one["alleged_by"] or "",
            }
            for one in doc["links"]
        ],
    }


def _sides_row(document: IncidentDocument) -> dict[str, Any]:
    first, second = sides(document)
    return {**_side("a", first), **_side("b", second)}


def _side(letter: str, side: Side | None) -> dict[str, str]:
    return {
        f"party_{letter}": side.party if side else "",
        f"name_{letter}": side.lead["name"] if side else "",
        f"kind_{letter}": side.lead["kind"] if side else "",
    }


def _answer_rows(document: IncidentDocument) -> list[dict[str, Any]]:
    """Return how the claims answer each other. Independent: of another party, and no repeat of another claim."""
    parties = {actor["slug"]: actor["party"] for actor in document["actors"]}
    party_of = {claim["id"]: parties[claim["claimant"]] for claim in document["claims"]}
    asked = {answer["question"] or "" for claim in document["claims"] for answer in claim["answers"]}
    own = {question: own_claims(document["claims"], question) for question in asked}
    return [
        {
            "claim": claim["id"],
            "party": party_of[claim["id"]],
            "relation": answer["relation"],
            "to": answer["to"],
            "to_party": party_of[answer["to"]],
            "question": answer["question"] or "",
            "independent": party_of[claim["id"]] != party_of[answer["to"]]
            and claim["id"] in own[answer["question"] or ""],
        }
        for claim in document["claims"]
        for answer in claim["answers"]
        if answer["to"] in party_of
    ]


def _claim_rows(document: IncidentDocument) -> list[dict[str, Any]]:
    parties = {actor["slug"]: actor["party"] for actor in document["actors"]}
    answers = _answer_rows(document)
    made_on = {claim["id"]: claim["made_on"] for claim in document["claims"]}
    return [
        {
            "ref": document["ref"],
            "claim": claim["id"],
            "claimant": claim["claimant"],
            "party": parties[claim["claimant"]],
            "kind": claim["kind"],
            "made_on": claim["made_on"],
            "statement": claim["statement"],
            **_marks([answer for answer in answers if answer["to"] == claim["id"]], made_on),
            "repeats": _only_repeats(claim, document["claims"]),
            "best_credibility": min((one["credibility"] for one in _cited(claim)), default=None),
            **shown.told(claim, document),
            "body": canonical(claim).decode(),
            "search": vector_of(claim_texts(claim)),
        }
        for claim in document["claims"]
    ]


def _marks(answers: list[dict[str, Any]], made_on: dict[str, str | None]) -> dict[str, bool]:
    """Return what came of a claim, from the answers to it (`vocabulary.ClaimMark`).

    A correction is its own side's, and not made on an earlier day: as for what stands (`document/standing.py`).
    """
    relations = {answer["relation"] for answer in answers}
    by_others = {answer["relation"] for answer in answers if answer["party"] != answer["to_party"]}
    independently = {answer["relation"] for answer in answers if answer["independent"]}
    return {
        "answered": not relations.isdisjoint(_ANSWERING),
        "corrected": any(
            answer["relation"] == LinkRelation.CORRECTS
            and answer["party"] == answer["to_party"]
            and (made_on[answer["claim"]] or "9999") >= (made_on[answer["to"]] or "")
            for answer in answers
        ),
        "denied": LinkRelation.DENIES in by_others,
        "corroborated": LinkRelation.CORROBORATES in independently,
    }


def _only_repeats(claim: Claim, claims: list[Claim]) -> bool:
    """Tell whether nothing that a claim says, or where it answers no question, the claim as a whole, is its own."""
    if all(answer["relation"] != LinkRelation.REPEATS for answer in claim["answers"]):
        return False
    questions = {str(one["question"]) for one in claim["assertions"]} or {""}
    return not any(claim["id"] in own_claims(claims, question) for question in questions)


def _cited(claim: Claim) -> list[Citation]:
    return [*claim["citations"], *(citation for one in claim["assertions"] for citation in one["citations"])]


def plain(value: Any) -> Any:
    """Return a stored value in the form that `columns` and `rows` give it."""
    return value.isoformat() if isinstance(value, date) else value


TABLES: dict[str, type[Model]] = {
    relation.get_accessor_name() or "": relation.related_model
    for relation in Edition._meta.related_objects  # noqa: SLF001 - Django's documented API
    if isinstance(relation.related_model, type)
}
"""The tables of derived rows, by the name under which an edition has them."""


def write_rows(edition: Edition, document: dict[str, Any]) -> None:
    """Insert the derived rows of a new edition."""
    for model, values in rows(document).items():
        manager = model._default_manager  # noqa: SLF001 - Django's documented accessor
        manager.bulk_create([model(edition=edition, **value) for value in values])
