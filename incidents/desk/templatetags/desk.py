"""What the desk's templates ask of a field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from incidents.desk import keeping
from incidents.desk.forms.draft import Row, Rows
from incidents.desk.forms.drawing import draw, draw_together, layout
from incidents.desk.merging import Saved
from incidents.desk.row_drawing import draw_grades, draw_head, draw_open, draw_rows
from incidents.vocabulary import ActorKind, Controlled, PlaceKind
from incidents.workbench.mentions import NAMED
from incidents.workbench.models import KeptForm

register = template.Library()

_PROPOSALS: dict[str | None, tuple[str, type[Controlled]]] = {
    "unknown_actor": ("desk/_propose_actor.html", ActorKind),
    "unknown_place": ("desk/_propose_place.html", PlaceKind),
}


@register.simple_tag
def field(form: BaseForm, name: str, css: str = "") -> SafeString:
    """Draw one field; beside a name that nothing has, with what it takes to propose it."""
    slot = _remarks(form, name) if name in getattr(form, "remarks", ()) else ""
    if form.is_bound and form.errors.get(name):
        slot += _proposal(form[name])
    return draw(form, name, css, slot)


@register.simple_tag
def fields(form: BaseForm, named: str) -> SafeString:
    """Draw several fields, each as `field` does: names with commas between, classes after a colon."""
    together = layout(named)
    drawn = draw_together(form, together)
    if drawn is None:
        drawn = SafeString("\n".join(field(form, name, css) for name, css in together))
    return drawn


@register.simple_tag
def rows(listed: Rows, template: str, graded: Mapping[str, Any] | None = None, address: str = "") -> SafeString:
    """Draw the rows of a list by a template that takes row, number, grades and address."""
    return draw_rows(listed, template, graded, address)


@register.simple_tag
def head(row: Row, number: int | str) -> SafeString:
    """Draw the line that stands for a claim that is folded."""
    return draw_head(row, number)


@register.simple_tag
def opened(row: Row) -> SafeString:
    """Let a claim's fold be open where its head says so."""
    return draw_open(row)


@register.simple_tag
def grades(row: Row, graded: Mapping[str, Any]) -> SafeString:
    """Draw every grade that a row has had."""
    return draw_grades(row, graded)


@register.simple_tag
def bound_field(bound: BoundField, css: str = "") -> SafeString:
    """Draw one field, as `field` does."""
    return field(bound.form, bound.name, css)


def _remarks(form: Any, name: str) -> str:
    told = {"remarks": form.remarks[name], "element": form[name].auto_id}
    return render_to_string("desk/_remarks.html", told)


def _proposal(bound: BoundField) -> str:
    codes = [error.code for error in bound.errors.as_data()]
    found = next((_PROPOSALS[code] for code in codes if code in _PROPOSALS), None)
    return render_to_string(found[0], {"field": bound, "kinds": found[1].choices()}) if found else ""


@register.filter
def of(found: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping holds under a key, or nothing."""
    return found.get(key) if found else None


@register.filter
def naming(note: Any) -> SafeString:
    """Return the text of a note with its line breaks; whom it names, and who sees the incident, stands out."""
    known = {one.user.username.lower() for one in note.mentions.all()}
    parts, end = [], 0
    for found in NAMED.finditer(note.text):
        name = found[1].rstrip(".+-@")
        if name.lower() in known:
            parts += [escape(note.text[end : found.start()]), format_html("<strong>@{}</strong>", name)]
            end = found.start() + 1 + len(name)
    return mark_safe("".join([*parts, escape(note.text[end:])]).replace("\n", "<br>"))  # noqa: S308 - each part is escaped


@register.filter
def typed(row: Row, name: str) -> str:
    """Return what was typed beside a row's own fields, where the form was sent."""
    return str(row.form.data.get(f"{row.path}-{name}", "")) if row.form.is_bound else ""


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


@register.filter
def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Draw the options of a list: codes and labels. A large incident has hundreds, and a template takes its time."""
    drawn = (
        f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>{escape(label)}</option>'
        for code, label in choices
    )
    return SafeString("".join(drawn))


@register.filter
def opens(kept: KeptForm) -> str:
    """Return where a kept form is opened again."""
    return keeping.address_of(kept)


@register.filter
def people(saves: Sequence[Saved]) -> str:
    """Return the names of who saved, each once."""
    names = list(dict.fromkeys(one.by for one in saves))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@register.filter
def known_as(user: User) -> str:
    """Return the name that browsers know a person by."""
    return keeping.browser_name(user)


@register.filter
def locked_with(user: User) -> str:
    """Return the key that a person's own pages lock up with what the browser keeps for them."""
    return keeping.browser_key(user)
