"""The review page: two sides, margins, comments and answers in one form, and what it costs."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from incidents.moderation.admin.deciding import note_id
from incidents.moderation.operations import edit_incident
from incidents.moderation.reviewing import answer_check
from incidents.moderation.thread import write_note
from incidents.moderation.workflow import transition
from incidents.record.models import Edition
from incidents.vocabulary import ClaimKind, Question, Stance, State, Verb
from incidents.workbench.models import (
    Assertion,
    CheckAnswer,
    Citation,
    Claim,
    ClaimLink,
    Incident,
    ReviewNote,
    Source,
)
from incidents.workbench.operations.save import Changes, create_incident
from tests.factories import PlaceFactory
from tests.incidents.captures import capture_of
from tests.incidents.complete import (
    DAY,
    complete_incident,
    publish_as_previewed,
    published_incident,
    submitted_incident,
)
from tests.incidents.complete import world as the_world
from tests.incidents.moderation.states import row_counts
from tests.incidents.moderation.test_admin_preview import offered, page_of
from tests.incidents.moderation.test_checks import the_check, uncited

pytestmark = pytest.mark.django_db


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


def edit(incident: Incident, by: User, *rows: Any, removed: tuple[Any, ...] = (), **fields: Any) -> None:
    incident.refresh_from_db()
    for name, value in fields.items():
        setattr(incident, name, value)
    changes = Changes(saved=list(rows), removed=list(removed))
    edit_incident(incident=incident, changes=changes, by=by, revision=incident.revision)


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


# Comments


def test_a_return_with_comments_on_two_claims_and_a_field(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    first, second = (claim.public_id for claim in incident.claims.all())
    typed = {
        "reason-request_changes": "Three things.",
        f"comment:claims.{first}": "Who says so?",
        f"comment:claims.{second}.statement": "All of them?",
        "comment:title": "@anna which side?",
        "comment:summary": "  ",
    }
    answer = editor.post(page_of(incident), {**form_of(editor.get(page_of(incident))), **typed}, follow=True)
    assert "request changes – done, with 3 comments." in text_of(answer)
    incident.refresh_from_db()
    assert incident.state == State.CHANGES_REQUESTED
    assert {note.anchor for note in incident.notes.open()} == {
        f"claims.{first}", f"claims.{second}.statement", "title",
    }  # fmt: skip
    editor.force_login(anna)
    desk = editor.get(f"/desk/incidents/{incident.ref}/").content.decode()
    assert "Three things." in desk
    assert 'id="id_claims-1-statement_notes"' in desk
    assert 'id="id_title_notes"' in desk


def test_a_refusal_writes_nothing_and_shows_all_that_was_typed(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    first = incident.claims.all()[0].public_id
    sent = {**form_of(editor.get(page_of(incident))), f"comment:claims.{first}": "Who says <so>?"}
    before = row_counts()
    answer = editor.post(page_of(incident), sent)
    assert answer.status_code == 422
    assert row_counts() == before
    assert "Who says &lt;so&gt;?</textarea>" in answer.content.decode()
    assert "What you typed is still here; none of it was written." in text_of(answer)
    assert form_of(answer)["form"] == sent["form"]


def test_a_comment_that_is_sent_twice_is_one(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = {**form_of(editor.get(page_of(incident))), "verb": "", "do": "keep", "comment:title": "Which side?"}
    for _ in range(2):
        assert editor.post(page_of(incident), sent).status_code == 302
    assert incident.notes.get().public_id == note_id(sent["form"], "title")


@pytest.mark.parametrize("anchor", ["claims.0000000000", "nonsense", "state"])
def test_a_comment_on_nothing_is_refused(anchor: str, editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = {**form_of(editor.get(page_of(incident))), f"comment:{anchor}": "Hm.", "reason": "So."}
    answer = editor.post(page_of(incident), sent)
    assert answer.status_code == 422
    assert ">Hm.</dd>" in answer.content.decode(), "it has no place any more, and is shown all the same"
    assert not ReviewNote.objects.exists()


def test_a_comment_may_be_long_but_not_too_long(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = {**form_of(editor.get(page_of(incident))), "verb": "", "do": "keep"}
    assert editor.post(page_of(incident), {**sent, "comment:title": "x" * 4001}).status_code == 422
    assert editor.post(page_of(incident), {**sent, "comment:title": "x" * 4000}).status_code == 302


def test_saving_nothing_says_so(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = {**form_of(editor.get(page_of(incident))), "verb": "", "do": "keep"}
    assert "nothing was typed" in text_of(editor.post(page_of(incident), sent, follow=True))


def test_administrators_see_no_place_to_comment(client: Client, anna: User, adam: User) -> None:
    client.force_login(adam)
    incident = uncited(anna)
    page = client.get(page_of(incident)).content.decode()
    assert 'name="comment:' not in page
    assert 'name="answer:' not in page
    sent = {"do": "keep", "comment:title": "Hm."}
    assert client.post(page_of(incident), sent).status_code == 422
    assert not ReviewNote.objects.exists()


# Checks


def test_a_check_is_answered_and_the_incident_published(editor: Client, anna: User, edith: User) -> None:
    incident = uncited(anna)
    key = the_check(incident).key
    shown = editor.get(page_of(incident))
    page = shown.content.decode()
    assert f'id="check-{key}"' in page
    assert "Checks: 1 to answer" in text_of(shown)
    sent = form_of(shown, "publish")
    before = row_counts()
    refused = editor.post(page_of(incident), sent)
    assert refused.status_code == 422
    assert "can't be published before a check is answered" in text_of(refused)
    assert row_counts() == before

    seen = re.search(rf'name="seen:{re.escape(key)}" value="(\w+)"', page)
    assert seen
    answered = {f"answer:{key}": "It was said on the radio.", f"seen:{key}": seen[1]}
    assert editor.post(page_of(incident), {**sent, "verb": "", "do": "keep", **answered}).status_code == 302
    assert CheckAnswer.objects.get().by == edith
    assert "edith answered" in text_of(editor.get(page_of(incident)))
    assert editor.post(page_of(incident), sent).status_code == 302
    assert Edition.objects.count() == 1


def test_an_answer_to_what_has_changed_is_a_conflict(editor: Client, anna: User, edgar: User) -> None:
    incident = uncited(anna)
    check = the_check(incident)
    sent = {**form_of(editor.get(page_of(incident))), "verb": "", "do": "keep"}
    claim = incident.claims.all()[0]
    claim.statement = "Says something else altogether."
    edit(incident, edgar, claim)
    answer = editor.post(
        page_of(incident),
        {**sent, f"answer:{check.key}": "It was on the radio.", f"seen:{check.key}": check.fingerprint},
    )
    assert answer.status_code == 409
    assert ">It was on the radio.</textarea>" in answer.content.decode()
    assert not CheckAnswer.objects.exists()


def test_who_publishes_reads_the_answers_of_others(editor: Client, anna: User, edgar: User) -> None:
    incident = uncited(anna)
    answer_check(incident=incident, check=the_check(incident), answer="It was said on the radio.", by=edgar)
    shown = editor.get(page_of(incident))
    assert "edgar answered" in text_of(shown)
    assert "It was said on the radio." in text_of(shown)
    assert editor.post(page_of(incident), form_of(shown, "publish")).status_code == 302


# A save between preview and publish


def test_a_save_between_preview_and_publish_is_a_conflict(editor: Client, anna: User, edith: User, edgar: User) -> None:
    """What was typed comes back beside the new difference, and nothing was written."""
    incident = resubmitted(anna, edith)
    sent = {**form_of(editor.get(page_of(incident)), "publish"), "comment:title": "Good as it is."}
    edit(incident, edgar, title="Second correction of it")
    before = row_counts()
    answer = editor.post(page_of(incident), sent)
    assert answer.status_code == 409
    assert row_counts() == before
    assert "Second correction of it" in piece(answer, "title").replace("put in: ", "")
    assert ">Good as it is.</textarea>" in answer.content.decode()
    fresh = form_of(answer, "publish")
    assert (fresh["revision"], fresh["body_sha256"]) != (sent["revision"], sent["body_sha256"])
    assert editor.post(page_of(incident), {**fresh, "comment:title": "Good as it is."}).status_code == 302
    assert Edition.objects.live().get().title == "Second correction of it"
    assert incident.notes.get().text == "Good as it is."


# The page as readers would see it


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
