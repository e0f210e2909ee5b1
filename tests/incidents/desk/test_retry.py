"""A form that is sent again because its answer was lost: nothing twice, and no conflict with itself."""

from typing import Any

import pytest
from django.test import Client
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from accounts.roles import Role
from incidents.desk.forms import IncidentDraft
from incidents.desk.operations import Started, create_draft
from incidents.vocabulary import State
from incidents.workbench.models import Claim, Incident, Source, Transition
from tests.factories import person
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")


def longer(desk: Client, incident: Incident) -> Fields:
    """Return the incident's form with one more claim."""
    page = sent(desk.post(address(incident), sent(desk.get(address(incident))) | {"add": ["claims"]}))
    new = {"claimant": "azerbaijan", "kind": "threat", "statement": "Warns."}
    return page | {f"claims-1-{name}": [value] for name, value in new.items()}


def test_an_edit_that_is_sent_again_with_more_typed_is_no_conflict(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    first = longer(desk, incident)
    once = saved(desk, first, address(incident))
    again = saved(desk, first | {"title": ["Typed while the answer was awaited"]}, address(incident))
    assert (again.title, again.revision) == ("Typed while the answer was awaited", once.revision + 1)
    assert Claim.objects.count() == 2


def test_a_new_incident_that_is_sent_again_with_more_typed_is_one(desk: Client, form: Fields) -> None:
    first = saved(desk, cited(form))
    again = saved(desk, cited(form) | {"title": ["Typed while the answer was awaited"]})
    assert (again.ref, again.title) == (first.ref, "Typed while the answer was awaited")
    assert (Incident.objects.count(), Claim.objects.count(), Source.objects.count()) == (1, 1, 1)


def test_a_submission_that_is_sent_again_is_done_once(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form), do="submit")
    assert saved(desk, cited(form), do="submit").ref == incident.ref
    assert Incident.objects.get().state == State.SUBMITTED
    assert Transition.objects.filter(verb="submit").count() == 1
    edited = saved(desk, cited(sent(desk.get(NEW)) | form | {"form": sent(desk.get(NEW))["form"]} | ids(desk)))
    later = sent(desk.get(address(edited)), title="Fire near Nerkin Hand, again")
    for _ in range(2):
        saved(desk, later, address(edited), do="submit")
    assert Transition.objects.filter(verb="submit").count() == 2


def ids(desk: Client) -> Fields:
    """Return the ids of the rows of another new form."""
    return {name: value for name, value in sent(desk.get(NEW)).items() if name.endswith("-id") or name == "keeper"}


def test_somebody_elses_save_in_between_is_still_a_conflict(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form) | {"shared": ["on"]})
    mine = sent(desk.get(address(incident)), title="Mine: fire at the border")
    saved(desk, mine, address(incident))
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    saved(other, sent(other.get(address(incident)), title="Theirs: shots fired"), address(incident))
    answer: Any = desk.post(address(incident), mine | {"title": ["Mine again, and late"], "do": ["save"]})
    assert answer.status_code == 409
    assert "ara" in text(answer)
    assert Incident.objects.get().title == "Theirs: shots fired"


def test_the_same_form_id_of_another_person_is_nobodys_retry(desk: Client, form: Fields, anna: User) -> None:
    incident = saved(desk, cited(form) | {"shared": ["on"]})
    mine = sent(desk.get(address(incident)), title="Mine: fire at the border")
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    theirs = sent(other.get(address(incident)), title="Theirs: shots fired") | {"form": mine["form"]}
    saved(other, theirs, address(incident))
    assert desk.post(address(incident), mine | {"do": ["save"]}).status_code == 409


def test_the_same_form_id_of_another_person_leads_to_no_incident_of_theirs(desk: Client, form: Fields) -> None:
    first = saved(desk, cited(form))
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    second = saved(other, sent(other.get(NEW), title="Shots near Sotk") | {"form": form["form"]})
    assert second.ref != first.ref
    assert (first.author.username, second.author.username) == ("anna", "ara")
    assert Incident.objects.get(pk=first.pk).title == first.title


def test_a_form_whose_second_request_overtook_the_check_starts_no_second_incident(form: Fields, anna: User) -> None:
    first, second = (IncidentDraft(MultiValueDict(form), by=anna) for _ in range(2))
    assert (first.is_valid(), second.is_valid()) == (True, True)
    made = create_draft(draft=first, by=anna, form_id="0000000002")
    with pytest.raises(Started) as again:
        create_draft(draft=second, by=anna, form_id="0000000002")
    assert again.value.incident == made
    assert Incident.objects.count() == 1
