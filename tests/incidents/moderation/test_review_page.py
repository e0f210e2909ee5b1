"""The review page: two sides, what changed since the last review, and what it costs."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from incidents.moderation.thread import write_note
from incidents.moderation.workflow import transition
from incidents.vocabulary import ClaimKind, Question, Stance, Verb
from incidents.workbench.models import (
    Assertion,
    Citation,
    Claim,
    ClaimLink,
    Incident,
    ReviewNote,
    Source,
)
from tests.factories import PlaceFactory
from tests.incidents.captures import capture_of
from tests.incidents.complete import (
    DAY,
    complete_incident,
    submitted_incident,
)
from tests.incidents.complete import world as the_world
from tests.incidents.moderation.merges import edit
from tests.incidents.moderation.reviews import editor, form_of, piece, resubmitted, text_of
from tests.incidents.moderation.states import row_counts
from tests.incidents.moderation.test_admin_preview import page_of

__all__ = ["editor"]

pytestmark = pytest.mark.django_db


# Two sides


def test_both_sides_of_a_field_and_of_a_claim(editor: Client, anna: User, edith: User) -> None:
    incident = resubmitted(anna, edith)
    answer = editor.get(page_of(incident))
    summary = piece(answer, "summary")
    assert summary.startswith("Summary changed Public now Armenia says taken out: two of its soldiers were killed")
    assert "Proposed Armenia says put in: three" in summary
    first, second, third = incident.claims.all()
    said = piece(answer, f"claims.{first.public_id}.statement")
    assert "taken out: Azerbaijani units" in said
    text = text_of(answer)
    assert "Armenia, 2024-02-13 claim 2 added" in text or "claim 3 added" in text
    assert "Demands an inquiry." in text
    assert re.search(rf'id="at-claims.{second.public_id}">\s*<summary>', answer.content.decode()), "unchanged: folded"
    assert re.search(rf'id="at-claims.{third.public_id}" open>', answer.content.decode())
    assert "unchanged: title, kind" in text


def test_all_of_it_is_shown_when_asked_and_nothing_typed_is_lost(editor: Client, anna: User, edith: User) -> None:
    incident = resubmitted(anna, edith)
    second = incident.claims.all()[1].public_id
    shown = editor.get(page_of(incident))
    typed = {"comment:summary": "Three?", "reason-request_changes": "So far."}
    before = row_counts()
    answer = editor.post(page_of(incident), {**form_of(shown), **typed, "verb": "", "show": "all"})
    assert answer.status_code == 200
    assert row_counts() == before
    page = answer.content.decode()
    assert re.search(rf'id="at-claims.{second}" open>', page)
    assert 'class="folded"' not in page
    assert ">Three?</textarea>" in page
    assert ">So far.</textarea>" in page


def test_sources_and_copies_stand_beside_the_claim(editor: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    source = incident.citations.all()[0].source
    copy = capture_of(source, by=anna)
    page = editor.get(page_of(incident)).content.decode()
    claim = page[page.index("at-claims.") : page.index("at-claims.", page.index("at-claims.") + 4000)]
    assert f'href="/desk/captures/{copy.public_id}/"' in claim
    assert f'href="{source.url}" target="_blank" rel="noopener noreferrer"' in claim
    for words in (source.publisher, "reliability C", "credibility 3", f"{copy.captured_at:%Y}", copy.tool):
        assert words in claim
    kept = editor.get(f"/desk/captures/{copy.public_id}/")
    assert kept.status_code == 200
    list(kept)  # lets go of the file


def test_what_stays_private_is_told_in_its_place_and_without_its_words(editor: Client, anna: User) -> None:
    coarse = PlaceFactory.create(code="test:syunik", name="Syunik")
    incident = complete_incident(
        by=anna,
        location_confidentiality="coarse",
        coarse_place=coarse,
        coarse_precision=4,
        latitude=39.05,
        longitude=46.52,
    )
    claim = Claim(incident=incident, claimant=the_world().azerbaijan, kind="threat", statement="zzsecretzz",
                  made_on=DAY, confidential=True, position=9)  # fmt: skip
    edit(incident, anna, claim)
    answer = editor.get(page_of(incident))
    text = text_of(answer)
    assert "zzsecretzz" not in answer.content.decode()
    assert "A confidential claim (threat or warning) of Azerbaijan, 2024-02-13 would stand here" in text.replace(
        "/", " or "
    )
    assert "The exact place, Nerkin Hand (precision 2), stays private: the location is coarse" in text
    assert "The exact position stays private." in text
    assert "Syunik–Zangilan stays private" in text


# What was changed since the last review


def test_changes_since_the_review_are_marked(editor: Client, anna: User, edith: User, edgar: User) -> None:
    incident = submitted_incident(by=anna)
    assert "since your return" not in text_of(editor.get(page_of(incident)))
    write_note(note=ReviewNote(incident=incident, text="Which side?", anchor="title"), by=edith)
    write_note(note=ReviewNote(incident=incident, text="Sure?", anchor="summary"), by=edith)
    transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=edith, reason="Two things.")
    first, second = incident.claims.all()
    said = first.assertions.get(question=Question.KILLED)
    said.high = 3
    edit(incident, anna, said, title="Exchange of fire at the village")
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)

    answer = editor.get(page_of(incident))
    assert re.search(r"Changed by anna since your return on \d+ [A-Z][a-z]{2} ", piece(answer, "title"))
    assert "since your return" not in piece(answer, "summary")
    assert "Changed by anna since this note" in piece(answer, "title")
    assert "Not changed since this note" in piece(answer, "summary")
    assert "Changed by anna since your return" in piece(answer, f"assertions.{said.public_id}")

    assert re.search(r"changed since your return on \d+ \w+ \d{4}, \d\d:\d\d UTC", text_of(answer))

    only = editor.get(page_of(incident), {"show": "since"})
    page = only.content.decode()
    assert 'id="at-title"' in page
    assert f'id="at-claims.{first.public_id}"' in page
    for anchor in ("summary", "place", f"claims.{second.public_id}", f"claims.{first.public_id}.statement"):
        assert f'id="at-{anchor}"' not in page

    editor.force_login(edgar)
    assert "since edith’s return on" in text_of(editor.get(page_of(incident)))


def test_what_was_removed_since_the_review_is_listed(editor: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=edith, reason="One claim only.")
    second = incident.claims.all()[1]
    edit(incident, anna, removed=(second,))
    assert "Claim “Denies that its units fired.”, by anna" in text_of(editor.get(page_of(incident)))


# What it costs


def grown(incident: Incident, by: User, claims: int) -> None:
    """Add claims, each with an assertion, an answer, and a citation of a source of its own."""
    first, ministry = incident.claims.all()[0], the_world().armenian_ministry
    rows: list[Any] = []
    for number in range(claims - 2):
        claim = Claim(incident=incident, claimant=ministry, kind=ClaimKind.ASSERTION, position=number + 5,
                      statement=f"Says that it was so, number {number}.", made_on=DAY)  # fmt: skip
        source = Source(publisher=f"Paper {number}", url=f"https://example.org/{number}", added_by=by)
        rows += [
            claim,
            source,
            Assertion(incident=incident, claim=claim, question=Question.OCCURRENCE, stance=Stance.ASSERTS),
            ClaimLink(incident=incident, claim=claim, to=first, relation="corroborates"),
            Citation(incident=incident, claim=claim, source=source, position=number + 5),
        ]
    edit(incident, by, *rows)


MOST_QUERIES = 52


def test_queries_do_not_grow_with_the_claims(editor: Client, anna: User, edith: User) -> None:
    found = []
    for claims in (20, 40):
        incident = submitted_incident(by=anna, title=f"An incident of {claims} claims")
        write_note(note=ReviewNote(incident=incident, text="Which side?", anchor="title"), by=edith)
        transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=edith, reason="More claims, please.")
        grown(incident, anna, claims)
        transition(incident=incident, verb=Verb.SUBMIT, by=anna)
        editor.get(page_of(incident))
        with CaptureQueriesContext(connection) as caught:
            assert editor.get(page_of(incident)).status_code == 200
        found.append(len(caught))
    assert found[0] == found[1]
    assert found[0] <= MOST_QUERIES
