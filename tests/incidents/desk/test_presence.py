"""Two people at one incident see each other, and nobody else sees them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from incidents.workbench.models import Incident, Presence
from tests.factories import person
from tests.incidents.desk.forms import Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def incident(desk: Client, form: Fields) -> Incident:
    """Return a shared incident of anna's."""
    return saved(desk, cited(form) | {"shared": ["on"]})


@pytest.fixture
def other(db: None) -> Client:
    """Return the browser of ara, another analyst."""
    browser = Client()
    browser.force_login(person("ara", Role.ANALYST))
    return browser


def here(browser: Client, incident: Incident, **given: str) -> Any:
    return browser.post(f"{address(incident)}here/", given)


def test_two_people_see_each_other(desk: Client, other: Client, incident: Incident) -> None:
    assert 'id="others" role="status" hidden' in text(desk.get(address(incident)))
    page = text(other.get(address(incident)))
    assert "<strong>anna</strong>" in page
    assert here(desk, incident).json()["others"] == [{"name": "ara", "typing": False}]
    here(other, incident, typing="on")
    assert here(desk, incident).json()["others"] == [{"name": "ara", "typing": True}]
    assert "(with unsaved changes)" in text(desk.get(address(incident)))


def test_who_leaves_or_is_silent_for_a_minute_is_gone(
    desk: Client, other: Client, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    here(other, incident)
    assert here(other, incident, leaving="on").status_code == 204
    assert here(desk, incident).json()["others"] == []
    here(other, incident)
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert here(desk, incident).json()["others"] == []


def test_a_save_of_somebody_else_is_told_and_ones_own_is_not(desk: Client, other: Client, incident: Incident) -> None:
    page = sent(desk.get(address(incident)))
    told = {"revision": page["revision"][0], "form": page["form"][0]}
    assert here(desk, incident, **told).json()["moved"] is None
    saved(desk, page | {"title": ["Shots near Nerkin Hand"]}, address(incident))
    assert here(desk, incident, **told).json()["moved"] is None
    saved(other, sent(other.get(address(incident)), summary="Theirs."), address(incident))
    moved = here(desk, incident, **told).json()["moved"]
    assert (moved["by"], moved["revision"]) == ("ara", Incident.objects.get().revision)


def test_names_are_for_those_who_see_the_incident(desk: Client, other: Client, incident: Incident) -> None:
    here(desk, incident)
    Incident.objects.update(shared=False)
    assert here(other, incident).status_code == 404
    assert here(Client(), incident).status_code == 302
    assert Presence.objects.filter(person__username="ara").count() == 0


def test_a_sign_of_life_is_light(
    desk: Client, other: Client, incident: Incident, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        visitor = Client()
        visitor.force_login(person(f"analyst{number}", Role.ANALYST))
        here(visitor, incident)
    with django_assert_num_queries(7):
        here(desk, incident, revision="1")
