"""What the desk's templates ask of a field."""

from django import template
from django.forms import BoundField

register = template.Library()

_PROPOSALS = {"unknown_actor": "actor", "unknown_place": "place"}


@register.filter
def proposal(field: BoundField) -> str:
    """Return what could be proposed for a name that nothing is called: actor, place, or nothing."""
    codes = [error.code for error in field.errors.as_data()]
    return next((_PROPOSALS[code] for code in codes if code in _PROPOSALS), "")
