"""The schema takes what is built, and nothing else."""

from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from incidents.document.schema import document_schema, schema_of, violations
from incidents.document.types import IncidentDocument
from incidents.vocabulary import Stance
from tests.incidents.document.samples import document, retraction


def _changed(path: str, value: Any) -> Any:
    """Return the sample document with one value replaced, or one key added."""
    found: Any = deepcopy(document())
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    part = found
    for step in way:
        part = part[step]
    part[last] = value
    return found


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(document_schema())


def test_samples_fit() -> None:
    assert violations(document()) == []
    assert violations(retraction()) == []


@pytest.mark.parametrize(
    "path",
    [
        "", "occurrence.", "location.", "location.place.", "location.section.", "dispute.", "actors.0.",
        "involvements.0.", "claims.0.", "claims.0.assertions.0.", "claims.0.assertions.0.value.", "claims.1.answers.0.",
        "sources.0.", "sources.0.captures.0.", "citations.0.", "estimates.0.", "totals.0.", "links.0.", "positions.0.",
        "positions.0.columns.0.", "positions.0.columns.0.statements.0.", "origin.",
    ],
)  # fmt: skip
def test_an_unknown_key_is_refused_everywhere(path: str) -> None:
    assert any("private_note" in line for line in violations(_changed(f"{path}private_note", "x")))


@pytest.mark.parametrize("key", sorted(IncidentDocument.__annotations__))
def test_every_key_is_required(key: str) -> None:
    found: Any = document()
    del found[key]
    assert any(key in line for line in violations(found))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "counterclaim/incident/2"),
        ("kind", "nonsense"),
        ("aggregated", "no"),
        ("occurrence.precision", "hour"),
        ("occurrence.start_time", "5:30"),
        ("location.precision", 8),
        ("location.precision", 0),
        ("location.latitude", "39"),
        ("actors.0.kind", "nonsense"),
        ("involvements.0.role", "nonsense"),
        ("claims.0.id", "not-an-id"),
        ("claims.0.kind", "nonsense"),
        ("claims.0.assertions.0.question", "nonsense"),
        ("claims.0.assertions.0.stance", "nonsense"),
        ("claims.0.assertions.0.group", "nonsense"),
        ("claims.0.assertions.0.value.low", -1),
        ("claims.0.assertions.0.value.low", 1.5),
        ("claims.1.answers.0.relation", "nonsense"),
        ("citations.0.credibility", 7),
        ("citations.0.credibility", 0),
        ("sources.0.reliability", "G"),
        ("sources.0.captures.0.size", -1),
        ("estimates.0.outcome", "nonsense"),
        ("positions.0.finding", "nonsense"),
        ("dispute", {}),
    ],
)
def test_a_wrong_value_is_refused(path: str, value: Any) -> None:
    first = violations(_changed(path, value))
    assert first != []
    assert all(line.startswith("$") for line in first)


def test_a_retraction_needs_its_reason() -> None:
    found: Any = retraction()
    del found["retracted"]["reason"]
    assert violations(found) != []


def test_a_retraction_is_no_document() -> None:
    found: Any = {**document(), "retracted": {"reason": "x", "edition": 1}}
    assert violations(found) != []


def test_every_object_is_closed_and_described() -> None:
    parts = document_schema()["$defs"]
    assert {name for name, part in parts.items() if part["additionalProperties"] is not False} == set()
    assert {name for name, part in parts.items() if not part["description"]} == set()


def test_a_vocabulary_is_an_enum() -> None:
    assert schema_of(Stance, {}, "#/") == {
        "type": "string",
        "enum": Stance.codes(),
        "description": "A claimant's position on a question, after the official-position terms of HURIDOCS.",
    }


def test_an_unknown_hint_is_an_error() -> None:
    with pytest.raises(TypeError, match="no JSON Schema"):
        schema_of(bytes, {}, "#/")
