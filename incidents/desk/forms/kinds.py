"""The shape of the composite form: which lists of rows hang on what."""

from dataclasses import dataclass
from functools import cache

from django.db import models

from incidents.desk.forms.claims import AnswerForm, AssertionForm, ClaimForm
from incidents.desk.forms.evidence import CitationForm, ClaimCitationForm, SourceForm
from incidents.desk.forms.parts import EstimateForm, InvolvementForm, LinkForm
from incidents.desk.forms.rows import RowForm, columns

IDENTITY = "id"
"""Beside each row's fields: its public id."""

DELETE = "delete"
"""Beside each row's fields: the box that removes it."""


@dataclass(frozen=True)
class Kind:
    """A list of rows: its name in paths, the form of a row, and the lists that hang on a row.

    A new row gets values for `filled_in` from the rows before it, and with nothing else it is still empty; with
    `filled_in_beside` alone it is empty only where its parent is.
    """

    name: str
    form: type[RowForm]
    children: tuple["Kind", ...] = ()
    filled_in: tuple[str, ...] = ()
    filled_in_beside: tuple[str, ...] = ()

    @property
    def model(self) -> type[models.Model]:
        """Return the table of a row."""
        return self.form._meta.model  # noqa: SLF001 - Django's documented accessor

    @property
    def ordered(self) -> bool:
        """Tell whether the order of the rows is kept."""
        return _ordered(self.model)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of a row's fields."""
        return fields_of(self.form)


@cache
def _ordered(model: type[models.Model]) -> bool:
    return any(column.name == "position" for column in columns(model))


def fields_of(form: type[RowForm]) -> tuple[str, ...]:
    """Return the names of a form's fields."""
    return (*(form._meta.fields or ()), *form.declared_fields)  # noqa: SLF001 - Django's documented accessor


KINDS = (
    Kind("involvements", InvolvementForm),
    Kind("sources", SourceForm),
    Kind("citations", CitationForm),
    Kind(
        "claims",
        ClaimForm,
        (
            Kind("assertions", AssertionForm),
            Kind("answers", AnswerForm),
            Kind("citations", ClaimCitationForm, filled_in_beside=("source",)),
        ),
        filled_in=("made_on",),
    ),
    Kind("estimates", EstimateForm),
    Kind("links", LinkForm),
)
