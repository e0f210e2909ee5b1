"""The index of the form: what each section lacks to be saved, and to be submitted, kept apart."""

import re

import pytest
from django.test import Client

from accounts.models import User
from incidents.desk.forms import IncidentDraft
from incidents.desk.sections import sections_of
from incidents.workbench.models import Incident
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")

Index = dict[str, dict[str, list[str]]]


def index(page: str) -> Index:
    """Return section → save and submit → words, as the page shows them."""
    found: Index = {}
    for part in re.findall(r'(?s)<li data-section="(\w+)">(.*?)</div>\s*</li>', page):
        levels = re.findall(r'(?s)needed--(\w+)">[^<]*</p>\s*<ul>(.*?)</ul>', part[1])
        found[part[0]] = {level: re.findall(r'<a href="#[^"]+">([^<]+)</a>', items) for level, items in levels}
    return found


def test_an_empty_form_lacks_everything_for_a_submission_and_nothing_for_a_draft(desk: Client) -> None:
    found = index(text(desk.get(NEW)))
    assert list(found) == ["when", "where", "who", "what", "sources", "claims", "estimates", "links", "desk"]
    assert found["when"] == {"submit": ["When it happened"]}
    assert found["where"] == {"submit": ["Place"]}
    assert found["who"] == {"submit": ["An actor"]}
    assert found["what"] == {"submit": ["Title", "Summary", "Kind"]}
    assert found["claims"] == {"submit": ["A claim"]}
    assert not any("save" in levels for levels in found.values())


def test_every_need_leads_to_an_element_of_the_page(desk: Client, form: Fields) -> None:
    denial = form | {"claims-0-kind": ["denial"], "claims-0-made_on": [""], "place_precision": [""]}
    page = text(desk.post(NEW, denial | {"read": ["when"]}))
    found = index(page)
    assert found["where"] == {"submit": ["How precise the place is"]}
    assert found["claims"] == {
        "submit": ["Claim 1: said on", "Claim 1: where it is reported", "Claim 1: which claim it denies"]
    }
    for element in re.findall(r'<li><a href="#([^"]+)">', page):
        assert f'id="{element}"' in page, element


def test_what_is_wrong_is_needed_to_save(desk: Client, form: Fields) -> None:
    wrong = cited(form) | {"claims-0-statement": [""], "latitude": ["ninety"], "when": ["soon"]}
    found = index(text(desk.post(NEW, wrong | {"do": ["save"]})))
    assert found["claims"]["save"] == ["Claim 1: Statement"]
    assert found["where"]["save"] == ["Latitude"]
    assert found["when"]["save"] == ["When did it happen?"]
    assert "submit" not in found["claims"]


def test_a_complete_incident_lacks_nothing(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    assert all(not levels for levels in index(text(desk.get(address(incident)))).values())


def test_typed_and_stored_lack_the_same(desk: Client, form: Fields, anna: User) -> None:
    """The index of what is typed and the one of what was saved of it are one rule's."""
    lacking = form | {"summary": [""], "claims-0-made_on": [""], "claims-0-kind": ["denial"], "place": [""]}
    page = desk.post(NEW, lacking | {"read": ["when"]})
    incident = saved(desk, sent(page))
    stored = sections_of(IncidentDraft(None, by=anna, incident=incident), judged=False)
    typed = index(text(page))
    assert {one.name: [need.words for need in one.submit] for one in stored if one.submit} == {
        name: levels["submit"] for name, levels in typed.items() if levels
    }
    assert sum(len(one.submit) for one in stored) == 5


def test_complete_claims_are_folded_and_others_stand_open(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    at = address(incident)
    page = desk.get(at)
    assert folds(text(page)) == [False]
    added = desk.post(at, sent(page) | {"add": ["claims"]})
    assert folds(text(added)) == [False, True]
    wrong = desk.post(at, sent(page) | {"claims-0-citations-0-source": [""], "claims-0-assertions-0-low": ["few"]})
    assert folds(text(wrong)) == [True], "an error opens the claim"
    within = desk.post(at, sent(page) | {"add": ["claims-0-answers"]})
    assert folds(text(within)) == [True], "so does work in it"
    assert "1 answer, 1 citation" in text(page)


def folds(page: str) -> list[bool]:
    """Tell of each claim whether it stands open."""
    return ["open" in attrs for attrs in re.findall(r'<details class="claim__fold"([^>]*)>', page)]


def test_every_field_has_help(desk: Client, form: Fields) -> None:
    """From the codebook: each control of a full form is described by words that are there."""
    for path in ("claims-0-answers", "estimates", "links", "citations"):
        form = sent(desk.post(NEW, form | {"add": [path]}))
    page = text(desk.post(NEW, form | {"read": ["when"]}))
    controls = re.findall(r'<(?:input|select|textarea)\b[^>]*\bid="(id_[^"]+)"', page)
    described = {one for one in controls if re.search(rf'id="{one}_helptext">[^<]', page)}
    apart = re.compile(
        r"-(delete|again|claims_\d+)$|reading|cite|id_when_was"
    )  # boxes, and what is no field of the form
    bare = [one for one in controls if one not in described and not apart.search(one)]
    assert len(controls) > 70
    assert bare == []


def test_needs_are_marked_apart(desk: Client) -> None:
    page = text(desk.get(NEW))
    assert re.search(r'for="id_title">Title <span class="needed needed--submit">needed to submit', page)
    assert re.search(r'for="id_claims-0-statement">Statement <span class="needed needed--save">needed<', page)


def test_the_hierarchy_is_shown_beside_the_actor(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    page = text(desk.get(address(incident)))
    assert re.search(r'id="id_claims-0-claimant_hint">part of [^<]+, part of Armenia</p>', page)
    assert Incident.objects.count() == 1
