"""Constraints and triggers that several tables need in the same form."""

from collections.abc import Iterable

import pgtrigger
from django.db import models


def one_of(name: str, field: str, codes: Iterable[str | int], *, blank: bool = False) -> models.CheckConstraint:
    """Allow only the codes of a vocabulary in `field` (and the empty string where `blank`)."""
    allowed = [*codes]
    values = [*allowed, ""] if blank else allowed
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": values}),
        name=name,
        violation_error_message=f"{field} must be one of: {', '.join(str(code) for code in allowed)}.",
    )


def between(name: str, field: str, low: float, high: float) -> models.CheckConstraint:
    """Allow only values of `field` from `low` to `high`, and unknown (NULL)."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__range": (low, high)}),
        name=name,
        violation_error_message=f"{field} must be between {low:g} and {high:g}.",
    )


def in_order(name: str, lower: str, upper: str, message: str) -> models.CheckConstraint:
    """Require `lower` ≤ `upper` where both are known."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{lower}__isnull": True})
        | models.Q(**{f"{upper}__isnull": True})
        | models.Q(**{f"{lower}__lte": models.F(upper)}),
        name=name,
        violation_error_message=message,
    )


def both_or_neither(name: str, first: str, second: str, message: str) -> models.CheckConstraint:
    """Require two nullable fields to be known together."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | models.Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
        violation_error_message=message,
    )


def merged_rules(table: str) -> list[models.CheckConstraint]:
    """Require that a row is `merged` exactly where it names the one that stands for it, which is not itself."""
    return [
        models.CheckConstraint(
            condition=models.Q(standing="merged", merged_into__isnull=False)
            | (~models.Q(standing="merged") & models.Q(merged_into__isnull=True)),
            name=f"{table}_merged_names_winner",
            violation_error_message="What is merged names what it was merged into, and nothing else does.",
        ),
        models.CheckConstraint(
            condition=~models.Q(merged_into=models.F("id")),
            name=f"{table}_not_merged_into_itself",
            violation_error_message="Nothing is merged into itself.",
        ),
    ]


def no_truncate(table: str) -> pgtrigger.Trigger:
    """Refuse TRUNCATE."""
    return pgtrigger.Trigger(
        name=f"{table}_no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
    )


def append_only(table: str) -> list[pgtrigger.Trigger]:
    """Refuse UPDATE, DELETE and TRUNCATE."""
    return [
        pgtrigger.Protect(name=f"{table}_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        no_truncate(table),
    ]


def erasable(name: str) -> pgtrigger.Trigger:
    """Refuse UPDATE and DELETE, except in a transaction that has just appended an `Erasure` of the workbench."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func="""
        IF workbench_erasing() THEN
            RETURN COALESCE(NEW, OLD);
        END IF;
        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
        """,
    )


def append_only_but_erasable(table: str) -> list[pgtrigger.Trigger]:
    """Refuse TRUNCATE always, UPDATE and DELETE outside an erasure."""
    return [erasable(f"{table}_append_only"), no_truncate(table)]
