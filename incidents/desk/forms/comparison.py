"""A draft as nested values, and two versions of one side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone

from actors.models import Actor
from incidents.desk.forms.draft import IncidentDraft
from incidents.desk.forms.kinds import IDENTITY
from incidents.desk.forms.rows import RowForm
from incidents.desk.forms.shape import Row, Rows
from incidents.reference.models import BorderSection, Dispute, Place
from incidents.workbench.models import CasualtyEstimate, Incident

_NOTHING: tuple[Any, ...] = (None, "", False, [])
_NAMED_BY: tuple[tuple[type[models.Model], str], ...] = (
    (Actor, "slug"), (Dispute, "slug"), (Place, "code"), (BorderSection, "code"), (Incident, "ref"),
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A field, or a whole row, that two versions have differently; in words."""

    path: str
    element: str
    label: str
    yours: str
    theirs: str


def representation(draft: IncidentDraft) -> dict[str, Any]:
    """Return a draft as the drafts API takes and gives it."""
    with timezone.override(draft.zone):
        nested = {name: _plain(value) for name, value in _fields(draft.main)}
        return nested | {name: _plain_rows(rows) for name, rows in draft.lists.items()}


def differences(yours: IncidentDraft, theirs: IncidentDraft) -> list[Difference]:
    """Return every field and row in which two drafts of one incident differ."""
    with timezone.override(yours.zone):
        found = list(_of_fields(yours.main, theirs.main, "", ""))
        found += _of_lists(yours, theirs)
    return found


def _fields(form: RowForm) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a row as it would be stored."""
    for name in form.fields:
        instance = form.instance
        if name == "claims" and isinstance(instance, CasualtyEstimate):
            stored = form.initial.get("claims", [])
            yield name, form.cleaned_data.get("claims", stored) if form.is_bound else stored
        else:
            yield name, getattr(instance, name)


def _plain_rows(rows: Rows) -> list[dict[str, Any]]:
    return [
        {IDENTITY: row.id}
        | {name: _plain(value) for name, value in _fields(row.form)}
        | {name: _plain_rows(children) for name, children in row.lists.items()}
        for row in rows.kept
    ]


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: rows by their public names, times local to the incident."""
    match value:
        case list():
            return [_plain(one) for one in value]
        case datetime():
            return timezone.localtime(value).isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case models.Model():
            key = next((key for model, key in _NAMED_BY if isinstance(value, model)), "public_id")
            return getattr(value, key)
    return value


def _of_fields(yours: RowForm, theirs: RowForm, path: str, prefix: str) -> Iterator[Difference]:
    other = dict(_fields(theirs))
    for name, value in _fields(yours):
        if _plain(value) != _plain(other[name]) and not (value in _NOTHING and other[name] in _NOTHING):
            bound = yours[name]
            yield Difference(
                f"{path}-{name}" if path else name,
                bound.auto_id or "",
                f"{prefix}{bound.label}",
                _words(yours, name, value),
                _words(theirs, name, other[name]),
            )


def _of_lists(yours: IncidentDraft, theirs: IncidentDraft) -> Iterator[Difference]:
    mine = {(row.kind.form, row.id): row for row in yours.all_rows()}
    their_rows = {(row.kind.form, row.id): row for row in theirs.all_rows() if row.kept}
    for key, row in mine.items():
        element, name = f"row-{row.path}", _row_name(row)
        other = their_rows.get(key)
        if other is None and row.kept:
            yield Difference(row.path, element, name, _summary(row), "not there")
        elif other is not None and row.removed:
            yield Difference(row.path, element, name, "to be removed", _summary(other))
        elif other is not None:
            yield from _of_fields(row.form, other.form, row.path, f"{name}: ")
    for key, row in their_rows.items():
        if key not in mine:
            yield Difference("", "", _row_name(row), "not there", _summary(row))


def _row_name(row: Row) -> str:
    return f"{row.kind.form.row_noun.capitalize()} {int(row.path.rpartition('-')[2]) + 1}"


def _summary(row: Row) -> str:
    """Return a row in words: what it says, field by field."""
    parts = [
        f"{row.form[name].label}: {_words(row.form, name, value)}"
        for name, value in _fields(row.form)
        if value not in _NOTHING
    ]
    return "; ".join(parts) or "empty"


def _words(form: RowForm, name: str, value: Any) -> str:
    if value in _NOTHING:
        return "no" if value is False else "empty"
    if value is True:
        return "yes"
    choices = getattr(form.fields[name], "choices", None)
    if choices is not None and not isinstance(value, models.Model):
        return str(dict(choices).get(value, value))
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(_plain(value)) if isinstance(value, date | time) else str(value)
