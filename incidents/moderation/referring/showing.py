"""A plan of a merge as the page shows it: the two side by side, and the rows that hang on the loser, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from actors.models import Actor
from incidents.moderation.referring.fates import Fate
from incidents.moderation.referring.kinds import Kind
from incidents.moderation.referring.plan import Table
from incidents.workbench.models import Citation, Incident

SHOWN = 50
"""Rows of a column that are shown one by one."""
_OWN = {
    "actor": ("kind", "country", "standing", "wikidata_id", "ucdp_id", "description"),
    "source": (
        "publisher",
        "origin",
        "title",
        "url",
        "published_on",
        "kind",
        "language",
        "reliability",
        "reliability_reason",
        "rated_by",
        "rated_at",
        "confidential",
        "captures_public",
        "private_note",
    ),
    "place": ("kind", "country", "admin1", "parent", "standing", "latitude", "longitude", "population", "source"),
}
_KEYS = {"slug": "Slug", "code": "Code", "public_id": "Id"}


@dataclass(frozen=True)
class Line:
    """A row of the comparison. `differs` where both say something that should be the same, and is not."""

    label: str
    loser: list[str]
    winner: list[str]
    differs: bool


@dataclass(frozen=True)
class ShownRow:
    """A row that hangs on the loser, in words, with its incident."""

    words: str
    incident: Incident | None
    fate: str
    why: str


@dataclass(frozen=True)
class Group:
    """What hangs on the loser by one column: how many rows meet each fate, and the first of them."""

    title: str
    moving: int
    there: int
    standing: int
    staying: int
    rows: list[ShownRow]
    more: int


def comparison(kind: Kind, loser: Any, winner: Any) -> list[Line]:
    """Return the two side by side. A fixed number of queries."""
    names = {_label(kind, name) for name in kind.told}
    return [
        Line(label, first, second, differs=label in names and bool(first and second) and first != second)
        for label, first, second in _told(kind, loser, winner)
    ]


def _label(kind: Kind, name: str) -> str:
    label = str(kind.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # noqa: SLF001 - Django's documented API
    return label[:1].upper() + label[1:]


def _told(kind: Kind, *rows: Any) -> Iterator[tuple[Any, ...]]:
    yield "Name", *([row.name] for row in rows)
    yield _KEYS[kind.key], *([kind.key_of(row)] for row in rows)
    for name in _OWN[kind.name]:
        yield _label(kind, name), *([said] if (said := _said(row, name)) else [] for row in rows)
    if kind.names is not None:
        yield "Other names", *([str(one) for one in row.names.all()] for row in rows)
    if isinstance(rows[0], Actor):
        yield "Relations", *(list(_relations(row)) for row in rows)


def _said(row: Any, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _relations(actor: Actor) -> Iterator[str]:
    for one in actor.relations.select_related("object"):
        yield f"{one.get_kind_display()} {one.object}{_days(one.valid)}"
    for one in actor.relations_to.select_related("subject"):
        yield f"{one.subject} {one.get_kind_display()} it{_days(one.valid)}"


def _days(valid: Any) -> str:
    since = f" from {valid.lower}" if valid.lower else ""
    return since + (f" until {valid.upper}" if valid.upper else "")


def groups(tables: Iterable[Table]) -> list[Group]:
    """Return what hangs on a row, column by column. Two queries for each column that has any."""
    return [_group(table) for table in tables]


def _group(table: Table) -> Group:
    """Return a column's rows, those that are in the way first."""
    order = [Fate.STANDS, Fate.THERE, Fate.STAYS, Fate.MOVES]
    first = sorted(table.rows, key=lambda row: order.index(row.fate))[:SHOWN]
    foreign = [
        one.name
        for one in table.column.model._meta.concrete_fields  # noqa: SLF001 - Django's documented API
        if isinstance(one, models.ForeignKey) and one.name in _NAMING
    ]
    rows = table.column.rows.select_related(*foreign) if foreign else table.column.rows
    found = rows.in_bulk([row.pk for row in first])
    incidents = Incident.objects.only("ref", "title").in_bulk([row.incident for row in first if row.incident])
    return Group(
        title=table.column.title,
        moving=len(table.with_fate(Fate.MOVES)),
        there=len(table.with_fate(Fate.THERE)),
        standing=len(table.with_fate(Fate.STANDS)),
        staying=len(table.with_fate(Fate.STAYS)),
        rows=[
            ShownRow(
                _words(found[row.pk]) if row.pk in found else "",
                incidents.get(row.incident or 0),
                row.fate.value,
                row.why,
            )
            for row in first
        ],
        more=len(table.rows) - len(first),
    )


_NAMING = {"claimant", "claim", "actor", "side", "subject", "object", "place", "dispute", "border"}
"""Columns whose rows are part of how a row is written."""


def _words(row: models.Model) -> str:
    if isinstance(row, Incident):
        return row.title
    if isinstance(row, Citation):
        cited = row.claim.statement if row.claim else "the incident as a whole"
        return ", ".join(part for part in (cited, row.locator, row.quote) if part)
    dispute = getattr(row, "dispute", None)  # a row of parties has no words of its own
    return str(dispute) if dispute is not None and not hasattr(row, "claim_id") else str(row)
