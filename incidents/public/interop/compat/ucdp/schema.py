"""The contract of a row, as JSON Schema: all 49 columns and no other, in GED's order (docs/compat.md, tests)."""

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_INTEGER: dict[str, Any] = {"type": "integer"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_DAY: dict[str, Any] = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_NUMBER: dict[str, Any] = {"type": "string", "pattern": "^[0-9]*$"}


def _code(lowest: int, highest: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": lowest, "maximum": highest}


COLUMNS: dict[str, dict[str, Any]] = {
    "id": {"type": "integer", "minimum": 1, "maximum": 2**53 - 1},
    "relid": _TEXT,
    "year": _code(1, 9999),
    "active_year": {"type": "boolean"},
    "code_status": _TEXT,
    "type_of_violence": _code(1, 3),
    "conflict_dset_id": _NUMBER,
    "conflict_new_id": _INTEGER,
    "conflict_name": _TEXT,
    "dyad_dset_id": _NUMBER,
    "dyad_new_id": _INTEGER,
    "dyad_name": _TEXT,
    "side_a_dset_id": _NUMBER,
    "side_a_new_id": _INTEGER,
    "side_a": _TEXT,
    "side_b_dset_id": _NUMBER,
    "side_b_new_id": _INTEGER,
    "side_b": _TEXT,
    "number_of_sources": {"type": "integer", "minimum": -1},
    "source_article": _TEXT,
    "source_office": _TEXT,
    "source_date": _TEXT,
    "source_headline": _TEXT,
    "source_original": _TEXT,
    "where_prec": _code(1, 7),
    "where_coordinates": _TEXT,
    "where_description": _TEXT,
    "adm_1": _TEXT,
    "adm_2": _TEXT,
    "latitude": {"type": "number", "minimum": -90, "maximum": 90},
    "longitude": {"type": "number", "minimum": -180, "maximum": 180},
    "geom_wkt": {"type": "string", "pattern": r"^POINT \(-?[0-9.]+ -?[0-9.]+\)$"},
    "priogrid_gid": _code(1, 259_200),
    "country": _TEXT,
    "country_id": _INTEGER,
    "region": _TEXT,
    "event_clarity": _code(1, 2),
    "date_prec": _code(1, 5),
    "date_start": _DAY,
    "date_end": _DAY,
    "deaths_a": _COUNT,
    "deaths_b": _COUNT,
    "deaths_civilians": _COUNT,
    "deaths_unknown": _COUNT,
    "best": _COUNT,
    "high": _COUNT,
    "low": _COUNT,
    "gwnoa": _NUMBER,
    "gwnob": _NUMBER,
}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A GED event",
    "type": "object",
    "properties": COLUMNS,
    "required": list(COLUMNS),
    "additionalProperties": False,
}
