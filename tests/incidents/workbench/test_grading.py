"""Credibility 1 needs two independent origins, wherever it was given."""

from typing import Any

import pytest

from accounts.models import User
from incidents.errors import Incomplete
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.vocabulary import LinkRelation, Question, Verb
from incidents.workbench.completeness import missing
from incidents.workbench.grading import grades_of, unconfirmed
from incidents.workbench.models import Assertion, Citation, ClaimLink, Incident, Source
from incidents.workbench.operations.save import Changes, save_incident
from tests.incidents.complete import complete_incident

pytestmark = pytest.mark.django_db
REASON = {"credibility_reason": "Because."}


def refused(incident: Incident) -> list[str]:
    """Return what is said against the grades of an incident."""
    rows = Incident.objects.for_detail().get(pk=incident.pk)
    return [why for _, why in unconfirmed(rows.citations.all(), rows.claim_links.all())]


def save(incident: Incident, by: User, *rows: Any) -> None:
    save_incident(incident=incident, changes=Changes(saved=list(rows)), by=by, revision=incident.revision)


@pytest.fixture
def incident(anna: User) -> Incident:
    """Return an incident whose first citation, of its first claim, has credibility 1."""
    made = complete_incident(by=anna)
    Citation.objects.filter(pk=made.citations.all()[0].pk).update(credibility=1)
    return made


def test_it_can_be_neither_submitted_nor_published(incident: Incident, anna: User) -> None:
    assert list(missing(Incident.objects.for_detail().get(pk=incident.pk))) == ["claims.0.citations.0.credibility"]
    with pytest.raises(Incomplete):
        transition(incident=incident, verb=Verb.SUBMIT, by=anna)


@pytest.mark.parametrize(
    ("relation", "question", "count"),
    [
        (LinkRelation.CORROBORATES, "", 0),
        (LinkRelation.CORROBORATES, Question.KILLED, 1),
        (LinkRelation.REPEATS, "", 1),
        (LinkRelation.RESPONDS_TO, "", 1),
    ],
)
def test_a_claim_that_corroborates_adds_its_origin(
    incident: Incident, anna: User, relation: str, question: str, count: int
) -> None:
    said, other = incident.claims.all()
    incident.claim_links.all().delete()
    save(incident, anna, ClaimLink(incident=incident, claim=other, to=said, relation=relation, question=question))
    assert len(refused(incident)) == count


def test_a_claim_that_corroborates_and_repeats_adds_none(incident: Incident, anna: User) -> None:
    said, other = incident.claims.all()
    incident.claim_links.all().delete()
    links = [
        ClaimLink(incident=incident, claim=other, to=said, relation=relation)
        for relation in (LinkRelation.CORROBORATES, LinkRelation.REPEATS)
    ]
    save(incident, anna, *links)
    assert len(refused(incident)) == 1


def test_what_confirms_one_answer_confirms_no_other(incident: Incident, anna: User) -> None:
    said = incident.claims.all()[0]
    occurred, initiated, _ = Assertion.objects.filter(claim=said).order_by("position")
    other = Source(publisher="Another", added_by=anna)
    first = incident.citations.all()[0]
    first.refresh_from_db()
    first.assertion = occurred
    second = Citation(incident=incident, claim=said, assertion=initiated, source=other)
    save(incident, anna, other, first, second)
    assert len(refused(incident)) == 1
    second.assertion = occurred
    save(incident, anna, second)
    assert refused(incident) == []


def test_for_the_incident_as_a_whole(anna: User) -> None:
    incident = complete_incident(by=anna)
    sources = [Source(publisher=name, added_by=anna) for name in ("One", "Two")]
    save(incident, anna, sources[0], Citation(incident=incident, source=sources[0], credibility=1, **REASON))
    assert len(refused(incident)) == 1
    save(incident, anna, sources[1], Citation(incident=incident, source=sources[1]))
    assert refused(incident) == []


def test_the_preview_says_where_only_what_is_held_back_confirms(anna: User) -> None:
    incident = complete_incident(by=anna)
    sources = [Source(publisher=name, added_by=anna, confidential=name == "Two") for name in ("One", "Two")]
    cited = [
        Citation(incident=incident, source=one, credibility=grade) for one, grade in zip(sources, (1, 6), strict=True)
    ]
    save(incident, anna, *sources, *cited)
    assert refused(incident) == []
    assert [one for one in preview(incident).withheld if "grade 1 of One" in one]


def test_grades_of_nobody_are_no_history(incident: Incident) -> None:
    assert grades_of(Citation, incident.citations.all()) == {}
    assert grades_of(Source, []) == {}
