"""Which stored row a row of the data is: by its public id, and never one of another incident."""

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db import models

from incidents.desk.forms.kinds import Kind
from incidents.workbench.models import Source

if TYPE_CHECKING:
    from incidents.desk.forms.draft import IncidentDraft

_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{10}")
FOREIGN = "The id of this row belongs to another incident. Remove the row, and add it again."
MALFORMED = "An id is ten characters: digits and small letters without i, l, o and u. Leave it out for a new row."
TWICE = "Two rows have the same id. Remove one of them."


def well_formed(public_id: str) -> bool:
    """Tell whether a text could be a public id."""
    return _ID.fullmatch(public_id) is not None


def open_row(draft: "IncidentDraft", kind: Kind, public_id: str) -> tuple[models.Model, str]:
    """Return the row with this id, or a new one that will have it; and what is wrong with the id, if anything is."""
    model = kind.model
    text = public_id.strip()
    if not text:
        return model(), ""
    if not _ID.fullmatch(text):
        return model(), MALFORMED
    found = draft.stored.by_id[model].get(text)
    if found is None and issubclass(model, Source):
        found = draft.shared.get(text)
    return (found, "") if found is not None else (model(public_id=text), "")


def rows_of(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """Return all rows of a table."""
    return model._default_manager.all()  # noqa: SLF001 - Django's documented accessor


def refuse_foreign(draft: "IncidentDraft") -> None:
    """Put an error on every new row whose id a row elsewhere has, and on rows that share one: a query per table."""
    new: dict[type[models.Model], set[str]] = defaultdict(set)
    kept = [row for row in draft.all_rows() if row.kept]
    times = Counter((row.kind.model, row.id) for row in kept)
    for row in kept:
        if row.form.is_new and row.form.is_bound:
            new[row.kind.model].add(row.id)
    taken = {
        (model, public_id)
        for model, ids in new.items()
        for public_id in rows_of(model).filter(public_id__in=ids).values_list("public_id", flat=True)
    }
    for row in kept:
        key = (row.kind.model, row.id)
        if row.form.is_new and key in taken:
            row.form.complain(None, FOREIGN)
        elif times[key] > 1:
            row.form.complain(None, TWICE)
