"""The HTML of one field: label, help, what is wrong, and the control.

An incident with 20 claims has some 1,700 fields. Drawn by Django's widget templates that takes most of a second, so
they are drawn here, to the same names, ids and descriptions (docs/desk-form.md gives the figures).
"""

import html
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.utils import pretty_name
from django.utils.safestring import SafeString

from incidents.desk.forms.fields import ActorField
from incidents.desk.forms.rows import RowForm
from incidents.vocabulary import VALUE_TYPES

_TYPES = {question.value: kind.value for question, kind in VALUE_TYPES.items()}
_MARKS = {"save": "needed", "submit": "needed to submit"}


def draw(form: BaseForm, name: str, css: str = "", slot: str = "") -> SafeString:
    """Return a field of a form with everything around it. `slot` is HTML that stands at its end: notes, a proposal."""
    field = form.fields[name]
    noted = slot or any(name in getattr(form, kind, ()) for kind in ("slots", "remarks")) or form.errors.get(name)
    if not noted and isinstance(form, RowForm) and "autofocus" not in field.widget.attrs:
        return _filled(form, ((name, css),))
    return draw_field(form[name], css, slot)


def draw_together(form: BaseForm, fields: "Layout") -> SafeString | None:
    """Return several fields of a row at once; None where something hangs on one of its fields, or one has the focus."""
    if not isinstance(form, RowForm) or not form.plain:
        return None
    return _filled(form, fields)


@cache
def layout(text: str) -> "Layout":
    """Return the fields that a template names, with their classes: `low:short for-number, high, note`."""
    return tuple((name.strip(), css) for name, _, css in (one.partition(":") for one in text.split(",")))


Layout = tuple[tuple[str, str], ...]
"""Names of fields, each with its classes."""

Gap = tuple[str, str]
"""What goes into a gap of a drawing: the name of a field, and `value` or `hint`. For rows, see `desk.row_drawing`."""

PATH, INNER, _HINT = "\x01", "\x03", "\x02"
"""Characters that no form has, where in the drawing of fields the row's path and whatever fills a gap go."""


def _filled(form: RowForm, fields: Layout) -> SafeString:
    """Return fields of a row: what they hold, put into the drawing that all such rows share."""
    drawing, gaps = _skeleton(type(form), fields)
    if form.gaps is not None:
        form.gaps += gaps
        return drawing
    path = form.add_prefix("")
    first, *rest = drawing.replace(f"{PATH}-", path).split(INNER)
    parts = [first]
    for gap, part in zip(gaps, rest, strict=True):
        parts += (content(form, gap), part)
    return SafeString("".join(parts))


@cache
def _skeleton(form: type[RowForm], fields: Layout) -> tuple[SafeString, list[Gap]]:
    """Return the drawing of fields that is the same in every row, and what goes into its gaps, in their order."""
    drawn: list[str] = []
    gaps: list[Gap] = []
    for name, css in fields:
        field, full = form.base_fields[name], f"{PATH}-{name}"
        label = pretty_name(name) if field.label is None else field.label
        control = _control(field.widget, {"name": full, **field.widget.attrs, "id": f"id_{full}"}, field, wrong=False)
        around = _around(field, full, str(label), control, css, hint=_HINT)
        gaps += [(name, "hint" if one == _HINT else "value") for one in around if one in (_HINT, INNER)]
        drawn.append(around.replace(_HINT, INNER))
    return SafeString("\n".join(drawn)), gaps


def content(form: RowForm, gap: Gap) -> str:
    """Return what goes into a gap, as HTML."""
    name, what = gap
    return html.escape(form.hints.get(name, "")) if what == "hint" else _inner(form, name, form.fields[name])


def _inner(form: RowForm, name: str, field: forms.Field) -> str:
    """Return what a control holds, as HTML: a value, options, or that a box is ticked."""
    value = form.shown(name)
    if isinstance(field.widget, forms.Select):
        selected = "" if value is None else str(value)
        if field is form.base_fields[name]:
            return _known_options(type(form), name, selected)
        return _options(field.widget.choices, selected)
    return _held(field.widget, value)


@lru_cache(maxsize=2048)
def _known_options(form: type[RowForm], name: str, selected: str) -> str:
    widget: Any = form.base_fields[name].widget  # a Select
    return _options(widget.choices, selected)


def _held(widget: forms.Widget, value: Any) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return " checked" if widget.check_test(value) else ""
    shown = widget.format_value(value)
    return "" if shown is None else html.escape(str(shown))


