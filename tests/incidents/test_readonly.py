"""Read-only mode: nothing is written on any road, whoever tries is told why, and reading goes on."""

import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction
from django.test import Client

from accounts.models import User
from config.readonly import operations
from config.readonly.models import ReadOnly
from config.readonly.operations import NotSwitched, standing, switch_off, switch_on
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench import tasks
from incidents.workbench.models import Incident, Source
from incidents.workbench.operations.save import Changes, create_incident, save_incident
from tests.incidents.complete import complete_incident, published_incident, submitted_incident

REASON = "The disks are exchanged; it will take an hour."


@pytest.fixture
def incident(anna: User) -> Incident:
    """Return an incident that could be submitted."""
    return complete_incident(by=anna)


@pytest.fixture
def read_only(incident: Incident) -> ReadOnly:
    """Switch the mode on."""
    return switch_on(by="ops", reason=REASON)


def test_a_person_is_told_on_a_page(client: Client, anna: User, incident: Incident, read_only: ReadOnly) -> None:
    client.force_login(anna)
    answer = client.post(f"/desk/incidents/{incident.ref}/", {"title": "Typed in vain", "do": "save"})
    assert answer.status_code == 503
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("300", "no-store")
    page = answer.content.decode()
    assert "Nothing can be written at the moment" in page
    assert REASON in page
    assert "Typed in vain" not in Incident.objects.get().title


def test_a_program_gets_a_problem(client: Client, read_only: ReadOnly) -> None:
    answer = client.post("/api/v1/drafts/", {"title": "Typed in vain"}, "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Retry-After"] == "300"
    assert REASON in answer.json()["detail"]


def test_the_desks_pages_are_told_in_their_own_way(client: Client, anna: User, read_only: ReadOnly) -> None:
    client.force_login(anna)
    answer = client.post("/desk/kept/", {}, headers={"accept": "application/json, text/html"})
    assert (answer.status_code, REASON in answer.json()["why"]) == (503, True)


def test_an_editor_decides_nothing(client: Client, anna: User, edith: User) -> None:
    waiting = submitted_incident(by=anna)
    switch_on(by="ops")
    client.force_login(edith)
    answer = client.post(f"/admin/workbench/incident/{waiting.pk}/preview/", {"verb": "reject", "reason": "No."})
    assert answer.status_code == 503
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_signing_out_is_allowed_and_signing_in_is_not(client: Client, anna: User, read_only: ReadOnly) -> None:
    assert client.post("/accounts/login/", {"login": "anna", "password": "x"}).status_code == 503
    client.force_login(anna)
    assert client.post("/accounts/logout/").status_code == 302


def test_the_domain_writes_nothing_either(anna: User, incident: Incident, read_only: ReadOnly) -> None:
    for attempt in (
        lambda: create_incident(by=anna),
        lambda: save_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision),
        lambda: transition(incident=incident, verb=Verb.SUBMIT, by=anna, copies=False),
    ):
        with pytest.raises(InternalError, match="read-only at the moment"), transaction.atomic():
            attempt()


def test_what_a_reading_page_would_write_is_refused_in_the_same_words(
    client: Client, incident: Incident, read_only: ReadOnly, monkeypatch: pytest.MonkeyPatch
) -> None:
    def writes(*_arguments: Any, **_named: Any) -> Any:
        with transaction.atomic():
            Incident.objects.update(shared=True)

    monkeypatch.setattr("incidents.public.web.pages.incident_list.tally_of", writes)
    monkeypatch.setattr("incidents.public.api.views.incidents.page_of", writes)
    page, problem = client.get("/incidents/"), client.get("/api/v1/incidents/")
    assert (page.status_code, "Nothing can be written" in page.content.decode()) == (503, True)
    assert (problem.status_code, problem["Content-Type"]) == (503, "application/problem+json")
    assert "read-only" in problem.json()["detail"]
    assert int(problem["Retry-After"]) >= 300


def test_tasks_wait(anna: User, incident: Incident, read_only: ReadOnly, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[tuple[Any, ...]] = []

    class Later:
        def enqueue(self, *arguments: Any) -> None:
            waiting.append(arguments)

    for task in (tasks.keep_copy, tasks.tell_mentioned):
        monkeypatch.setattr(type(task), "using", lambda self, run_after: Later())
    source = Source.objects.order_by("pk")[0]
    assert tasks.keep_copy.func(source.pk) == tasks.READ_ONLY
    assert tasks.tell_mentioned.func(7, "https://here/", 3) == tasks.READ_ONLY
    assert waiting == [(source.pk,), (7, "https://here/", 3)]


@pytest.mark.django_db
def test_the_command_switches_and_tells() -> None:
    assert _said("status") == "Everything can be written."
    assert f"by ops: {REASON}" in _said("on", "--by", "ops", "--reason", REASON)
    with pytest.raises(CommandError, match="read-only already, since"):
        _said("on")
    assert "Read-only since" in _said("status")
    assert _said("off", "--by", "edith") == "Everything can be written."
    with pytest.raises(CommandError, match="It is not read-only"):
        _said("off")
    ended = ReadOnly.objects.get()
    assert (ended.began_by, ended.ended_by, ended.during.upper_inf) == ("ops", "edith", False)


def _said(*arguments: str) -> str:
    out = StringIO()
    call_command("readonly", *arguments, stdout=out)
    return out.getvalue().strip()


@pytest.mark.django_db(transaction=True)
def test_switching_waits_for_whoever_is_writing(anna: User) -> None:
    incident = create_incident(by=anna)
    wrote, may_end = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                Incident.objects.filter(pk=incident.pk).update(shared=True)
                wrote.set()
                may_end.wait(30)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert wrote.wait(30)
        with pytest.raises(NotSwitched, match="still being written after 1 s"):
            switch_on(by="ops", wait=1)
        assert standing() is None
    finally:
        may_end.set()
        writer.join()
    switch_on(by="ops", wait=operations.WAIT)
    assert Incident.objects.get().shared
    with pytest.raises(InternalError, match="read-only"):
        Incident.objects.update(shared=False)
    switch_off(by="ops")
    assert Incident.objects.update(shared=False) == 1


def test_public_pages_go_on(client: Client, anna: User, edith: User) -> None:
    published = published_incident(by=anna, editor=edith)
    switch_on(by="ops")
    for address in ("/", "/incidents/", f"/incidents/{published.ref}/", f"/api/v1/incidents/{published.ref}/", "/ogc/"):
        assert client.get(address).status_code == 200, address
