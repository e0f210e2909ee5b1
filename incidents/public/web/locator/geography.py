"""The shipped geography: loaded once, cut to a window when asked."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from shapely import STRtree, clip_by_rect
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

_FOLDER = Path(__file__).resolve().parent.parent / "geo"
CAUCASUS = box(38.2, 36.2, 52.8, 45.8)
"""Where the detailed layers reach, in degrees west, south, east, north."""
CREDIT_CAUCASUS = "Who’s On First with Quattroshapes and GeoNames (CC BY 4.0); Natural Earth; Georgia: NAPR"
CREDIT_WORLD = "Natural Earth, 1:110 million: lines are coarse"

Window = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Feature:
    """A shape with what its layer says of it."""

    shape: BaseGeometry
    facts: dict[str, Any]

    def stands_on(self, day: date) -> bool:
        """Tell whether a line was there on a day: lines of contact are drawn only inside their dates."""
        since, until = self.facts.get("valid_from"), self.facts.get("valid_to")
        return (not since or since <= day.isoformat()) and (not until or day.isoformat() <= until)


class Layer:
    """Shapes of one kind with an index over them."""

    def __init__(self, name: str) -> None:
        """Load the layer's file."""
        document = json.loads((_FOLDER / f"{name}.geojson").read_text(encoding="utf-8"))
        self.features = [Feature(shape(one["geometry"]), one["properties"]) for one in document["features"]]
        self._tree = STRtree([feature.shape for feature in self.features])

    def within(self, window: Window) -> list[Feature]:
        """Return what lies in the window, cut to it."""
        found = []
        for index in sorted(self._tree.query(box(*window))):
            feature = self.features[index]
            cut = clip_by_rect(feature.shape, *window)
            if not cut.is_empty:
                found.append(Feature(cut, feature.facts))
        return found

    def country(self, code: str) -> BaseGeometry | None:
        """Return a country's shape by its ISO 3166-1 alpha-3 code."""
        for feature in self.features:
            if feature.facts.get("iso_a3") == code:
                return feature.shape
        return None


@lru_cache(maxsize=8)
def layer(name: str) -> Layer:
    """Return a layer, read from its file the first time."""
    return Layer(name)
