"""What a start filled in: rows that nobody fills in further are none, and are not stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FIELD = "start"
"""Field that brings the hints back with every request: JSON, `{"values": {path: text}, "ready": [path]}`."""

_LONGEST = 50_000


@dataclass(frozen=True)
class Hints:
    """Values by the path of their field, and the rows that are stored as they stand once their parent is filled in."""

    values: dict[str, str] = field(default_factory=dict)
    ready: frozenset[str] = frozenset()

    def of(self, path: str) -> dict[str, str]:
        """Return the hints for the fields of a row, by name."""
        start = f"{path}-"
        found = {name.removeprefix(start): value for name, value in self.values.items() if name.startswith(start)}
        return {name: value for name, value in found.items() if "-" not in name}


def read_hints(data: Mapping[str, Any] | None) -> Hints:
    """Return the hints that came with a form; none where they can't be read. They decide only what counts as blank."""
    text = (data or {}).get(FIELD, "")
    if not isinstance(text, str) or not text or len(text) > _LONGEST:
        return Hints()
    try:
        told = json.loads(text)
        values, ready = told["values"], told["ready"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return Hints()
    if not isinstance(values, dict) or not isinstance(ready, list):
        return Hints()
    return Hints(
        {name: value for name, value in values.items() if isinstance(value, str)},
        frozenset(path for path in ready if isinstance(path, str)),
    )