def draw_field(bound: BoundField, css: str = "", slot: str = "") -> SafeString:
    """Return a field with all that it can have around it: errors, hints, slots."""
    form, field = bound.form, bound.field
    errors = form.errors.get(bound.name, ())
    hint = getattr(form, "hints", {}).get(bound.name, "")
    attrs: dict[str, Any] = {"name": bound.html_name, **field.widget.attrs, "id": bound.auto_id}
    if isinstance(field.widget, forms.Select):
        inner = _options(field.widget.choices, "" if bound.value() is None else str(bound.value()))
    else:
        inner = _held(field.widget, bound.value())
    noted = bound.name in getattr(form, "remarks", ())
    control = _control(field.widget, attrs, field, wrong=bool(errors), noted=noted).replace(INNER, inner)
    slot += getattr(form, "slots", {}).get(bound.name, "")
    return SafeString(
        _around(
            field, bound.html_name, str(bound.label), control, css, hint=html.escape(hint), errors=errors, slot=slot
        )
    )


def _around(
    field: forms.Field, name: str, label: str, control: str, css: str, *, hint: str,
    errors: Sequence[Any] = (), slot: str = "",
) -> str:  # fmt: skip
    """Return label, help, errors, control, hint and slot of a field."""
    checkbox = isinstance(field.widget, forms.CheckboxInput)
    classes = ["field", "field--wrong" if errors else "", "field--check" if checkbox else "", css]
    level = needed_for(field)
    mark = f' <span class="needed needed--{level}">{_MARKS[level]}</span>' if level else ""
    css = " ".join(one for one in classes if one)
    parts = [
        f'<div class="{css}" data-field="{html.escape(name)}"{_needs(field, level)}>',
        control if checkbox else "",
        f'<label class="field__label" for="id_{name}">{html.escape(label)}{mark}</label>',
        f'<p class="field__help" id="id_{name}_helptext">{html.escape(str(field.help_text))}</p>'
        if field.help_text
        else "",
        _errors(errors, name) if errors else "",
        "" if checkbox else control,
        f'<p class="field__hint" id="id_{name}_hint">{hint}</p>' if isinstance(field, ActorField) else "",
        slot,
        "</div>",
    ]
    return "".join(parts)


def _control(
    widget: forms.Widget, attrs: dict[str, Any], field: forms.Field, *, wrong: bool, noted: bool = False
) -> str:
    """Return a control; what it holds is left open (INNER)."""
    name = attrs["name"]
    parts = (("helptext", field.help_text), ("hint", isinstance(field, ActorField)), ("error", wrong), ("notes", noted))
    if described := " ".join(f"id_{name}_{part}" for part, there in parts if there):
        attrs["aria-describedby"] = described
    if wrong:
        attrs["aria-invalid"] = "true"
    if needed_for(field) == "save":
        attrs["aria-required"] = "true"
    match widget:
        case forms.CheckboxInput():
            return f'<input type="checkbox"{_attrs(attrs)}{INNER}>'
        case forms.Textarea():
            return f'<textarea dir="auto"{_attrs(attrs)}>\n{INNER}</textarea>'
        case forms.Select():
            return f"<select{_attrs(attrs)}>{INNER}</select>"
        case forms.widgets.Input():
            kind = attrs.pop("type", widget.input_type)
            direction = ' dir="auto"' if kind == "text" else ""
            return f'<input type="{kind}"{direction}{_attrs(attrs)} value="{INNER}">'
    raise TypeError(widget)


def needed_for(field: forms.Field) -> str:
    """Tell what a field is needed for: `save`, `submit`, or nothing."""
    if field.required:
        return "save"
    return "submit" if getattr(field, "needed", False) else ""


def _attrs(attrs: dict[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
        for name, value in attrs.items()
        if value is not None and value is not False
    )


def _options(choices: Iterable[Any], selected: str) -> str:
    """Return the options of a list."""
    return "".join([_option(str(value), str(label), str(value) == selected) for value, label in choices])


@lru_cache(maxsize=4096)
def _option(code: str, label: str, chosen: bool) -> str:
    words = html.escape(label) if code else "—"
    return f'<option value="{html.escape(code)}"{_type(code)}{" selected" if chosen else ""}>{words}</option>'


def _type(code: str) -> str:
    return f' data-type="{_TYPES[code]}"' if code in _TYPES else ""


def _needs(field: forms.Field, level: str) -> str:
    """Return what the page's index needs to know while somebody types."""
    if not level:
        return ""
    unless, where = (" ".join(getattr(field, name, ())) for name in ("needed_unless", "needed_if"))
    return (
        f' data-needed="{level}"'
        + (f' data-unless="{unless}"' if unless else "")
        + (f' data-if="{where}"' if where else "")
    )


def _errors(errors: Iterable[Any], name: str) -> str:
    told = "".join(f"<li>{html.escape(str(one))}</li>" for one in errors)
    return f'<ul class="field__errors" id="id_{name}_error">{told}</ul>'
