"""Precision and recall over the labelled statements, with the whole gazetteer, as the documentation publishes them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from accounts.roles import Role
from incidents.desk.known import lexicon_for
from incidents.desk.suggesting.reading import Reading, read
from tests.factories import person
from tests.incidents.desk.suggesting.corpus import Statement, statements
from tests.incidents.desk.suggesting.scores import FIELDS, Score, differences, scores

DOCS = Path(__file__).parents[4] / "docs" / "suggestions.md"
PRECISION, RECALL = 0.9, 0.6
_ROW = re.compile(r"^\| (\w+) \| (\w+) \| (\d+) \| (\d+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def readings(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[tuple[Statement, Reading]]:
    """Read every statement as the desk does for an analyst. What that needs of the database is taken back at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        reader = person("anna", Role.ANALYST)
        found = [
            (one, read(one.text, lexicon_for(one.text, reader), published=one.published_on)) for one in statements()
        ]
        transaction.set_rollback(True)
    return found


def _measured(readings: list[tuple[Statement, Reading]]) -> Iterator[tuple[str, str, Score]]:
    for half in ("open", "held", "all"):
        chosen = [(one, reading) for one, reading in readings if half in (one.half, "all")]
        for name, score in scores(chosen).items():
            yield half, name, score


def test_suggestions_are_right_and_many(readings: list[tuple[Statement, Reading]]) -> None:
    told = "\n".join(f"{one.name}: {what}" for one, reading in readings if (what := differences(one, reading)))
    for name, score in scores(readings).items():
        assert score.precision >= PRECISION, f"{name}: {score}\n{told}"
        assert score.recall >= RECALL, f"{name}: {score}\n{told}"


def test_the_documentation_gives_these_figures(readings: list[tuple[Statement, Reading]]) -> None:
    published = {(half, name): numbers for half, name, *numbers in _ROW.findall(DOCS.read_text(encoding="utf-8"))}
    measured = {
        (half, name): [
            str(score.right), str(score.wrong), str(score.missed), f"{score.precision:.2f}", f"{score.recall:.2f}",
        ]
        for half, name, score in _measured(readings)
    }  # fmt: skip
    assert published == measured
    assert {name for _, name in published} == set(FIELDS)


def test_every_phrase_is_in_the_text(readings: list[tuple[Statement, Reading]]) -> None:
    for statement, reading in readings:
        phrases = [one.phrase for one in reading.dates] + [one.phrase for one in reading.places]
        phrases += [one.phrase for one in reading.actors] + [one.phrase for one in reading.figures]
        for start, end, text in phrases:
            assert statement.text[start:end] == text != "", statement.name
