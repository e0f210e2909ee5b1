"""What the tests of OGC API – Features ask for and about."""

from collections.abc import Callable
from typing import Any

Refs = Callable[..., list[str]]
Fault = Callable[..., str]
ITEMS = "collections/incidents/items"
HERE = {"latitude": 39.04, "longitude": 46.51, "precision": 2, "radius_km": 25.0}


def rels(data: dict[str, Any]) -> dict[str, str]:
    return {one["rel"]: one["href"] for one in data["links"]}
