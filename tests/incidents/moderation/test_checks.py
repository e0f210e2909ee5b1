"""What an editor answers for: when it is asked, how long an answer holds, and that nothing is published without."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from accounts.roles import Role
from actors.models import Actor
from incidents.errors import NotAllowed, Stale, Unanswered
from incidents.moderation.checks import Check, checked, checks
from incidents.moderation.reviewing import answer_check
from incidents.moderation.workflow import transition
from incidents.publishing.operations import PublishConflict, preview
from incidents.record.models import Edition
from incidents.vocabulary import ActorKind, Group, InvolvementRole, Outcome, Question, ReviewCheck, Stance, State, Verb
from incidents.workbench.history import changed_by
from incidents.workbench.models import (
    Assertion,
    CasualtyEstimate,
    CheckAnswer,
    Citation,
    Incident,
    Involvement,
    Source,
)
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import ActorFactory, person
from tests.incidents.complete import complete_incident, publish_as_previewed, submitted_incident, world
from tests.incidents.moderation.merges import merge_as_seen, unmerge_as_seen
from tests.incidents.moderation.states import row_counts

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3] / "incidents"


def fetched(incident: Incident) -> Incident:
    return Incident.objects.for_detail().get(pk=incident.pk)


def asked(incident: Incident) -> dict[ReviewCheck, str]:
    """Return what is asked, and on what."""
    return {one.code: one.subject for one in checks(fetched(incident))}


def save(incident: Incident, by: User, *rows: Any, removed: tuple[Any, ...] = (), **fields: Any) -> None:
    incident.refresh_from_db()
    for name, value in fields.items():
        setattr(incident, name, value)
    changes = Changes(saved=list(rows), removed=list(removed))
    save_incident(incident=incident, changes=changes, by=by, revision=incident.revision)


def hidden_citation(incident: Incident) -> Citation:
    """Return the first claim's citation, kept private from now on; not saved yet."""
    citation: Citation = incident.citations.all()[0]
    citation.confidential = True
    return citation


def uncited(by: User) -> Incident:
    """Return a submitted incident whose first claim has no public citation."""
    incident = complete_incident(by=by)
    save(incident, by, hidden_citation(incident))
    transition(incident=incident, verb=Verb.SUBMIT, by=by)
    return incident


def the_check(incident: Incident) -> Check:
    (found,) = checks(fetched(incident))
    return found


# When it is asked


def test_a_plain_incident_asks_nothing(anna: User) -> None:
    assert asked(complete_incident(by=anna)) == {}


def test_a_claim_without_a_public_citation(anna: User) -> None:
    incident = complete_incident(by=anna)
    first = incident.claims.all()[0]
    save(incident, anna, hidden_citation(incident))
    assert asked(incident) == {ReviewCheck.UNCITED: f"claims.{first.public_id}"}
    first.confidential = True
    save(incident, anna, first)
    assert asked(incident) == {}, "what stays private needs no public source"


def test_a_claim_whose_only_source_is_confidential(anna: User) -> None:
    incident = complete_incident(by=anna)
    Source.objects.filter(citations=incident.citations.all()[0]).update(confidential=True)
    assert asked(incident) == {ReviewCheck.UNCITED: f"claims.{incident.claims.all()[0].public_id}"}


def test_grade_one_that_only_what_is_private_confirms(anna: User) -> None:
    incident = complete_incident(by=anna)
    graded: Citation = incident.citations.all()[0]
    graded.credibility, graded.credibility_reason = 1, "Two ministries and a mission say so."
    other = Source(publisher="A mission", added_by=anna)
    second = Citation(incident=incident, claim=graded.claim, source=other, position=5, confidential=True)
    save(incident, anna, graded, other, second)
    assert asked(incident) == {ReviewCheck.UNCONFIRMED: f"citations.{graded.public_id}.credibility"}
    second.confidential = False
    save(incident, anna, second)
    assert asked(incident) == {}


def civilian_estimate(incident: Incident, **figures: int | None) -> CasualtyEstimate:
    return CasualtyEstimate(
        incident=incident, side=world().armenia, group=Group.CIVILIAN, outcome=Outcome.WOUNDED, position=4, **figures
    )


def civilian_claim(incident: Incident, **given: Any) -> Assertion:
    return Assertion(
        incident=incident, claim=incident.claims.all()[0], question=Question.WOUNDED, side=world().armenia,
        group=Group.CIVILIAN, position=8, **given,
    )  # fmt: skip


def villagers(incident: Incident) -> Involvement:
    actor: Actor = ActorFactory.create(slug="villagers", name="Villagers", kind=ActorKind.CIVILIANS)
    return Involvement(incident=incident, actor=actor, role=InvolvementRole.VICTIM, position=7)


