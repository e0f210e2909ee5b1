"""The map as an answer."""

from typing import Any

from incidents.analysis.cells import RULE, Cell, Grid, Map, Unlocated


def cells(found: Map, base: str) -> dict[str, Any]:
    """Return the map (`stats_shapes.MapAnswer`). `base` is the address that incidents are under."""
    return {
        **_head(found),
        "bbox": list(found.grid.box),
        "cells": [{**_sides(cell, found.grid), **_counts(cell)} for cell in found.cells],
        "unlocated": {
            **_counts(found.unlocated),
            "sections": [{"border": one.border, "section": one.section, **_counts(one)} for one in found.sections],
        },
        "results": None if found.incidents is None else [_incident(one, base) for one in found.incidents],
    }


def geojson(found: Map) -> dict[str, Any]:
    """Return the cells as a FeatureCollection (RFC 7946), with what the map says of itself as foreign members."""
    west, south, east, north = found.grid.box
    return {
        "type": "FeatureCollection",
        **_head(found),
        "bbox": [west, south, east, north],
        "unlocated": _counts(found.unlocated),
        "features": [
            {
                "type": "Feature",
                "id": f"{cell.row},{cell.column}",
                "geometry": {"type": "Polygon", "coordinates": [_ring(_sides(cell, found.grid))]},
                "properties": _counts(cell),
            }
            for cell in found.cells
        ],
    }


def _head(found: Map) -> dict[str, Any]:
    incidents = sum(cell.incidents for cell in found.cells)
    return {"rule": RULE, "source": found.source, "cell": found.grid.size, "incidents": incidents}


def _sides(cell: Cell, grid: Grid) -> dict[str, float]:
    west, south = cell.column * grid.degrees, cell.row * grid.degrees
    return {"west": west, "south": south, "east": west + grid.degrees, "north": south + grid.degrees}


def _ring(sides: dict[str, float]) -> list[list[float]]:
    """Return the corners counter-clockwise, the first again at the end."""
    west, south, east, north = sides["west"], sides["south"], sides["east"], sides["north"]
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _counts(one: Cell | Unlocated) -> dict[str, int]:
    return {"incidents": one.incidents, "killed": one.killed, "killed_unknown": one.killed_unknown}


def _incident(one: dict[str, Any], base: str) -> dict[str, Any]:
    killed = {f"killed_{bound}": one[f"dead_{bound}"] for bound in ("low", "best", "high")}
    told = {name: value for name, value in one.items() if not name.startswith("dead_") and name != "certain"}
    return {**told, "url": f"{base}{one['ref']}/", **killed, "match": "certain" if one["certain"] else "possible"}
