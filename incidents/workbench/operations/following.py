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
    places and one for sources, none where there are none; and one more where something was merged.
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
    """Lock rows and whatever stands for them, and return what stands for those that are merged.

    What stands for one may be merged itself until it is locked, so it is asked as well.
    """
    into: dict[int, int | None] = {}
    asked = set(keys)
    while asked:
        with connection.cursor() as cursor:
            cursor.execute(_STANDING_FOR.format(table=model._meta.db_table), [sorted(asked)])  # noqa: SLF001 - Django's documented API
            into |= cursor.fetchall()
        asked = {winner for winner in into.values() if winner is not None} - into.keys()
    return [(key, _end(into, key)) for key in keys if into.get(key) is not None]


def _end(into: dict[int, int | None], key: int) -> int:
    while (winner := into.get(key)) is not None:
        key = winner
    return key
