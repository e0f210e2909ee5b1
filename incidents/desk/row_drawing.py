"""Rows of the form, drawn by their templates, each template once: the rows of an incident differ in what they hold.

A stored row of which there is nothing to tell (no error, no note, no focus) is put into the drawing that a stand-in
left; every other row goes through its template (docs/adr/0014-fields-drawn-in-python.md). What hangs on a row (the
rows of its lists, its grades, a claim's head) goes into gaps, as what its fields hold does.
"""

import html
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from incidents.desk.forms.drawing import INNER, PATH, Gap, content
from incidents.desk.forms.kinds import Kind
from incidents.desk.forms.names import Names
from incidents.desk.forms.shape import Row, Rows

_ID, _NUMBER, _ADDRESS = "\x04", "\x05", "\x06"
"""Characters that no form has, where in the drawing of a row its id, its number and the form's address go."""

_GRADES: Gap = ("", "grades")
_HEAD: Gap = ("", "head")
_OPEN: Gap = ("", "open")
_ROWS = "rows "
"""What a gap for a list's rows begins with; the template that draws them follows, and its name is the list's."""

_HEAD_TEMPLATE = "desk/_claim_head.html"


def draw_rows(rows: Rows, template: str, grades: Mapping[str, Any] | None = None, address: str = "") -> SafeString:
    """Return a list's rows as their template draws them, or the gap for them. `grades` are citations', by id."""
    if rows.parent is not None and rows.parent.form.gaps is not None:
        return _gap(rows.parent, (rows.kind.name, f"{_ROWS}{template}"))
    given = grades or {}
    drawn = (
        _filled(row, number, template, given, address)
        if row.plain
        else _rendered(row, number, template, given, address)
        for number, row in enumerate(rows.rows, start=1)
    )
    return SafeString("".join(drawn))


def draw_grades(row: Row, grades: Mapping[str, Any]) -> SafeString:
    """Return the grades that a source or citation has had, or the gap for them."""
    if row.form.gaps is not None:
        return _gap(row, _GRADES)
    found = grades.get(row.id)
    return SafeString(render_to_string("desk/_grades.html", {"grades": found})) if found else SafeString()


def draw_head(row: Row, number: int | str) -> SafeString:
    """Return the line that stands for a folded claim, or the gap for it."""
    if row.form.gaps is not None:
        return _gap(row, _HEAD)
    return SafeString(render_to_string(_HEAD_TEMPLATE, {"head": row.head, "number": number}))


def draw_open(row: Row) -> SafeString:
    """Return the attribute of a claim's fold that is open, or the gap for it."""
    if row.form.gaps is not None:
        return _gap(row, _OPEN)
    return SafeString(" open" if row.head is not None and row.head.open else "")


def _gap(row: Row, gap: Gap) -> SafeString:
    assert row.form.gaps is not None  # noqa: S101 - only a stand-in leaves gaps
    row.form.gaps.append(gap)
    return SafeString(INNER)


def _rendered(row: Row, number: int | str, template: str, grades: Mapping[str, Any], address: str) -> str:
    return render_to_string(template, {"row": row, "number": number, "grades": grades, "address": address})


def _filled(row: Row, number: int, template: str, grades: Mapping[str, Any], address: str) -> str:
    drawing, gaps = _drawing(row.kind, template)
    whole = drawing.replace(PATH, row.path).replace(_ID, row.id).replace(_NUMBER, str(number))
    first, *rest = whole.replace(_ADDRESS, html.escape(address)).split(INNER)
    parts = [first]
    for gap, part in zip(gaps, rest, strict=True):
        parts += (_inner(row, number, gap, grades), part)
    return "".join(parts)


def _inner(row: Row, number: int, gap: Gap, grades: Mapping[str, Any]) -> str:
    """Return what goes into a gap of a row, as HTML."""
    name, what = gap
    if gap == _GRADES:
        return draw_grades(row, grades)
    if gap == _HEAD:
        return draw_head(row, number)
    if gap == _OPEN:
        return draw_open(row)
    if what.startswith(_ROWS):
        return draw_rows(row.lists[name], what.removeprefix(_ROWS), grades)
    return content(row.form, gap)


@cache
def _drawing(kind: Kind, template: str) -> tuple[str, list[Gap]]:
    """Return what a template makes of any stored row of a kind, and what goes into its gaps, in their order."""
    instance: Any = kind.model(pk=0, public_id=_ID)
    form = kind.form(None, path=PATH, instance=instance, names=Names(None))
    form.gaps = []
    row = Row(kind, PATH, form)
    row.lists = {child.name: Rows(child, f"{PATH}-{child.name}", row) for child in kind.children}
    return _rendered(row, _NUMBER, template, {}, _ADDRESS), form.gaps
