"""The review page as an editor has it before them: its words, its form, an incident that came a second time."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from incidents.moderation.workflow import transition
from incidents.vocabulary import ClaimKind, Question, Verb
from incidents.workbench.models import (
    Assertion,
    Citation,
    Claim,
    Incident,
)
from tests.incidents.complete import (
    DAY,
    published_incident,
)
from tests.incidents.complete import world as the_world
from tests.incidents.moderation.merges import edit
from tests.incidents.moderation.test_admin_preview import offered


@pytest.fixture
def editor(client: Client, edith: User) -> Client:
    """A browser of edith's."""
    client.force_login(edith)
    return client


def text_of(answer: Any) -> str:
    """Return a page's words, with one space between them, and without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def piece(answer: Any, anchor: str) -> str:
    """Return the words of a pair."""
    found = re.search(
        rf'<div class="pair[^"]*" id="at-{re.escape(anchor)}">(.*?)<textarea', answer.content.decode(), re.DOTALL
    )
    assert found, anchor
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def form_of(answer: Any, verb: str = "request_changes") -> dict[str, str]:
    """Return what the form holds, with one of its buttons pressed."""
    return offered(answer.content)[verb]


def resubmitted(anna: User, edith: User) -> Incident:
    """Return an incident that was published, changed in several ways, and submitted again."""
    incident = published_incident(by=anna, editor=edith)
    first = incident.claims.all()[0]
    first.statement = "Says that units of Azerbaijan opened fire first."
    new = Claim(incident=incident, claimant=the_world().armenia, kind=ClaimKind.DEMAND, statement="Demands an inquiry.",
                made_on=DAY, position=5)  # fmt: skip
    cited = Citation(incident=incident, claim=new, source=incident.citations.all()[0].source)
    said = Assertion(incident=incident, claim=new, question=Question.THREAT, text="An inquiry")
    edit(
        incident,
        anna,
        first,
        new,
        cited,
        said,
        summary="Armenia says three of its soldiers were killed.",
        place_precision=3,
    )
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    return incident
