"""What the desk's templates ask of a field."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from incidents.desk.forms.drawing import draw
from incidents.vocabulary import ActorKind, Controlled, PlaceKind

register = template.Library()

_PROPOSALS: dict[str | None, tuple[str, type[Controlled]]] = {
    "unknown_actor": ("desk/_propose_actor.html", ActorKind),
    "unknown_place": ("desk/_propose_place.html", PlaceKind),
}


@register.simple_tag
def field(form: BaseForm, name: str, css: str = "") -> SafeString:
    """Draw one field; beside a name that nothing has, with what it takes to propose it."""
    refused = form.is_bound and form.errors.get(name)
    return draw(form, name, css, _proposal(form[name]) if refused else "")


@register.simple_tag
def bound_field(bound: BoundField, css: str = "") -> SafeString:
    """Draw one field, as `field` does."""
    return field(bound.form, bound.name, css)


def _proposal(bound: BoundField) -> str:
    codes = [error.code for error in bound.errors.as_data()]
    found = next((_PROPOSALS[code] for code in codes if code in _PROPOSALS), None)
    return render_to_string(found[0], {"field": bound, "kinds": found[1].choices()}) if found else ""


@register.filter
def of(found: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping holds under a key, or nothing."""
    return found.get(key) if found else None


@register.filter
def filled(form: BaseForm, names: str) -> bool:
    """Tell whether some fields (names with spaces between) must show: one is wrong, or holds what is not stored yet."""
    if wrong(form, names):
        return True
    return getattr(form, "is_new", False) and any(form[one].value() not in (None, "", False) for one in names.split())


@register.filter
def wrong(form: BaseForm, names: str) -> bool:
    """Tell whether one of some fields (names with spaces between) is wrong."""
    return any(form.errors.get(name) for name in names.split())
