"""Figures on the page: all three bounds, what they rest on, the rules in words, and how they changed."""

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.document.rules import DERIVED_RANGE, TOTAL
from incidents.document.schema import document_schema
from incidents.record.models import Edition
from tests.incidents.public.web import big, sample
from tests.incidents.public.web.seen import seen
from tests.incidents.record.factories import retracted

pytestmark = pytest.mark.django_db
RICH = f"/incidents/{big.REF_RICH}/"
A = f"/incidents/{sample.REF_A}/"


@pytest.fixture
def rich(reference: None) -> Edition:
    """A day with many voices, in its second edition: Armenia's figure of killed was corrected from 2 to 4."""
    sample.publish(big.rich())
    return sample.publish(big.rich(edition=2))


def test_each_range_shows_its_bounds_and_the_claims_it_rests_on(client: Client, rich: Edition) -> None:
    text = seen(client, RICH, "figures")
    assert "Killed Armenia, civilian 0 0 1 Independent count From the mission's report." in text
    assert "Killed Armenia, military 4 4 4 derived from the claims 5 (Ministry of Defence of Armenia)" in text
    assert "Wounded Armenia, military 1 not given not given derived from the claims 1 (The news outlet)" in text


def test_unknown_is_said_and_never_zero(client: Client, rich: Edition) -> None:
    text = seen(client, RICH, "figures")
    assert "Killed Azerbaijan, military not given not given not given Independent count" in text
    assert "Killed in all 4 not given not given sum of 3 parts, includes unknown" in text
    assert "In all: 4 or more (includes unknown)" in seen(client, RICH)
    body = json.loads(rich.body)
    unknown = next(one for one in body["estimates"] if one["side"] == "azerbaijan")
    assert (unknown["low"], unknown["best"], unknown["high"]) == (None, None, None)
    assert (rich.killed_low, rich.killed_best, rich.killed_high) == (4, None, None)
    assert "Killed 4 or more Wounded 1 or more" in seen(client, "/incidents/")


def test_the_rules_are_the_same_words_on_the_page_in_the_methodology_and_in_the_schema(
    client: Client, rich: Edition
) -> None:
    for path in (RICH, "/methodology/"):
        assert DERIVED_RANGE in seen(client, path)
        assert TOTAL in seen(client, path)
    properties = {name: part["properties"] for name, part in document_schema()["$defs"].items()}
    assert DERIVED_RANGE in properties["Estimate"]["derived"]["description"]
    assert properties["Total"]["includes_unknown"]["description"] == TOTAL


def test_no_rule_is_shown_where_none_applies(client: Client, reported: Edition) -> None:
    text = seen(client, f"/incidents/{sample.REF_B}/", "figures")
    assert text == "Figures Figures: not given."


def test_figures_over_time_name_the_edition_and_the_claim_of_each_change(client: Client, reference: None) -> None:
    first = sample.told(sample.REF_A, "Exchange of fire near Nerkin Hand", sample.claims_on_a()[:4])
    sample.publish(first)
    sample.publish(first | {"summary": "The same, in better words."})
    sample.publish(sample.document_a())
    text = seen(client, A, "figures")
    assert "Killed 2 Edition 1, " in text.replace(" ,", ",")
    assert "; by claim 1 4 Edition 3" in text
    assert text.count("; by claim 5") == 2
    assert "Edition 2" not in text
    assert "Wounded 2 or more Edition 1" in text


def test_an_older_edition_knows_nothing_of_later_figures(client: Client, rich: Edition) -> None:
    assert "Figures over time" in seen(client, f"{RICH}editions/2/")
    assert "Figures over time" not in seen(client, f"{RICH}editions/1/")


def test_a_retraction_between_is_no_figure(client: Client, rich: Edition) -> None:
    retracted(big.REF_RICH)
    sample.publish(big.rich(edition=2))
    text = seen(client, RICH, "figures")
    assert "Edition 1" in text
    assert "Edition 2" in text
    assert "Edition 3" not in text
    assert "Edition 4" not in text


def test_changes_cost_one_query_and_none_where_nothing_changed(
    client: Client, reference: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sample.publish(big.rich())
    sample.publish(big.rich())
    with django_assert_num_queries(4):  # editions, body, links to it, actors
        client.get(RICH)
    sample.publish(big.rich(edition=2))
    with django_assert_num_queries(5):
        client.get(RICH)
