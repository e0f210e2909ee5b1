"""The material of the tests is what it says: complete, contested, publishable; and commits leave nothing behind."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from incidents.record.models import Edition
from incidents.vocabulary import State
from incidents.workbench.completeness import missing
from incidents.workbench.models import Incident
from tests.incidents.complete import complete_incident, published_incident


@pytest.mark.django_db
def test_complete_incident_lacks_nothing(anna: User) -> None:
    incident = complete_incident(by=anna)
    assert missing(Incident.objects.for_detail().get(pk=incident.pk)) == {}
    assert incident.state == State.DRAFT


@pytest.mark.django_db
def test_published_incident_is_contested(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    assert Edition.objects.live().get(ref=incident.ref).contested == ["occurrence"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_commit_is_flushed_and_roles_stay(turn: int, anna: User, edith: User) -> None:
    assert Edition.objects.count() == 0
    assert sorted(Group.objects.values_list("name", flat=True)) == ["administrator", "analyst", "editor", "researcher"]
    assert edith.has_perm("workbench.change_incident")
    published_incident(by=anna, editor=edith)
