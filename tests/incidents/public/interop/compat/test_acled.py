"""The record in a shape like ACLED's: 31 columns, its filters and operators, its envelope."""

import csv
import io
from collections.abc import Callable
from typing import Any

import orjson
import pytest
import time_machine
from django.test import Client

from incidents.public.interop.compat.acled import filters, pages
from incidents.public.interop.compat.acled.rows import COLUMNS
from incidents.record.models import Edition, Expunction
from tests.incidents.public.interop.compat.samples import ACTORS, estimate, exchange, full, killed, source
from tests.incidents.record.factories import involvement, published, retracted

pytestmark = pytest.mark.django_db
Ask = Callable[..., dict[str, Any]]
ENVELOPE = {
    "status", "success", "last_update", "count", "messages", "data", "filename", "data_query_restrictions",
    "total_count", "next_cursor",
}  # fmt: skip


@pytest.fixture
def ask(client: Client) -> Ask:
    """Return a function that asks for rows as a script with a token and a key does."""

    def call(path: str = "acled/read", *, status: int = 200, **params: Any) -> dict[str, Any]:
        key = {"key": "x", "email": "someone@example.org"}
        headers = {"Authorization": "Bearer whatever"}
        answer: Any = client.get(f"/compat/{path}", {"_format": "json", **key, **params}, headers=headers)
        assert answer.status_code == status, answer.content if not answer.streaming else ""
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told: dict[str, Any] = orjson.loads(content)
        assert told["success"] is (status == 200)
        assert told["status"] == status
        assert told["count"] == len(told["data"])
        assert told["data"] or told["messages"]
        if status == 200:
            assert set(told) == ENVELOPE
        else:
            assert told["error"][0]["message"]
        return told

    return call


def refs(told: dict[str, Any]) -> list[str]:
    return [row["event_id_cnty"] for row in told["data"]]


def test_a_row_in_full(ask: Ask) -> None:
    edition = full()
    told = ask()
    assert told["data"] == [
        {
            "event_id_cnty": "CC-2024-00017",
            "event_date": "2024-02-13",
            "year": 2024,
            "time_precision": 2,
            "disorder_type": "Political violence",
            "event_type": "Battles",
            "sub_event_type": "Armed clash",
            "actor1": "Azerbaijan",
            "assoc_actor_1": "State Border Service of Azerbaijan",
            "inter1": "State forces",
            "actor2": "Armenia",
            "assoc_actor_2": "",
            "inter2": "State forces",
            "interaction": "State forces-State forces",
            "civilian_targeting": "",
            "iso": 51,
            "region": "Caucasus and Central Asia",
            "country": "Armenia",
            "admin1": "Syunik",
            "admin2": "",
            "admin3": "",
            "location": "Nerkin Hand",
            "latitude": 39.05,
            "longitude": 46.52,
            "geo_precision": 2,
            "source": "Report; of the day; Public Radio",
            "source_scale": "International-National",
            "notes": "Azerbaijan says that it answered fire; Armenia denies that it fired.",
            "fatalities": 4,
            "tags": "contested=occurrence",
            "timestamp": int(edition.published_at.timestamp()),
        }
    ]
    assert tuple(told["data"][0]) == COLUMNS
    assert (told["next_cursor"], told["total_count"], told["messages"]) == (None, None, [])


def test_numbers_for_inter_and_a_row_per_actor(ask: Ask) -> None:
    ref = exchange(involvements=[involvement("azerbaijan", "initiator"), involvement("villagers", "victim")]).ref
    (row,) = ask(inter_num="1")["data"]
    assert [row[name] for name in ("inter1", "inter2", "interaction")] == [1, 7, 17]
    told = ask(export_type="monadic", inter_num="1")
    assert refs(told) == [ref, ref]
    assert [(row["actor1"], row["inter1"], row["actor2"], row["inter2"]) for row in told["data"]] == [
        ("Azerbaijan", 1, "", 0),
        ("Villagers", 7, "", 0),
    ]
    exchange(ref=ref, involvements=[involvement("villagers", "victim")])
    (row,) = ask(export_type="monadic")["data"]
    assert (row["actor1"], row["interaction"]) == ("Villagers", "Civilians only")
    exchange(ref=ref, involvements=[])
    (row,) = ask(export_type="monadic", inter_num="1")["data"]
    assert (row["actor1"], row["interaction"]) == ("", 0)


ONE, TWO, THREE = "CC-2024-00001", "CC-2024-00002", "CC-2023-00003"


