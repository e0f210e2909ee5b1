"""Formulas and facts against real events of GED, and numbers of incidents that never meet."""

import csv
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from incidents.public.interop.compat.countries import COUNTRIES
from incidents.public.interop.compat.identity import number_of, numbered
from incidents.public.interop.compat.positions import position, priogrid, wkt
from incidents.public.interop.compat.ucdp.parties import DYADS, group_of, violence
from incidents.public.interop.compat.ucdp.schema import COLUMNS, SCHEMA
from incidents.record.models import Edition
from incidents.vocabulary import ActorKind
from tests.incidents.record.factories import document, published

with (Path(__file__).parent / "data" / "ged-23.1-sample.csv").open(encoding="utf-8") as lines:
    EVENTS = list(csv.DictReader(lines))
RENAMED = {"Macedonia, FYR": "North Macedonia"}
"""Countries that UCDP's newer versions name otherwise than version 23.1."""


def typed(event: dict[str, str]) -> dict[str, Any]:
    """Return an event of the file with the types that UCDP's API gives; columns that the file lacks are empty."""
    kinds = {name: column["type"] for name, column in COLUMNS.items()}
    read: dict[str, Any] = {"integer": int, "number": float, "boolean": lambda text: text == "1", "string": str}
    return {name: read[kind](event.get(name, "")) for name, kind in kinds.items()}


def test_real_events_fit_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    for event in EVENTS:
        validator.validate(typed(event))
    assert len(EVENTS) > 50
    assert len(COLUMNS) == 49
    extra = validator.iter_errors({**typed(EVENTS[0]), "extra": 1})
    assert [error.validator for error in extra] == ["additionalProperties"]


def test_cells_and_points_are_those_of_real_events() -> None:
    for event in EVENTS:
        latitude, longitude = float(event["latitude"]), float(event["longitude"])
        assert priogrid(latitude, longitude) == int(event["priogrid_gid"])
        assert wkt(latitude, longitude) == event["geom_wkt"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"), [(-90, -180, 1), (90, 180, 259_200), (0, 0, 129_961), (-90, 180, 720)]
)
def test_cells_at_the_ends_of_the_earth(latitude: float, longitude: float, cell: int) -> None:
    assert priogrid(latitude, longitude) == cell
    assert wkt(-0.0000001, 1.5) == "POINT (1.5 0)"


def test_countries_are_those_of_real_events() -> None:
    by_number = {country.gwno: country for country in COUNTRIES.values() if country.gwno}
    for event in EVENTS:
        country = by_number[int(event["country_id"])]
        told = RENAMED.get(event["country"], event["country"])
        assert (country.ucdp_name, country.ucdp_region) == (told, event["region"])


def test_governments_of_real_events_have_their_numbers_and_names() -> None:
    by_number = {country.ucdp_government: country for country in COUNTRIES.values() if country.ucdp_government}
    seen = set()
    for event in EVENTS:
        for side, state in (("a", event["gwnoa"]), ("b", event["gwnob"])):
            if state:
                country = by_number[int(event[f"side_{side}_new_id"])]
                assert event[f"side_{side}"] == f"Government of {country.ucdp_name}"
                assert str(country.gwno) == state
                seen.add(country.code)
    assert len(seen) > 30


def test_the_known_dyad_is_that_of_real_events() -> None:
    events = [event for event in EVENTS if event["dyad_new_id"] == "833"]
    for event in events:
        sides = int(event["side_a_new_id"]), int(event["side_b_new_id"])
        assert DYADS[sides] == (int(event["conflict_new_id"]), int(event["dyad_new_id"]), event["conflict_name"])
    assert events


def test_numbers_and_codes_of_countries_are_given_once() -> None:
    every = list(COUNTRIES.values())
    for column in ("code", "iso", "name", "gwno", "ucdp_name", "ucdp_government"):
        told = [getattr(country, column) for country in every if getattr(country, column)]
        assert len(told) == len(set(told)), column
    assert [COUNTRIES[code].gwno for code in ("ARM", "GEO", "AZE", "TUR", "RUS")] == [371, 372, 373, 640, 365]
    assert [COUNTRIES[code].iso for code in ("ARM", "AZE", "GEO")] == [51, 31, 268]


def test_type_of_violence_is_that_of_real_events() -> None:
    """A government has a Gleditsch–Ward number; civilians are named so."""
    for event in EVENTS:
        groups = [
            "G" if event[f"gwno{side}"] else "C" if event[f"side_{side}"] == "Civilians" else "O" for side in "ab"
        ]
        assert violence(*groups) == int(event["type_of_violence"])
    assert {group_of(kind) for kind in ActorKind.codes()} == {"G", "C", "O"}


NUMBERS = [
    ("GED-376126", 5, 376126),
    ("CC-2024-00017", 5, 202400017),
    ("CC-2024-99999", 5, 202499999),
    ("CC-2024-100000", 5, 2024_000000_100000),
    ("CC-2024-123456789012", 5, 2024_123456_789012),
    ("CC-9999-999999999999", 5, 1_000_000_005),
    ("CC-2024-000017", 6, 1_000_000_006),
    ("CC-0999-00017", 7, 1_000_000_007),
    ("GED-123456789", 8, 1_000_000_008),
    ("GED-0017", 9, 1_000_000_009),
    ("something.else", 10, 1_000_000_010),
]


@pytest.mark.parametrize(("ref", "first", "number"), NUMBERS)
def test_a_number_for_every_ref(ref: str, first: int, number: int) -> None:
    assert number_of(ref, first) == number
    assert number < 2**53


def test_the_number_of_a_ref_leads_back_to_it(db: None) -> None:
    for ref in ("GED-376126", "CC-2024-00017", "CC-2024-123456", "CC-2024-000017", "other", "CC-0999-00017"):
        published(ref=ref)
    again = published(ref="other")
    found = {}
    for edition in Edition.objects.open():
        number = number_of(edition.ref, Edition.objects.get(ref=edition.ref, number=1).seq)
        found[number] = edition.ref
        assert list(Edition.objects.open().filter(numbered([number])).values_list("ref", flat=True)) == [edition.ref]
    assert len(found) == 6
    assert again.number == 2
    for nobody in (0, 10**9 + 1, 10**9 + 999, 10**30, 2 * 10**15):
        assert not Edition.objects.filter(numbered([nobody])).exists()


def test_where_a_row_is() -> None:
    told: Any = document(location={"country": "ARM"})["location"]
    others: list[Any] = [dict(told, precision=1), dict(told, precision=7), dict(told, country="XXX")]
    exact, vague, elsewhere = others
    assert position(told) == position(exact)
    where = position(vague)
    assert where is not None
    assert where.where_prec == 7
    assert position(elsewhere) is None
