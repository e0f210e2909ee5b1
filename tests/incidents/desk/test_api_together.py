"""The drafts API asked twice at once, on connections of their own to real PostgreSQL. These tests commit."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import APIToken, User
from incidents.workbench.models import Incident
from tests.incidents.publishing.test_publish import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_key_at_the_same_moment_makes_one_incident(anna: User) -> None:
    """As when a client gives up waiting, and asks again while the first is still under way."""
    _, token = APIToken.objects.create(user=anna, name="test", scope="drafts")

    def ask() -> tuple[int, str]:
        api = APIClient()
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        answer = api.post("/api/v1/drafts/", {"title": "Fire at the border"}, format="json", HTTP_IDEMPOTENCY_KEY="k1")
        return answer.status_code, answer.json()["ref"]

    answers: list[Any] = together([ask] * 6)
    assert sorted(status for status, _ in answers) == [200] * 5 + [201]
    assert {ref for _, ref in answers} == {Incident.objects.get().ref}
