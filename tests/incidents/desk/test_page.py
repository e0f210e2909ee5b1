"""The form of an incident, as a browser without JavaScript uses it."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from actors.models import Actor
from incidents.moderation import workflow
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Claim, Incident, Source
from tests.factories import ActorFactory, PlaceFactory, person
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")


def test_a_draft_may_lack_everything(desk: Client) -> None:
    assert saved(desk, sent(desk.get(NEW))).state == State.DRAFT
    assert Claim.objects.count() == 0


def test_names_resolve_in_any_spelling(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    assert incident.place is not None
    assert incident.place.code == "gn:174815"
    assert incident.claims.get().claimant.slug == "armenia-ministry-of-defence"
    assert incident.latest == incident.earliest
    assert incident.citations.get().claim == incident.claims.get()


def test_what_is_shown_is_what_is_stored(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    page = desk.get(address(incident))
    saved(desk, sent(page), address(incident))
    assert Incident.objects.get().revision == incident.revision


def test_a_source_that_nothing_cites_stays_with_the_incident(desk: Client, form: Fields) -> None:
    incident = saved(desk, form)
    citation = incident.citations.get()
    assert (citation.claim, citation.source.publisher) == (None, "The outlet")


def test_a_row_is_added_without_javascript_and_nothing_is_saved_or_lost(desk: Client, form: Fields) -> None:
    wrong = form | {"latitude": ["ninety"], "claims-0-claimant": ["Nobody"]}
    first = desk.post(NEW, wrong | {"add": ["claims"]})
    second = desk.post(NEW, sent(first) | {"add": ["claims-1-answers"]})
    after = sent(second)
    assert {name: after[name] for name in wrong} == wrong
    assert "claims-1-statement" in after
    assert "claims-1-answers-0-to" in after
    assert "autofocus" in text(first)
    assert Incident.objects.count() == 0
    assert "field__errors" not in text(first)


def test_a_second_row_takes_its_own_id(desk: Client, form: Fields) -> None:
    after = sent(desk.post(NEW, form | {"add": ["claims"]}))
    assert after["claims-0-id"] == form["claims-0-id"] != after["claims-1-id"]


def test_sending_the_same_form_twice_makes_one_incident(desk: Client, form: Fields) -> None:
    first = saved(desk, cited(form))
    assert saved(desk, cited(form)).ref == first.ref
    assert (Incident.objects.count(), Claim.objects.count(), Source.objects.count()) == (1, 1, 1)


def test_sending_the_same_edit_twice_writes_once(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    longer = sent(desk.post(address(incident), sent(desk.get(address(incident))) | {"add": ["claims"]}))
    longer |= {"claims-1-claimant": ["azerbaijan"], "claims-1-kind": ["threat"], "claims-1-statement": ["Warns."]}
    once = saved(desk, longer, address(incident))
    assert saved(desk, longer, address(incident)).revision == once.revision
    assert Claim.objects.count() == 2


WRONG = [
    ({"latest": "2024-02-12"}, "latest", "The last day is before the first day."),
    ({"latitude": "91", "longitude": "40"}, "latitude", "between -90 and 90"),
    ({"latitude": "39"}, "longitude", "Give both latitude and longitude."),
    ({"latitude": "39,04", "longitude": "46"}, "latitude", "Enter a number."),
    ({"start_time": "09:30", "end_time": "05:30"}, "end_time", "the end is before the start"),
    ({"claims-0-assertions-0-low": "3", "claims-0-assertions-0-high": "2"}, "claims-0-assertions-0-high", "less than"),
    ({"claims-0-claimant": "Atlantis"}, "claims-0-claimant", "No actor is called “Atlantis”"),
    ({"claims-0-claimant": ""}, "claims-0-claimant", "Say who makes the claim."),
    ({"claims-0-statement": "x" * 2001}, "claims-0-statement", "at most 2000 characters"),
    ({"place": "Atlantis"}, "place", "No place is called “Atlantis”"),
    ({"time_zone": "Mars/Phobos"}, "time_zone", "IANA"),
    ({"claims-0-assertions-0-side": ""}, "claims-0-assertions-0-side", "needs its side"),
    ({"claims-0-assertions-0-question": "occurrence"}, "claims-0-assertions-0-low", "only questions of how many"),
    ({"claims-0-quotation": "fire"}, "claims-0-quotation_language", "needs its language"),
    ({"kind": "war"}, "kind", "“war” is not one of: exchange_of_fire, "),
    ({"title": "short"}, "title", "at least 8 characters"),
    ({"earliest": "13.02.2024"}, "earliest", "valid date"),
    ({"claims-0-citations-0-source": "0000000000"}, "claims-0-citations-0-source", "no source"),
    ({"claims-0-assertions-0-low": "99999999999"}, "claims-0-assertions-0-low", "2147483647"),
]


@pytest.mark.parametrize(("change", "field", "message"), WRONG)
def test_what_is_wrong_is_told_beside_its_field_and_kept(
    desk: Client, form: Fields, change: dict[str, str], field: str, message: str
) -> None:
    wrong = cited(form) | {name: [value] for name, value in change.items()}
    answer = desk.post(NEW, wrong | {"do": ["save"]})
    assert answer.status_code == 422
    page = text(answer)
    beside = re.search(rf'(?s)<ul class="field__errors" id="id_{field}_error">(.*?)</ul>', page)
    assert beside is not None
    assert message in beside[1]
    assert f'href="#id_{field}"' in page
    kept = sent(answer)
    assert {name: kept[name] for name in wrong} == wrong
    assert Incident.objects.count() == 0


def test_an_ambiguous_place_names_the_candidates(desk: Client, form: Fields) -> None:
    for code, province in (("t:1", "Syunik"), ("t:2", "Tavush")):
        PlaceFactory.create(code=code, name="Karmir", admin1=province)
    for one in ("t:1", "t:2"):
        place = PlaceFactory.create(code=one)
        place.names.create(text="Karmir", language="hy")
    page = text(desk.post(NEW, form | {"place": ["Karmir"], "do": ["save"]}))
    assert "Karmir (Syunik), settlement [t:1]" in page
    assert "Karmir (Tavush), settlement [t:2]" in page
    incident = saved(desk, form | {"place": ["Karmir (Tavush) [t:2]"]})
    assert incident.place is not None
    assert incident.place.code == "t:2"


def test_an_ambiguous_actor_names_the_candidates(desk: Client, form: Fields) -> None:
    for slug in ("volunteers-1", "volunteers-2"):
        ActorFactory.create(slug=slug, name="Volunteers")
    page = text(desk.post(NEW, form | {"claims-0-claimant": ["Volunteers"], "do": ["save"]}))
    assert "Volunteers [volunteers-1] or Volunteers [volunteers-2]" in page


def test_an_unknown_actor_can_be_proposed_in_the_same_form(desk: Client, form: Fields, anna: User) -> None:
    refused = desk.post(NEW, form | {"claims-0-claimant": ["Village council"], "do": ["save"]})
    assert "Propose “Village council” as a new actor" in text(refused)
    proposal = {"propose": ["claims-0-claimant"], "propose-claims-0-claimant-kind": ["government_body"]}
    answer = desk.post(NEW, sent(refused) | proposal)
    assert Actor.objects.get(name="Village council").proposed_by == anna
    assert saved(desk, sent(answer)).claims.get().claimant.name == "Village council"


def test_an_unknown_place_can_be_proposed_with_its_position(desk: Client, form: Fields) -> None:
    refused = desk.post(NEW, form | {"place": ["Height 1234"], "do": ["save"]})
    proposal = {"propose-place-kind": "feature", "propose-place-lat": "39.1", "propose-place-lon": "46.5"}
    fields = {name: [value] for name, value in proposal.items()} | {"propose": ["place"]}
    wrong = desk.post(NEW, sent(refused) | fields | {"propose-place-lat": ["north"]})
    assert "“north” is not a number of degrees." in text(wrong)
    place = saved(desk, sent(desk.post(NEW, sent(wrong) | fields))).place
    assert place is not None
    assert (place.name, place.latitude, place.country) == ("Height 1234", 39.1, "ARM")


def test_a_submission_that_lacks_something_is_saved_and_told(desk: Client, form: Fields) -> None:
    denial = form | {"claims-0-kind": ["denial"], "claims-0-made_on": [""], "summary": [""]}
    answer = desk.post(NEW, denial | {"do": ["submit"]})
    assert answer.status_code == 422
    page = text(answer)
    assert Incident.objects.get().state == State.DRAFT
    for element, message in (
        ("id_summary", "Give a summary"),
        ("id_claims-0-made_on", "Say when the statement was made."),
        ("list-claims-0-answers", "A denial names the claim it denies."),
        ("list-claims-0-citations", "Cite the source"),
    ):
        assert re.search(rf'<a href="#{element}">[^<]*{message}', page), element
        assert f'id="{element}"' in page


def test_a_second_submission_is_told(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form), do="submit")
    assert incident.state == State.SUBMITTED
    page = sent(desk.get(address(incident)), do="submit") | {"form": ["0000000000"]}
    again = desk.post(address(incident), page)
    assert again.status_code == 409
    assert "is submitted; to submit it must be" in text(again)


def test_a_submitted_incident_only_shows(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form), do="submit")
    page = text(desk.get(address(incident)))
    assert '<fieldset class="draft__all" disabled>' in page
    desk.post(f"{address(incident)}withdraw/")
    assert Incident.objects.get().state == State.DRAFT
    refused = desk.post(f"{address(incident)}publish/", follow=True)
    assert "Publish is not yours to do here." in text(refused)
    assert Incident.objects.get().state == State.DRAFT
    assert desk.post(f"{address(incident)}delete/").status_code == 404


def test_what_was_typed_survives_that_the_incident_was_submitted(desk: Client, form: Fields, anna: User) -> None:
    incident = saved(desk, cited(form))
    page = desk.get(address(incident))
    workflow.transition(incident=Incident.objects.get(), verb=Verb.SUBMIT, by=anna)
    late = desk.post(address(incident), sent(page, title="My late thought"))
    assert late.status_code == 409
    assert sent(late)["title"] == ["My late thought"]


def test_both_versions_are_shown_when_somebody_else_saved(
    desk: Client, form: Fields, client: Client, anna: User
) -> None:
    incident = saved(desk, cited(form) | {"shared": ["on"]})
    mine = sent(desk.get(address(incident)), title="Mine: fire at the border")
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    theirs = sent(other.get(address(incident)), title="Theirs: shots at the border")
    saved(other, theirs, address(incident))
    stale = desk.post(address(incident), mine)
    assert stale.status_code == 409
    page = text(stale)
    assert "Theirs: shots at the border" in page
    assert sent(stale)["title"] == ["Mine: fire at the border"]
    choice = {"choose-title": ["yours"]}
    assert saved(desk, sent(stale) | choice, address(incident)).title == "Mine: fire at the border"


def test_a_removed_claim_that_others_name_is_told_beside_them(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form) | {"involvements-0-claim": form["claims-0-id"]})
    answer = desk.post(address(incident), sent(desk.get(address(incident))) | {"claims-0-delete": ["on"]})
    assert answer.status_code == 422
    assert 'href="#id_involvements-0-claim"' in text(answer)
    saved(desk, sent(answer) | {"involvements-0-claim": [""]}, address(incident))
    assert Claim.objects.count() == 0


def test_the_same_twice_is_told(desk: Client, form: Fields) -> None:
    two = sent(desk.post(NEW, form | {"add": ["involvements"]}))
    two |= {"involvements-1-actor": ["armenia-armed-forces"], "involvements-1-role": ["target"]}
    answer = desk.post(NEW, two)
    assert "This actor already has this role here." in text(answer)


def test_editing_a_published_incident_reopens_it(desk: Client, form: Fields, edith: User) -> None:
    from incidents.publishing.operations import preview

    incident = saved(desk, cited(form), do="submit")
    seen = preview(incident)
    workflow.transition(
        incident=incident, verb=Verb.PUBLISH, by=edith, revision=seen.revision, body_sha256=seen.body_sha256
    )
    page = desk.get(address(incident))
    assert "public edition 1" in text(page)
    again = saved(desk, sent(page), address(incident))
    assert again.state == State.IN_SYNC
    changed = saved(desk, sent(page, title="Fire near Nerkin Hand, again"), address(incident))
    assert (changed.state, changed.title) == (State.DRAFT, "Fire near Nerkin Hand, again")


def test_times_are_local_to_the_incident(desk: Client, form: Fields) -> None:
    first = {"claims-0-assertions-0-question": "time", "claims-0-assertions-0-time_from": "2024-02-13T05:30"}
    gone = {f"claims-0-assertions-0-{name}": "" for name in ("side", "group", "low")}
    incident = saved(desk, form | {name: [value] for name, value in (first | gone).items()})
    moment = incident.assertions.get().time_from
    assert moment is not None
    assert moment.isoformat() == "2024-02-13T01:30:00+00:00"
    assert sent(desk.get(address(incident)))["claims-0-assertions-0-time_from"] == ["2024-02-13T05:30"]


def test_the_page_asks_the_database_as_often_for_three_claims_as_for_one(
    desk: Client, form: Fields, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    incident = saved(desk, cited(form))
    desk.get(address(incident))
    with CaptureQueriesContext(connection) as once:
        desk.get(address(incident))
    number_of_queries = len(once)
    for number in (1, 2):
        more = sent(desk.post(address(incident), sent(desk.get(address(incident))) | {"add": ["claims"]}))
        more |= {
            f"claims-{number}-claimant": ["azerbaijan"],
            f"claims-{number}-kind": ["threat"],
            f"claims-{number}-statement": ["Warns."],
            f"claims-{number}-assertions-0-question": ["occurrence"],
            f"claims-{number}-citations-0-source": more["sources-0-id"],
        }
        saved(desk, more, address(incident))
    with django_assert_num_queries(number_of_queries):
        desk.get(address(incident))
