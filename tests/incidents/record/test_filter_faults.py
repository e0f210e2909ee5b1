"""What filters refuse, with the name of the parameter, and the ends of what they answer."""

import pytest
from django.http import QueryDict

from config.rest.parameters import BadParameter
from incidents.record.filters import incidents_for
from incidents.record.reading import without_blanks
from incidents.vocabulary import IncidentKind
from tests.incidents.record.asking import at, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "field", "allowed"),
    [
        ("colour=red", "colour", "kind"),
        ("kind=war", "kind", "shelling"),
        ("kind=", "kind", "shelling"),
        ("kind=shelling,", "kind", "shelling"),
        ("actor=" + ",".join(map(str, range(51))), "actor", None),
        ("match=maybe", "match", "certain"),
        ("civilians=yes", "civilians", "true"),
        ("country=Armenia", "country", None),
        ("actor=%00", "actor", None),
        ("q=a%00", "q", None),
        ("q=" + "a" * 201, "q", None),
        ("date_from=13.2.2024", "date_from", None),
        ("date_from=2024-02-30", "date_from", None),
        ("date_from=2024-02-01&date_from=2024-02-02", "date_from", None),
        ("date_from=2024-02-02&date_to=2024-02-01", "date_to", None),
        ("fatalities_min=-1", "fatalities_min", None),
        ("fatalities_min=2147483648", "fatalities_min", None),
        ("fatalities_min=3&fatalities_max=2", "fatalities_max", None),
        ("precision_max=8", "precision_max", None),
        ("bbox=1,2,3", "bbox", None),
        ("bbox=0,10,10,0", "bbox", None),
        ("bbox=-181,0,10,10", "bbox", None),
        ("near=39,46,0", "near", None),
        ("near=39,nan,1", "near", None),
        ("as_of=0001-01-01T00:00:00%2B14:00", "as_of", None),
        ("as_of=9999-12-31T23:59:59-14:00", "as_of", None),
        ("as_of=yesterday", "as_of", None),
        ("as_of=2024-02-13T05:30:00", "as_of", None),
        ("as_of=2024-02-13T25:30:00Z", "as_of", None),
    ],
)
def test_what_cannot_be_used_is_named(query: str, field: str, allowed: str | None) -> None:
    with pytest.raises(BadParameter) as caught:
        incidents_for(QueryDict(query))
    assert caught.value.field == field
    assert caught.value.message
    assert allowed is None or allowed in caught.value.allowed


@pytest.mark.parametrize(
    "query",
    [
        "as_of=0001-01-01T00:00:00-23:59",
        "as_of=9999-12-31T23:59:59.999999%2B23:59",
        "as_of=9999-12-31",
        "published_since=0001-01-01",
        "published_since=0384-09-22T20:54:13%2B17:50",
        "date_from=0001-01-01&date_to=9999-12-31",
        "fatalities_min=2147483647",
        "bbox=-180,-90,180,90&near=-90,180,20038",
        "near=90,-180,0.000001&match=certain",
    ],
)
def test_the_ends_of_what_can_be_asked_are_answered(query: str) -> None:
    at(90, 180)
    assert len(found(query)) <= 1


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(BadParameter) as caught:
        incidents_for(QueryDict("colour=red&kind=war&bbox=1"))
    assert [fault.field for fault in caught.value.faults] == ["colour", "kind", "bbox"]


def test_a_page_drops_the_empty_fields_of_its_form() -> None:
    assert without_blanks(QueryDict("kind=&kind=shelling&q=+&date_from=")).urlencode() == "kind=shelling"


def test_every_choice_comes_from_the_vocabulary() -> None:
    with pytest.raises(BadParameter) as caught:
        incidents_for(QueryDict("kind=war"))
    assert list(caught.value.allowed) == IncidentKind.codes()
