"""Edits of actors and places beside merges of them, on two connections of real PostgreSQL: nothing typed goes under.

These tests commit: locks are what they are about.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from incidents.errors import DomainError
from incidents.moderation.referring.merging import merge_actors, merge_places
from incidents.vocabulary import Standing
from tests.factories import ActorFactory, PlaceFactory
from tests.incidents.moderation.test_editing import opened, page_of
from tests.incidents.moderation.test_merging_together import _closing, _somebody_waits
from tests.incidents.publishing.test_publish import together

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = {"actor": (ActorFactory, merge_actors), "place": (PlaceFactory, merge_places)}
WHY = "The same, under two names."


def pair(kind: str) -> tuple[Any, Any]:
    """Return two rows of a kind that may be merged, the loser first."""
    factory: Any = KINDS[kind][0]
    return factory.create(name="One and the same"), factory.create(name="One and the same")


def merging(kind: str, loser: Any, winner: Any, by: User) -> Callable[[], object]:
    merge: Any = KINDS[kind][1]
    return lambda: merge(loser=loser, winner=winner, by=by, reason=WHY, sure=True)


def editing(row: Any, name: str, by: User) -> Callable[[], object]:
    """Return a save of an editor's form that is open now."""
    browser = Client()
    browser.force_login(by)
    sent = opened(browser, row) | {"name": name, "reason": "It calls itself so."}
    return lambda: browser.post(page_of(row), sent)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attempt", range(3))
def test_an_edit_of_either_beside_their_merge(kind: str, attempt: int, edith: User, edgar: User) -> None:
    """Each edit is there afterwards, or was refused with what was typed; the merge stands whichever came first."""
    loser, winner = pair(kind)
    edits = [editing(loser, "Typed of the loser", edgar), editing(winner, "Typed of the winner", edgar)]
    merge = merging(kind, loser, winner, edith)
    order = [edits[0], merge, edits[1]] if attempt % 2 else [merge, *edits]
    answers: list[Any] = together(order)
    merged = answers.pop(order.index(merge))
    assert not isinstance(merged, BaseException) or isinstance(merged, DomainError), merged
    for row, typed, answer in zip((loser, winner), ("Typed of the loser", "Typed of the winner"), answers, strict=True):
        row.refresh_from_db()
        if answer.status_code == 302 and row.name == typed:
            continue
        assert answer.status_code in (200, 302, 409), answer
        assert row.name == "One and the same"
        if answer.status_code != 302:
            assert typed in answer.content.decode()
    if isinstance(merged, BaseException):
        assert loser.merged_into is None
    else:
        assert (loser.standing, loser.merged_into) == (Standing.MERGED, winner)


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_that_waits_for_a_merge_never_takes_the_loser_out_of_it(kind: str, edith: User, edgar: User) -> None:
    loser, winner = pair(kind)
    edit = editing(loser, "Typed of the loser", edgar)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merging(kind, loser, winner, edith)()
            waiting = pool.submit(_closing(edit))
            while not _somebody_waits():
                assert not waiting.done(), "it went past the merge"
        answer: Any = waiting.result()
    loser.refresh_from_db()
    assert (loser.standing, loser.merged_into, loser.name) == (Standing.MERGED, winner, "One and the same")
    assert answer.status_code != 302
    assert "Typed of the loser" in answer.content.decode()
