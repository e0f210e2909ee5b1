"""Every change is signed with a person and the address it came from; what no request asked for has no address."""

import pghistory.models
import pytest
from django.test import Client

from accounts.models import User
from config.rest.signing import current_address
from incidents.workbench.operations.save import Changes, create_incident, save_incident
from tests.incidents.desk.forms import NEW, Fields


def _signatures() -> list[dict[str, object]]:
    return [one.metadata for one in pghistory.models.Context.objects.order_by("created_at")]


def test_a_change_by_request_names_person_and_address(desk: Client, form: Fields, anna: User) -> None:
    desk.post(NEW, form | {"do": ["save"]}, REMOTE_ADDR="192.0.2.7")
    told = _signatures()
    assert told
    assert {(one["user"], one["address"]) for one in told} == {(anna.pk, "192.0.2.7")}
    assert current_address() == ""


@pytest.mark.usefixtures("reference")
def test_a_change_without_a_request_has_no_address(anna: User) -> None:
    incident = create_incident(by=anna)
    save_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision)
    told = _signatures()
    assert {one["user"] for one in told} == {anna.pk}
    assert not any("address" in one for one in told)
