"""The record in a shape like ACLED's: the 31 columns of a row, and the envelope around rows."""

import csv
import io
from typing import Any

import pytest
import time_machine
from django.test import Client

from incidents.public.interop.compat.acled.rows import COLUMNS
from tests.incidents.public.interop.compat.acled.conftest import TWO, Ask, refs
from tests.incidents.public.interop.compat.samples import ACTORS, exchange, full
from tests.incidents.record.factories import involvement, published

pytestmark = pytest.mark.django_db


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


def test_fields_in_the_order_of_the_dataset(ask: Ask, three: None) -> None:
    told = ask(fields="fatalities|event_date|country", year="2023")
    assert told["data"] == [{"event_date": "2023-05-01", "country": "Georgia", "fatalities": 0}]


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


def test_hours_since_the_last_update(ask: Ask) -> None:
    edition = exchange()
    with time_machine.travel(edition.published_at.timestamp() + 3 * 3600 + 60, tick=False):
        assert ask()["last_update"] == 3


def test_actors_of_the_samples_are_what_documents_hold() -> None:
    assert {one["slug"] for one in ACTORS} >= {"armenia", "azerbaijan", "artsakh", "villagers"}
