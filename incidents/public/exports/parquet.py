"""Parquet with types, written group of rows by group of rows; that of incidents is GeoParquet 1.1."""

import io
import struct
from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson
import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from incidents.public.exports.extract import AT_ONCE, Extract
from incidents.public.exports.points import geometry
from incidents.public.exports.tables import Kind

GROUP = 10_000
"""Rows of a group: what is held at a time, as Arrow holds it."""
GROUP_BYTES = 4_000_000
"""Bytes of a group, a little more or less."""
GEOMETRY = "geometry"
_TYPES: dict[Kind, Any] = {
    Kind.TEXT: pa.string(),
    Kind.LIST: pa.list_(pa.string()),
    Kind.WHOLE: pa.int32(),
    Kind.NUMBER: pa.float64(),
    Kind.TRUTH: pa.bool_(),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
}
_POINT = struct.Struct("<BIdd")
"""Well-known binary: little-endian, type 1 (point), x, y."""
_GEO = {
    "version": "1.1.0",
    "primary_column": GEOMETRY,
    "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
}
"""Without `crs` it is OGC:CRS84, longitude before latitude on WGS 84 (GeoParquet 1.1)."""


def parquet(extract: Extract) -> Iterator[bytes]:
    """Yield a file, group by group, then its footer."""
    placed = {"lat", "lon"} <= {column.name for column in extract.columns}
    fields = [
        pa.field(column.name, _TYPES[column.kind], metadata={"description": column.says}) for column in extract.columns
    ]
    if placed:
        fields.append(pa.field(GEOMETRY, pa.binary(), metadata={"description": "The position; null where it is none."}))
    schema = pa.schema(fields, metadata=_metadata(extract, placed=placed))
    sink = _Sink()
    with ParquetWriter(sink, schema, compression="zstd") as writer:
        rows = extract.rows(*(extract.table.where.paths if placed else ()))
        for group in _groups(rows, schema, placed=placed):
            writer.write_table(group)
            yield sink.taken()
    yield sink.taken()


def _groups(rows: Iterator[tuple[Any, ...]], schema: Any, *, placed: bool) -> Iterator[Any]:
    """Yield the rows as tables that fit into memory, whatever the length of their texts."""
    batches: list[Any] = []
    count = size = 0
    while block := list(islice(rows, AT_ONCE)):
        batch = _batch(schema, block, placed=placed)
        batches.append(batch)
        count, size = count + len(block), size + batch.nbytes
        if count >= GROUP or size >= GROUP_BYTES:
            yield pa.Table.from_batches(batches)
            batches, count, size = [], 0, 0
    if batches:
        yield pa.Table.from_batches(batches)


def _batch(schema: Any, block: list[tuple[Any, ...]], *, placed: bool) -> Any:
    columns = list(zip(*block, strict=True))
    if placed:
        where = zip(*columns[-5:], strict=True)
        columns = [*columns[:-5], tuple(_wkb(*one) for one in where)]
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _wkb(*where: Any) -> bytes | None:
    """Return a point, only where there is a position (`points.geometry`)."""
    what, drawn = geometry(where, {})
    return _POINT.pack(1, 1, *drawn["coordinates"]) if drawn and what == "position" else None


def _metadata(extract: Extract, *, placed: bool) -> dict[str, str]:
    about = {f"counterclaim.{name}": value for name, value in extract.note.items() if value}
    about["counterclaim.schema"] = f"counterclaim/{extract.table.name}/1"
    return about | ({"geo": orjson.dumps(_GEO).decode()} if placed else {})


class _Sink(io.RawIOBase):
    """A file that is only written to, whose bytes are taken away as they come."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._blocks: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        """Say so."""
        return True

    def write(self, block: Any) -> int:
        """Keep what is written until it is taken."""
        self._blocks.append(bytes(block))
        self._length += len(self._blocks[-1])
        return len(self._blocks[-1])

    def tell(self) -> int:
        """Return how much was written in all."""
        return self._length

    def taken(self) -> bytes:
        """Return what was written since it was last taken."""
        found = b"".join(self._blocks)
        self._blocks.clear()
        return found
