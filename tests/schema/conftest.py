"""The valid rows that every attempt starts from."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.schema.world import build_world, undone


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Insert a valid row into every table, once for all tests of a module: no test of it may be marked django_db."""
    with django_db_blocker.unblock(), undone():
        build_world()
        yield


@pytest.fixture
def world(ground: None) -> Iterator[None]:
    """Give a valid row in every table, and take back what the test does to them."""
    with undone():
        yield
