"""Bring what is derived from the editions to today's rules: columns, rows and counts, never a body or a digest.

Needed once after an upgrade that derives more than before; `verify_record` says when it is.
"""

from typing import Any, cast

import pgtrigger
from django.db import connection, transaction
from django.db.models import Model

from incidents.document.reading import read
from incidents.publishing import derived, summaries
from incidents.publishing.counting import count_words
from incidents.publishing.ledger import LOCK
from incidents.record.models import Edition, FacetCount, MapCell
from incidents.record.models.triggers import immutable_row

_UNLOCKED = [
    "record.Edition:edition_immutable",
    *(
        f"{model._meta.label}:{trigger.name}"  # noqa: SLF001 - Django's documented API
        for model in derived.TABLES.values()
        for trigger in immutable_row(model._meta.model_name or "")  # noqa: SLF001 - Django's documented API
        if trigger.operation != pgtrigger.Truncate
    ),
]


_NOTE = f"derived by rules {derived.VERSION}"


@transaction.atomic
def rederive() -> int:
    """Derive columns, rows and counts of every edition again, and return how many editions that changed.

    Holds the ledger's lock, so that nothing is appended meanwhile. Expunged editions have nothing to derive from.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    seqs = list(Edition.objects.filter(expunged=False).order_by("seq").values_list("seq", flat=True))
    with pgtrigger.ignore(*_UNLOCKED):
        changed = sum(_rederive(Edition.objects.get(seq=seq)) for seq in seqs)
    FacetCount.objects.all().delete()
    MapCell.objects.all().delete()
    for edition in Edition.objects.live().order_by("seq").iterator(chunk_size=500):
        summaries.follow(before=None, after=edition)
    count_words()
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE record_edition IS '{_NOTE}'")
    return changed


def is_current() -> bool:
    """Tell whether the record was derived by today's rules: the table's comment says by which it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('record_edition'::regclass)")
        return bool(cursor.fetchone()[0] == _NOTE)


def _rederive(edition: Edition) -> bool:
    document = cast(dict[str, Any], read(edition.body))
    columns = derived.columns(document)
    found = any(derived.plain(getattr(edition, name)) != value for name, value in columns.items())
    Edition.objects.filter(pk=edition.pk).update(**columns, search=derived.search_vector(document))
    rows = derived.rows(document)
    for model in derived.TABLES.values():
        found |= _rewrite(model, edition, rows.get(model, []))
    return found


def _rewrite(model: type[Model], edition: Edition, values: list[dict[str, Any]]) -> bool:
    """Write an edition's rows of one table anew where they are not what the document gives."""
    rows = model._default_manager.filter(edition=edition)  # noqa: SLF001 - Django's documented accessor
    names = list(values[0]) if values else []
    if [{name: derived.plain(getattr(row, name)) for name in names} for row in rows.order_by("pk")] == values:
        return False
    rows.delete()
    model._default_manager.bulk_create([model(edition=edition, **value) for value in values])  # noqa: SLF001
    return True
