"""Real editions of made-up documents, appended to the ledger without the workbench."""

import itertools
from typing import Any

import orjson

from incidents.document.canonical import canonical
from incidents.document.schema import violations
from incidents.document.types import SCHEMA
from incidents.publishing.ledger import append
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, Outcome

_numbers = itertools.count(1)
VALUE = {
    "low": None,
    "high": None,
    "actor": None,
    "place": None,
    "time_from": None,
    "time_to": None,
    "text": "",
    "response_to": None,
}


def public_id() -> str:
    """Return an id that no other row of the run has."""
    return f"{next(_numbers):010}"


def assertion(question: str = "occurrence", stance: str = "asserts", **changes: Any) -> dict[str, Any]:
    """Return an assertion; keys of its value may be given beside its own."""
    value = {key: changes.pop(key, default) for key, default in VALUE.items()}
    return {
        "id": public_id(),
        "question": question,
        "side": None,
        "group": None,
        "stance": stance,
        "value": value,
        "wording": "",
        "citations": [],
    } | changes


def claim(claimant: str, *assertions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a claim."""
    return {
        "id": public_id(),
        "claimant": claimant,
        "speaker": "",
        "kind": "assertion",
        "statement": f"What {claimant} says.",
        "quotation": None,
        "made_on": "2024-02-13",
        "made_time": None,
        "made_precision": "day",
        "channel": "press_statement",
        "assertions": list(assertions),
        "answers": [],
        "citations": [],
    } | changes


def involvement(actor: str, role: str = "participant") -> dict[str, Any]:
    """Return a part in the incident that the record states itself."""
    return {"actor": actor, "role": role, "alleged": False, "claim": None}


def source(ident: str, publisher: str = "Agency", **changes: Any) -> dict[str, Any]:
    """Return a source that is its own origin."""
    return {
        "id": ident, "publisher": publisher, "title": "", "url": "", "origin": "", "published_on": None,
        "language": "en", "kind": "news", "reliability": "F", "rated_on": None, "captures": [],
    } | changes  # fmt: skip


def position(question: str, finding: str) -> dict[str, Any]:
    """Return a finding without the statements it rests on."""
    return {
        "question": question,
        "side": None,
        "group": None,
        "finding": finding,
        "rested_on": [],
        "set_aside": None,
        "columns": [],
    }


def killed(low: int | None, high: int | None) -> list[dict[str, Any]]:
    """Return the totals of an incident with that many killed."""
    total = {"outcome": Outcome.KILLED, "low": low, "best": low, "high": high, "includes_unknown": high is None}
    return [total]


def document(**changes: Any) -> dict[str, Any]:
    """Return a document that says as little as it may. Actors that parts and claims name are put into `actors`.

    `occurrence` and `location` are merged into the ones that are there; all else replaces.
    """
    occurrence = {
        "earliest": "2024-02-13",
        "latest": changes.get("occurrence", {}).get("earliest", "2024-02-13"),
        "start_time": None,
        "end_time": None,
        "time_zone": "Asia/Yerevan",
        "precision": "day",
    } | changes.pop("occurrence", {})
    location = {
        "place": None,
        "wording": "",
        "latitude": None,
        "longitude": None,
        "precision": None,
        "radius_km": None,
        "country": "ARM",
        "section": None,
    } | changes.pop("location", {})
    named = [one["actor"] for one in changes.get("involvements", [])]
    named += [one["claimant"] for one in changes.get("claims", [])]
    actors = [
        {"slug": slug, "name": slug.title(), "kind": "state", "country": "", "party": slug, "names": []}
        for slug in dict.fromkeys(named)
    ]
    lists = ("claims", "sources", "citations", "estimates", "totals", "assessments", "links", "positions")
    return (
        {
            "schema": SCHEMA,
            "ref": f"CC-2024-{next(_numbers):05}",
            "title": "Exchange of fire",
            "summary": "",
            "kind": "exchange_of_fire",
            "aggregated": False,
            "occurrence": occurrence,
            "location": location,
            "dispute": None,
            "actors": actors,
            "involvements": [],
            "origin": {"name": "workbench", "fields": {}},
        }
        | {name: [] for name in lists}
        | changes
    )


def published(**changes: Any) -> Edition:
    """Append an edition of `document(**changes)` and return it as the database has it."""
    told = document(**changes)
    assert violations(orjson.loads(canonical(told))) == []
    return appended(told)


def retracted(ref: str, reason: str = "It did not happen.") -> Edition:
    """Append a retraction of what stands."""
    stands = Edition.objects.live().get(ref=ref)
    told = {
        "schema": SCHEMA,
        "ref": ref,
        "title": stands.title,
        "retracted": {"reason": reason, "edition": stands.number},
    }
    return appended(told, EditionStatus.RETRACTED)


def appended(told: Any, status: EditionStatus = EditionStatus.PUBLISHED) -> Edition:
    """Append an edition of a whole document and return it as the database has it."""
    body = canonical(told)
    edition = append(ref=told["ref"], status=status, origin="workbench", body=body, document=orjson.loads(body))
    return Edition.objects.get(pk=edition.pk)
