"""What the desk's tests start from: a signed-in analyst, the actors and places of the acceptance case."""

import pytest
from django.test import Client

from accounts.models import User
from actors.operations import load_actors
from incidents.reference.operations.borders import load_borders, load_disputes
from tests.factories import PlaceFactory
from tests.incidents.desk.forms import NEW, Fields, sent


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


@pytest.fixture
def form(reference: None, desk: Client) -> Fields:
    """Return the new form, filled in with what a submission needs."""
    return sent(
        desk.get(NEW),
        title="Fire near Nerkin Hand",
        summary="Armenia says that two of its soldiers were killed.",
        kind="small_arms_fire",
        earliest="2024-02-13",
        place="Nerkin Hand",
        place_precision="2",
        involvements__0__actor="Armed Forces of Armenia",
        involvements__0__role="target",
        sources__0__publisher="The outlet",
        claims__0__claimant="ՀՀ ՊՆ",
        claims__0__kind="assertion",
        claims__0__statement="Says that two were killed.",
        claims__0__made_on="2024-02-13",
        claims__0__assertions__0__question="killed",
        claims__0__assertions__0__side="armenia-armed-forces",
        claims__0__assertions__0__group="military",
        claims__0__assertions__0__low="2",
    ) | {"claims-0-citations-0-source": [""]}
