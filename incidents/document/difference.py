"""What changed between two documents, in lines that a person reads."""

from dataclasses import dataclass
from typing import Any

_IDENTITY = ("id", "slug", "code", "ref", "source", "actor", "outcome", "question", "party")
"""Keys that name an item of a list, so that a change of order is no change of content."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed value: its path, and what it was and is (None: it was not there)."""

    path: str
    before: Any
    after: Any

    @property
    def kind(self) -> str:
        """Return added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def difference(before: Any, after: Any, path: str = "") -> list[Difference]:
    """Return the differences between two JSON values, in the order of the paths."""
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        keys = sorted({*before, *after})
        return [one for key in keys for one in difference(before.get(key), after.get(key), _join(path, key))]
    if isinstance(before, list) and isinstance(after, list) and _keyed(before) and _keyed(after):
        was, now = _by_key(before), _by_key(after)
        keys = sorted({*was, *now})
        return [one for key in keys for one in difference(was.get(key), now.get(key), f"{path}[{key}]")]
    return [Difference(path, before, after)]


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _key(item: dict[str, Any]) -> str:
    named = [str(item[key]) for key in _IDENTITY if item.get(key) not in (None, "") and not isinstance(item[key], list)]
    extra = [str(item[key]) for key in ("side", "group", "role", "relation", "to") if item.get(key)]
    return " ".join(named[:2] + extra)


def _keyed(items: list[Any]) -> bool:
    if not all(isinstance(item, dict) for item in items):
        return False
    keys = [_key(item) for item in items]
    return all(keys) and len(set(keys)) == len(keys)


def _by_key(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {_key(item): item for item in items}
