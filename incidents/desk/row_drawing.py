"""Rows of the form, drawn by their templates, each template once: the rows of an incident differ in what they hold.

A stored row of which there is nothing to tell (no error, no note, no focus) is put into the drawing that a stand-in
left; every other row goes through its template (docs/adr/0014-fields-drawn-in-python.md).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from incidents.desk.forms.drawing import GRADES, INNER, PATH, Gap, content
from incidents.desk.forms.kinds import Kind
from incidents.desk.forms.names import Names
from incidents.desk.forms.shape import Row, Rows

_ID, _NUMBER = "\x04", "\x05"
"""Characters that no form has, where in the drawing of a row its id and its number go."""


def draw_rows(rows: Rows, template: str, grades: Mapping[str, Any] | None = None) -> SafeString:
    """Return a list's rows as their template draws them. `grades` are those of citations, by public id."""
    given = grades or {}
    drawn = (
        _filled(row, number, template, given) if row.plain else _rendered(row, number, template, given)
        for number, row in enumerate(rows.rows, start=1)
    )
    return SafeString("".join(drawn))


def draw_grades(grades: Any) -> str:
    """Return the grades that a source or citation has had."""
    return render_to_string("desk/_grades.html", {"grades": grades}) if grades else ""


def _rendered(row: Row, number: int | str, template: str, grades: Mapping[str, Any]) -> str:
    return render_to_string(template, {"row": row, "number": number, "grades": grades})


def _filled(row: Row, number: int, template: str, grades: Mapping[str, Any]) -> str:
    drawing, gaps = _drawing(row.kind, template)
    whole = drawing.replace(PATH, row.path).replace(_ID, row.id).replace(_NUMBER, str(number))
    first, *rest = whole.split(INNER)
    parts = [first]
    for gap, part in zip(gaps, rest, strict=True):
        parts += (draw_grades(grades.get(row.id)) if gap is GRADES else content(row.form, gap), part)
    return "".join(parts)


@cache
def _drawing(kind: Kind, template: str) -> tuple[str, list[Gap]]:
    """Return what a template makes of any stored row of a kind, and what goes into its gaps, in their order."""
    instance: Any = kind.model(pk=0, public_id=_ID)
    form = kind.form(None, path=PATH, instance=instance, names=Names(None))
    form.gaps = []
    return _rendered(Row(kind, PATH, form), _NUMBER, template, {}), form.gaps
