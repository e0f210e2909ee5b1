"""Nested JSON as the flat data that the forms take, and the way back from a field's name to a JSON Pointer."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.datastructures import MultiValueDict
from rest_framework.exceptions import ValidationError
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from incidents.desk.forms.fields import ClaimsField
from incidents.desk.forms.incident import IncidentForm
from incidents.desk.forms.kinds import IDENTITY, KINDS, Kind, fields_of
from incidents.desk.forms.rows import RowForm
from incidents.desk.forms.seen import SOURCES_SEEN, wrong_with_seen

MOST_ROWS = 300
"""How many rows one list may have."""


class Unreadable(Exception):
    """JSON of the wrong shape: `errors` maps the JSON Pointer of a value to what is wrong with it."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


def flatten(nested: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Return nested values as flat data (`claims-0-statement`). Raises Unreadable for what has no place in the form.

    There may be as many values as in the form that the page posts, the ids of all rows among them.
    """
    flat: MultiValueDict[str, Any] = MultiValueDict()
    errors: dict[str, str] = {}
    _flatten_row(nested, "", IncidentForm, KINDS, flat, errors)
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if not errors and len(flat) > most:
        errors[""] = f"At most {most:,} values, the id of every row counted."
    if errors:
        raise Unreadable(errors)
    return flat


def pointer(path: str) -> str:
    """Return the JSON Pointer (RFC 6901) of a form's path."""
    return "/" + path.replace("-", "/") if path else ""


def _flatten_row(  # noqa: PLR0917 - two of them collect
    row: Mapping[str, Any],
    path: str,
    form: type[RowForm],
    kinds: tuple[Kind, ...],
    flat: MultiValueDict[str, Any],
    errors: dict[str, str],
) -> None:
    children = {kind.name: kind for kind in kinds}
    fields = fields_of(form)
    for name, value in row.items():
        where = f"{path}-{name}" if path else str(name)
        if wrong := _surrogates(str(name)):
            told = f"The name of a field can't be read: {wrong}"
            errors[pointer(path)] = told  # of the row: the name can't be sent back
        elif name in children:
            _flatten_list(value, where, children[name], flat, errors)
        elif not path and name == SOURCES_SEEN:
            if wrong := wrong_with_seen(value):
                errors[pointer(where)] = wrong
            flat[where] = value
        elif name in fields or (path and name == IDENTITY):
            several = isinstance(form.declared_fields.get(name), ClaimsField)
            _flatten_value(value, where, flat, errors, several=several)
        else:
            step = str(name).replace("~", "~0").replace("/", "~1")
            errors[f"{pointer(path)}/{step}"] = f"There is no field “{str(name)[:60]}” here."


def _flatten_list(value: Any, path: str, kind: Kind, flat: MultiValueDict[str, Any], errors: dict[str, str]) -> None:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        errors[pointer(path)] = "This must be a list of objects."
    elif len(value) > MOST_ROWS:
        errors[pointer(path)] = f"At most {MOST_ROWS} rows."
    else:
        for index, row in enumerate(value):
            flat[f"{path}-{index}-{IDENTITY}"] = ""  # an empty object is a row too
            _flatten_row(row, f"{path}-{index}", kind.form, kind.children, flat, errors)


def _flatten_value(
    value: Any, path: str, flat: MultiValueDict[str, Any], errors: dict[str, str], *, several: bool
) -> None:
    if several and isinstance(value, list) and all(isinstance(one, str) for one in value):
        flat.setlist(path, value)
        texts = value
    elif value is None or isinstance(value, str | bool | int | float):
        text = "" if value is None else str(value)
        flat[path] = text
        texts = [text]
    else:
        errors[pointer(path)] = "This must be a text, a number, true, false or null."
        return
    for text in texts:
        if wrong := _surrogates(text):
            errors[pointer(path)] = wrong


def _surrogates(text: str) -> str:
    """Return what is wrong with a text that has half a character in it; empty where it has none."""
    try:
        ProhibitSurrogateCharactersValidator()(text)
    except ValidationError:
        return "Half of a surrogate pair is not a character."
    return ""
