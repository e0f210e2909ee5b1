"""`perspective=` of tables: other figures of killed and wounded in the same columns, and one that says whose."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import orjson
import pyarrow.parquet as pq
import pytest
from django.test import Client

from incidents.vocabulary import Perspective
from tests.incidents.document.samples import assertion, claim, document, killed
from tests.incidents.record.factories import appended

pytestmark = pytest.mark.django_db
Take = Callable[..., bytes]
COLUMNS = [f"killed_{part}" for part in ("low", "best", "high", "includes_unknown")]
ASKED = f"fields=ref,{','.join(COLUMNS)}"


@pytest.fixture
def told() -> None:
    """Record an incident of which the two sides tell different figures, and one of which nobody tells any."""
    both = claim("c1", "ours", killed(2, 2)), claim("c2", "theirs", killed(9))
    appended(document(*both, ref="CC-1", title="=1 shot"))
    day = document()["occurrence"] | {"earliest": "2024-02-12", "latest": "2024-02-12"}
    appended(document(claim("c3", "ours", assertion()), ref="CC-2", occurrence=day))


def lines(take: Take, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(take("incidents", query).decode(), newline="")))


@pytest.mark.parametrize(
    ("perspective", "first"),
    [
        ("claims-of:ours", ["2", "2", "2", "false"]),
        ("claims-of:theirs", ["9", "", "", "true"]),
        ("claims-of:nobody", ["", "", "", "true"]),
        ("acknowledged", ["2", "2", "2", "false"]),
        ("maximal", ["9", "9", "", "true"]),
        ("minimal", ["2", "2", "2", "false"]),
    ],
)
def test_the_figures_are_those_of_the_perspective(take: Take, told: None, perspective: str, first: list[str]) -> None:
    one, other = lines(take, f"format=csv&{ASKED}&perspective={perspective}")
    assert list(one) == ["ref", *COLUMNS, "perspective"]
    assert [one[name] for name in COLUMNS] == first
    assert [other[name] for name in COLUMNS] == ["", "", "", "true"]
    assert (one["perspective"], other["perspective"]) == (perspective, perspective)


def test_they_are_what_the_statistics_sum(client: Client, take: Take, told: None) -> None:
    for perspective in ("estimates", "claims-of:ours", "claims-of:theirs", "acknowledged", "maximal", "minimal"):
        sums = client.get(f"/api/v1/stats/series/?perspective={perspective}").json()["total"]["killed"]
        found = lines(take, f"format=csv&{ASKED}&perspective={perspective}")
        best = [int(one["killed_best"] or one["killed_low"]) for one in found if one["killed_low"]]
        assert (sum(best), sum(not one["killed_low"] for one in found)) == (sums["best"], sums["unknown"])


def test_every_format_tells_them_and_whose_they_are(take: Take, told: None) -> None:
    query = "perspective=claims-of:ours"
    hxl = take("incidents", f"format=hxl&{ASKED}&{query}").decode().splitlines()
    assert hxl[1].endswith("#meta+perspective")
    features = orjson.loads(take("incidents", f"format=geojson&{query}"))["features"]
    assert [one["properties"]["killed_best"] for one in features] == [2, None]
    assert {one["properties"]["perspective"] for one in features} == {"claims-of:ours"}
    assert [one["properties"]["killed_includes_unknown"] for one in features] == [False, True]
    table = pq.read_table(io.BytesIO(take("incidents", f"format=parquet&{query}")))
    assert table["killed_best"].to_pylist() == [2, None]
    rule = Perspective.CLAIMS_OF.definition
    assert rule in table.schema.field("perspective").metadata[b"description"].decode()
    book: Any = openpyxl.load_workbook(io.BytesIO(take("incidents", f"format=xlsx&{ASKED}&{query}")))
    assert [cell.value for cell in book["incidents"][2]] == ["CC-1", 2, 2, 2, False, "claims-of:ours"]
    assert rule in dict(book["about"].iter_rows(values_only=True))["perspective"]


@pytest.mark.parametrize(
    "also", ["q=shot", "bbox=-180,-90,180,90", "as_of=2099-01-01", "ordering=killed", "match=certain"]
)
def test_it_goes_with_filters_and_orders(client: Client, told: None, also: str) -> None:
    answer: Any = client.get(f"/api/v1/incidents/?format=csv&perspective=minimal&{also}")
    assert answer.status_code == 200
    assert b"killed_best" in b"".join(answer.streaming_content)


def test_without_one_they_are_the_records_own_and_nothing_is_added(take: Take, told: None) -> None:
    plain = lines(take, f"format=csv&{ASKED}")
    assert list(plain[0]) == ["ref", *COLUMNS]
    named = lines(take, f"format=csv&{ASKED}&perspective=estimates")
    assert named == [one | {"perspective": "estimates"} for one in plain]


@pytest.mark.parametrize(
    "query",
    [
        "incidents/?format=csv&perspective=mine",
        "incidents/?format=csv&perspective=claims-of",
        "incidents/?format=csv&perspective=minimal&fields=ref",
        "incidents/?format=ndjson&perspective=minimal",
        "incidents/?perspective=minimal",
        "claims/?format=csv&perspective=minimal",
        "claims/?format=ndjson&perspective=minimal",
        "claims/?perspective=minimal",
    ],
)
def test_where_there_are_no_figures_it_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == "perspective"
