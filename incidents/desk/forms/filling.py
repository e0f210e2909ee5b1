"""Enters values into the form's flat data as if a person had typed them: nothing that is there gets lost."""

import re
from collections.abc import Mapping
from typing import Any

from incidents.desk.forms.kinds import DELETE, IDENTITY, KINDS
from incidents.desk.forms.rows import Data, columns
from incidents.workbench.models.base import new_public_id

_NUMBERED = re.compile(r"^([a-z]+)-([0-9]{1,4})(?:-|$)")
TOLD_BY: dict[str, tuple[str, ...]] = {
    "involvements": ("actor", "role", "claim"),
    "sources": ("publisher", "title", "url", "origin", "published_on", "file", "kept"),
    "claims": ("claimant", "kind", "statement", "speaker", "quotation"),
    "assertions": ("question", "side", "low", "high", "actor", "place", "text", "wording"),
    "citations": ("source", "locator", "quote", "note"),
    "links": ("relation", "other"),
}
"""By which fields a row of a list says anything: the others may have a value from the start."""

_OF_A_CITATION = ("locator", "quote", "note")
"""By which a citation says that its claim is one: its source may be that of the claim before."""


def numbers_at(data: Mapping[str, Any], path: str) -> list[int]:
    """Return the numbers of the rows that the data has in the list at a path, in order."""
    name, start = path.rpartition("-")[2], len(path) + 1
    found = set()
    for key in data:
        if key.startswith(f"{path}-") and (match := _NUMBERED.match(f"{name}-{key[start:]}")):
            found.add(int(match[2]))
    return sorted(found)


def add_row(data: Data, path: str, **values: str) -> str:
    """Enter a row into the list at a path: in its first row that says nothing yet, or in a new one. Return its path."""
    row = _free_row(data, path)
    for name, value in values.items():
        data[f"{row}-{name}"] = value
    return row


def _free_row(data: Data, path: str) -> str:
    numbers = numbers_at(data, path)
    for number in numbers:
        if says_nothing(data, f"{path}-{number}"):
            return f"{path}-{number}"
    row = f"{path}-{max(numbers, default=-1) + 1}"
    data[f"{row}-{IDENTITY}"] = new_public_id()
    for name, value in _starts_with(path.rpartition("-")[2]).items():
        data[f"{row}-{name}"] = value
    return row


def _starts_with(name: str) -> dict[str, str]:
    """Return what the fields of a new row in a list hold from the start: a form that was sent has them all."""
    every = [*KINDS, *(child for kind in KINDS for child in kind.children)]
    kind = next(kind for kind in every if kind.name == name)
    defaults = {one.name: one.get_default() for one in columns(kind.model) if one.has_default()}
    return {field: str(defaults[field]) for field in kind.fields if defaults.get(field) not in (None, "", False)}


def says_nothing(data: Data, row: str) -> bool:
    """Tell whether a row, and all that hangs on it, is empty."""
    kind = row.split("-")[-2]
    if data.get(f"{row}-{DELETE}") or any(data.get(f"{row}-{name}") for name in TOLD_BY[kind]):
        return False
    if kind != "claims":
        return True
    answers, citations = f"{row}-assertions", f"{row}-citations"
    return all(says_nothing(data, f"{answers}-{number}") for number in numbers_at(data, answers)) and not any(
        data.get(f"{citations}-{number}-{name}") for number in numbers_at(data, citations) for name in _OF_A_CITATION
    )


def cite(data: Data, claim: str, source: str) -> None:
    """Let a claim cite a source (its id), once."""
    path = f"{claim}-citations"
    if source not in {data.get(f"{path}-{number}-source") for number in numbers_at(data, path)}:
        add_row(data, path, source=source)
