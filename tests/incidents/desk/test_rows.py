"""Rows of the form without JavaScript: what a new one starts with, and how rows change places."""

import re

import pytest
from django.test import Client

from incidents.desk.forms.moving import moved
from incidents.workbench.models import Citation, Claim, Incident, Source
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")


def with_claims(desk: Client, form: Fields, *statements: str) -> Incident:
    """Save the form with more claims."""
    fields = cited(form)
    for number, statement in enumerate(statements, start=1):
        fields = sent(desk.post(NEW, fields | {"add": ["claims"]}))
        fields |= {
            f"claims-{number}-claimant": ["azerbaijan"],
            f"claims-{number}-kind": ["threat"],
            f"claims-{number}-statement": [statement],
            f"claims-{number}-assertions-0-question": ["threat"],
        }
    return saved(desk, fields)


def statements(incident: Incident) -> list[str]:
    return [claim.statement for claim in Incident.objects.for_detail().get(pk=incident.pk).claims.all()]


def test_rows_change_places_with_all_that_hangs_on_them_and_saving_keeps_that(desk: Client, form: Fields) -> None:
    incident = with_claims(desk, form, "Second.", "Third.")
    at = address(incident)
    page = desk.post(at, sent(desk.get(at)) | {"move": ["claims-2:up"]})
    after = sent(page)
    assert [after[f"claims-{n}-statement"] for n in range(3)] == [
        ["Says that two were killed."],
        ["Third."],
        ["Second."],
    ]
    assert statements(incident)[1:] == ["Second.", "Third."], "nothing is saved yet"
    assert re.search(r'<button[^>]*value="claims-1:up"[^>]*autofocus', text(page)), "the focus goes along"
    assert "Claim is number 2 now." in text(page)
    saved(desk, after, at)
    assert statements(incident)[1:] == ["Third.", "Second."]
    answers = {claim.statement: [one.question for one in claim.assertions.all()] for claim in Claim.objects.all()}
    assert answers["Third."] == ["threat"]


def test_a_row_of_a_claim_moves_within_the_claim(desk: Client, form: Fields) -> None:
    fields = sent(desk.post(NEW, form | {"add": ["claims-0-assertions"]}))
    fields["claims-0-assertions-1-question"] = ["occurrence"]
    incident = saved(desk, sent(desk.post(NEW, fields | {"move": ["claims-0-assertions-0:down"]})))
    assert [one.question for one in incident.assertions.all()] == ["occurrence", "killed"]


@pytest.mark.parametrize("wish", ["claims-0:up", "claims-0:down", "claims-7:up", "claims:up", "x", "claims-0:left", ""])
def test_a_move_that_leads_nowhere_changes_nothing(desk: Client, form: Fields, wish: str) -> None:
    after = sent(desk.post(NEW, form | {"move": [wish], "read": ["when"]}))
    assert {name: after[name] for name in form if name not in ("when", "when_was", "latest")} == {
        name: value for name, value in form.items() if name not in ("when", "when_was", "latest")
    }


def test_moving_keeps_every_value() -> None:
    from django.utils.datastructures import MultiValueDict

    data = MultiValueDict({"a-0-x": ["1", "2"], "a-3-x": ["3"], "a-3-b-0-x": ["4"], "a-30-x": ["5"], "ab-0-x": ["6"]})
    changed, now = moved(data, "a-3:up")
    assert now == "a-0"
    assert dict(changed.lists()) == {
        "a-3-x": ["1", "2"], "a-0-x": ["3"], "a-0-b-0-x": ["4"], "a-30-x": ["5"], "ab-0-x": ["6"]
    }  # fmt: skip


def test_a_new_claim_starts_with_the_day_and_the_source_of_the_one_before(desk: Client, form: Fields) -> None:
    after = sent(desk.post(NEW, cited(form) | {"add": ["claims"]}))
    assert after["claims-1-made_on"] == ["2024-02-13"]
    assert after["claims-1-citations-0-source"] == form["sources-0-id"]
    assert saved(desk, after).claims.count() == 1, "what was filled in makes no claim"


def test_a_citation_of_a_source_that_is_still_empty_is_empty_too(desk: Client, form: Fields) -> None:
    fields = cited(form) | {"sources-0-publisher": [""]}
    incident = saved(desk, fields)
    assert (incident.claims.count(), Citation.objects.count(), Source.objects.count()) == (1, 0, 0)
    told = desk.post(NEW, fields | {"claims-0-citations-0-quote": ["two killed"], "form": ["zzzzzzzzzz"]})
    assert told.status_code == 422
    assert "This source is still empty." in text(told)


def test_the_only_source_is_chosen_from_the_start(desk: Client) -> None:
    fields = sent(desk.get(NEW))
    assert fields["claims-0-citations-0-source"] == fields["sources-0-id"]
