"""Rows that are about to be saved name what stands for a merged actor, place or source, whatever was chosen before."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, models

from actors.models import Actor
from incidents.errors import NotAllowed
from incidents.reference.models import Place
from incidents.workbench.models import Source

_STANDING_FOR = "SELECT id, merged_into_id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"


def follow_merges(rows: Iterable[models.Model]) -> None:
    """Lead rows that are about to be saved from merged actors, places and sources to what stands for them.

    Waits for a merge that is going on, and keeps others waiting until the transaction ends: what is saved names nothing
    that is merged. A source that is itself to be saved must not be merged: NotAllowed. One query for actors, one for
    places and one for sources, none where there are none.
    """
    named: dict[type[models.Model], dict[int, list[tuple[models.Model, str]]]] = {
        Actor: defaultdict(list),
        Place: defaultdict(list),
        Source: defaultdict(list),
    }
    for row in rows:
        for one in row._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
            key = getattr(row, one.attname)
            if one.related_model in named and key is not None:
                named[one.related_model][key].append((row, one.attname))
        if isinstance(row, Source) and row.pk is not None:
            named[Source][row.pk].append((row, "pk"))
    for model, by_key in named.items():
        for key, winner in _winners(model, sorted(by_key)):
            for row, attname in by_key[key]:
                if attname == "pk":
                    raise NotAllowed(f"“{row}” was merged into another source, which is edited in its place.")
                setattr(row, attname, winner)


def _winners(model: type[models.Model], keys: list[int]) -> list[tuple[int, int]]:
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_FOR.format(table=model._meta.db_table), [keys])  # noqa: SLF001 - Django's documented API
        return [(key, winner) for key, winner in cursor.fetchall() if winner is not None]
