"""What entering an incident costs in a plain admin form: a ModelAdmin with an inline per table, no autocomplete.

The rule, in favour of the admin:

* getting to a field costs one (a click, or a Tab: whatever lies between is free);
* a text costs its characters, a date ten, a time five, a box one;
* a list costs the shortest beginning that chooses the option, and arrows down where another option is written alike;
* a row costs one (*Add another*), a source two more (its own window: opening and saving it);
* rows that name claims can only be entered once the claims are saved: one more (*Save and continue editing*), and one
  more for those that name such rows; the last save is one.

Nothing is counted for fields that keep their default.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.forms import ModelChoiceField, TypedChoiceField, fields, modelform_factory

from incidents.workbench.models import Incident

_SAVES = 3
_ROW, _WINDOW, _MOVE = 1, 2, 1
_DATE, _TIME = 10, 5


def keys_and_clicks(incident: Incident) -> int:
    """Return the cost of everything that an incident holds."""
    rows: list[models.Model] = [
        *incident.involvements.all(), *incident.claims.all(), *incident.assertions.all(), *incident.claim_links.all(),
        *incident.citations.all(), *incident.estimates.all(), *incident.links.all(),
    ]  # fmt: skip
    sources = {citation.source_id: citation.source for citation in incident.citations.all()}
    cost = _row_cost(incident) + _SAVES
    cost += sum(_ROW + _row_cost(row) for row in rows)
    return cost + sum(_WINDOW + _row_cost(source) for source in sources.values())


def _row_cost(row: models.Model) -> int:
    form = modelform_factory(type(row), fields="__all__", formfield_callback=_form_field)()
    return sum(_field_cost(field, row, name) for name, field in form.fields.items() if name != "incident")


def _form_field(column: Any, **options: Any) -> Any:
    """Return the form field that a model's field asks for."""
    if isinstance(column, models.URLField):
        options["assume_scheme"] = "https"
    return column.formfield(**options)


def _field_cost(field: Any, row: models.Model, name: str) -> int:
    value = getattr(row, name)
    column: Any = row._meta.get_field(name)
    if value in (None, "", False) or name in ("position", "public_id", "rated_by", "rated_at"):
        return 0
    if column.has_default() and value == column.get_default():
        return 0
    return _MOVE + _value_cost(field, value)


def _value_cost(field: Any, value: Any) -> int:
    if isinstance(field, ModelChoiceField):
        rows: Any = field.queryset
        return _choice_cost((field.label_from_instance(one) for one in rows), str(value))
    if isinstance(field, TypedChoiceField):
        labels: Any = field.choices
        return _choice_cost((str(label) for _, label in labels), str(dict(labels)[value]))
    simple = ((fields.BooleanField, 1), (fields.DateTimeField, _DATE + _MOVE + _TIME), (fields.DateField, _DATE))
    for kind, cost in (*simple, (fields.TimeField, _TIME)):
        if isinstance(field, kind):
            return cost
    return len(str(value))


def _choice_cost(labels: Iterable[str], wanted: str) -> int:
    """Return how many keys choose an option: as a browser does, the first that begins with what was typed."""
    folded, target = [label.casefold() for label in labels], wanted.casefold()
    for end in range(1, len(target) + 1):
        if next(label for label in folded if label.startswith(target[:end])) == target:
            return end
    return len(target) + [label for label in folded if label.startswith(target)].index(target)
