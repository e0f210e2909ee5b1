"""What is in an NDJSON, a GeoJSON, an HXL, an Excel and a Parquet file of the lists, type by type."""

import csv
import hashlib
import io
import re
import struct
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import orjson
import pyarrow.parquet as pq
import pytest

from incidents.document.canonical import canonical
from incidents.public.exports import workbook
from incidents.public.exports.tables import CLAIMS, INCIDENTS
from incidents.record.models import Edition
from tests.incidents.public.exports.conftest import LINE, Sample
from tests.incidents.record.factories import claim, killed, published

pytestmark = pytest.mark.django_db
Take = Callable[..., bytes]


def sheets(book: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(book))


def refs(sample: Sample) -> list[str]:
    return [sample.exact.ref, sample.bordered.ref, sample.vague.ref, sample.nowhere.ref]


# NDJSON


def test_a_line_is_the_document_as_it_was_published(take: Take, sample: Sample) -> None:
    lines = take("incidents", "format=ndjson").splitlines()
    assert [orjson.loads(line)["ref"] for line in lines] == refs(sample)
    for line in lines:
        document = orjson.loads(line)
        note = document.pop("edition")
        assert hashlib.sha256(canonical(document)).hexdigest() == note["body_sha256"]
        assert line.endswith(Edition.objects.get(seq=note["seq"]).body.encode()[1:])
    claims = [orjson.loads(line) for line in take("claims", "format=ndjson").splitlines()]
    assert [one["claimant"] for one in claims] == ["azerbaijan", "mod-armenia"]


# GeoJSON


def test_a_map_gets_no_false_pin(take: Take, sample: Sample) -> None:
    found = orjson.loads(take("incidents", "format=geojson"))
    assert (found["type"], found["numberReturned"]) == ("FeatureCollection", 4)
    assert found["as_of"] == sample.nowhere.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    drawn = {one["id"]: (one["properties"]["geometry_is"], one["geometry"]) for one in found["features"]}
    assert list(drawn) == refs(sample)
    assert list(drawn.values()) == [
        ("position", {"type": "Point", "coordinates": [46.5, 39.05]}),
        ("section", LINE),
        ("nothing", None),
        ("nothing", None),
    ]


def test_properties_are_flat_and_those_of_the_table(take: Take, sample: Sample) -> None:
    first = orjson.loads(take("incidents", "format=geojson"))["features"][0]["properties"]
    assert set(first) == {*INCIDENTS.names, "geometry_is"}
    assert not [name for name, value in first.items() if isinstance(value, list | dict)]
    assert (first["actors"], first["lat"], first["radius_km"], first["where_prec"]) == (
        "armenia;azerbaijan",
        39.05,
        1.0,
        1,
    )
    assert (first["killed_low"], first["killed_high"], first["killed_includes_unknown"]) == (2, None, True)
    assert first["title"] == "=cmd|' /C calc'!A0", "no spreadsheet reads it"
    told = orjson.loads(take("claims", "format=geojson"))["features"]
    assert [one["geometry"]["coordinates"] for one in told] == [[46.5, 39.05]] * 2
    assert set(told[0]["properties"]) == {*CLAIMS.names, "geometry_is", "where_prec", "radius_km"}


def test_an_empty_record_is_still_a_collection(take: Take) -> None:
    found = orjson.loads(take("incidents", "format=geojson"))
    assert (found["features"], found["numberReturned"], found["as_of"]) == ([], 0, None)


# HXL


@pytest.mark.parametrize(("path", "table"), [("incidents", INCIDENTS), ("claims", CLAIMS)])
def test_the_second_row_has_a_hashtag_for_each_column(take: Take, sample: Sample, path: str, table: Any) -> None:
    names, tags, *rows = csv.reader(io.StringIO(take(path, "format=hxl").decode(), newline=""))
    assert tuple(names) == table.names
    assert tags == [column.hxl for column in table.columns]
    assert [tag for tag in tags if not re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag)] == []
    assert len(set(tags)) == len(tags)
    plain = list(csv.reader(io.StringIO(take(path, "format=csv").decode(), newline="")))
    assert rows == plain[1:]


def test_a_choice_of_columns_keeps_their_hashtags(take: Take, sample: Sample) -> None:
    lines = take("incidents", "format=hxl&fields=lat,earliest,kind,killed_best").splitlines()
    assert lines[1] == b"#geo+lat,#date+start,#event+type,#affected+killed"


# Excel


