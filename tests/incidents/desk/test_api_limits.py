"""How much the drafts API takes in one body, and that it points at what it does not take."""

import time
from typing import Any

import pytest
from rest_framework.test import APIClient

from incidents.workbench.models import Incident
from tests.incidents.desk.test_api import DRAFTS, api, errors, nested

__all__ = ["api"]
pytestmark = pytest.mark.usefixtures("reference")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"my-field": 1}, "/my-field"),
        ({"a/b": 1}, "/a~1b"),
        ({"a~b": 1}, "/a~0b"),
        ({"": 1}, "/"),
        ({"claims": [{"kind-of": 1}]}, "/claims/0/kind-of"),
        ({"claims": [{"assertions": [{"~/": 1}]}]}, "/claims/0/assertions/0/~0~1"),
        ({"claims": [{"assertions": [{"low": [1]}]}]}, "/claims/0/assertions/0/low"),
    ],
)
def test_a_name_that_is_no_field_is_pointed_at_as_it_was_sent(
    api: APIClient, change: dict[str, Any], pointer: str
) -> None:
    assert list(errors(api.post(DRAFTS, nested(**change), format="json"))) == [pointer]


def test_lists_in_lists_do_not_multiply(api: APIClient) -> None:
    """300 claims with 300 rows in each of their lists would be 270,000 forms."""
    claims: list[dict[str, Any]] = [{"assertions": [{}] * 300, "answers": [{}] * 300, "citations": [{}] * 300}] * 300
    began = time.process_time()
    answer = api.post(DRAFTS, nested(claims=claims), format="json")
    assert errors(answer) == {"": "At most 10,000 values, the id of every row counted."}
    assert time.process_time() - began < 20
    assert Incident.objects.count() == 0