CIVILIANS: dict[str, tuple[Any, bool]] = {
    "a population involved": (villagers, True),
    "an estimate": (lambda incident: civilian_estimate(incident, low=1, best=1, high=2), True),
    "an estimate without figures": (civilian_estimate, True),
    "an estimate of none": (lambda incident: civilian_estimate(incident, low=0, best=0, high=0), False),
    "a claim": (lambda incident: civilian_claim(incident, low=3, high=3), True),
    "a claim of none": (lambda incident: civilian_claim(incident, low=0, high=0), False),
    "a claim that denies it": (lambda incident: civilian_claim(incident, stance=Stance.DENIES), False),
}


@pytest.mark.parametrize(("row", "is_asked"), CIVILIANS.values(), ids=CIVILIANS.keys())
def test_an_exact_place_with_civilians(row: Any, is_asked: bool, anna: User) -> None:
    incident = complete_incident(by=anna)
    save(incident, anna, row(incident))
    expected = {ReviewCheck.EXACT_PLACE: "location_confidentiality"} if is_asked else {}
    assert asked(incident) == expected


@pytest.mark.parametrize(
    "where",
    [{"place_precision": 3}, {"place_precision": 5}, {"location_confidentiality": "withheld"}, {"place": None}],
)
def test_a_place_that_is_not_exact_in_public(where: dict[str, Any], anna: User) -> None:
    incident = complete_incident(by=anna)
    save(incident, anna, villagers(incident))
    save(incident, anna, **where)
    assert asked(incident) == {}


@pytest.mark.parametrize(
    ("language", "translation", "code", "answerable"),
    [
        ("en", "", None, True),
        ("en-GB", "", None, True),
        ("hy", "Two", None, True),
        ("hy", "", ReviewCheck.UNTRANSLATED, True),
        ("und", "Two", ReviewCheck.NO_LANGUAGE, True),
        ("mul", "", ReviewCheck.NO_LANGUAGE, True),
        ("Armenian!", "Two", ReviewCheck.NO_LANGUAGE, False),
    ],
)
def test_quotations(
    language: str, translation: str, code: ReviewCheck | None, answerable: bool, anna: User
) -> None:  # fmt: skip
    incident = complete_incident(by=anna)
    claim = incident.claims.all()[0]
    claim.quotation, claim.quotation_language, claim.translation = "Երկու", language, translation
    save(incident, anna, claim)
    found = checks(fetched(incident))
    assert [(one.code, one.answerable) for one in found] == ([(code, answerable)] if code else [])


def test_a_quoted_source_without_a_language(anna: User) -> None:
    incident = complete_incident(by=anna)
    citation = incident.citations.all()[0]
    Source.objects.filter(pk=citation.source_id).update(language="und")
    assert asked(incident) == {}, "nothing of it is quoted"
    citation.quote = "Some words"
    save(incident, anna, citation)
    assert asked(incident) == {ReviewCheck.NO_LANGUAGE: f"sources.{citation.source.public_id}.language"}


# How long an answer holds


def test_an_answer_holds_until_what_was_looked_at_changes(anna: User, edith: User, edgar: User) -> None:
    incident = uncited(anna)
    before = the_check(incident)
    given = answer_check(incident=incident, check=before, answer=" It was said on the radio. ", by=edith)
    (found,) = checked(fetched(incident))
    assert (found.answer, given.answer) == (given, "It was said on the radio.")

    save(incident, edgar, title="Another title of the incident")
    assert [one.answer for one in checked(fetched(incident))] == [given]

    claim = incident.claims.all()[0]
    claim.statement = "Says that units of Azerbaijan opened fire first."
    save(incident, edgar, claim)
    assert [one.answer for one in checked(fetched(incident))] == [None]
    with pytest.raises(Stale):
        answer_check(incident=incident, check=before, answer="As before.", by=edith)

    claim.statement = "Says that Azerbaijani units opened fire."
    save(incident, edgar, claim)
    assert [one.answer for one in checked(fetched(incident))] == [given], "it is again what was answered for"


