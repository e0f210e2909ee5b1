"""What is wrong with a draft, in the order of the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from incidents.desk.forms.rows import RowForm
from incidents.desk.forms.shape import Rows
from incidents.desk.forms.when import WhenForm


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: at which path of the data, at which element of the page, and in which field."""

    path: str
    element: str
    label: str
    message: str


def of_form(form: RowForm | WhenForm, path: str, element: str) -> Iterator[Problem]:
    """Yield what is wrong with the fields of one form."""
    for name, messages in form.errors.items():
        known = name in form.fields
        label = str(form[name].label) if known else ""
        where = f"{path}-{name}" if path and known else (name if known else path)
        for message in messages:
            yield Problem(where, form[name].auto_id if known else element, label, str(message))


def of_rows(rows: Rows) -> Iterator[Problem]:
    """Yield what is wrong with a list, its rows, and what hangs on them."""
    for message in rows.errors:
        yield Problem(rows.path, f"list-{rows.path}", "", message)
    for number, row in enumerate(rows.rows, start=1):
        name = f"{row.kind.form.row_noun.capitalize()} {number}"
        for problem in of_form(row.form, row.path, f"row-{row.path}"):
            label = f"{name}: {problem.label}" if problem.label else name
            yield Problem(problem.path, problem.element, label, problem.message)
        if row.kept and row.sent is not None and row.sent.problem:
            yield Problem(f"{row.path}-file", f"id_{row.path}-file", f"{name}: Copy", row.sent.problem)
        for children in row.lists.values():
            yield from of_rows(children)
