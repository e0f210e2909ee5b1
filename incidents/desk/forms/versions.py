"""A draft as the texts that its page sends: of the incident, and of each row by its public id."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.utils import timezone

from incidents.desk.forms.draft import IncidentDraft, Row
from incidents.desk.forms.fields import ActorField, ClaimsField
from incidents.desk.forms.kinds import IDENTITY
from incidents.desk.forms.rows import Data, RowForm

Texts = dict[str, list[str]]
"""What is sent of each field, by its name; nothing for an empty one."""

Key = tuple[type[models.Model], str]
"""A row: its table and public id."""


@dataclass
class VersionRow:
    """A row of a version: where it is in the form, what it hangs on, and its texts."""

    row: Row
    parent: Key | None
    texts: Texts


@dataclass
class Version:
    """A draft as texts, right or wrong: `main` of the incident itself, `rows` of what is to be stored or was."""

    draft: IncidentDraft
    main: Texts
    rows: dict[Key, VersionRow] = field(default_factory=dict)

    def children(self, key: Key) -> list[Key]:
        """Return the rows that hang on a row."""
        return [one for one, found in self.rows.items() if found.parent == key]


def version_of(draft: IncidentDraft) -> Version:
    """Return a draft as texts. Rows that are still empty are not there; rows to be removed are."""
    with timezone.override(draft.zone):
        found = Version(draft, texts_of(draft.main))
        for rows in draft.all_lists():
            parent = key_of(rows.parent) if rows.parent else None
            for row in rows.rows:
                if row.removed or not row.blank:
                    found.rows[key_of(row)] = VersionRow(row, parent, texts_of(row.form))
    return found


def texts_in(draft: IncidentDraft) -> tuple[Texts, dict[Key, tuple[bool, Texts]]]:
    """Return what a draft says, to be held against another: of the incident, and of each row, removed or not."""
    version = version_of(draft)
    return version.main, {key: (one.row.removed, one.texts) for key, one in version.rows.items()}


def key_of(row: Row) -> Key:
    """Return what tells a row from others."""
    return row.kind.model, row.id


def texts_of(form: RowForm) -> Texts:
    """Return what is sent of a row's fields, as they were typed or as they are shown."""
    return {name: [one for one in _texts(form, form[name]) if one] for name in form.fields}


def _texts(form: RowForm, bound: BoundField) -> list[str]:
    widget: Any = bound.field.widget
    if form.is_bound and not isinstance(widget, forms.CheckboxInput):
        data: Any = form.data  # as it was sent
        return [str(one) for one in data.getlist(bound.html_name)]
    value = bound.data if form.is_bound else bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(bound.field, ClaimsField):
        return list(bound.field.prepare_value(value))
    shown = widget.format_value(value)
    return [str(one) for one in shown] if isinstance(shown, list | tuple) else [str(shown or "")]


def data_of(draft: IncidentDraft) -> Data:
    """Return what the page of a stored incident would send. Actors go by their slug, which no other actor has."""
    found = Data()
    with timezone.override(draft.zone):
        _put(found, "", draft.main)
        for row in draft.all_rows():
            found[f"{row.path}-{IDENTITY}"] = row.id
            _put(found, row.path, row.form)
    return found


def _put(found: Data, path: str, form: RowForm) -> None:
    for name, texts in texts_of(form).items():
        actor = form.initial.get(name) if isinstance(form.fields[name], ActorField) else None
        sent = [f"{actor.name} [{actor.slug}]"] if actor is not None else texts
        if sent or not _is_a_box(form, name):
            found.setlist(f"{path}-{name}" if path else name, sent or [""])


def _is_a_box(form: RowForm, name: str) -> bool:
    return isinstance(form.fields[name].widget, forms.CheckboxInput | forms.CheckboxSelectMultiple)


def said(form: RowForm, name: str, texts: list[str]) -> str:
    """Return in words what is sent of a field."""
    widget: Any = form.fields[name].widget
    if isinstance(widget, forms.CheckboxInput):
        return "yes" if texts else "no"
    labels = {str(code): str(label) for code, label in getattr(widget, "choices", ())}
    if isinstance(form.fields[name], forms.DateTimeField):
        texts = [text.replace("T", " ") for text in texts]
    return "; ".join(labels.get(text, text) for text in texts) or "empty"