def test_cells_have_types_and_no_text_is_a_formula_or_a_link(take: Take, sample: Sample) -> None:
    sheet = sheets(take("incidents", "format=xlsx"))["incidents"]
    names, *rows = sheet.iter_rows()
    assert tuple(cell.value for cell in names) == INCIDENTS.names
    first = dict(zip(INCIDENTS.names, rows[0], strict=True))
    assert (first["title"].value, first["title"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert (first["url"].data_type, first["url"].hyperlink) == ("s", None)
    assert (first["earliest"].value.isoformat(), first["earliest"].is_date) == ("2024-02-13T00:00:00", True)
    assert first["published_at"].value.replace(microsecond=0) == sample.exact.published_at.replace(
        tzinfo=None, microsecond=0
    )
    assert (first["lat"].value, first["killed_low"].value, first["killed_high"].value) == (39.05, 2, None)
    assert (first["aggregated"].value, first["actors"].value) == (False, "armenia;azerbaijan")
    last = dict(zip(INCIDENTS.names, rows[3], strict=True))
    assert last["earliest"].value == "1890-02-10", "Excel knows no such day"


def test_a_sheet_says_what_the_table_is(take: Take, sample: Sample) -> None:
    about = dict(sheets(take("incidents", "format=xlsx&country=ARM"))["about"].iter_rows(values_only=True))
    assert about["query"] == "http://testserver/api/v1/incidents/?format=xlsx&country=ARM"
    assert about["as_of"] == sample.nowhere.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert (about["rows"], about["sheets"], about["texts cut to what a cell holds"]) == ("4", "1", "0")
    assert set(INCIDENTS.names) <= set(about)


def test_more_rows_and_longer_texts_than_excel_holds(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 2)
    for _ in range(5):
        published(claims=[claim("armenia", statement="x" * 40_000)])
    book = sheets(take("claims", "format=xlsx&fields=statement"))
    assert book.sheetnames == ["claims", "claims 2", "claims 3", "about"]
    assert [book[name].max_row for name in book.sheetnames[:3]] == [3, 3, 2]
    assert len(book["claims 3"]["A2"].value) == workbook.LONGEST
    assert dict(book["about"].iter_rows(values_only=True))["texts cut to what a cell holds"] == "5"


# Parquet


def test_types_of_the_columns(take: Take, sample: Sample) -> None:
    table = pq.read_table(io.BytesIO(take("incidents", "format=parquet")))
    types = {field.name: str(field.type) for field in table.schema}
    assert list(types) == [*INCIDENTS.names, "geometry"]
    assert {types[name] for name in ("earliest", "latest")} == {"date32[day]"}
    assert types["published_at"] == "timestamp[us, tz=UTC]"
    assert {types[name] for name in ("actors", "claimants", "contested")} == {"list<element: string>"}
    assert {types[name] for name in ("killed_low", "wounded_high", "where_prec", "edition")} == {"int32"}
    assert {types[name] for name in ("aggregated", "killed_includes_unknown")} == {"bool"}
    assert {types[name] for name in ("lat", "radius_km")} == {"double"}
    assert types["title"] == "string"
    first, *_, last = table.to_pylist()
    assert (first["killed_low"], first["killed_high"], first["actors"]) == (2, None, ["armenia", "azerbaijan"])
    assert (first["earliest"], first["published_at"]) == (date(2024, 2, 13), sample.exact.published_at)
    assert first["geometry"] == struct.pack("<BIdd", 1, 1, 46.5, 39.05)
    assert (last["geometry"], last["lat"], last["actors"]) == (None, None, [])
    claims = pq.read_table(io.BytesIO(take("claims", "format=parquet")))
    assert claims.schema.names == list(CLAIMS.names)
    assert claims.to_pylist()[1]["about"] == ["armenia", ""]


def test_a_file_says_what_was_asked_and_when(take: Take, sample: Sample) -> None:
    file = pq.ParquetFile(io.BytesIO(take("incidents", "format=parquet&kind=exchange_of_fire")))
    said = file.schema_arrow.metadata
    assert said[b"counterclaim.query"].endswith(b"/api/v1/incidents/?format=parquet&kind=exchange_of_fire")
    assert said[b"counterclaim.as_of"].decode() == sample.nowhere.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert said[b"counterclaim.schema"] == b"counterclaim/incidents/1"
    assert orjson.loads(said[b"geo"])["columns"]["geometry"]["encoding"] == "WKB"
    chosen = pq.read_table(io.BytesIO(take("incidents", "format=parquet&fields=ref,lat")))
    assert chosen.schema.names == ["ref", "lat"]
    assert b"geo" not in chosen.schema.metadata


def test_an_empty_record_is_a_table_without_rows(take: Take) -> None:
    assert pq.read_table(io.BytesIO(take("incidents", "format=parquet"))).num_rows == 0
    assert sheets(take("incidents", "format=xlsx"))["incidents"].max_row == 1
    assert take("incidents", "format=ndjson") == b""


@pytest.mark.parametrize("wanted", ["ndjson", "geojson", "hxl", "xlsx", "parquet"])
@pytest.mark.parametrize("path", ["incidents", "claims"])
def test_filters_that_find_nothing(take: Take, sample: Sample, path: str, wanted: str) -> None:
    assert len(take(path, f"format={wanted}&claimant=nobody")) < 9000


def test_figures_that_are_zero_stay_zero(take: Take) -> None:
    published(totals=killed(0, 0))
    (row,) = pq.read_table(io.BytesIO(take("incidents", "format=parquet"))).to_pylist()
    assert (row["killed_best"], row["killed_includes_unknown"], row["wounded_best"]) == (0, False, None)
    (feature,) = orjson.loads(take("incidents", "format=geojson"))["features"]
    assert feature["properties"]["killed_best"] == 0
