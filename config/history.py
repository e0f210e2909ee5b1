"""A history kept by triggers for rows that an installation is loaded with: only what people change is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import connection, models
from pghistory.trigger import Event

from config.constraints import append_only_but_erasable

_Model = TypeVar("_Model", bound=models.Model)
_SETTING = "counterclaim.loading"
_NOT_LOADING = f"current_setting('{_SETTING}', true) IS DISTINCT FROM 'on'"
BEFORE = "before"
"""Label of the event that holds a row as it stood before the first change that is kept: no step of anybody's."""


class _FirstChange(Event):
    """Writes the old row, unless its history has begun."""

    def get_func(self, model: Any) -> pgtrigger.Func:
        """Wrap what the library writes."""
        event_model: Any = self.event_model
        function: Any = super().get_func(model)  # type: ignore[no-untyped-call] # the library's
        write, events = function.func.removesuffix("RETURN NULL;"), event_model._meta.db_table  # noqa: SLF001 - Django's documented API
        return pgtrigger.Func(  # type: ignore[no-untyped-call] # the library's
            f'IF {_NOT_LOADING} AND NOT EXISTS (SELECT FROM "{events}" WHERE pgh_obj_id = OLD."id") '
            f"THEN {write}END IF; RETURN NULL;"
        )


class _BeforeEvent(pghistory.RowEvent):
    """The row as it stood before its first change. Its trigger comes first by name, and so fires first."""

    label = BEFORE
    row = "OLD"
    operation = pgtrigger.Update

    def add_event_trigger(self, event_model: Any) -> None:
        """Register the trigger."""
        pgtrigger.register(
            _FirstChange(  # type: ignore[no-untyped-call] # the library's
                event_model=event_model, label=self.label, name=self.trigger_name, row=self.row,
                operation=self.operation, condition=self.condition,
            )
        )(event_model.pgh_tracked_model)  # fmt: skip


def with_loaded_history(model: type[_Model]) -> type[_Model]:
    """Keep every update and delete of a row, and every insert but those inside of `without_beginnings()`.

    A row whose insert is not kept has no first event; so the first change keeps what it was before, too.
    """
    meta = model._meta  # noqa: SLF001 - Django's documented API
    track = pghistory.track(
        pghistory.InsertEvent(condition=pgtrigger.Condition(_NOT_LOADING)),
        _BeforeEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=False,
        meta={"triggers": append_only_but_erasable(f"{meta.model_name}event"), "db_table": f"{meta.db_table}event"},
    )
    tracked: type[_Model] = track(model)
    return tracked


@contextmanager
def without_beginnings() -> Iterator[None]:
    """Begin no history inside: what is inserted, and what a row was before, is not kept. Inside a transaction.

    For the data that an installation comes with, and for an erasure, which must not keep what it erases.
    """
    _switch("on")
    yield
    _switch("")  # after an error the transaction takes it back


def _switch(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_SETTING, value])
