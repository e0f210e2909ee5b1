"""Words wherever a row holds text: every table is walked but the record's own, which has its stubs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import CharField, Field, JSONField, Model, SlugField, TextField, URLField

from config.history import without_beginnings
from incidents.publishing.expunge.targets import Rows, rows_of
from incidents.publishing.expunge.words import MARKER, Words
from incidents.record.models import Expunction, Release
from incidents.workbench.models import Erasure

_NOT_WALKED = {"record", "auth", "contenttypes", "sessions", "accounts", "account", "mfa", "knox"}
"""Apps without content: the record has its own way, and accounts are renamed by whoever they belong to."""
_NAMES = {
    "ref",
    "public_id",
    "sha256",
    "payload_sha256",
    "body_sha256",
    "pgh_label",
    "transaction",
    "form_id",
    "writer",
    "fingerprint",
    "subject",
}
"""Columns that name a row and say nothing."""


@dataclass(frozen=True)
class Scrub:
    """A row that holds the words, and what its columns say without them."""

    model: type[Model]
    pk: Any
    values: dict[str, Any]


def scrubs(words: Words, going: Rows) -> Iterator[Scrub]:
    """Yield every row that holds the words and stays."""
    for model in walked():
        columns = texts_of(model)
        gone = going.get(model, set())
        for pk, *values in rows_of(model).order_by().values_list("pk", *(one.attname for one in columns)).iterator():
            if pk in gone:
                continue
            changed = {
                one.attname: _fitted(one, pk, without)
                for one, value in zip(columns, values, strict=True)
                if (without := words.taken_out_of(value)) is not value
            }
            if changed:
                yield Scrub(model, pk, changed)


@cache
def walked() -> tuple[type[Model], ...]:
    """Return every table that may hold what people wrote, histories included."""
    models = apps.get_models(include_auto_created=True)
    return tuple(
        model
        for model in models
        if model._meta.app_label not in _NOT_WALKED  # noqa: SLF001 - Django's documented API
        and model._meta.managed  # noqa: SLF001 - Django's documented API
        and not model._meta.proxy  # noqa: SLF001 - Django's documented API
        and model is not Erasure
        and texts_of(model)
    )


def texts_of(model: type[Model]) -> list[Field[Any, Any]]:
    """Return the columns of a table that hold text, JSON or lists of text, without codes and names of rows."""
    return [
        one
        for one in model._meta.concrete_fields  # noqa: SLF001 - Django's documented API
        if isinstance(one, CharField | TextField | JSONField | ArrayField)
        and not one.choices
        and not one.primary_key
        and one.name not in _NAMES
    ]


def _fitted(column: Field[Any, Any], pk: Any, value: Any) -> Any:
    """Return what a column may hold: an address goes as a whole, a name that must be unique becomes another."""
    if isinstance(column, URLField) and column.blank:
        return ""
    if isinstance(column, SlugField) or column.unique:
        return f"expunged-{pk}"
    if isinstance(value, str) and column.max_length and len(value) > column.max_length:
        return MARKER if len(MARKER) <= column.max_length else ""
    return value


def scrub(rows: list[Scrub]) -> None:
    """Write what the rows say without the words. Where two would be the same then, they are numbered."""
    with without_beginnings():
        for one in rows:
            _scrub(one)


def _scrub(one: Scrub) -> None:
    row = rows_of(one.model).filter(pk=one.pk)
    try:
        with transaction.atomic():
            row.update(**one.values)
    except IntegrityError:
        numbered = f"[expunged {one.pk}]"
        row.update(**{name: _renamed(value, numbered) for name, value in one.values.items()})


def _renamed(value: Any, marker: str) -> Any:
    return value.replace(MARKER, marker) if isinstance(value, str) else value


def sessions_with(words: Words) -> list[str]:
    """Return the keys of sessions that hold the words, in a message not yet shown for example."""
    return [
        row.session_key
        for row in Session.objects.iterator()
        if words.taken_out_of(decoded := row.get_decoded()) is not decoded
    ]


def left_alone(words: Words) -> list[str]:
    """Say where the words stay: what can't be changed or is for people to change, each with what to do."""
    found = [
        f"release {row.version}: reissue it without them"
        for row in Release.objects.all()
        if any(words.taken_out_of(value) is not value for value in (row.manifest, row.files, row.changes))
    ]
    for model in (Expunction, Erasure):
        reasons = rows_of(model).values_list("pk", "reason")
        found += [f"the reason of {model.__name__.lower()} {pk}" for pk, reason in reasons if words.are_in(reason)]
    users = apps.get_model("accounts", "User")
    for pk, *names in rows_of(users).values_list("pk", "username", "email", "first_name", "last_name"):
        if any(words.are_in(name) for name in names):
            found.append(f"account {pk}: rename it, or have its owner do so")
    return found