@pytest.fixture
def three() -> None:
    """Publish three incidents that differ in every way that can be asked for."""
    exchange(ref=ONE, occurrence={"earliest": "2024-01-01"}, sources=[source("Radio")], summary="Fire was heard.")
    exchange(
        ref=TWO,
        kind="shelling",
        occurrence={"earliest": "2024-02-01", "latest": "2024-02-20", "precision": "month"},
        location={"country": "AZE", "place": None, "latitude": None, "longitude": None, "precision": None,
                  "wording": "on the border"},
        involvements=[involvement("artsakh", "initiator"), involvement("villagers", "victim")],
        positions=[{"question": "killed", "side": None, "group": None, "finding": "contested", "rested_on": [],
                    "set_aside": None, "columns": []}],
        sources=[source("Wire", kind="agency")],
        **killed(estimate("villagers", 9, "civilian")),
    )  # fmt: skip
    exchange(ref=THREE, kind="diplomatic", occurrence={"earliest": "2023-05-01"}, estimates=[], totals=[],
             location={"country": "GEO", "latitude": 42, "longitude": 43.5, "precision": 4})  # fmt: skip


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
    for value in ("nan", "inf|-inf", "%", "1e5|'", "١", "9" * 15, "9999-12-31T23:59:59-23:59"):
        for operator in ("", ">=", "BETWEEN"):
            answer = client.get("/compat/acled/read", {column: value, f"{column}_where": operator})
            assert answer.status_code in (200, 400), (value, operator)


def test_fields_in_the_order_of_the_dataset(ask: Ask, three: None) -> None:
    told = ask(fields="fatalities|event_date|country", year="2023")
    assert told["data"] == [{"event_date": "2023-05-01", "country": "Georgia", "fatalities": 0}]


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


def test_csv(client: Client, three: None) -> None:
    published(ref="CC-2024-00009", summary="=1+1", occurrence={"earliest": "2024-03-01"})
    for limit in ("2", "0"):
        answer: Any = client.get("/compat/acled/read", {"_format": "csv", "limit": limit})
        text = b"".join(answer.streaming_content).decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        assert answer["Content-Type"].startswith("text/csv")
        assert len(rows) == (2 if limit == "2" else 4)
        assert list(rows[0]) == list(COLUMNS)
        assert (rows[0]["notes"], rows[1]["event_id_cnty"]) == ("'=1+1", TWO)


def made(count: int) -> list[str]:
    return [exchange(occurrence={"earliest": f"2024-01-{day:02}"}).ref for day in range(1, count + 1)][::-1]


def test_pages_and_totals(ask: Ask) -> None:
    all_of_them = made(5)
    assert [refs(ask(limit=2, page=page)) for page in (1, 2, 3, 4)] == [
        all_of_them[:2], all_of_them[2:4], all_of_them[4:], [],
    ]  # fmt: skip
    assert ask(limit=2, with_total="true")["total_count"] == 5
    assert ask(limit=2, with_total="true", country="Georgia")["total_count"] == 0


@pytest.mark.parametrize("limit", [1, 2, 3, 6])
@pytest.mark.parametrize("also", [{}, {"location": "Nerkin"}])
def test_cursors_see_one_moment(ask: Ask, limit: int, also: dict[str, str]) -> None:
    """Also where the last page is full: then no cursor leads to an empty one."""
    all_of_them = made(6)
    told = ask(limit=limit, cursor="0", with_total="true", **also)
    seen, cursors = refs(told), {"0"}
    exchange(occurrence={"earliest": "2024-01-31"})
    exchange(ref=all_of_them[3], occurrence={"earliest": "2024-01-30"})
    retracted(all_of_them[5])
    while told["next_cursor"] is not None:
        assert told["next_cursor"] not in cursors
        cursors.add(told["next_cursor"])
        told = ask(limit=limit, cursor=told["next_cursor"], with_total="true", **also)
        assert told["data"]
        assert told["total_count"] == 6
        seen += refs(told)
    assert seen == all_of_them


def test_a_cursor_is_good_for_its_query(ask: Ask) -> None:
    made(3)
    cursor = ask(limit=1, cursor="0")["next_cursor"]
    assert "for this query" in ask(limit=2, cursor=cursor, status=400)["messages"][0]


