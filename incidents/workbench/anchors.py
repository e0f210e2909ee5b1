"""What a note of the review thread hangs on: the incident, one of its fields, a list, a row, or a field of a row.

An anchor is written with dots and public ids, which survive every reordering:

    (empty)                         the incident as a whole
    title                           a field of the incident
    claims                          a list: something is missing there, perhaps
    claims.0a1b2c3d4e               a row
    claims.0a1b2c3d4e.statement     a field of a row

Lists and fields are called as in the form and the drafts API.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from incidents.errors import DomainError
from incidents.workbench.models import (
    Assertion,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    Incident,
    IncidentLink,
    Involvement,
    Source,
)

LISTS: dict[str, type[models.Model]] = {
    "involvements": Involvement,
    "sources": Source,
    "citations": Citation,
    "claims": Claim,
    "assertions": Assertion,
    "answers": ClaimLink,
    "estimates": CasualtyEstimate,
    "links": IncidentLink,
}
"""List, as the form calls it → the table of its rows."""

_FORM = re.compile(r"([a-z_]+)(?:\.([0-9a-hjkmnp-tv-z]{10})(?:\.([a-z_]+))?)?")
_NO_FIELDS = frozenset({"id", "position", "incident", "rated_by", "rated_at", "captures_public"})
_NAMED_WITH: dict[str, tuple[str, ...]] = {
    "involvements": ("actor",),
    "sources": (),
    "citations": ("source",),
    "claims": ("claimant",),
    "assertions": ("claim__claimant",),
    "answers": ("claim__claimant",),
    "estimates": ("side",),
    "links": ("other",),
}
_EXTRA = {"estimates": frozenset({"claims"})}
"""Fields of the form that are no column."""


class UnknownAnchor(DomainError):
    """There is nothing in this incident that a note could hang on there."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An anchor, taken apart: a list with a row of it and a field of that, or only a field; empty parts for none."""

    rows: str = ""
    row: str = ""
    field: str = ""

    def __str__(self) -> str:
        return ".".join(part for part in (self.rows, self.row, self.field) if part)


def parse(text: str) -> Anchor | None:
    """Return an anchor taken apart, or None where it has not the form of one."""
    if not text:
        return Anchor()
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    name, row, field = (part or "" for part in found.groups())
    if name in LISTS:
        return Anchor(name, row, field) if field in {"", *fields_of(name)} else None
    return Anchor(field=name) if name in fields_of("") and not row else None


def fields_of(rows: str) -> frozenset[str]:
    """Return the fields of a list's rows that a note may hang on; of the incident itself where no list is named."""
    model = LISTS[rows] if rows else Incident
    columns = {one.name for one in _columns(model) if one.editable and one.name not in _NO_FIELDS}
    return frozenset(columns) | _EXTRA.get(rows, frozenset())


def check(incident: Incident, text: str) -> None:
    """Raise UnknownAnchor unless an incident has what an anchor names. At most one query."""
    found = parse(text)
    if found is None:
        raise UnknownAnchor(f"“{text[:60]}” is not a field or row of an incident.")
    if found.row and not _rows(incident, found.rows).filter(public_id=found.row).exists():
        raise UnknownAnchor(f"{incident.ref} has no such row: “{text[:60]}”. Save a new row before you remark on it.")


def nearest(incident: Incident, text: str) -> str:
    """Return the anchor where it can be had, or else the row, the list, or the whole that is nearest to it."""
    for end in range(text.count("."), -1, -1):
        part = ".".join(text.split(".")[: end + 1])
        try:
            check(incident, part)
        except UnknownAnchor:
            continue
        return part
    return ""


def offered(incident: Incident) -> list[tuple[str, Any]]:
    """Return all that a note may hang on but the fields of rows, as (anchor, words), lists in groups. Eight queries."""
    found: list[tuple[str, Any]] = [("", "the incident as a whole")]
    own = [name for name in (one.name for one in _columns(Incident)) if name in fields_of("")]
    found.append(("Its fields", [(name, _words(Incident, name)) for name in own]))
    for name, related in _NAMED_WITH.items():
        rows = _rows(incident, name).select_related(*related).distinct()
        told = [(f"{name}.{_id(row)}", f"{number}. {_shortly(row)}") for number, row in enumerate(rows, start=1)]
        found.append((name.capitalize(), [(name, f"{name} as a list"), *told]))
    return found


def words_in(places: Iterable[tuple[str, Any]], wanted: Iterable[str]) -> dict[str, str]:
    """Return what anchors are in words, given what is `offered`."""
    words: dict[str, str] = {}
    for key, told in places:
        words |= dict(told) if isinstance(told, list) else {key: told}
    found = {}
    for text in wanted:
        anchor = parse(text)
        row = words.get(f"{anchor.rows}.{anchor.row}") if anchor and anchor.row else words.get(text)
        if anchor is None or row is None:
            found[text] = text if anchor is None else f"what is not there any more ({anchor.rows})"
        elif anchor.row and anchor.field in {one.name for one in _columns(LISTS[anchor.rows])}:
            found[text] = f"{anchor.rows} {row}: {_words(LISTS[anchor.rows], anchor.field).lower()}"
        else:
            found[text] = f"{anchor.rows} {row}" if anchor.row else row
    return found


def briefly(text: str) -> str:
    """Return an anchor in a few words, without looking at the incident: `title`, `claim: statement`."""
    anchor = parse(text)
    if anchor is None or not (anchor.rows or anchor.field):
        return text if anchor is None else "the whole"
    if not anchor.rows:
        return _words(Incident, anchor.field).lower()
    model = LISTS[anchor.rows]
    noun = str(model._meta.verbose_name) if anchor.row else anchor.rows  # noqa: SLF001 - Django's documented accessor
    has_field = anchor.field in {one.name for one in _columns(model)}
    return f"{noun}: {_words(model, anchor.field).lower()}" if has_field else noun


def _columns(model: type[models.Model]) -> Any:
    return model._meta.concrete_fields  # noqa: SLF001 - Django's documented accessor


def _words(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]  # noqa: SLF001


def _id(row: Any) -> str:
    return str(row.public_id)


def _shortly(row: Any) -> str:
    match row:
        case Claim():
            return f"{row.claimant}: {row.statement[:60]}"
        case Assertion() | ClaimLink():
            return f"{row.claim.claimant}: {row}"
        case Citation():
            return str(row.source)[:80]
        case CasualtyEstimate():
            return f"{row.side}, {row.get_outcome_display().lower()}"
        case IncidentLink():
            return f"{row.get_relation_display()} {row.other.ref}"
    return str(row)[:80]


def _rows(incident: Incident, name: str) -> models.QuerySet[models.Model]:
    rows = LISTS[name]._default_manager.all()  # noqa: SLF001 - Django's documented accessor
    if LISTS[name] is Source:
        return rows.filter(citations__incident=incident)
    return rows.filter(incident=incident)
