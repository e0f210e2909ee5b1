"""The schema: current in docs/, and true of every answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck
from hypothesis import settings as bounded
from schemathesis.specs.openapi import checks as openapi

from incidents.public.api.schema import components
from tests.factories import ActorFactory
from tests.incidents.record.factories import assertion, claim, involvement, position, published, retracted

SNAPSHOT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


def test_the_snapshot_is_current(tmp_path: Path) -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", "--file", str(tmp_path / "now.yaml"))
    now = (tmp_path / "now.yaml").read_text()
    assert now == SNAPSHOT.read_text(), "run: manage.py spectacular --fail-on-warn --validate --file docs/openapi.yaml"


def test_the_schema_holds_the_document() -> None:
    parts = yaml.safe_load(SNAPSHOT.read_text())["components"]["schemas"]
    assert {"IncidentDocument", "Retraction", "Claim", "Position", "PublishedIncident"} <= set(parts)
    assert parts["PublishedIncident"]["properties"].keys() - parts["IncidentDocument"]["properties"].keys() == {
        "edition"
    }
    assert "Head" not in components()


@pytest.fixture
def a_little_of_everything(db: None) -> None:
    """One incident that stands, in two editions, and one that was taken back."""
    ActorFactory.create(slug="armenia")
    told: dict[str, Any] = {
        "ref": "CC-2024-00001",
        "involvements": [involvement("armenia")],
        "claims": [claim("armenia", assertion("killed", low=2))],
        "positions": [position("killed", "one_sided")],
    }
    published(**told)
    published(**told)
    published(ref="CC-2024-00002")
    retracted("CC-2024-00002")


schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())


@pytest.fixture(autouse=True)
def connections_stay_open() -> Iterator[None]:
    """Do as Django's test client does: a request must not close the connection that the test's transaction is on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@bounded(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_answer_contradicts_the_schema(case: schemathesis.Case, a_little_of_everything: None) -> None:
    if "ref" in case.path_parameters and len(case.path_parameters["ref"]) % 2:
        case.path_parameters["ref"] = "CC-2024-00001" if len(case.path_parameters["ref"]) % 4 == 1 else "CC-2024-00002"
    case.call_and_validate(
        checks=[
            schemathesis.checks.not_a_server_error,
            openapi.status_code_conformance,
            openapi.content_type_conformance,
            openapi.response_schema_conformance,
        ]
    )
