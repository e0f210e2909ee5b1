"""Edits of actors, places, borders and disputes: signed, with the reason where what the record means changes.

All edits and merges wait for one another, so that what is looked at under the lock is what is saved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from accounts.models import User
from actors.locking import lock_references
from actors.models import Actor, ActorName
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.reference.models import Border, BorderSection, Dispute, Milestone, Place, PlaceName
from incidents.vocabulary import IN_USE, ReferenceVerdict, Standing
from incidents.workbench import policies
from incidents.workbench.models import ReferenceDecision

_MEANING: dict[type[models.Model], set[str]] = {
    Actor: {"name", "kind", "country"},
    ActorName: {"text", "language", "kind"},
    Place: {"name", "kind", "parent", "latitude", "longitude", "country"},
    PlaceName: {"text", "language", "used_by"},
    Border: {"name", "side_a", "side_b"},
    BorderSection: {"name"},
    Dispute: {"name", "begun", "parties", "borders"},
    Milestone: {"kind", "title", "earliest", "latest", "precision"},
}
"""Columns by which a row means what it means. To change one needs a reason, as to remove a row does."""
_OF: dict[type[models.Model], str] = {
    Actor: "actor", Place: "place", Border: "border", BorderSection: "border", Dispute: "dispute",
}  # fmt: skip


class Unreasoned(NotAllowed):
    """A change of what the record means, without its reason."""


@dataclass
class Edit:
    """What is to be saved of a row and of the rows that belong to it: pairs are a row and its changed columns."""

    row: models.Model
    changed: tuple[str, ...] = ()
    lists: dict[str, Any] = field(default_factory=dict)
    added: list[models.Model] = field(default_factory=list)
    rows: list[tuple[models.Model, tuple[str, ...]]] = field(default_factory=list)
    removed: list[models.Model] = field(default_factory=list)

    @property
    def new(self) -> bool:
        """Whether the row itself is new."""
        return bool(self.row._state.adding)  # noqa: SLF001 - Django's documented attribute

    @property
    def columns(self) -> list[str]:
        """The row's own columns that were changed."""
        own = {one.name for one in self.row._meta.concrete_fields}  # noqa: SLF001 - Django's documented API
        return [name for name in self.changed if name in own]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to save."""
        return not (self.new or self.changed or self.added or self.rows or self.removed)

    def meaning(self) -> list[str]:
        """Return what of it changes what the record means, in words."""
        if self.new:
            return []
        told = [*_meant(self.row, self.changed)]
        for row, names in self.rows:
            told += [f"{label} of {row}" for label in _meant(row, names)]
        return [*told, *(f"{row} is removed" for row in self.removed)]


def _meant(row: models.Model, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name in _MEANING.get(type(row), ()):
            yield str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # noqa: SLF001 - Django's documented API


def out_of_use(row: Actor | Place) -> str:
    """Say why an actor or a place can't be chosen; nothing where it can."""
    if row.standing in IN_USE:
        return ""
    if row.merged_into is not None:
        key = row.merged_into.slug if isinstance(row.merged_into, Actor) else row.merged_into.code
        return f"{row.name} was merged into {row.merged_into.name} [{key}]: choose that."
    return f"{row.name} was refused: it can’t be chosen."


@transaction.atomic
def save_reference(*, edit: Edit, by: User, reason: str = "") -> None:
    """Save a row and what belongs to it, all or nothing, signed; a reason goes to the log of decisions.

    Raises NotAllowed for who is no editor, for a row that was merged meanwhile, and for one that names an actor or a
    place which is out of use; Unreasoned where a reason is needed.
    """
    _check_editor(by)
    if edit.empty:
        return
    lock_references()
    if not edit.new:
        _check_in_place(edit.row)
    _check_named(edit)
    for rows in edit.lists.values():
        for row in rows:
            _refuse(out_of_use(row) if isinstance(row, Actor | Place) else "")
    if (meaning := edit.meaning()) and not reason.strip():
        raise Unreasoned(f"Say why: this changes what the record means ({'; '.join(meaning)}).")
    if edit.new and hasattr(edit.row, "proposed_by"):
        edit.row.proposed_by = by
    with signing(edit.row, by=by, reason=reason):
        if edit.new:
            edit.row.save()
        else:
            edit.row.save(update_fields=edit.columns)  # a decision since it was loaded stands
        for row in edit.removed:
            row.delete()
        for row in (*(row for row, _ in edit.rows), *edit.added):
            row.save()
        for name, rows in edit.lists.items():
            getattr(edit.row, name).set(rows)


def signing(row: models.Model, *, by: User, reason: str, why: str = "") -> Any:
    """Sign what changes inside; a reason is kept in the log of decisions, which an erasure reaches."""
    table = _OF[type(row)]
    told = {"why": why or table}
    if not reason.strip():
        return signed(by=by.pk, **told)
    decision = ReferenceDecision.objects.create(
        what=ReferenceVerdict.EDITED, table=table, row=key_of(row), by=by, reason=reason.strip()
    )
    return signed(by=by.pk, decision=decision.pk, **told)


def key_of(row: Any) -> str:
    """Return a row's public id; of a section that of its border."""
    if isinstance(row, BorderSection):
        return row.border.slug
    return str(getattr(row, "slug", None) or row.code)


def _check_editor(by: User) -> None:
    if not policies.may_review(by):
        raise NotAllowed("Only editors change actors, places, borders and disputes.")


def _check_in_place(row: models.Model) -> None:
    """Lock the row itself, and refuse one that something else stands for by now."""
    found: Any = type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001 - Django's documented accessor
    current = found.select_for_update(of=("self",), no_key=True).get()
    if getattr(current, "standing", "") == Standing.MERGED:
        raise NotAllowed(
            f"{current.name} was merged into {current.merged_into} and is edited there: nothing was saved."
        )


def _check_named(edit: Edit) -> None:
    """Refuse what is chosen although it is out of use; what was named before may stay, and so may the row itself."""
    for row, names in (
        (edit.row, None if edit.new else edit.changed),
        *((row, None) for row in edit.added),
        *edit.rows,
    ):
        for one in row._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
            chosen = names is None or one.name in names
            if chosen and one.related_model in (Actor, Place) and one.name != "merged_into":
                named = getattr(row, one.name)
                if named is not None and named != edit.row:
                    _refuse(out_of_use(named))


def _refuse(why: str) -> None:
    if why:
        raise NotAllowed(why)
