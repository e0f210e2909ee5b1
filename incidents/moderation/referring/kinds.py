"""Actors, places and sources, as far as merging them is the same; and every column that may refer to one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Replace
from django.urls import reverse

from actors.models import Actor, ActorName
from actors.names import script_of
from incidents.reference.models import Place, PlaceName
from incidents.vocabulary import NameKind
from incidents.workbench.models import ReviewNote, Source

MERGED_INTO = "merged_into"
"""The one column that names what stands for a row; it is not repointed as others are."""


@dataclass(frozen=True)
class Kind:
    """One of the three. `key` is the public id; the winner takes what it lacks of `taken`; `told` should not differ.

    `names` is the table of other names, where there is one. `undoable`: a merge can be undone, so it removes no row.
    """

    name: str
    model: type[models.Model]
    names: type[models.Model] | None
    key: str
    taken: tuple[str, ...]
    told: tuple[str, ...]
    undoable: bool = False

    @property
    def plural(self) -> str:
        """What rows are called."""
        return f"{self.name}s"

    @property
    def rows(self) -> models.QuerySet[Any]:
        """All rows, those that are out of use included."""
        return self.model._default_manager.all()  # noqa: SLF001 - Django's documented accessor

    def key_of(self, row: Any) -> str:
        """Return a row's public id."""
        return str(getattr(row, self.key))

    def called(self, text: str) -> models.QuerySet[Any]:
        """Return the rows, merged ones apart, that are called so; sources by their title or address."""
        rows: Any = self.rows.filter(**{MERGED_INTO: None})
        if self.names is None:
            return rows.at(text) | rows.filter(title__iexact=text).order_by("pk")  # type: ignore[no-any-return] # of a kind
        return rows.called(text)  # type: ignore[no-any-return] # of a kind

    def fetched(self, *pks: int) -> list[Any]:
        """Return rows with their names and with what stands for them."""
        rows = self.rows.filter(pk__in=pks).select_related(MERGED_INTO)
        return list(rows.prefetch_related("names") if self.names else rows)

    def alias(self, winner: Any, text: str) -> models.Model:
        """Return the name, unsaved, under which the winner is found by what the loser was called."""
        if self.names is ActorName:
            return ActorName(
                actor=winner, text=text, language=UNKNOWN, script=script_of(text), kind=NameKind.EXONYM
            )  # fmt: skip
        return PlaceName(place=winner, text=text, language=UNKNOWN)


UNKNOWN = "und"
"""BCP 47 for a language that is not known."""
ACTOR = Kind(
    "actor", Actor, ActorName, "slug",
    ("country", "wikidata_id", "ucdp_id", "description"), ("kind", "country", "wikidata_id", "ucdp_id"),
)  # fmt: skip
PLACE = Kind(
    "place", Place, PlaceName, "code",
    ("country", "admin1", "population", "parent"), ("kind", "country"),
)  # fmt: skip
SOURCE = Kind(
    "source", Source, None, "public_id",
    ("origin", "title", "url", "published_on"), ("publisher", "kind", "language", "published_on"), undoable=True,
)  # fmt: skip
KINDS = {kind.name: kind for kind in (ACTOR, PLACE)}
"""What analysts propose and editors decide on."""
MERGED = {**KINDS, SOURCE.name: SOURCE}
"""What is merged."""


def admin_page(kind: Kind, row: Any) -> str:
    """Return the address of a row's form in the admin."""
    meta = kind.model._meta  # noqa: SLF001 - Django's documented API
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


@dataclass(frozen=True)
class Column:
    """A foreign key to actors, places or sources, of any table but the histories."""

    model: type[models.Model]
    name: str

    @property
    def label(self) -> str:
        """How the log of decisions writes it: app, table and column."""
        return f"{self.model._meta.label_lower}.{self.name}"  # noqa: SLF001 - Django's documented API

    @property
    def attname(self) -> str:
        """The column in the database."""
        return f"{self.name}_id"

    @property
    def rows(self) -> models.QuerySet[Any]:
        """All rows of the table."""
        return self.model._base_manager.all()  # noqa: SLF001 - Django's documented accessor

    def hanging(self, row: Any) -> models.QuerySet[Any]:
        """Return the rows that name a row, in one order."""
        return self.rows.filter(**{self.attname: row.pk}).order_by("pk")

    def lead(self, keys: list[int], *, to: Any, away: Any) -> None:
        """Let rows name one row in place of another."""
        self.rows.filter(pk__in=keys, **{self.attname: away.pk}).update(**{self.attname: to.pk})

    @property
    def of_incident(self) -> str:
        """The column that says to which incident a row belongs; empty for a table that belongs to none."""
        if self.model._meta.label_lower == "workbench.incident":  # noqa: SLF001 - Django's documented API
            return "id"
        names = {one.name for one in self.model._meta.concrete_fields}  # noqa: SLF001 - Django's documented API
        return "incident_id" if "incident" in names else ""

    @property
    def title(self) -> str:
        """What a page calls it."""
        meta = self.model._meta  # noqa: SLF001 - Django's documented API
        rows = str(meta.verbose_name_plural)
        label = str(meta.get_field(self.name).verbose_name)  # type: ignore[union-attr] # it is a column
        return f"{rows[:1].upper()}{rows[1:]}: {label}"


class Anchors(Column):
    """The notes that hang on a source or on one of its fields: they name it by its public id."""

    def hanging(self, row: Any) -> models.QuerySet[Any]:
        """Return the notes on a source."""
        anchor = f"sources.{row.public_id}"
        return self.rows.filter(models.Q(anchor=anchor) | models.Q(anchor__startswith=f"{anchor}.")).order_by("pk")

    def lead(self, keys: list[int], *, to: Any, away: Any) -> None:
        """Hang notes on another source."""
        anchor = Replace("anchor", models.Value(away.public_id), models.Value(to.public_id))
        self.hanging(away).filter(pk__in=keys).update(anchor=anchor)


def columns_to(kind: Kind) -> list[Column]:
    """Return all that may name a row of a kind, in one order for all merges.

    That is every foreign key, those of many-to-many tables included, and the notes on sources.
    """
    notes = [Anchors(ReviewNote, "anchor")] if kind is SOURCE else []
    return sorted([*_columns_to(kind), *notes], key=lambda one: one.label)


def _columns_to(kind: Kind) -> Iterator[Column]:
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "pgh_tracked_model"):
            continue  # a history tells what was
        for one in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
            if isinstance(one, models.ForeignKey) and one.related_model is kind.model and one.name != MERGED_INTO:
                yield Column(model, one.name)
