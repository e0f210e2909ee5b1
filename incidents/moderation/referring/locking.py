"""The locks under which merges are done, and undone. Nothing that is planned then is moved by somebody else meanwhile.

Merges wait for one another, and for whoever is changing relations of actors; then the incidents with rows that move, by
key; then the other rows that move; then the two themselves. A save takes its incident first and what it names last, so
neither waits for the other in a circle. What a save still writes of the loser after that is led to the winner
(`workbench.operations.following`).
"""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from actors.locking import lock_references
from incidents.errors import NotAllowed
from incidents.moderation.referring.kinds import Column, Kind, columns_to
from incidents.workbench.models import Incident

_TRIES = 10
Hanging = dict[str, list[tuple[int, int | None]]]
"""Keys of rows with their incidents, by column."""


def wait_for_merges() -> None:
    """Wait until no other merge is going on, and keep others waiting."""
    lock_references()


def lock_both(kind: Kind, away: int, to: int) -> tuple[Any, Any]:
    """Lock what hangs on one row, and it and another; return the two. Raises NotAllowed where that fails."""
    wait_for_merges()
    columns = columns_to(kind)
    for _ in range(_TRIES):
        point = transaction.savepoint()
        goes = kind.fetched(away)[0]
        hanging = _hanging(columns, goes)
        _lock(columns, hanging)
        found = {row.pk: row for row in _both(kind, away, to)}
        if _hanging(columns, goes) == hanging:
            return found[away], found[to]
        transaction.savepoint_rollback(point)  # gives the locks back
    raise NotAllowed("New rows came in all the while. Nothing was changed; try again.")


def _hanging(columns: list[Column], row: Any) -> Hanging:
    """Return the keys of the rows that name one, with their incidents, by column."""
    found = {}
    for column in columns:
        of = column.of_incident
        found[column.label] = [(pk, own) for pk, own in column.hanging(row).values_list("pk", of or "pk")]
    return found


def _lock(columns: Iterable[Column], hanging: Hanging) -> None:
    """Lock the incidents first, by key; then the rows that belong to none, by table and key."""
    incidents = {own for column in columns if column.of_incident for _, own in hanging[column.label] if own}
    _take(Incident.objects.filter(pk__in=incidents))
    for column in columns:
        if not column.of_incident:
            _take(column.rows.filter(pk__in=[pk for pk, _ in hanging[column.label]]))


def _take(rows: "models.QuerySet[Any]") -> None:
    """Lock rows against changes, not against being referred to."""
    list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


def _both(kind: Kind, away: int, to: int) -> list[Any]:
    """Lock the two, the first also against being referred to, so that whoever does so waits for the end."""
    for pk in sorted({away, to}):
        list(kind.rows.filter(pk=pk).select_for_update(of=("self",), no_key=pk != away).values_list("pk"))
    return kind.fetched(away, to)