def test_all_is_streamed(client: Client, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    all_of_them = made(7)
    monkeypatch.setattr(pages, "LIMIT", 3)
    answer: Any = client.get("/compat/acled/read", {"limit": 0})
    assert answer.streaming
    told = orjson.loads(b"".join(answer.streaming_content))
    assert (refs(told), told["next_cursor"]) == (all_of_them, None)
    assert set(told) == ENVELOPE
    assert refs(ask()) == all_of_them[:3]
    told = ask(limit=4)
    assert refs(told) == all_of_them[:4]
    assert refs(ask(limit=4, cursor=told["next_cursor"])) == all_of_them[4:]
    assert refs(ask(limit=4, page=2)) == all_of_them[4:]
    assert len(refs(ask(limit=4, cursor="0"))) == 3


def test_what_only_documents_hold_is_compared_in_a_bounded_set(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    all_of_them = made(4)
    monkeypatch.setattr(pages, "WITHIN", 3)
    assert "in at most 3 incidents: narrow" in ask(location="Nerkin", status=400)["messages"][0]
    found = ask(location="Nerkin", event_date="2024-01-02", event_date_where=">=", with_total="true")
    assert (refs(found), found["total_count"]) == (all_of_them[:3], 3)
    assert (
        refs(ask(location="Nerkin", event_date="2024-01-02", event_date_where=">=", limit=2, page=2))
        == all_of_them[2:3]
    )
    assert filters.WITHIN == 5000


def test_only_what_stands_is_told(ask: Ask) -> None:
    gone, stays = exchange(), exchange()
    exchange(aggregated=True)
    retracted(gone.ref)
    assert refs(ask()) == refs(ask(limit=0)) == [stays.ref]


def test_deleted(ask: Ask) -> None:
    first, second, _ = exchange(), exchange(), exchange()
    assert ask("deleted/read")["messages"] == ["Nothing that was published has been taken back, as far as was asked."]
    times = [int(retracted(one.ref).published_at.timestamp()) for one in (first, second)]
    expected = [
        {"event_id_cnty": one.ref, "deleted_timestamp": at} for one, at in zip((first, second), times, strict=True)
    ]
    for path in ("deleted/read", "acled/deleted/read"):
        assert ask(path)["data"] == expected
    assert ask("deleted/read", event_id_cnty=second.ref)["data"] == expected[1:]
    assert ask("deleted/read", deleted_timestamp=times[0], deleted_timestamp_where=">=")["data"] == expected
    assert ask("deleted/read", deleted_timestamp="2020-01-01")["data"] == expected
    assert ask("deleted/read", deleted_timestamp=times[1] + 1)["data"] == []
    told = ask("deleted/read", limit=1, cursor="0", with_total="true")
    assert (told["data"], told["total_count"]) == (expected[:1], 2)
    assert ask("deleted/read", limit=1, cursor=told["next_cursor"])["data"] == expected[1:]
    assert ask("deleted/read", limit=1, page=2)["data"] == expected[1:]
    assert "cursor" in ask("deleted/read", cursor="-1", status=400)["messages"][0]


def test_what_was_expunged_is_deleted_when_it_was_expunged(ask: Ask) -> None:
    edition, other = exchange(), exchange()
    Expunction.objects.create(seqs=[edition.seq, 99], reason="By order.")
    stub = orjson.dumps({"expunged": {}}).decode()
    Edition.objects.filter(seq=edition.seq).update(body=stub, expunged=True)
    at = int(Expunction.objects.get().expunged_at.timestamp())
    assert ask("deleted/read")["data"] == [{"event_id_cnty": edition.ref, "deleted_timestamp": at}]
    assert refs(ask()) == [other.ref]


@pytest.mark.parametrize("count", [1, 3])
def test_queries(ask: Ask, count: int, django_assert_max_num_queries: Any) -> None:
    made(count * 2)
    retracted(exchange().ref)
    for params in (
        {"limit": count},
        {"limit": count, "with_total": "true", "actor1": "Azerbaijan", "inter1": "1", "country": "Armenia", "tags": ""},
        {"limit": count, "location": "Nerkin"},
    ):
        with django_assert_max_num_queries(3):
            told = ask(cursor="0", **params)
        with django_assert_max_num_queries(3):
            assert len(ask(**{**params, "cursor": told["next_cursor"]})["data"]) == count
    with django_assert_max_num_queries(5):  # two of them open and close the moment
        ask(limit=0)
    with django_assert_max_num_queries(3):
        ask("deleted/read", with_total="true")


def test_hours_since_the_last_update(ask: Ask) -> None:
    edition = exchange()
    with time_machine.travel(edition.published_at.timestamp() + 3 * 3600 + 60, tick=False):
        assert ask()["last_update"] == 3


def test_actors_of_the_samples_are_what_documents_hold() -> None:
    assert {one["slug"] for one in ACTORS} >= {"armenia", "azerbaijan", "artsakh", "villagers"}
