"""The map: incidents by cell of a grid in degrees, and those that no position is known of, which lie in no cell.

Cells are always whole: a box asked for is widened to the grid. Where nothing but kinds, countries and whole years is
asked of what stands, half-degree cells and their multiples come from the summary that publication keeps.
"""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from django.db import connection
from django.db.models import Q

from incidents.analysis.perspectives import BOUNDS, Perspective
from incidents.analysis.rows import Rows, with_figures
from incidents.analysis.summary import Summary, summary_of
from incidents.record.conditions import Sides
from incidents.record.filters import IncidentFilter
from incidents.vocabulary import Outcome
from incidents.vocabulary import Perspective as Rule

SIZES = ("0.125", "0.25", "0.5", "1", "2", "5", "10")
"""Cells, in degrees. Below one they are parts by powers of two, so that no position is moved by rounding."""
ZOOMS = ("10", "10", "5", "5", "2", "1", "0.5", "0.5", "0.25", "0.25", "0.125")
"""The cell that suits a zoom level of web maps; higher levels have the smallest."""
HIGHEST_ZOOM = 22
FEW = 200
"""Incidents that a map shows one by one."""
MOST = 100_000
"""Cells of one answer: half-degree cells of all land are 65,000."""

RULE = (
    "An incident lies in the cell of its published position; a cell includes its southern and western edges. Its "
    "position may be uncertain by `radius_km`, and by more than a cell. Cells are whole: `bbox` is widened to the "
    "grid. Incidents without a position are in no cell and counted as `unlocated`, whatever the box, those known only "
    "by a border section under `sections`. `killed` sums the best figures, or the lowest where none is best; "
    "`killed_unknown` counts incidents without a best figure."
)
"""The rule in words."""

_POLE, _FARTHEST = 90, 180
_SUMMED = ("kind", "country")
_HALVES = {"0.5": 1, "1": 2, "2": 4, "5": 10, "10": 20}
"""Cells of the summary that one cell is wide."""
_SUMS = """count(*) AS incidents, coalesce(sum(coalesce(killed_best, killed_low)), 0)::bigint AS killed,
    count(*) FILTER (WHERE killed_best IS NULL) AS unknown"""
_CELLS = f"""
SELECT south, west, NULL, NULL, {_SUMS} FROM (
    SELECT *, least(floor(latitude * {{per}} / {{by}})::int, {{top}} - 1) AS south,
        least(floor(longitude * {{per}} / {{by}})::int, 2 * {{top}} - 1) AS west FROM ({{rows}}) AS picked
) AS told GROUP BY south, west
"""
_SUMMARY = """
SELECT south, west, NULL, NULL, sum(incidents), sum(killed_best), sum(unknown) FROM (
    SELECT *, least(floor("row"::float / {halves})::int, {top} - 1) AS south,
        least(floor("column"::float / {halves})::int, 2 * {top} - 1) AS west FROM record_mapcell WHERE {where}
) AS told WHERE {inside} GROUP BY south, west
"""
_UNLOCATED = f"""
SELECT NULL::int, NULL::int, border, section, {_SUMS} FROM ({{rows}}) AS told
GROUP BY GROUPING SETS ((border, section), ())
"""
_COLUMNS = (
    "ref", "title", "kind", "earliest", "latest", "country", "border", "section", "place", "latitude", "longitude",
    "radius_km", "place_precision", "contested", "certain",
)  # fmt: skip


