"""The acceptance case, entered through the forms, published by an editor, and computed."""

from io import StringIO
from typing import Any

import jsonpatch
import orjson
import pytest
from django.core.management import call_command
from django.test import TestCase

from accounts.models import APIToken, User
from accounts.roles import Role
from incidents.desk.demo import sources
from incidents.desk.demo.loading import entered, load_incidents, steps
from incidents.document.canonical import canonical
from incidents.document.patch import patch_between
from incidents.document.types import IncidentDocument
from incidents.record.models import Edition
from incidents.workbench.models import CaptureAttempt, Incident, Source
from tests.factories import person
from tests.incidents.desk.conftest import load_reference


def document(letter: str, number: int) -> IncidentDocument:
    """Return an edition of a demo incident."""
    incident = entered(letter)
    assert incident is not None
    body: IncidentDocument = orjson.loads(Edition.objects.get(ref=incident.ref, number=number).body)
    return body


def findings(of: IncidentDocument) -> dict[str, str]:
    """Return the finding of each question."""
    return {row["question"]: row["finding"] for row in of["positions"]}


def column(of: IncidentDocument, question: str, party: str) -> list[Any]:
    """Return what a party says on a question."""
    row = next(row for row in of["positions"] if row["question"] == question)
    return next(one["statements"] for one in row["columns"] if one["party"] == party)


class DemoRecord(TestCase):
    """Loaded once for all of them: it takes a few seconds."""

    loaded: list[str]
    anna: User
    edith: User

    @classmethod
    def setUpTestData(cls) -> None:
        load_reference()
        cls.anna, cls.edith = person("anna", Role.ANALYST), person("edith", Role.EDITOR)
        cls.loaded = list(load_incidents(analyst=cls.anna, editor=cls.edith))

    def test_every_step_is_published(self) -> None:
        assert len(self.loaded) == len(list(steps()))
        assert Edition.objects.count() == len(self.loaded)

    def test_the_positions_after_the_article_are_those_of_the_table(self) -> None:
        first = document("A", 1)
        table = findings(first)
        assert {
            key: table[key] for key in ("occurrence", "initiator", "killed", "wounded", "motive", "responsibility")
        } == {
            "occurrence": "agreed",
            "initiator": "contested",
            "killed": "one_sided",
            "wounded": "one_sided",
            "motive": "one_sided",
            "responsibility": "one_sided",
        }
        assert column(first, "occurrence", "azerbaijan")[0]["wording"] == "revenge operation"
        response = entered("B")
        assert response is not None
        assert column(first, "initiator", "azerbaijan")[0]["value"]["response_to"] == response.ref
        assert column(first, "wounded", "armenia")[0]["wording"] == "several"
        assert column(first, "killed", "azerbaijan") == []

    def test_b_and_e_may_not_have_happened(self) -> None:
        assert findings(document("B", 1))["occurrence"] == "contested"
        assert findings(document("B", 2))["occurrence"] == "contested"
        assert findings(document("E", 1))["occurrence"] == "contested"
        assert "preliminary" in column(document("E", 1), "occurrence", "armenia")[0]["wording"]

    def test_later_figures_correct_the_first_ones(self) -> None:
        last = document("A", 3)
        killed = column(last, "killed", "armenia")[0]
        assert (killed["value"]["low"], killed["superseded"][0]["value"]["low"]) == (4, 2)
        assert killed["superseded"][0]["corrected"]
        wounded = column(last, "wounded", "armenia")[0]
        assert (wounded["value"]["low"], wounded["superseded"][0]["wording"]) == (1, "several")
        assert column(last, "killed", "azerbaijan")[0]["wording"] == "serious losses"
        assert {(link["relation"], link["alleged_by"]) for link in last["links"]} == {
            ("retaliation_for", "azerbaijan-state-border-service")
        }
        assert {link["ref"] for link in last["links"]} == {entered(one).ref for one in "BE"}  # type: ignore[union-attr]

    def test_displacement_without_a_number_stays_unknown(self) -> None:
        estimate = document("C", 1)["estimates"][0]
        assert (estimate["outcome"], estimate["low"], estimate["best"], estimate["high"]) == (
            "displaced",
            None,
            None,
            None,
        )

    def test_b_gets_its_place_in_its_second_edition(self) -> None:
        assert document("B", 1)["location"]["place"] is None
        place = document("B", 2)["location"]["place"]
        assert place is not None
        assert place["name"] == "Kokhanabi"

    def test_a_patch_makes_every_edition_of_every_other(self) -> None:
        bodies = [body.encode() for body in Edition.objects.values_list("body", flat=True)]
        for was in bodies:
            for now in bodies:
                made = jsonpatch.apply_patch(orjson.loads(was), patch_between(was, now))
                assert canonical(made) == now

    def test_pages_tell_apart_any_two_editions_of_an_incident(self) -> None:
        pairs = [(one, other) for one in Edition.objects.all() for other in Edition.objects.of(one.ref)]
        assert len(pairs) > Edition.objects.count()
        for one, other in pairs:
            page = self.client.get(f"/incidents/{one.ref}/diff/{one.number}..{other.number}/")
            assert page.status_code == 200
            assert ("apart__row" in page.content.decode()) == (one.body != other.body)
            patch = self.client.get(f"/api/v1/incidents/{one.ref}/diff/{one.number}..{other.number}/").json()["patch"]
            assert (patch != []) == (one.body != other.body)

    def test_loading_again_changes_nothing(self) -> None:
        before = list(Incident.objects.values_list("ref", "revision").order_by("ref"))
        assert list(load_incidents(analyst=self.anna, editor=self.edith)) == []
        assert list(Incident.objects.values_list("ref", "revision").order_by("ref")) == before


def test_the_command_makes_people_once(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr("incidents.desk.management.commands.load_demo.load_incidents", lambda **_: [])
    person("edith", Role.EDITOR)
    said, again = StringIO(), StringIO()
    call_command("load_demo", stdout=said)
    assert User.objects.get(username="admin").is_staff
    assert not User.objects.get(username="admin").is_superuser
    assert not User.objects.get(username="anna").is_staff
    assert APIToken.objects.get(user__username="rufat").scope == "read"
    assert "edith, password" not in said.getvalue()
    passwords = set(User.objects.values_list("username", "password"))
    call_command("load_demo", stdout=again)
    assert "changepassword" in again.getvalue()
    assert set(User.objects.values_list("username", "password")) == passwords


@pytest.mark.django_db
def test_the_demo_asks_nothing_of_the_network(monkeypatch: pytest.MonkeyPatch, reference: None) -> None:
    """Also if its sources had addresses."""
    monkeypatch.setitem(sources._ALL[sources.ARTICLE], "url", "https://example.org/article")
    loaded = load_incidents(analyst=person("anna", Role.ANALYST), editor=person("edith", Role.EDITOR))
    next(loaded)
    assert Source.objects.filter(url__gt="").exists()
    assert CaptureAttempt.objects.count() == 0
