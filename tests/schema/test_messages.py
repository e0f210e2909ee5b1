"""Every constraint that a person can run into says so in words, from `full_clean` and so in forms, admin and API."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.constraints import BaseConstraint

from incidents.workbench.models import CasualtyEstimate, Incident

DEFAULT = str(BaseConstraint.default_violation_error_message)
EDITED = ("accounts", "actors", "reference", "workbench")


def _of_people() -> list[tuple[str, BaseConstraint]]:
    """Return the constraints on tables that people edit; a key that holds the primary key can't be run into."""
    return [
        (model._meta.label, one)
        for label in EDITED
        for model in apps.get_app_config(label).get_models()
        for one in model._meta.constraints
        if not (isinstance(one, models.UniqueConstraint) and model._meta.pk.name in one.fields)
    ]


def test_there_are_constraints_to_look_at() -> None:
    assert len(_of_people()) > 80


def test_every_constraint_has_a_message_of_its_own() -> None:
    assert [f"{label}: {one.name}" for label, one in _of_people() if str(one.violation_error_message) == DEFAULT] == []


def test_messages_are_sentences() -> None:
    assert [one.name for _, one in _of_people() if not str(one.violation_error_message).endswith(".")] == []


def test_names_begin_with_the_table() -> None:
    """`<app>_<noun>_<rule>`: an error in a log tells where to look."""
    assert [one.name for label, one in _of_people() if not one.name.startswith(f"{label.split('.')[0].lower()}_")] == []


@pytest.mark.django_db
def test_a_person_reads_the_message() -> None:
    with pytest.raises(ValidationError) as refused:
        Incident(ref="CC-2024-00001", end_time="10:00").validate_constraints()
    assert "An end time needs a start time." in refused.value.messages
    with pytest.raises(ValidationError) as refused:
        CasualtyEstimate(low=3, best=2, group="military", outcome="killed").validate_constraints()
    assert "Best is less than low." in refused.value.messages
