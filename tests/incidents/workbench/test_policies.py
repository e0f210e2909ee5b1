"""Who sees an incident is written twice, for incidents and for people: both say the same, whoever asks."""

from itertools import combinations

import pytest

from accounts.models import User
from accounts.roles import Role
from incidents.workbench import policies
from incidents.workbench.models import Incident
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db
SETS = [roles for number in range(len(Role) + 1) for roles in combinations(Role, number)]


def test_who_sees_is_one_rule() -> None:
    """Every set of roles, active or not, by every author of these, shared and not."""
    people = [
        UserFactory.create(username=f"{'-'.join(roles) or 'guest'}{'' if active else '-gone'}", is_active=active,
                           roles_given=roles)
        for roles in SETS
        for active in (True, False)
    ]  # fmt: skip
    incidents = [IncidentFactory.create(author=author, shared=shared) for author in people for shared in (True, False)]
    again = User.objects.in_bulk([one.pk for one in people])  # with nothing remembered of their roles
    visible = {one.username: Incident.objects.visible_to(one) for one in again.values()}
    sees = {(name, pk) for name, rows in visible.items() for pk in rows.values_list("pk", flat=True)}
    assert {(one.username, incident.pk) for incident in incidents for one in policies.who_sees(incident)} == sees
    works = {(one.username, each.pk) for one in again.values() for each in incidents if policies.works_on(one, each)}
    assert works < sees
    some = {Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR}
    assert {name for name, _ in sees} == {one.username for one in people if one.is_active and one.roles & some}
    own = {each.pk: each.author.username for each in incidents if not each.shared}
    assert {own[pk] for name, pk in sees if name == "analyst" and pk in own} == {"analyst"}
