"""When it happened as one line of text: it fills the fields, says how it was read, and overrides nothing unseen."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from incidents.workbench.models import Incident
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")


def stored(incident: Incident) -> tuple[Any, ...]:
    """Return what an incident holds of it."""
    hours = [f"{at:%H:%M}" if at else "" for at in (incident.start_time, incident.end_time)]
    return str(incident.earliest), str(incident.latest), *hours, incident.date_precision


def lined(form: Fields, line: str) -> Fields:
    """Return the form with the line filled in, and nothing below it."""
    return form | {"when": [line], "earliest": [""]}


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("13 Feb 2024 05:30–09:30", ("2024-02-13", "2024-02-13", "05:30", "09:30", "day")),
        ("12–13 February 2024", ("2024-02-12", "2024-02-13", "", "", "range")),
        ("Feb 2024", ("2024-02-01", "2024-02-29", "", "", "month")),
    ],
)
def test_the_line_fills_the_fields_and_is_written_out(
    desk: Client, form: Fields, line: str, holds: tuple[str, ...]
) -> None:
    incident = saved(desk, lined(form, line))
    assert stored(incident) == holds
    again = sent(desk.get(address(incident)))
    assert again["when"] == again["when_was"]
    assert stored(saved(desk, again, address(incident))) == holds
    assert Incident.objects.get().revision == incident.revision, "what is shown changes nothing"


def test_how_it_is_read_is_shown_before_anything_is_saved(desk: Client, form: Fields) -> None:
    page = desk.post(NEW, lined(form, "night of 12 to 13 Feb 2024") | {"read": ["when"]})
    assert "Read as <strong>12–13 February 2024</strong>, known to the precision <strong>two to six days" in text(page)
    assert sent(page)["earliest"] == ["2024-02-12"]
    assert Incident.objects.count() == 0


@time_machine.travel("2024-03-01T12:00:00Z", tick=False)
def test_a_year_that_is_not_written_is_shown_before_it_is_saved(desk: Client, form: Fields) -> None:
    answer = desk.post(NEW, lined(form, "12–13 February") | {"do": ["save"]})
    assert answer.status_code == 422
    assert "No year was written. Read as 12–13 February 2024: save again if that is right." in text(answer)
    assert stored(saved(desk, sent(answer)))[:2] == ("2024-02-12", "2024-02-13")


def test_what_can_be_read_in_two_ways_is_told_beside_the_line_and_kept(desk: Client, form: Fields) -> None:
    answer = desk.post(NEW, lined(form, "02.03.2024") | {"do": ["save"]})
    assert answer.status_code == 422
    page = text(answer)
    assert "could be 2 March or 3 February 2024" in page.split('id="id_when_error"')[1].split("</ul>")[0]
    assert 'href="#id_when"' in page
    assert sent(answer)["when"] == ["02.03.2024"]
    assert Incident.objects.count() == 0


def test_what_was_typed_is_kept_while_rows_are_added(desk: Client, form: Fields) -> None:
    page = desk.post(NEW, lined(form, "soon") | {"add": ["claims"]})
    assert sent(page)["when"] == ["soon"]
    assert "“soon” can&#x27;t be read" in text(page)
    assert "id_when_error" not in text(page)


def test_the_fields_decide_where_the_line_was_not_touched(desk: Client, form: Fields) -> None:
    incident = saved(desk, lined(form, "13 Feb 2024"))
    page = sent(desk.get(address(incident)), latest="2024-02-14", date_precision="range")
    assert stored(saved(desk, page, address(incident))) == ("2024-02-13", "2024-02-14", "", "", "range")
    assert sent(desk.get(address(incident)))["when"] == ["13–14 February 2024"]


def test_a_changed_line_wins_over_fields_that_were_not(desk: Client, form: Fields) -> None:
    incident = saved(desk, lined(form, "13 Feb 2024 05:30–09:30"))
    page = sent(desk.get(address(incident)), when="Feb 2024")
    assert stored(saved(desk, page, address(incident))) == ("2024-02-01", "2024-02-29", "", "", "month")


def test_a_line_and_fields_that_disagree_are_told(desk: Client, form: Fields) -> None:
    incident = saved(desk, lined(form, "13 Feb 2024"))
    page = sent(desk.get(address(incident)), when="14 Feb 2024", earliest="2024-02-11", latest="2024-02-11")
    answer = desk.post(address(incident), page | {"do": ["save"]})
    assert answer.status_code == 422
    assert "The line says 14 February 2024, the fields below it say otherwise." in text(answer)


def test_an_emptied_line_empties_the_fields(desk: Client, form: Fields) -> None:
    incident = saved(desk, lined(form, "13 Feb 2024 05:30–09:30"))
    page = sent(desk.get(address(incident)), when="")
    assert stored(saved(desk, page, address(incident))) == ("None", "None", "", "", "day")


def test_a_submission_without_a_day_leads_to_the_line(desk: Client, form: Fields) -> None:
    answer = desk.post(NEW, cited(lined(form, "")) | {"do": ["submit"]})
    assert answer.status_code == 422
    assert '<a href="#id_when">When did it happen?: Say when it happened; a range is allowed.</a>' in text(answer)


def test_while_typing_the_desk_tells_how_a_line_would_be_read(desk: Client) -> None:
    page = text(desk.get("/desk/when/", {"q": "13 Feb 2024 05:30–09:30"}))
    for part in ('data-earliest="2024-02-13"', 'data-end_time="09:30"', 'data-precision="day"'):
        assert part in page
    assert "Write it as" in text(desk.get("/desk/when/", {"q": "soon"}))
    assert text(desk.get("/desk/when/")).strip() == ""
