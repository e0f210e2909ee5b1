"""The record in a shape like ACLED's: what stands is told, and what is no more is told as deleted."""

import orjson
import pytest
from django.test import Client

from incidents.record.models import Edition, Expunction
from tests.incidents.public.interop.compat.acled.conftest import Ask, refs
from tests.incidents.public.interop.compat.samples import exchange
from tests.incidents.record.factories import retracted

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("column", ["event_id_cnty", "deleted_timestamp"])
@pytest.mark.parametrize("operator", ["", "=", ">", "<", ">=", "<=", "LIKE", "BETWEEN"])
def test_odd_values_are_never_an_error_of_ours(client: Client, column: str, operator: str) -> None:
    retracted(exchange().ref)
    for value in ("%", "1", "1|2", "9999-12-31T23:59:59", "253402300799|253402300799", "9" * 5000):
        answer = client.get("/compat/deleted/read", {column: value, f"{column}_where": operator})
        assert answer.status_code in (200, 400), value


def test_what_was_expunged_is_deleted_when_it_was_expunged(ask: Ask) -> None:
    edition, other = exchange(), exchange()
    Expunction.objects.create(seqs=[edition.seq, 99], reason="By order.")
    stub = orjson.dumps({"expunged": {}}).decode()
    Edition.objects.filter(seq=edition.seq).update(body=stub, expunged=True)
    at = int(Expunction.objects.get().expunged_at.timestamp())
    assert ask("deleted/read")["data"] == [{"event_id_cnty": edition.ref, "deleted_timestamp": at}]
    assert refs(ask()) == [other.ref]
