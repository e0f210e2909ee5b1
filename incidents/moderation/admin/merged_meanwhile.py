"""The answer to a form whose row was merged while it was open: what was typed is shown, to be taken to the winner."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

Field = models.Field[Any, Any]
_OPENED = "initial-"
_OF_A_ROW = re.compile(r"([a-z_]+)-(\d{1,4})-(\w+)")
_NO_COLUMN = {"reason": "reason", "DELETE": "remove"}
_BOX = {"on": "yes", "True": "yes", "False": "no"}
_KEY = re.compile(r"[0-9]{1,18}")


def merged_into(model: type[models.Model], object_id: str | None) -> Any:
    """Return the row of a form with what it was merged into; None where it was not."""
    if object_id is None or not _KEY.fullmatch(object_id):
        return None
    row: Any = model._default_manager.filter(pk=object_id).first()  # noqa: SLF001 - Django's documented accessor
    return row if getattr(row, "merged_into", None) is not None else None


def merged_meanwhile(request: HttpRequest, site: Any, row: Any) -> HttpResponse:
    """Say what stands for the row, and show every field that was typed into. Nothing is saved."""
    into = row.merged_into
    meta = into._meta  # noqa: SLF001 - Django's documented API
    context = {
        **site.each_context(request),
        "title": f"Merged while you had it open: {row}",
        "row": row,
        "into": into,
        "address": reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[into.pk]),
        "typed": list(typed(request.POST, type(row))),
    }
    return TemplateResponse(request, "moderation/merged_meanwhile.html", context, status=409)


def typed(sent: QueryDict, model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Yield what a form of a row holds that it was not opened with: (what the field is called, its value in words)."""
    own = {str(one.get_accessor_name()): one.related_model for one in model._meta.related_objects}  # noqa: SLF001 - Django's documented API
    for name in dict.fromkeys(one.removeprefix(_OPENED) for one in sent):
        found = _OF_A_ROW.fullmatch(name)
        table: Any = own.get(found[1]) if found else model
        column = found[3] if found else name
        field = _field(table, column, model)
        if field is None and column not in _NO_COLUMN:
            continue
        values, opened = _said(sent.getlist(name)), _said(sent.getlist(f"{_OPENED}{name}"))
        if isinstance(field, models.BooleanField):  # an empty box is not sent
            values, opened = [str(bool(values))], opened or ["False"]
        if values != opened:
            of = f"{_row(table, sent.get(f'{found[1]}-{found[2]}-id', ''))}: " if found else ""
            label = str(field.verbose_name) if field is not None else _NO_COLUMN[column]
            yield of + label, "; ".join(_in_words(field, values)) or "empty"


def _said(values: list[str]) -> list[str]:
    return [text for one in values if (text := one.strip())]


def _field(table: Any, column: str, model: type[models.Model]) -> Field | None:
    """Return the column of a table that a field is for; None for its key, and for the one that names the row itself."""
    try:
        field = table._meta.get_field(column) if table is not None else None  # noqa: SLF001 - Django's documented API
    except FieldDoesNotExist:
        return None
    if not isinstance(field, models.Field) or field.primary_key:
        return None
    return field if table is model or field.related_model is not model else None


def _row(table: Any, key: str) -> str:
    """Return what a row is called that belongs to another one; "new" and its kind for one that is not stored."""
    row = table._default_manager.filter(pk=key).first() if _KEY.fullmatch(key) else None  # noqa: SLF001 - Django's documented accessor
    return str(row) if row is not None else f"new {table._meta.verbose_name}"  # noqa: SLF001 - Django's documented API


def _in_words(field: Field | None, values: list[str]) -> Iterator[str]:
    """Yield values as a reader knows them: the labels of codes, the names of rows."""
    table: Any = field.related_model if field is not None else None
    labels = {str(code): str(label) for code, label in getattr(field, "flatchoices", None) or ()}
    for value in values:
        named = table._default_manager.filter(pk=value).first() if table and _KEY.fullmatch(value) else None  # noqa: SLF001 - Django's documented accessor
        yield str(named) if named is not None else labels.get(value, _BOX.get(value, value))
