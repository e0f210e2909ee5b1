"""What every workbench row shares: a permanent public id, and a history kept by database triggers."""

import secrets
from typing import TypeVar

import pghistory
from django.db import models

from config.constraints import erasable

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case: nothing to misread
_Model = TypeVar("_Model", bound=models.Model)


def new_public_id() -> str:
    """Return a fresh public id of ten characters (50 random bits). It survives adopt, merge and restore."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def public_id_field() -> models.CharField[str, str]:
    """Return the field that holds a permanent public id. The form hands it out before the row is saved."""
    return models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)


def public_id_form(name: str) -> models.CheckConstraint:
    """Allow only well-formed public ids."""
    return models.CheckConstraint(
        condition=models.Q(public_id__regex=f"^[{_ALPHABET}]{{10}}$"),
        name=name,
        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
    )


def with_history(model: type[_Model]) -> type[_Model]:
    """Keep every insert, update and delete of a row, whatever statement made it. Only an erasure reaches there."""
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=False,
        meta={"triggers": [erasable("append_only")]},
    )
    tracked: type[_Model] = track(model)
    return tracked
