"""A refusal in words, the same on every road."""

from incidents.errors import DomainError


def problems_of(refused: DomainError) -> list[str]:
    """Return what a refusal lists beside its message, one line each: what stands in the way, or is missing."""
    listed: list[str] = getattr(refused, "problems", [])
    lacks: dict[str, list[str]] = getattr(refused, "missing", {})
    return [*(one for one in listed if one != refused.message), *(line for lines in lacks.values() for line in lines)]


def in_words(refused: DomainError) -> str:
    """Return the message with all that it lists."""
    return " ".join([refused.message, *problems_of(refused)])
