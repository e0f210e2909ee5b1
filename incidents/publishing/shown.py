"""What the tables of the record show and no query asks for: derived columns, from a document alone."""

from collections.abc import Iterator
from typing import Any

from incidents.document.inert import in_one_cell, needs_guard
from incidents.document.types import Claim, IncidentDocument


def place_name(document: IncidentDocument) -> str:
    """Return what the place is called, or how it is told where it is none that the record knows."""
    where = document["location"]
    return where["place"]["name"] if where["place"] else where["wording"]


def texts(document: IncidentDocument) -> Iterator[str]:
    """Yield the texts of an incident's row in a table, lists as one."""
    where, dispute = document["location"], document["dispute"]
    yield from (document["ref"], document["title"], document["kind"], place_name(document), where["country"])
    yield from (document["occurrence"]["precision"], where["place"]["code"] if where["place"] else "")
    if where["section"]:
        yield from (where["section"]["border"], where["section"]["code"])
    yield dispute["slug"] if dispute else ""
    yield in_one_cell(sorted({one["actor"] for one in document["involvements"]}))
    yield in_one_cell(sorted({one["claimant"] for one in document["claims"]}))


def told(claim: Claim, document: IncidentDocument) -> dict[str, Any]:
    """Return what a table shows of a claim; in its lists each assertion has a place."""
    quoted = claim["quotation"]
    said = {
        "speaker": claim["speaker"],
        "channel": claim["channel"],
        "made_time": claim["made_time"] or "",
        "made_precision": claim["made_precision"],
        "quotation": quoted["text"] if quoted else "",
        "quotation_language": quoted["language"] if quoted else "",
        "translation": quoted["translation"] if quoted else "",
    }
    lists: dict[str, list[str]] = {
        "questions": [one["question"] for one in claim["assertions"]],
        "stances": [one["stance"] for one in claim["assertions"]],
        "about": [one["side"] or one["value"]["actor"] or "" for one in claim["assertions"]],
    }
    seen = [document["ref"], document["title"], claim["id"], claim["claimant"], claim["kind"], claim["statement"]]
    seen += [actor["party"] for actor in document["actors"] if actor["slug"] == claim["claimant"]]
    return {
        **said,
        **lists,
        "guarded": needs_guard([*seen, *said.values(), *(in_one_cell(one) for one in lists.values())]),
    }
