"""What changed from one edition to the next, in a few words per edition."""

from collections.abc import Callable, Mapping
from typing import Any

from incidents.document.types import IncidentDocument
from incidents.public.web.pages.words import dateline
from incidents.vocabulary import Question

_PLAIN = (
    ("title", "title"),
    ("summary", "summary"),
    ("kind", "kind of incident"),
    ("occurrence", "date or time"),
    ("location", "place"),
    ("dispute", "dispute"),
    ("involvements", "actors involved"),
    ("estimates", "figures"),
    ("assessments", "editors' assessments"),
    ("links", "related incidents"),
)


def changes(before: IncidentDocument, after: IncidentDocument) -> list[str]:
    """Return what is different in the newer of two documents, either of which may be what stands in place of one."""
    older: Mapping[str, Any] = before
    newer: Mapping[str, Any] = after
    if "expunged" in newer:
        return ["its content was expunged"]
    if "positions" not in newer:
        merged = newer.get("merged") or {}
        return [f"merged into {merged['into']}, which tells it now"] if merged else ["taken back"]
    if "expunged" in older:
        return ["published again; the edition before was expunged"]
    if "positions" not in older:
        return ["published again"]
    found = [f"{words} changed" for key, words in _PLAIN if older.get(key) != newer.get(key)]
    if dateline(before["occurrence"]) != dateline(after["occurrence"]):
        found.remove("date or time changed")
        found.append(f"date: {dateline(before['occurrence'])} → {dateline(after['occurrence'])}")
    found += _counted("claim", before["claims"], after["claims"], lambda one: one["id"])
    found += _counted("source", before["sources"], after["sources"], lambda one: one["id"])
    found += _findings(before, after)
    return found or ["no change of content"]


def _counted(noun: str, before: list[Any], after: list[Any], key: Callable[[Any], str]) -> list[str]:
    old, new = {key(one): one for one in before}, {key(one): one for one in after}
    sizes = {
        "added": len(new.keys() - old.keys()),
        "removed": len(old.keys() - new.keys()),
        "changed": sum(old[one] != new[one] for one in old.keys() & new.keys()),
    }
    return [f"{size} {noun}{'' if size == 1 else 's'} {verb}" for verb, size in sizes.items() if size]


def _findings(before: IncidentDocument, after: IncidentDocument) -> list[str]:
    """Tell which findings turned."""
    old = {(one["question"], one["side"], one["group"]): one["finding"] for one in before["positions"]}
    turned = []
    for one in after["positions"]:
        was = old.get((one["question"], one["side"], one["group"]))
        if was and was != one["finding"]:
            label = Question.of(one["question"]).label.rstrip("?")
            turned.append(f"finding on “{label}”: {was} → {one['finding']}".replace("_", "-"))
    return turned
