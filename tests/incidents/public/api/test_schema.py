"""The schema: current in docs/, and true of every answer."""

import re
from collections import Counter
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
from django.db.transaction import atomic, set_rollback
from hypothesis import HealthCheck, Phase
from hypothesis import settings as bounded
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis.specs.openapi import checks as openapi

from accounts.operations.tokens import create_token
from accounts.roles import Role
from incidents.public.api.contract import LINKS
from incidents.public.api.schema import components
from incidents.vocabulary import PLACE_PRECISION, ClaimKind, IncidentKind, InvolvementRole, Question
from tests.access.addresses import patterns
from tests.factories import ActorFactory, person
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


def test_openapi_is_valid_and_every_link_leads_somewhere() -> None:
    whole = yaml.safe_load(SNAPSHOT.read_text())
    validate(whole)
    operations = {
        operation["operationId"]: operation for path in whole["paths"].values() for operation in path.values()
    }
    assert {name.split()[0] for name in LINKS} <= operations.keys()
    for links in LINKS.values():
        for name, parameters in links.items():
            assert parameters.keys() <= {one["name"] for one in operations[name]["parameters"]}, name


def test_no_json_is_called_a_text() -> None:
    """GeoJSON was, so that every client made from the schema would have refused it."""
    for path, operations in yaml.safe_load(SNAPSHOT.read_text())["paths"].items():
        for operation in operations.values():
            for response in operation["responses"].values():
                for kind, told in response.get("content", {}).items():
                    if kind.endswith(("/json", "+json")):
                        assert told["schema"].get("type") != "string", (path, kind)


def test_every_example_fits_its_schema_and_every_read_has_one() -> None:
    whole = yaml.safe_load(SNAPSHOT.read_text())
    without = set()
    for path in whole["paths"].values():
        operation = path.get("get")
        for response in (operation or {"responses": {}})["responses"].values():
            for media in response.get("content", {}).values():
                fits = Draft202012Validator({"components": whole["components"], **media["schema"]})
                for example in media.get("examples", {}).values():
                    assert [error.message for error in fits.iter_errors(example["value"])] == []
        if operation and "examples" not in operation["responses"]["200"]["content"].get("application/json", {}):
            without.add(operation["operationId"])
    assert {one for one in without if not one.startswith("drafts_")} == {"codebook"}


def test_every_address_is_there() -> None:
    """But for those that lead to others, hold this document, or answer that there is nothing."""
    whole = yaml.safe_load(SNAPSHOT.read_text())
    named = {re.sub(r"<\w+:(\w+)>|\(\?P<(\w+)>[^)]*\)", r"{\1\2}", one) for one in patterns()}
    api = {f"/{one.replace('^', '').replace('$', '')}" for one in named if one.startswith("api/v1/")}
    assert api - set(whole["paths"]) == {f"/api/v1/{name}" for name in ("", "schema/", "docs/", "{rest}")}
    assert len(whole["paths"]) > 30


def test_codes_are_those_of_the_codebook() -> None:
    """Of filters, of documents, and of drafts, in which what is not given may be empty or null."""
    whole = yaml.safe_load(SNAPSHOT.read_text())
    parts = whole["components"]["schemas"]
    filters = {one["name"]: one["schema"] for one in whole["paths"]["/api/v1/incidents/"]["get"]["parameters"]}
    for name, vocabulary in (("kind", IncidentKind), ("role", InvolvementRole), ("contested", Question)):
        assert filters[name]["items"]["enum"] == vocabulary.codes()
    assert parts["IncidentDocument"]["properties"]["kind"]["enum"] == IncidentKind.codes()
    assert parts["Claim"]["properties"]["kind"]["enum"] == ClaimKind.codes()
    draft = parts["Draft"]["properties"]
    claims = draft["claims"]["items"]["properties"]
    for told, codes in (
        (draft["kind"], IncidentKind.codes()),
        (draft["involvements"]["items"]["properties"]["role"], InvolvementRole.codes()),
        (claims["kind"], ClaimKind.codes()),
        (claims["assertions"]["items"]["properties"]["question"], Question.codes()),
        (draft["place_precision"], [*PLACE_PRECISION, *map(str, PLACE_PRECISION)]),
    ):
        assert told["enum"] == [*codes, "", None]


def test_every_operation_says_who_may_ask_and_what_may_go_wrong() -> None:
    whole = yaml.safe_load(SNAPSHOT.read_text())
    assert whole["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            name, answers = operation["operationId"], operation["responses"]
            private = name.startswith("drafts_")
            assert operation["security"] == [{"token": []}, {"cookieAuth": []} if private else {}], name
            expected = (
                {"401", "406", "429", "503"}
                | ({"403"} if private else {"304", "400"})
                | ({"404"} if "{" in path else set())
            )
            assert expected <= answers.keys(), name
            assert "400" in answers or "requestBody" not in operation, name
            problems = [answer["content"] for status, answer in answers.items() if status >= "400"]
            assert {kind for content in problems for kind in content} == {"application/problem+json"}, (name, method)


schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
]
CALLERS = ("anybody", "an analyst")


@pytest.fixture(autouse=True)
def connections_stay_open() -> Iterator[None]:
    """Do as Django's test client does: a request must not close the connection that the test's transaction is on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(caller: str, a_little_of_everything: None) -> dict[str, str]:
    """Return what a caller sends with every request. Nothing is packed: this client in one process does not unpack."""
    plain = {"Accept-Encoding": "identity"}
    if caller == "anybody":
        return plain
    return plain | {
        "Authorization": f"Bearer {create_token(user=person('anna', Role.ANALYST), name='x', scope='drafts')[1]}"
    }


@pytest.mark.parametrize("caller", CALLERS)
@schema.parametrize()
@bounded(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_answer_contradicts_the_schema(case: schemathesis.Case, headers: dict[str, str]) -> None:
    if "ref" in case.path_parameters and len(case.path_parameters["ref"]) % 2:
        case.path_parameters["ref"] = "CC-2024-00001" if len(case.path_parameters["ref"]) % 4 == 1 else "CC-2024-00002"
    case.call_and_validate(checks=CHECKS, headers=headers)


LEADING = {name.split()[0] for name in LINKS}
FOLLOWED = {name for links in LINKS.values() for name in links}


@pytest.mark.parametrize("caller", CALLERS)
def test_no_chain_of_answers_contradicts_the_schema(headers: dict[str, str]) -> None:
    """The chains keep to operations that links lead from or to: others would take the steps from them."""
    walked: Counter[str] = Counter()
    linked = schema.include(operation_id=sorted(LEADING | FOLLOWED))

    class Walk(linked.as_state_machine()):  # type: ignore[misc]  # made from the schema
        def setup(self) -> None:
            self.scenario = atomic()
            self.scenario.__enter__()

        def teardown(self) -> None:
            set_rollback(True)  # each chain begins with the same record
            self.scenario.__exit__(None, None, None)

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": headers}

        def validate_response(self, response: Any, case: schemathesis.Case, *_: Any, **_also: Any) -> None:
            walked[case.operation.definition.raw["operationId"]] += response.status_code == 200
            case.validate_response(response, checks=CHECKS)

    bounds = bounded(
        max_examples=60,
        stateful_step_count=6,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    Walk.run(settings=bounds)
    assert sum(walked[name] for name in FOLLOWED - LEADING | {"incident", "actor"}), "no link was followed to an answer"
