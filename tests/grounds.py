"""What all tests of a module stand on, made once: each test runs in a savepoint of its own, which is undone.

A module with such a ground uses nothing that closes the connection under it: neither `db` nor the mark `django_db`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def taken_back(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Open the database for what is done within, and undo it at the end."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def undone(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Undo what a test does to its module's ground."""
    with taken_back(django_db_blocker):
        yield
