"""The record in a shape like ACLED's: its filters and operators."""

import pytest
from django.test import Client

from incidents.public.interop.compat.acled.rows import COLUMNS
from tests.incidents.public.interop.compat.acled.conftest import ONE, THREE, TWO, Ask, refs
from tests.incidents.public.interop.compat.samples import exchange

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"event_id_cnty": "2024-0000"}, [TWO, ONE]),
        ({"event_id_cnty": ONE, "event_id_cnty_where": "="}, [ONE]),
        ({"event_date": "2024-02-20"}, [TWO]),
        ({"event_date": "2024-01-01|2024-02-20", "event_date_where": "BETWEEN"}, [TWO, ONE]),
        ({"event_date": "2024-01-01", "event_date_where": "<"}, [THREE]),
        ({"year": "2023"}, [THREE]),
        ({"year": "2023|2024"}, [TWO, ONE, THREE]),
        ({"year": "2023", "year_where": ">"}, [TWO, ONE]),
        ({"time_precision": "3"}, [TWO]),
        ({"disorder_type": "strategic"}, [THREE]),
        ({"event_type": "Explosions/Remote violence"}, [TWO]),
        ({"event_type": "Battles|Strategic developments"}, [ONE, THREE]),
        ({"event_type": "Battles:OR:event_type=Strategic developments"}, [ONE, THREE]),
        ({"event_type": "battle", "event_type_where": "="}, []),
        ({"sub_event_type": "clash"}, [ONE]),
        ({"actor1": "azerb"}, [ONE, THREE]),
        ({"actor1": "Azerb", "actor1_where": "="}, []),
        ({"actor2": "Villagers", "actor2_where": "="}, [TWO]),
        ({"inter1": "3"}, [TWO]),
        ({"inter1": "State forces"}, [ONE, THREE]),
        ({"inter2": "7|5"}, [TWO]),
        ({"interaction": "37"}, [TWO]),
        ({"interaction": "Political militia-Civilians"}, [TWO]),
        ({"interaction": "11"}, [ONE, THREE]),
        ({"civilian_targeting": "Civilian targeting"}, []),
        ({"iso": "51"}, [ONE]),
        ({"iso": "0"}, []),
        ({"region": "13"}, [TWO, ONE, THREE]),
        ({"region": "Caucasus and Central Asia"}, [TWO, ONE, THREE]),
        ({"region": "12"}, []),
        ({"country": "Armenia"}, [ONE]),
        ({"country": "Armenia|Georgia"}, [ONE, THREE]),
        ({"country": "Armenia:OR:country=Georgia"}, [ONE, THREE]),
        ({"country": "erb", "country_where": "LIKE"}, [TWO]),
        ({"country": "erb"}, []),
        ({"admin1": "syun"}, [ONE, THREE]),
        ({"admin3": "x"}, []),
        ({"location": "Nerkin"}, [ONE, THREE]),
        ({"location": "on the border", "location_where": "="}, [TWO]),
        ({"latitude": "41", "latitude_where": ">"}, [THREE]),
        ({"latitude": "40|41", "latitude_where": "BETWEEN"}, [TWO]),
        ({"longitude": "46.52"}, [ONE]),
        ({"geo_precision": "2"}, [ONE]),
        ({"geo_precision": "3"}, [TWO, THREE]),
        ({"source": "Wire"}, [TWO]),
        ({"source_scale": "National"}, [TWO, ONE]),
        ({"source_scale": "National", "source_scale_where": "="}, [ONE]),
        ({"notes": "heard"}, [ONE]),
        ({"assoc_actor_1": "border service"}, [ONE, THREE]),
        ({"fatalities": "9"}, [TWO]),
        ({"fatalities": "0"}, [THREE]),
        ({"fatalities": "1", "fatalities_where": ">="}, [TWO, ONE]),
        ({"fatalities": "0|2", "fatalities_where": "BETWEEN"}, [ONE, THREE]),
        ({"tags": "contested"}, [TWO]),
        ({"timestamp": "2020-01-01"}, [TWO, ONE, THREE]),
        ({"timestamp": "0"}, [TWO, ONE, THREE]),
        ({"timestamp": "4000000000"}, []),
        ({"timestamp": "2020-01-01", "timestamp_where": "<"}, []),
        ({"country": "Azerbaijan", "year": "2024", "notes": "nothing of the kind"}, []),
    ],
)  # fmt: skip
def test_every_column_is_a_filter(ask: Ask, three: None, params: dict[str, str], expected: list[str]) -> None:
    told = ask(**params)
    assert refs(told) == expected
    if not expected:
        assert all(value.split("|")[0] in told["messages"][0] for name, value in params.items() if "_where" not in name)


