"""What the desk's templates ask of a field."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField

from incidents.desk.forms.draft import Row

register = template.Library()

_PROPOSALS = {"unknown_actor": "actor", "unknown_place": "place"}


@register.filter
def proposal(field: BoundField) -> str:
    """Return what could be proposed for a name that nothing is called: actor, place, or nothing."""
    codes = [error.code for error in field.errors.as_data()]
    return next((_PROPOSALS[code] for code in codes if code in _PROPOSALS), "")


@register.filter
def of(found: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping holds under a key, or nothing."""
    return found.get(key) if found else None


@register.filter
def typed(row: Row, name: str) -> str:
    """Return what was typed beside a row's own fields, where the form was sent."""
    return str(row.form.data.get(f"{row.path}-{name}", "")) if row.form.is_bound else ""


@register.filter
def filled(form: BaseForm, names: str) -> bool:
    """Tell whether one of some fields (names with spaces between) holds something, or is wrong: then it must show."""
    return any(form[name].errors or form[name].value() not in (None, "", False) for name in names.split())
