"""SQL conditions with SQL's three truths: what is not known stays so under NOT, which `~Q` would make true."""

from typing import Any

from django.db.models import BooleanField, Func


def truth(*parts: Any, joiner: str = ", ", template: str = "(%(expressions)s)") -> Func:
    """Return a condition of parts with an operator between them."""
    return Func(*parts, arg_joiner=joiner, template=template, output_field=BooleanField())


def conjunction(*parts: Any) -> Func:
    """Return the condition that all are true."""
    return truth(*parts, joiner=" AND ")


def disjunction(*parts: Any) -> Func:
    """Return the condition that one is true."""
    return truth(*parts, joiner=" OR ")


def negation(part: Any) -> Func:
    """Return the condition that it is false."""
    return truth(part, template="(NOT %(expressions)s)")


def compared(left: Any, operator: str, right: Any) -> Func:
    """Return a comparison. `operator` is SQL's, from the code."""
    return truth(left, right, joiner=f" {operator} ")
