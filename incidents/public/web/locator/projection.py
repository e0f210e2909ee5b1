"""From degrees to a small flat map: equirectangular about the middle, north up."""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from shapely.geometry.base import BaseGeometry

WIDTH, HEIGHT = 640.0, 440.0
KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True)
class Projection:
    """A view of `km_wide` kilometres about a middle."""

    longitude: float
    latitude: float
    km_wide: float

    @property
    def per_km(self) -> float:
        """Return how many units of the drawing make a kilometre."""
        return WIDTH / self.km_wide

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a position lies on the drawing."""
        east = (longitude - self.longitude) * KM_PER_DEGREE * cos(radians(self.latitude))
        north = (latitude - self.latitude) * KM_PER_DEGREE
        return round(WIDTH / 2 + east * self.per_km, 1), round(HEIGHT / 2 - north * self.per_km, 1)

    def window(self) -> tuple[float, float, float, float]:
        """Return the view in degrees, with a little more on each side so that no edge shows."""
        half_east = self.km_wide * 0.53 / (KM_PER_DEGREE * cos(radians(self.latitude)))
        half_north = self.km_wide * 0.53 * HEIGHT / WIDTH / KM_PER_DEGREE
        return (
            self.longitude - half_east,
            self.latitude - half_north,
            self.longitude + half_east,
            self.latitude + half_north,
        )

    def path(self, geometry: BaseGeometry) -> str:
        """Return the SVG path of a shape in relative steps, without detail that the drawing can't show."""
        tolerance = 0.9 / self.per_km / KM_PER_DEGREE
        return " ".join(self._parts(geometry.simplify(tolerance)))

    def _parts(self, geometry: BaseGeometry) -> list[str]:
        kind = geometry.geom_type
        if kind == "LineString":
            return [self._line(list(geometry.coords))]
        if kind == "Polygon":
            rings = [geometry.exterior, *geometry.interiors]  # type: ignore[attr-defined]  # a polygon has rings
            return [f"{self._line(list(ring.coords))}Z" for ring in rings]
        if hasattr(geometry, "geoms"):
            return [part for one in geometry.geoms for part in self._parts(one)]
        return []

    def _line(self, coordinates: list[tuple[float, ...]]) -> str:
        points = [self.point(one[0], one[1]) for one in coordinates]
        tenths = [(round(x * 10), round(y * 10)) for x, y in points]
        steps = [
            f"{_number(x - before_x)},{_number(y - before_y)}"
            for (before_x, before_y), (x, y) in pairwise(tenths)
            if (x, y) != (before_x, before_y)
        ]
        x, y = tenths[0]
        return f"M{_number(x)},{_number(y)}" + (f"l{' '.join(steps)}" if steps else "")


def _number(tenths: int) -> str:
    """Write a number of tenths as short as SVG allows: -5, .5, 12.3."""
    return f"{tenths / 10:g}".replace("0.", ".", 1) if abs(tenths) < 10 else f"{tenths / 10:g}"  # noqa: PLR2004 - one
