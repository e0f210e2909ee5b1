"""The reference data, loaded once for a module and rolled back after it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from actors.operations import load_actors
from incidents.reference.models import Border
from incidents.reference.operations.borders import load_borders


@pytest.fixture(scope="module")
def reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load what `manage.py load_reference` loads; each test works in a savepoint on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=StringIO())
        connection.check_constraints()  # once, and not at the end of each test
        yield
        transaction.set_rollback(True)


@pytest.fixture
def border(db: None) -> Border:
    """Load the actors and the border, without the places."""
    load_actors()
    load_borders()
    return Border.objects.get()
