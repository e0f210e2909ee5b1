"""Ids of others, hidden sources, and hostile text."""

import pytest
from django.test import Client

from accounts.roles import Role
from incidents.workbench.models import Claim, Incident, Source
from tests.factories import person
from tests.incidents.desk.forms import NEW, Fields, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")


def test_ids_of_other_incidents_are_refused(desk: Client, form: Fields) -> None:
    saved(desk, cited(form))
    other = sent(desk.get(NEW), **{"claims-0-claimant": "armenia", "claims-0-kind": "threat"})
    other |= {"claims-0-statement": ["Warns."], "claims-0-id": form["claims-0-id"]}
    answer = desk.post(NEW, other)
    assert answer.status_code == 422
    assert "belongs to another incident" in text(answer)
    assert Claim.objects.get().statement == "Says that two were killed."


def test_a_source_can_be_used_again(desk: Client, form: Fields) -> None:
    saved(desk, cited(form))
    added = desk.post(
        NEW, sent(desk.get(NEW)) | {"add": ["reuse"], "reuse": [f"The outlet [{form['sources-0-id'][0]}]"]}
    )
    saved(desk, sent(added))
    assert Source.objects.count() == 1
    assert Incident.objects.filter(citations__source=Source.objects.get()).distinct().count() == 2


def test_a_hidden_source_of_somebody_else_is_refused(desk: Client, form: Fields) -> None:
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    theirs = sent(other.get(NEW)) | {"sources-0-publisher": ["A witness"], "sources-0-confidential": ["on"]}
    saved(other, theirs)
    answer = desk.post(NEW, form | {"sources-0-id": theirs["sources-0-id"]})
    assert "belongs to another incident" in text(answer)
    assert "A witness" not in text(desk.get(NEW))


def test_hostile_text_stays_text(desk: Client, form: Fields) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x>"
    fields = form | {
        name: [evil]
        for name in ("title", "claims-0-statement", "claims-0-claimant", "place", "claims-0-id", "revision", "form")
    }
    for extra in ({"do": ["save"]}, {"add": ["claims"]}, {"add": [evil]}, {"propose": [evil]}):
        answer = desk.post(NEW, fields | extra)
        assert "<script>alert" not in text(answer)
        assert "<img src=x>" not in text(answer)


def test_nul_bytes_are_an_error_not_a_crash(desk: Client, form: Fields) -> None:
    answer = desk.post(NEW, form | {"title": ["Nul \0 in here"], "claims-0-id": ["\0"], "place": ["a\0b"]})
    assert answer.status_code == 422