@pytest.mark.parametrize("column", COLUMNS)
def test_what_a_row_says_finds_it(ask: Ask, three: None, column: str) -> None:
    """A script that asks for the very words (or number) of a row gets that row, and none that says another."""
    rows = ask()["data"]
    for row in rows:
        if row[column] not in ("", None):
            wanted = [one["event_id_cnty"] for one in rows if one[column] == row[column]]
            told = ask(**{column: str(row[column]), f"{column}_where": "="})
            assert refs(told) == wanted, (column, row[column])


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"country": "Armenia:OR:region=12"}, "joins values of one column"),
        ({"year": "x"}, "'x' is not a number"),
        ({"year": "0"}, "'0' is not a year"),
        ({"event_date": "yesterday"}, "is not a date"),
        ({"event_date": "2024-01-01", "event_date_where": "BETWEEN"}, "needs two values"),
        ({"event_date": "2024", "event_date_where": "LIKE"}, "LIKE is for text"),
        ({"fatalities": "1", "fatalities_where": "LIKE"}, "LIKE is for text"),
        ({"fatalities": "1.5"}, "is not a whole number"),
        ({"fatalities": "1", "fatalities_where": "!="}, "'!=' is not one of them"),
        ({"timestamp": "soon"}, "is neither a time in seconds nor a date"),
        ({"timestamp": "99999999999999999999"}, "is neither a time in seconds nor a date"),
        ({"latitude": "north"}, "'north' is not a number"),
        ({"limit": "9" * 5000}, "is not a whole number"),
        ({"fields": "iso|colour"}, "'colour' is not a column"),
        ({"_format": "xml"}, "'xml' is not one of them"),
        ({"limit": "-1"}, "is not a whole number"),
        ({"page": "0"}, "is not a whole number"),
        ({"cursor": "x"}, "is not a cursor"),
        ({"country": "a\0b"}, "no text"),
    ],
)  # fmt: skip
def test_what_can_not_be_answered_says_why(ask: Ask, params: dict[str, str], said: str) -> None:
    assert said in ask(status=400, **params)["messages"][0]


@pytest.mark.parametrize("column", COLUMNS)
def test_odd_values_are_never_an_error_of_ours(client: Client, column: str) -> None:
    exchange()
    for value in ("nan", "inf|-inf", "%", "1e5|'", "١", "9" * 15, "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59",
                  "253402300799", "0001-01-01"):  # fmt: skip
        for operator in ("", ">=", "BETWEEN"):
            answer = client.get("/compat/acled/read", {column: value, f"{column}_where": operator})
            assert answer.status_code in (200, 400), (value, operator)


def test_unknown_names_are_ignored_and_named(ask: Ask, three: None) -> None:
    told = ask(colour="red", countri="Armenia", _cacheBuster="1")
    assert len(told["data"]) == 3
    assert told["messages"] == [
        f"{name} is not a column and was left out of account." for name in ("colour", "countri", "_cacheBuster")
    ]


def test_an_empty_answer_gives_its_reason(ask: Ask, three: None) -> None:
    assert ask(country="Narnia")["messages"] == [
        "No incident of the record meets country = Narnia. It holds what its editors published, not all that happened."
    ]
    assert ask(page="9")["messages"] == ["There are no rows on this page: it comes after the last."]


def test_an_empty_record_says_so(ask: Ask) -> None:
    told = ask()
    assert told["messages"] == ["The record holds no incidents yet."]
    assert told["last_update"] is None
    assert ask(limit="0")["data"] == []
