"""The two grades at the desk: credibility 1 is refused with its reason, and the page shows how grades came about."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from incidents.document.origins import GRADE_ONE_RULE
from incidents.workbench.models import Incident, Source
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

ORIGIN, SECOND = "claims-0-citations-0-", "claims-0-citations-1-"


def confirmed(desk: Client, form: Fields, **second: str) -> Fields:
    """Return a form whose claim cites two sources, one of them with credibility 1."""
    more = sent(desk.post(NEW, cited(form) | {"add": ["sources"]}))
    more = sent(desk.post(NEW, more | {"add": ["claims-0-citations"]}))
    more |= {ORIGIN + "credibility": ["1"], ORIGIN + "credibility_reason": ["Two reporters saw it."]}
    more |= {"sources-1-publisher": ["Another outlet"], SECOND + "source": more["sources-1-id"]}
    return more | {f"sources-1-{name}": [value] for name, value in second.items()}


def test_credibility_1_on_one_source_is_refused_and_the_form_says_why(desk: Client, form: Fields) -> None:
    wrong = cited(form) | {ORIGIN + "credibility": ["1"], ORIGIN + "credibility_reason": ["Sure."]}
    answer: Any = desk.post(NEW, wrong | {"do": ["save"]})
    assert answer.status_code == 422
    assert f"{GRADE_ONE_RULE} Here there is 1: The outlet." in text(answer)
    assert sent(answer)[ORIGIN + "credibility"] == ["1"]
    assert Incident.objects.count() == 0


@pytest.mark.parametrize("second", [{"publisher": "the  OUTLET"}, {"origin": "The outlet"}])
def test_a_second_source_of_the_same_origin_confirms_nothing(
    desk: Client, form: Fields, second: dict[str, str]
) -> None:
    answer: Any = desk.post(NEW, confirmed(desk, form, **second) | {"do": ["save"]})
    assert "Here there is 1" in text(answer)


def test_two_independent_origins_confirm(desk: Client, form: Fields) -> None:
    incident = saved(desk, confirmed(desk, form), do="submit")
    assert incident.state == "submitted"
    assert {one.credibility for one in incident.citations.all()} == {1, 6}


def test_a_judgement_without_a_reason_is_not_submitted(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form) | {"sources-0-reliability": ["B"], ORIGIN + "credibility": ["3"]})
    answer: Any = desk.post(address(incident), sent(desk.get(address(incident))) | {"do": ["submit"]})
    assert answer.status_code == 422
    assert text(answer).count("is a judgement.") == 4  # beside both fields, and in the summary on top


def test_grades_keep_their_rater_date_and_reason(desk: Client, form: Fields, anna: User) -> None:
    first = {"sources-0-reliability": ["B"], "sources-0-reliability_reason": ["Mostly right so far."]}
    incident = saved(desk, cited(form) | first)
    again = {"sources-0-reliability": ["D"], "sources-0-reliability_reason": ["Two errors since."]}
    saved(desk, sent(desk.get(address(incident))) | again, address(incident))
    page = text(desk.get(address(incident)))
    assert "Grades so far: 2" in page
    assert page.index("Two errors since.</bdi></li>") < page.index("Mostly right so far.</bdi></li>")
    assert page.count(f"by {anna.username},") == 2
    source = Source.objects.get()
    assert (source.reliability, source.rated_by) == ("D", anna)
