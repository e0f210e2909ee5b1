"""What the desk's templates ask of a field."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from incidents.desk import keeping
from incidents.desk.forms.draft import Row
from incidents.desk.merging import Saved
from incidents.workbench.mentions import NAMED
from incidents.workbench.models import KeptForm

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
def remarks(field: BoundField) -> list[Any]:
    """Return the open notes of the review thread that hang on a field."""
    found: list[Any] = getattr(field.form, "remarks", {}).get(field.name, [])
    return found


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
    """Tell whether one of some fields (names with spaces between) holds something, or is wrong: then it must show."""
    return any(form[name].errors or form[name].value() not in (None, "", False) for name in names.split())


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
