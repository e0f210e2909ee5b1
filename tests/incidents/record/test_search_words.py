"""The words of the record: what may have been meant, and that nothing is proposed which does not stand."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from incidents.publishing.counting import count_words
from incidents.publishing.expunge import record
from incidents.publishing.rederive import rederive
from incidents.record.models import RecordWord
from incidents.record.search import frequency
from incidents.record.search.queries import parse
from incidents.record.search.suggestions import did_you_mean
from tests.incidents.record.factories import published, retracted

pytestmark = pytest.mark.django_db


def counted() -> dict[str, int]:
    """Return the words that are kept, with their numbers."""
    return dict(RecordWord.objects.values_list("word", "editions"))


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Read the common words from the database."""
    frequency.forget_common_words()


def test_unknown_words_are_replaced_by_the_most_alike() -> None:
    published(title="Shelling near Nerkin Hand", summary="Ağdam, Երևան")
    assert did_you_mean("nerkim hand") == "nerkin hand"
    assert did_you_mean('-drone "shelling nerkim"') == '-drone "shelling nerkin"'
    assert did_you_mean("Aqdam") == "agdam"
    assert did_you_mean("Երեվաան") == "երեվան"
    assert did_you_mean("shelling or nerkimm -smoke") == "shelling or nerkin -smoke"


@pytest.mark.parametrize("text", ["shelling hand", "zzzzzz", "nerkim*", "ab", "shelling -nerkim"])
def test_nothing_is_proposed_where_nothing_is_alike(text: str) -> None:
    published(title="Shelling near Nerkin Hand")
    assert did_you_mean(text) is None


def test_words_follow_what_stands() -> None:
    first = published(title="Shelling near Nerkin", summary="")
    assert {"shelling", "near", "nerkin"} <= counted().keys()
    published(title="Shelling near Tegh", summary="")
    published(ref=first.ref, title="Shots near Nerkin", summary="")
    assert {"shelling", "shots", "nerkin"} <= counted().keys()
    retracted(first.ref)
    assert {"shots", "nerkin"}.isdisjoint(counted())
    assert {"shelling", "near", "tegh"} <= counted().keys()
    assert did_you_mean("nerkim") is None


def test_counting_gives_numbers_and_takes_out_what_does_not_stand() -> None:
    published(title="Shelling", summary="")
    published(title="Shelling of 2024", summary="")
    RecordWord.objects.create(word="expunged", editions=3)
    call_command("count_words")
    assert counted()["shelling"] == 2
    assert RecordWord.objects.get(word="shelling").recent == 2
    assert {"expunged", "2024"}.isdisjoint(counted())
    again = counted()
    assert count_words() == len(again)
    rederive()
    assert counted() == again


def test_a_word_that_was_counted_and_stands_no_more_is_not_proposed() -> None:
    """However it came into the table: the record is asked before anything is proposed."""
    published(title="Shelling")
    RecordWord.objects.create(word="nerkin", editions=9)
    assert did_you_mean("nerkim") is None


@pytest.mark.parametrize(
    ("text", "few"),
    [
        ("rare", True),
        ("common", False),
        ("rare common", True),
        ("common usual", False),
        ("common frequent", True),
        ('"common usual"', False),
        ('"usual common"', True),
        ('"common usual frequent"', True),
        ('"usual frequent common"', True),
        ('"common us*"', False),
        ("rare or common", False),
        ("comm*", False),
        ("com* -usual", False),
        ("zz*", True),
        ("common -rare", False),
    ],
)
def test_what_is_common_is_met_in_the_order_of_the_list(text: str, few: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = {"common usual": 2_000, "usual frequent": 250}
    words = {"common": 6_000, "usual": 8_000, "frequent": 300}
    monkeypatch.setattr(frequency, "common_words", lambda: (words | pairs, 20_000.0))
    assert frequency.expects_few(parse(text)) is few


def test_common_words_are_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    RecordWord.objects.create(word="common", editions=900, recent=frequency.FEW * 3)
    RecordWord.objects.create(word="rare", editions=900_000, recent=3)
    assert frequency.common_words()[0] == {"common": frequency.FEW * 3}
    with django_assert_num_queries(0):
        assert not frequency.expects_few(parse("common"))


def test_what_is_proposed_is_the_same_search_with_other_words() -> None:
    """Not one with an `or` in it, nor one that is too long to be asked."""
    published(title="Shelling or hand", summary="w" * 100)
    assert did_you_mean("shelling orr hand") is None
    assert did_you_mean("w" * 90) == "w" * 100
    asked = f"{'w' * 90} {'x' * 108}"
    assert did_you_mean(asked) is None
    assert did_you_mean(asked[:190]) is not None


def test_what_is_expunged_while_words_are_counted_is_not_counted() -> None:
    """Counting takes no lock; the words that went meanwhile must not come back with its numbers."""
    published(title="Shelling")
    gone = published(title="Unlawful")
    waited = 0

    def between(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        nonlocal waited
        if "pg_advisory_xact_lock" in str(sql):
            waited += 1
            if waited == 1:
                record.retract(gone, reason="A court ordered it.")
                record.replace([gone], reason="A court ordered it.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(between):
        count_words()
    assert waited > 1
    assert "shelling" in counted()
    assert "unlawful" not in counted()
