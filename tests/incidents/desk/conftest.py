"""What the desk's tests start from: a signed-in analyst, the actors and places of the acceptance case."""

import pytest
from django.test import Client

from accounts.models import User
from actors.operations import load_actors
from incidents.reference.operations.borders import load_borders, load_disputes
from tests.factories import PlaceFactory


def load_reference() -> None:
    """Add actors, borders and disputes, and a few places instead of the whole gazetteer."""
    load_actors()
    load_borders()
    load_disputes()
    for code, name in (
        ("gn:174815", "Nerkin Hand"),
        ("gn:586054", "Kokhanabi"),
        ("gn:146901", "Zangilan"),
        ("cc:nagorno-karabakh", "Nagorno-Karabakh"),
    ):
        PlaceFactory.create(code=code, name=name)


@pytest.fixture
def reference(db: None) -> None:
    """Add what a draft can refer to."""
    load_reference()


@pytest.fixture
def desk(client: Client, anna: User) -> Client:
    """Return a browser in which anna, an analyst, is signed in."""
    client.force_login(anna)
    return client
