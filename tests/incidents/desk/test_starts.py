"""Ways to start an incident: what each fills in, what it leaves out, and that nothing is stored before it is saved."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from incidents.desk.starts import TEMPLATES
from incidents.moderation.workflow import transition
from incidents.vocabulary import LinkRelation, Question, Stance, Verb
from incidents.workbench.models import Assertion, Capture, Claim, ClaimLink, Incident, Source
from tests.factories import person
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident, published_incident, world
from tests.incidents.desk.forms import NEW, Fields, saved, sent, text

pytestmark = pytest.mark.django_db
START = "/desk/start/"


def begun(desk: Client, **query: str) -> Any:
    answer = desk.get(START, query)
    assert answer.status_code == 200
    return answer


def from_source(desk: Client, status: int = 200, **fields: str) -> Any:
    answer = desk.post(START, fields)
    assert answer.status_code == status
    return answer


# Templates


@pytest.mark.parametrize("slug", TEMPLATES)
def test_a_template_says_what_it_fills_in_and_stores_nothing(desk: Client, slug: str) -> None:
    page = text(begun(desk, template=slug))
    assert "Nothing is saved yet" in page
    for line in TEMPLATES[slug].fills:
        assert line in page
    assert 'action="/desk/incidents/new/"' in page
    assert (Incident.objects.count(), Claim.objects.count()) == (0, 0)


@pytest.mark.parametrize("slug", TEMPLATES)
def test_what_nobody_fills_in_is_not_stored_and_is_no_error(desk: Client, slug: str) -> None:
    incident = saved(desk, sent(begun(desk, template=slug)))
    assert incident.kind == TEMPLATES[slug].nested["kind"]
    for rows in (incident.claims, incident.involvements, incident.citations):
        assert rows.count() == 0


def test_rows_that_are_filled_in_are_stored_with_what_is_ready_in_them(desk: Client) -> None:
    world()
    form = sent(begun(desk, template="shelling-with-casualties"))
    form |= {"claims-0-claimant": ["armenia"], "claims-0-statement": ["Says that it was shelled."]}
    form |= {"claims-1-claimant": ["azerbaijan"], "claims-1-statement": ["Denies it."]}
    form |= {"involvements-1-actor": ["armenia"]}
    again = sent(desk.post(NEW, form | {"add": ["estimates"]}))
    incident = saved(desk, again)
    assert [(one.claimant.slug, one.kind) for one in incident.claims.all()] == [
        ("armenia", "assertion"),
        ("azerbaijan", "denial"),
    ]
    told = [
        (one.claim.claimant.slug, one.question, one.stance) for one in Assertion.objects.order_by("claim", "position")
    ]
    assert told == [
        ("armenia", Question.OCCURRENCE, Stance.ASSERTS),
        ("azerbaijan", Question.OCCURRENCE, Stance.DENIES),
    ]
    link = ClaimLink.objects.get()
    assert (link.relation, link.to) == (LinkRelation.DENIES, incident.claims.all()[0])
    assert [(one.actor.slug, one.role) for one in incident.involvements.all()] == [("armenia", "target")]


def test_a_hint_that_is_filled_in_by_half_is_told(desk: Client) -> None:
    world()
    form = sent(begun(desk, template="shelling-with-casualties"))
    form |= {"claims-0-claimant": ["armenia"], "claims-0-statement": ["Says that it was shelled."]}
    answer = desk.post(NEW, form | {"claims-0-assertions-2-low": ["2"]})
    assert answer.status_code == 422
    assert 'href="#id_claims-0-assertions-2-side"' in text(answer)


@pytest.mark.parametrize("slug", TEMPLATES)
def test_no_template_names_a_party(slug: str) -> None:
    told = str(TEMPLATES[slug].nested).lower()
    for word in ("armenia", "azerbaijan", "actor", "claimant"):
        assert word not in told


@pytest.mark.parametrize(
    "hints", ["", "x", "[]", '{"values": 1, "ready": 2}', '{"values": {"claims-0-kind": 5}, "ready": [1]}', "[" * 60000]
)
def test_odd_hints_are_none(desk: Client, form: Fields, hints: str) -> None:
    assert saved(desk, form | {"start": [hints]}).claims.count() == 1


# From a source


def test_a_new_address_becomes_a_source_that_the_first_claim_cites(desk: Client) -> None:
    world()
    page = from_source(desk, url="https://www.outlet.example/news/1")
    form = sent(page)
    assert form["sources-0-url"] == ["https://www.outlet.example/news/1"]
    assert form["sources-0-publisher"] == ["outlet.example"]
    assert form["claims-0-citations-0-source"] == form["sources-0-id"]
    assert Source.objects.count() == 0
    form |= {"claims-0-claimant": ["armenia"], "claims-0-kind": ["assertion"], "claims-0-statement": ["Says so."]}
    incident = saved(desk, form)
    assert incident.citations.get().claim == incident.claims.get()
    assert incident.citations.get().source.url == "https://www.outlet.example/news/1"


def test_without_a_claim_the_source_stays_with_the_incident(desk: Client) -> None:
    incident = saved(desk, sent(from_source(desk, url="outlet.example/news/1")))
    citation = incident.citations.get()
    assert (citation.claim, citation.source.url) == (None, "https://outlet.example/news/1")


def test_the_publisher_of_the_same_site_is_taken_over(desk: Client, anna: User) -> None:
    Source.objects.create(
        publisher="The Outlet", url="https://outlet.example/a", kind="agency", language="hy", added_by=anna
    )
    Source.objects.create(publisher="Another", url="https://outletXexample.org/a", added_by=anna)
    form = sent(from_source(desk, url="https://www.outlet.example/b"))
    assert (form["sources-0-publisher"], form["sources-0-kind"], form["sources-0-language"]) == (
        ["The Outlet"],
        ["agency"],
        ["hy"],
    )


def test_a_source_that_is_here_is_used_and_a_hidden_one_is_not(desk: Client, anna: User) -> None:
    known = Source.objects.create(publisher="The Outlet", url="https://outlet.example/a", added_by=anna)
    ara = person("ara", Role.ANALYST)
    Source.objects.create(publisher="A witness", url="https://secret.example/a", confidential=True, added_by=ara)
    incident = saved(desk, sent(from_source(desk, url="https://outlet.example/a")))
    assert incident.citations.get().source == known
    page = text(from_source(desk, url="https://secret.example/a"))
    assert "A witness" not in page


def test_pasted_text_is_kept_beside_the_form_until_it_is_saved(desk: Client) -> None:
    pasted = "Two soldiers <b>were</b> wounded.\nՆերքին Հանդ"
    page = from_source(desk, text=pasted)
    assert sent(page)["text"] == [pasted]
    again = desk.post(NEW, sent(page) | {"add": ["claims"]})
    assert sent(again)["text"] == [pasted]
    assert "<b>were" not in text(again)
    assert saved(desk, sent(again)).summary == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Give the address of a source"),
        ({"url": "javascript:alert(1)"}, "is not an address"),
        ({"url": "not an address"}, "is not an address"),
        ({"url": "https://outlet.example/" + "a" * 500}, "at most 500"),
        ({"text": "x" * 100_001}, "at most 100000"),
    ],
)
def test_what_is_no_source_is_refused_and_kept(desk: Client, fields: dict[str, str], words: str) -> None:
    page = text(from_source(desk, 422, **fields))
    assert words in page
    assert fields.get("url", "") in page


# From another incident


def test_a_copy_has_a_ref_and_rows_of_its_own(desk: Client, anna: User) -> None:
    original = complete_incident(by=anna, working_note="Only here", shared=True)
    source = original.citations.all()[0].source
    capture_of(source, by=anna)
    other = complete_incident(by=anna)
    original.links.create(other=other, relation="follows")
    copy = saved(desk, sent(begun(desk, **{"from": original.ref, "as": "copy"})))
    assert copy.ref not in (original.ref, other.ref)
    assert (copy.title, copy.summary, copy.place) == (original.title, original.summary, original.place)
    assert (copy.working_note, copy.shared, copy.links.count()) == ("", False, 0)
    for name in ("claims", "assertions", "claim_links", "citations", "involvements", "estimates"):
        mine, theirs = (getattr(one, name).values_list("public_id", flat=True) for one in (copy, original))
        assert len(mine) == len(theirs)
        assert not set(mine) & set(theirs)
    denial, said = copy.claim_links.get().claim, copy.claim_links.get().to
    assert {denial, said} == set(copy.claims.all())
    assert {one.source for one in copy.citations.all()} == {one.source for one in original.citations.all()}
    assert {(one.credibility, one.credibility_reason) for one in copy.citations.all()} == {(6, "")}
    assert Capture.objects.count() == 1


def test_a_copy_leaves_out_sources_that_the_person_does_not_see(desk: Client) -> None:
    ara = person("ara", Role.ANALYST)
    original = complete_incident(by=ara, shared=True)
    hidden = original.citations.all()[0].source
    Source.objects.filter(pk=hidden.pk).update(confidential=True, publisher="A witness")
    answer = begun(desk, **{"from": original.ref, "as": "copy"})
    assert "1 confidential source" in text(answer)
    assert "A witness" not in text(answer)
    copy = saved(desk, sent(answer))
    assert hidden not in {one.source for one in copy.citations.all()}
    assert copy.claims.count() == 2


def test_a_response_is_linked_and_turns_the_roles_round(desk: Client, anna: User) -> None:
    original = complete_incident(by=anna)
    incident = saved(desk, sent(begun(desk, **{"from": original.ref, "as": "response"})))
    link = incident.links.get()
    assert (link.other, link.relation, link.claim) == (original, "follows", None)
    assert (incident.place, incident.section, incident.title, incident.earliest) == (
        original.place,
        original.section,
        "",
        None,
    )
    roles = {one.actor.slug: (one.role, one.alleged) for one in incident.involvements.all()}
    assert roles == {"azerbaijan": ("target", False), "armenia": ("respondent", False)}
    assert incident.claims.count() == 0


def test_a_response_to_what_is_public_and_not_theirs_takes_the_link_alone(desk: Client, edith: User) -> None:
    original = published_incident(by=person("ara", Role.ANALYST), editor=edith)
    Incident.objects.filter(pk=original.pk).update(place_wording="by the secret well")
    answer = begun(desk, **{"from": original.ref, "as": "response"})
    assert "secret well" not in text(answer)
    assert saved(desk, sent(answer)).links.get().other == original
    assert desk.get(START, {"from": original.ref, "as": "copy"}).status_code == 404


def test_what_is_hidden_or_absent_is_not_found(desk: Client, edith: User) -> None:
    hidden = complete_incident(by=person("ara", Role.ANALYST))
    retracted = published_incident(by=person("ara", Role.ANALYST), editor=edith)
    transition(incident=retracted, verb=Verb.RETRACT, by=edith, reason="Wrong.")
    for query in (
        {"from": hidden.ref, "as": "copy"}, {"from": hidden.ref, "as": "response"},
        {"from": "CC-2000-00001", "as": "copy"}, {"from": retracted.ref, "as": "response"},
        {"from": hidden.ref, "as": "nonsense"},
        {"template": "nonsense"}, {},
    ):  # fmt: skip
        assert desk.get(START, query).status_code == 404


def test_the_ways_to_start_are_on_the_desk_and_on_the_incident(desk: Client, anna: User) -> None:
    incident = complete_incident(by=anna)
    home, page = text(desk.get("/desk/")), text(desk.get(f"/desk/incidents/{incident.ref}/"))
    for slug in TEMPLATES:
        assert f'href="{START}?template={slug}"' in home
    assert re.search(rf'<option value="{incident.ref}">', home)
    for how in ("copy", "response"):
        assert f'href="{START}?from={incident.ref}&amp;as={how}"' in page
