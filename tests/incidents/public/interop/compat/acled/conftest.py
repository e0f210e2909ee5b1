"""A script that asks in ACLED's terms, and incidents that differ in every way that can be asked for."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.test import Client

from tests.incidents.public.interop.compat.samples import estimate, exchange, killed, source
from tests.incidents.record.factories import involvement

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


def made(count: int) -> list[str]:
    return [exchange(occurrence={"earliest": f"2024-01-{day:02}"}).ref for day in range(1, count + 1)][::-1]