class TooManyCells(Exception):
    """There is something in more than MOST cells."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one size, numbered from the equator and Greenwich, and the ranges of them that a box takes in."""

    size: str
    rows: tuple[int, int]
    columns: tuple[tuple[int, int], ...]

    @property
    def degrees(self) -> float:
        """How high and wide a cell is."""
        return float(self.size)

    @property
    def top(self) -> int:
        """How many rows there are from the equator to a pole."""
        return round(_POLE / self.degrees)

    @property
    def per_degree(self) -> int:
        """How many cells are in a degree; 1 where a cell is larger."""
        return max(round(1 / self.degrees), 1)

    @property
    def box(self) -> Sides:
        """The box of whole cells."""
        south, north = (self.rows[0] * self.degrees, (self.rows[1] + 1) * self.degrees)
        return self.columns[0][0] * self.degrees, south, (self.columns[-1][1] + 1) * self.degrees, north

    @property
    def whole(self) -> bool:
        """Whether it takes in the whole world."""
        return self.box == (-_FARTHEST, -_POLE, _FARTHEST, _POLE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What lies in a cell, by its south-western corner."""

    row: int
    column: int
    incidents: int
    killed: int
    killed_unknown: int


@dataclass(frozen=True, slots=True)
class Unlocated:
    """Incidents without a position: those of a border section, or all."""

    border: str
    section: str
    incidents: int
    killed: int
    killed_unknown: int


@dataclass(frozen=True, slots=True)
class Map:
    """Cells, and what is in none. `incidents` only where there are few."""

    source: str
    grid: Grid
    cells: tuple[Cell, ...]
    unlocated: Unlocated
    sections: tuple[Unlocated, ...]
    incidents: list[dict[str, Any]] | None


def grid_of(size: str, box: Sides | None) -> Grid:
    """Return the cells of a size that a box (None: the world) touches. It may cross the antimeridian."""
    degrees = float(size)
    top = round(_POLE / degrees)
    if box is None:
        return Grid(size, (-top, top - 1), ((-2 * top, 2 * top - 1),))
    west, south, east, north = box
    low = min(floor(south / degrees), top - 1)
    rows = (low, max(ceil(north / degrees) - 1, low))
    first = min(floor(west / degrees), 2 * top - 1)
    last = max(ceil(east / degrees) - 1, -2 * top)
    if west <= east:
        return Grid(size, rows, ((first, max(first, last)),))
    if last >= first:  # the two ends share a cell: all around
        return Grid(size, rows, ((-2 * top, 2 * top - 1),))
    return Grid(size, rows, ((first, 2 * top - 1), (-2 * top, last)))


def map_of(asked: IncidentFilter, perspective: Perspective, size: str) -> Map:
    """Return the map of what was asked for, whose box is widened to the grid. Three queries at most.

    Raises TooManyCells.
    """
    grid = grid_of(size, asked.values["bbox"])
    asked.change(bbox=None)
    summed = size in _HALVES and perspective.rule is Rule.ESTIMATES and (grid.whole or not asked.certain)
    summary = summary_of(asked, _SUMMED) if summed else None  # it knows no radius, which must lie in the box, too
    nowhere = with_figures(asked, perspective, "border", "section", also=Q(latitude=None))
    asked.change(bbox=None if grid.whole else grid.box)
    cells = _summed(grid, summary) if summary else _grouped(grid, asked, perspective)
    with connection.cursor() as cursor:
        unlocated = _UNLOCATED.replace("{rows}", nowhere.sql)
        cursor.execute(f"({cells.sql} LIMIT {MOST + 1}) UNION ALL {unlocated}", [*cells.params, *nowhere.params])
        found = cursor.fetchall()
    placed = [Cell(row, column, *map(int, sums)) for row, column, _, _, *sums in found if row is not None]
    if len(placed) > MOST:
        raise TooManyCells
    apart = [(border, section, *map(int, sums)) for row, _, border, section, *sums in found if row is None]
    by_section = [Unlocated(border, section, *sums) for border, section, *sums in apart if border is not None]
    few = sum(cell.incidents for cell in placed) <= FEW
    return Map(
        source="summary" if summary else "rows",
        grid=grid,
        cells=tuple(sorted(placed, key=lambda cell: (cell.row, cell.column))),
        unlocated=next(Unlocated("", "", *sums) for border, _, *sums in apart if border is None),
        sections=tuple(sorted((one for one in by_section if one.section), key=lambda one: (one.border, one.section))),
        incidents=_one_by_one(grid, asked, perspective) if few else None,
    )


def _summed(grid: Grid, summary: Summary) -> Rows:
    """Return the question to the summary."""
    inside = [f"south BETWEEN {grid.rows[0]} AND {grid.rows[1]}"]
    inside.append(f"({' OR '.join(f'west BETWEEN {first} AND {last}' for first, last in grid.columns)})")
    text = _SUMMARY.format(halves=_HALVES[grid.size], top=grid.top, where=summary.where, inside=" AND ".join(inside))
    return Rows(text, summary.params)


def _grouped(grid: Grid, asked: IncidentFilter, perspective: Perspective) -> Rows:
    """Return the question to the rows."""
    rows = with_figures(asked, perspective, "latitude", "longitude", also=_within(grid))
    text = _CELLS.format(per=grid.per_degree, by=max(round(grid.degrees), 1), top=grid.top, rows="{rows}")
    return Rows(text.replace("{rows}", rows.sql), rows.params)


def _one_by_one(grid: Grid, asked: IncidentFilter, perspective: Perspective) -> list[dict[str, Any]]:
    """Return the few incidents in the cells, newest first, each with how uncertain its position is."""
    killed = {f"dead_{bound}": perspective.figure(Outcome.KILLED, bound) for bound in BOUNDS}
    found = asked.qs.filter(_within(grid)).annotate(**killed).by_date()
    return list(found.values(*_COLUMNS, *killed)[: FEW + 1])


def _within(grid: Grid) -> Q:
    """Return the condition of a position in the cells: without the edges that belong to the next."""
    south, north = grid.rows[0] * grid.degrees, (grid.rows[1] + 1) * grid.degrees
    condition = Q()
    for first, last in grid.columns:
        west, east = first * grid.degrees, (last + 1) * grid.degrees
        part = Q(longitude__gte=west)
        condition |= part if east == _FARTHEST else part & Q(longitude__lt=east)
    condition &= Q(latitude__gte=south)
    return condition if north == _POLE else condition & Q(latitude__lt=north)
