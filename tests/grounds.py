"""What all tests of a module stand on, made once: each test runs in a savepoint of its own, which is undone.

A module with such a ground uses nothing that closes the connection under it: neither `db` nor the mark `django_db`. And
it has one such fixture: of two, pytest may undo the outer one while the inner one stands.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def taken_back(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Open the database for what is done within, and undo it at the end, which is the end of the innermost."""
    with blocker.unblock(), transaction.atomic():
        mine = list(connection.savepoint_ids)
        yield
        left = connection.savepoint_ids[len(mine) :]
        transaction.set_rollback(True)
        assert (connection.savepoint_ids[: len(mine)], left) == (mine, []), "another ground stands within this one"


@pytest.fixture
def undone(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Undo what a test does to its module's ground."""
    with taken_back(django_db_blocker):
        yield