def test_a_new_victim_asks_again_about_the_place(anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    save(incident, anna, villagers(incident))
    answer_check(incident=incident, check=the_check(incident), answer="The village was named by both.", by=edith)
    save(incident, anna, civilian_claim(incident, low=1, high=1))
    assert [one.answer for one in checked(fetched(incident))] == [None]


# Who answers, and what it changes


@pytest.mark.parametrize("role", [Role.ANALYST, Role.RESEARCHER, Role.ADMINISTRATOR, None])
def test_only_editors_answer(role: Role | None, anna: User) -> None:
    incident = uncited(anna)
    with pytest.raises(NotAllowed):
        answer_check(incident=incident, check=the_check(incident), answer="So.", by=person("somebody", role))
    assert not CheckAnswer.objects.exists()


def test_an_answer_needs_words_and_does_not_mend(anna: User, edith: User) -> None:
    incident = uncited(anna)
    for words in ("", " \n", "x" * 2001):
        with pytest.raises(NotAllowed):
            answer_check(incident=incident, check=the_check(incident), answer=words, by=edith)
    claim = incident.claims.all()[0]
    claim.quotation, claim.quotation_language, claim.translation = "Երկու", "Armenian!", "Two"
    save(incident, edith, claim)
    wrong = next(one for one in checks(fetched(incident)) if one.code == ReviewCheck.NO_LANGUAGE)
    with pytest.raises(NotAllowed, match="No answer will do"):
        answer_check(incident=incident, check=wrong, answer="It is Armenian.", by=edith)


def test_an_answer_is_no_edit(anna: User, edith: User) -> None:
    """It changes neither revision nor document, and whoever gives it may publish."""
    incident = uncited(anna)
    seen = preview(incident)
    answer_check(incident=incident, check=the_check(incident), answer="It was said on the radio.", by=edith)
    assert (preview(incident).revision, preview(incident).body_sha256) == (seen.revision, seen.body_sha256)
    assert edith.pk not in changed_by(incident, since=None)
    assert publish_as_previewed(incident, by=edith).number == 1
    assert "radio" not in Edition.objects.get().body


def test_answers_are_only_added_to(anna: User, edith: User) -> None:
    incident = uncited(anna)
    answer_check(incident=incident, check=the_check(incident), answer="So.", by=edith)
    for statement in ("UPDATE workbench_checkanswer SET answer = 'x'", "DELETE FROM workbench_checkanswer"):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            connection.cursor().execute(statement)


# Nothing is published without


def test_nothing_is_published_unanswered(anna: User, edith: User) -> None:
    incident = uncited(anna)
    before = row_counts()
    with pytest.raises(Unanswered) as refused:
        publish_as_previewed(incident, by=edith)
    assert refused.value.problems == [str(the_check(incident))]
    assert "Claim without a public source: Ministry of Defence of Armenia" in refused.value.problems[0]
    assert row_counts() == before
    incident.refresh_from_db()
    assert incident.state == State.SUBMITTED


def test_what_moved_is_told_before_what_is_unanswered(anna: User, edith: User, edgar: User) -> None:
    incident = uncited(anna)
    seen = preview(incident)
    save(incident, edgar, title="Another title of the incident")
    with pytest.raises(PublishConflict):
        transition(incident=incident, verb=Verb.PUBLISH, by=edith, revision=seen.revision, body_sha256=seen.body_sha256)


def test_an_answer_to_the_last_edition_holds_for_the_next(anna: User, edith: User) -> None:
    incident = uncited(anna)
    answer_check(incident=incident, check=the_check(incident), answer="It was said on the radio.", by=edith)
    publish_as_previewed(incident, by=edith)
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    save(incident, anna, title="A better title of the incident")
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    assert publish_as_previewed(incident, by=edith).number == 2


def test_the_workflow_alone_publishes_and_asks_before_it_does() -> None:
    """A road that calls what publishes past the workflow would pass the checks by."""
    calling = re.compile(r"publishing\.publish\(|operations import [^\n]*\bpublish\b")
    found = [path for path in sorted(ROOT.rglob("*.py")) if calling.search(path.read_text())]
    assert [path.name for path in found] == ["effects.py"]
    text = found[0].read_text()
    asked = "    revision = _check_decided(incident, request)\n    return publishing.publish("
    assert text.count("publishing.publish(") == text.count(asked) == 1
    decided = text[text.index("def _check_decided") :]
    assert "    require_answers(incident)" in decided[: decided.index("return request.revision")]


def test_a_row_takes_its_answers_along_when_its_incident_is_merged(anna: User, edith: User, edgar: User) -> None:
    loser = uncited(anna)
    answer_check(incident=loser, check=the_check(loser), answer="It was said on the radio.", by=edith)
    winner = submitted_incident(by=anna, title="The same exchange of fire")
    merge_as_seen(loser, winner, by=edgar)
    (moved,) = checked(Incident.objects.for_detail().get(pk=winner.pk))
    assert moved.answer is not None
    assert moved.answer.incident == loser
    unmerge_as_seen(loser, by=edgar)
    assert checked(Incident.objects.for_detail().get(pk=winner.pk)) == []
