"""A large incident: the form asks the database as often for forty claims as for twenty."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.incidents.desk.filling import incident_with_claims
from tests.incidents.desk.forms import address, sent, text

pytestmark = pytest.mark.usefixtures("reference")


def test_twenty_and_forty_claims_take_the_same_number_of_queries(desk: Client, anna: User) -> None:
    asked = {}
    incidents = {number: incident_with_claims(anna, number, ids=ids) for number, ids in ((20, "a"), (40, "b"))}
    for number, incident in incidents.items():  # each finds the other beside it
        at = address(incident)
        page = desk.get(at)
        assert text(page).count('class="claim__fold"') == number
        asked[number] = (
            _queries(partial(desk.get, at)),
            _queries(partial(desk.post, at, sent(page) | {"add": ["claims"]})),
            _queries(partial(desk.post, at, sent(page) | {"move": ["claims-3:down"]})),
            _queries(partial(desk.post, at, sent(page, title="short") | {"do": ["save"]})),
        )
    assert asked[20] == asked[40]


def _queries(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code in (200, 422)
    return len(asked)
