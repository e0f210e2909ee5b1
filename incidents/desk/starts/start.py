"""A start: what the form of a new incident is filled in with, and how it gets there."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from incidents.desk.forms import IncidentDraft, flatten
from incidents.desk.forms.hints import FIELD
from incidents.desk.forms.incident import IncidentForm
from incidents.desk.forms.kinds import IDENTITY, KINDS, Kind, fields_of
from incidents.desk.forms.rows import RowForm, columns
from incidents.workbench.models.base import new_public_id

Nested = dict[str, Any]
READY = "@ready"
"""Beside the fields of a hint: it is stored as it stands once the row above it is filled in."""


class Id(str):
    """Stands for a public id that is made when somebody starts; the same name for the same row."""

    __slots__ = ()


@dataclass(frozen=True)
class Start:
    """What a new incident is filled in with.

    `nested` is an incident as the drafts API takes it; an `Id` in it stands for a new id. Rows at and below `hinted`
    lists are only hints: what nobody fills in further is not stored, and is no error.
    `text` is what somebody pasted to enter the incident from.
    """

    title: str
    fills: tuple[str, ...]
    nested: Nested
    hinted: tuple[str, ...] = ()
    text: str = ""
    left_out: tuple[str, ...] = field(default=())

    def draft(self, by: User) -> IncidentDraft:
        """Return the form, filled in and not judged."""
        ids: dict[str, str] = {}
        data = flatten(_plain(_with_ids(_with_defaults(self.nested, IncidentForm, KINDS), ids)))
        named = _with_ids(self.nested, ids)
        rows = {name: _plain(named.get(name, [])) for name in self.hinted}
        hints = {name: value for name, value in flatten(rows).items() if not name.endswith("-id") and value != ""}
        if hints:
            data[FIELD] = json.dumps({"values": hints, "ready": sorted(_ready(named, ""))})
        if self.text:
            data["text"] = self.text
        return IncidentDraft(data, by=by)


def _with_defaults(row: Mapping[str, Any], form: type[RowForm], kinds: Iterable[Kind]) -> Nested:
    """Return a row, and those below it, with what its table says where nothing is said, as an empty form shows it."""
    names = fields_of(form)
    told = {one.name: one.get_default() for one in columns(form._meta.model) if one.name in names and one.has_default()}  # noqa: SLF001 - Django's documented accessor
    full = {name: value for name, value in told.items() if value not in (None, "", False)} | dict(row)
    for kind in kinds:
        if kind.name in row:
            full[kind.name] = [
                dict(child) if _is_stored(child) else _with_defaults(child, kind.form, kind.children)
                for child in row[kind.name]
            ]
    return full


def _is_stored(row: Mapping[str, Any]) -> bool:
    """Tell whether a row only names one that is there already: whatever else is said would change it."""
    return set(row) == {IDENTITY} and not isinstance(row[IDENTITY], Id)


def _with_ids(value: Any, ids: dict[str, str]) -> Any:
    """Return nested values with an id for every `Id`, the same for the same name."""
    if isinstance(value, Mapping):
        return {name: part if name == READY else _with_ids(part, ids) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_ids(part, ids) for part in value]
    if isinstance(value, Id):
        return ids.setdefault(value, new_public_id())
    return value


def _plain(value: Any) -> Any:
    """Return nested values without the marks of what is ready."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items() if name != READY}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _ready(value: Any, path: str) -> Iterator[str]:
    """Yield the paths of the rows that are marked as ready."""
    if isinstance(value, Mapping):
        if value.get(READY):
            yield path
        for name, part in value.items():
            if isinstance(part, list):
                for index, row in enumerate(part):
                    yield from _ready(row, f"{path}-{name}-{index}" if path else f"{name}-{index}")
