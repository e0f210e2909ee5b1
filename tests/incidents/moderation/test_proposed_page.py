"""The page as readers would see it, before anybody publishes it."""

import pytest
from django.test import Client

from accounts.models import User
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.models import (
    Incident,
)
from incidents.workbench.operations.save import create_incident
from tests.incidents.complete import (
    publish_as_previewed,
    published_incident,
)
from tests.incidents.moderation.reviews import editor, resubmitted, text_of
from tests.incidents.moderation.test_admin_preview import page_of

__all__ = ["editor"]

pytestmark = pytest.mark.django_db


def proposed_page(incident: Incident) -> str:
    return f"{page_of(incident)}page/"


def test_the_page_as_readers_would_see_it(editor: Client, anna: User, edith: User) -> None:
    incident = resubmitted(anna, edith)
    answer = editor.get(proposed_page(incident))
    text = text_of(answer)
    assert "A preview: nobody but the workbench sees this." in text
    assert "Armenia says three of its soldiers were killed." in text
    assert "Demands an inquiry." in text
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "ld+json" not in page
    assert 'rel="canonical"' not in page
    assert "/editions/2/" not in page
    public = editor.get(f"/incidents/{incident.ref}/").content.decode()
    assert "Demands an inquiry." not in public
    publish_as_previewed(incident, by=edith)
    assert "Demands an inquiry." in editor.get(f"/incidents/{incident.ref}/").content.decode()


def test_the_page_of_a_draft_however_empty(editor: Client, edith: User) -> None:
    incident = create_incident(by=edith)
    answer = editor.get(proposed_page(incident), follow=True)
    assert answer.redirect_chain == [(page_of(incident), 302)]
    assert "can’t be drawn yet" in text_of(answer)


def test_the_page_of_what_was_retracted(editor: Client, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    transition(incident=incident, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    assert "became edition 3" in text_of(editor.get(proposed_page(incident)))
