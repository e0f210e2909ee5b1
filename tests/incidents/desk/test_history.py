"""The edit history: who, when and which fields; and undo, which is a new save."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.comparison import representation
from incidents.desk.forms.versions import data_of
from incidents.moderation import workflow
from incidents.moderation.operations import save_source
from incidents.vocabulary import State, Verb
from incidents.workbench.history import saves_since
from incidents.workbench.models import Assertion, Claim, Incident, Source
from incidents.workbench.past import as_of
from tests.factories import ActorFactory, person
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")


def entries(desk: Client, incident: Incident) -> list[str]:
    """Return the steps of the history, newest first, each as plain text."""
    page = text(desk.get(f"{address(incident)}history/"))
    found = re.findall(r'(?s)<li class="edit".*?</li>', page)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def undo(desk: Client, incident: Incident, to: int, revision: int | None = None) -> Any:
    current = Incident.objects.get(pk=incident.pk).revision
    given = {"to": str(to), "revision": str(current if revision is None else revision)}
    return desk.post(f"{address(incident)}undo/", given)


def now(incident: Incident, by: User) -> dict[str, Any]:
    fetched = Incident.objects.for_detail().get(pk=incident.pk)
    found = representation(IncidentDraft(None, by=by, incident=fetched))
    return {name: value for name, value in found.items() if name not in ("revision", "state")}


def test_every_save_is_told_with_who_and_what(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form) | {"shared": ["on"]})
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    changed = sent(other.get(address(incident)), title="Shots near Nerkin Hand", claims__0__claimant="azerbaijan")
    saved(other, changed, address(incident))
    newest, first, started = entries(desk, incident)
    assert "Saved by ara" in newest
    assert "before: Fire near Nerkin Hand" in newest
    assert "after: Shots near Nerkin Hand" in newest
    assert "Who says it before: Ministry of Defence of Armenia after: Azerbaijan" in newest
    assert "Statement" not in newest
    assert "Saved by anna" in first
    assert "Claim: Ministry of Defence of Armenia added" in first
    assert "Source: The outlet added" in first
    assert "Killed" in first
    assert "Started by anna" in started


def test_a_removed_row_and_a_step_are_told(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    workflow.transition(incident=incident, verb=Verb.SUBMIT, by=User.objects.get(username="anna"))
    workflow.transition(incident=incident, verb=Verb.WITHDRAW, by=User.objects.get(username="anna"))
    saved(desk, sent(desk.get(address(incident))) | {"claims-0-delete": ["on"]}, address(incident))
    removed, withdrawn, submitted = entries(desk, incident)[:3]
    assert "Claim: Ministry of Defence of Armenia removed" in removed
    assert "Says that two were killed." in removed
    assert withdrawn.startswith("Withdraw by anna")
    assert submitted.startswith("Submit by anna")


def test_who_may_not_see_the_incident_sees_no_history(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    assert other.get(f"{address(incident)}history/").status_code == 404
    assert undo(other, incident, 1).status_code == 404


def test_the_history_asks_the_same_number_of_questions_however_long_it_is(
    desk: Client, form: Fields, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    incident = saved(desk, cited(form))
    for number in range(3):
        fields = sent(
            desk.get(address(incident)), title=f"Fire near Nerkin Hand, {number}", claims__0__claimant="azerbaijan"
        )
        saved(desk, fields, address(incident))
    desk.get(f"{address(incident)}history/")
    with django_assert_num_queries(23):
        desk.get(f"{address(incident)}history/")
    for number in range(25):
        saved(desk, sent(desk.get(address(incident)), title=f"Fire at the border, {number}"), address(incident))
    with django_assert_num_queries(23):
        first = desk.get(f"{address(incident)}history/?page=2")
    assert "Newer" in text(first)


# Undo


def test_undo_brings_everything_back_by_a_new_save(desk: Client, form: Fields, anna: User) -> None:
    incident = saved(desk, cited(form))
    before, revision = now(incident, anna), Incident.objects.get().revision
    fields = sent(desk.get(address(incident)), title="Shots near Nerkin Hand") | {"claims-0-delete": ["on"]}
    fields |= {"involvements-0-role": ["victim"], "sources-0-publisher": ["Another outlet"]}
    after = saved(desk, fields, address(incident))
    assert (Claim.objects.count(), Assertion.objects.count()) == (0, 0)
    assert undo(desk, incident, revision).status_code == 302
    assert now(incident, anna) == before
    current = Incident.objects.get()
    assert current.revision > after.revision
    assert current.state == State.DRAFT
    assert entries(desk, incident)[0].startswith(f"Restored revision {revision} by anna")
    undo(desk, incident, after.revision)
    assert now(incident, anna)["title"] == "Shots near Nerkin Hand"
    assert Claim.objects.count() == 0


def test_undo_takes_out_what_was_added(desk: Client, form: Fields, anna: User) -> None:
    incident = saved(desk, cited(form))
    before, revision = now(incident, anna), Incident.objects.get().revision
    page = sent(desk.post(address(incident), sent(desk.get(address(incident))) | {"add": ["claims"]}))
    page |= {"claims-1-claimant": ["azerbaijan"], "claims-1-kind": ["threat"], "claims-1-statement": ["Warns."]}
    page |= {"claims-1-citations-0-source": page["sources-0-id"]}
    saved(desk, page, address(incident))
    undo(desk, incident, revision)
    assert now(incident, anna) == before
    assert Source.objects.count() == 1


def test_undo_knows_actors_that_share_a_name(desk: Client, form: Fields, anna: User) -> None:
    for slug in ("volunteers-1", "volunteers-2"):
        ActorFactory.create(slug=slug, name="Volunteers")
    incident = saved(desk, cited(form) | {"claims-0-claimant": ["volunteers-2"]})
    revision = Incident.objects.get().revision
    saved(desk, sent(desk.get(address(incident)), claims__0__claimant="armenia"), address(incident))
    undo(desk, incident, revision)
    assert Claim.objects.get().claimant.slug == "volunteers-2"


def test_undo_is_refused_where_somebody_saved_meanwhile_or_nothing_is_known(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    revision = Incident.objects.get().revision
    saved(desk, sent(desk.get(address(incident)), title="Shots near Nerkin Hand"), address(incident))
    for answer in (undo(desk, incident, revision, revision=revision), undo(desk, incident, 99)):
        assert answer.status_code == 302
        assert answer["Location"].endswith("/history/")
    assert Incident.objects.get().title == "Shots near Nerkin Hand"


def test_what_can_not_be_saved_like_that_any_more_is_shown(desk: Client, form: Fields) -> None:
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    theirs = saved(other, sent(other.get(NEW), shared="on"))
    links = sent(desk.post(NEW, cited(form) | {"add": ["links"]}))
    incident = saved(desk, links | {"links-0-relation": ["follows"], "links-0-other": [theirs.ref]})
    revision = incident.revision
    saved(desk, sent(desk.get(address(incident))) | {"links-0-delete": ["on"]}, address(incident))
    Incident.objects.filter(pk=theirs.pk).update(shared=False)
    answer = undo(desk, incident, revision)
    assert answer.status_code == 422
    assert "can&#x27;t be saved as it was" in text(answer)
    assert f"No incident “{theirs.ref}” is known here" in text(answer)
    assert f'action="{address(incident)}"' in text(answer)
    assert sent(answer)["links-0-other"] == [theirs.ref]
    assert Incident.objects.get(pk=incident.pk).links.count() == 0


def test_a_submitted_incident_offers_no_way_back(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form), do="submit")
    assert "Go back to this" not in text(desk.get(f"{address(incident)}history/"))
    undo(desk, incident, 1)
    assert Incident.objects.get().state == State.SUBMITTED


# An earlier revision


def test_an_earlier_revision_is_what_the_page_showed_then(desk: Client, form: Fields, anna: User) -> None:
    incident = saved(desk, cited(form))
    then: dict[int, Any] = {}
    for number in range(4):
        then[Incident.objects.get().revision] = sent(desk.get(address(incident)))
        page = sent(desk.post(address(incident), sent(desk.get(address(incident))) | {"add": ["claims"]}))
        new = {"claimant": "azerbaijan", "kind": "threat", "statement": f"Warns, {number}."}
        page |= {f"claims-{number + 1}-{name}": [value] for name, value in new.items()}
        page |= {f"claims-{number}-delete": ["on"]} if number == 2 else {}
        saved(desk, page, address(incident))
    for revision, page in then.items():
        past = as_of(Incident.objects.get(), revision)
        shown = data_of(IncidentDraft(None, by=anna, incident=past))
        for name, values in shown.lists():
            expected = [one for one in page.get(name, []) if one]
            found = (
                [re.sub(r" \[[a-z-]+\]$", "", one) for one in values if one]
                if "claimant" in name or "actor" in name
                else [one for one in values if one]
            )
            assert (revision, name, [re.sub(r" \[[a-z-]+\]$", "", one) for one in found]) == (
                revision, name, [re.sub(r" \[[a-z-]+\]$", "", one) for one in expected]
            )  # fmt: skip
        assert {name for name in page if name.endswith("-statement")} == {
            name for name in shown if name.endswith("-statement")
        }


def test_saves_name_the_form_and_the_person(desk: Client, form: Fields, anna: User) -> None:
    incident = saved(desk, cited(form))
    fields = sent(desk.get(address(incident)), title="Shots near Nerkin Hand")
    saved(desk, fields, address(incident))
    (save,) = saves_since(incident, incident.revision)
    assert (save.form, save.by) == (fields["form"][0], anna.pk)
    assert saves_since(incident, save.revision) == []


def test_the_new_form_starts_without_a_history(desk: Client) -> None:
    assert "Edit history" not in text(desk.get(NEW))


def test_undo_takes_no_source_out_of_confidence(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    changed = sent(desk.get(address(incident)), title="Shots near Nerkin Hand") | {"sources-0-confidential": ["on"]}
    saved(desk, changed, address(incident))
    assert undo(desk, incident, 1).status_code == 302
    assert Incident.objects.get().title == "Fire near Nerkin Hand"
    assert Source.objects.get().confidential


def test_undo_leaves_a_source_that_others_cite(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    public_id = [Source.objects.get().public_id]
    new = sent(desk.get(NEW))
    own = {name: values for name, values in new.items() if name in ("form", "keeper") or name.endswith("-id")}
    fields = {name: values for name, values in (form | own).items() if not name.startswith("sources-0-")}
    saved(desk, fields | {"sources-0-id": public_id, "claims-0-citations-0-source": public_id})
    assert Source.objects.get().citations.count() == 2
    changed = sent(desk.get(address(incident)), title="Shots near Nerkin Hand")
    changed |= {"sources-0-publisher": ["The other outlet"], "sources-0-confidential": ["on"]}
    saved(desk, changed, address(incident))
    assert undo(desk, incident, 1).status_code == 302
    assert Incident.objects.get(pk=incident.pk).title == "Fire near Nerkin Hand"
    assert (Source.objects.get().publisher, Source.objects.get().confidential) == ("The other outlet", True)


def test_undo_leaves_a_source_that_an_editor_changed(desk: Client, form: Fields) -> None:
    """That raised no revision of the incident; what its own saves changed is undone as ever."""
    incident = saved(desk, cited(form))
    changed = sent(desk.get(address(incident)), title="Shots near Nerkin Hand") | {"sources-0-publisher": ["B"]}
    saved(desk, changed, address(incident))
    assert undo(desk, incident, 1).status_code == 302
    assert Source.objects.get().publisher == "The outlet"
    source = Source.objects.get()
    source.publisher = "As it is called now"
    save_source(source=source, by=person("edith", Role.EDITOR))
    assert undo(desk, incident, 1).status_code == 302
    assert Source.objects.get().publisher == "As it is called now"
