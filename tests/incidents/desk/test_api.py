"""The drafts API: the form's rules and errors as JSON."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import APIToken, User
from accounts.roles import Role
from incidents.moderation.operations import save_source
from incidents.vocabulary import State
from incidents.workbench.models import Claim, Incident, Source
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference")

DRAFTS = "/api/v1/drafts/"


@pytest.fixture
def api(anna: User) -> APIClient:
    """Return a client with anna's token for drafts."""
    _, token = APIToken.objects.create(user=anna, name="test", scope="drafts")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


def nested(**changed: Any) -> dict[str, Any]:
    """Return a whole draft, fit for submission."""
    return {
        "title": "Fire near Nerkin Hand",
        "summary": "Armenia says that two of its soldiers were killed.",
        "kind": "small_arms_fire",
        "earliest": "2024-02-13",
        "place": "gn:174815",
        "place_precision": 2,
        "involvements": [{"actor": "armenia-armed-forces", "role": "target"}],
        "sources": [{"id": "0000000001", "publisher": "The outlet"}],
        "claims": [
            {
                "id": "000000000c",
                "claimant": "armenia-ministry-of-defence",
                "kind": "assertion",
                "statement": "Says that two were killed.",
                "made_on": "2024-02-13",
                "assertions": [{"question": "killed", "side": "Armenia", "group": "military", "low": 2}],
                "citations": [{"source": "0000000001"}],
            }
        ],
        **changed,
    }


def created(api: APIClient, **changed: Any) -> Any:
    answer = api.post(DRAFTS, nested(**changed), format="json")
    assert answer.status_code == 201, answer.json()
    return answer.json()


def errors(answer: Any) -> dict[str, str]:
    assert answer["Content-Type"].startswith("application/problem+json")
    return {error["pointer"]: error["detail"] for error in answer.json()["errors"]}


def test_a_draft_comes_back_as_it_was_sent(api: APIClient) -> None:
    body = created(api)
    assert (body["title"], body["state"], body["revision"]) == ("Fire near Nerkin Hand", "draft", 1)
    assert body["claims"][0]["assertions"][0]["low"] == 2
    again = api.put(f"{DRAFTS}{body['ref']}/", body, format="json")
    assert (again.status_code, again.json()["revision"]) == (200, 1)


def test_it_can_be_submitted_once(api: APIClient) -> None:
    address = f"{DRAFTS}{created(api)['ref']}/submit/"
    assert api.post(address).json()["state"] == State.SUBMITTED
    second = api.post(address)
    assert second.status_code == 409
    assert "is submitted" in second.json()["detail"]


def test_what_a_submission_lacks_is_pointed_at(api: APIClient) -> None:
    claims = nested()["claims"]
    claims[0] |= {"kind": "denial", "made_on": None}
    ref = created(api, claims=claims, summary="")["ref"]
    answer = api.post(f"{DRAFTS}{ref}/submit/")
    assert answer.status_code == 400
    assert set(errors(answer)) == {"/summary", "/claims/0/made_on", "/claims/0/answers"}


@pytest.mark.parametrize(
    ("change", "pointer", "detail"),
    [
        ({"latest": "2024-02-12"}, "/latest", "The last day is before the first day."),
        ({"latitude": 91, "longitude": 46}, "/latitude", "between -90 and 90"),
        ({"kind": "war"}, "/kind", "“war” is not one of: exchange_of_fire, "),
        ({"place": "Atlantis"}, "/place", "No place is called"),
        ({"involvements": [{"actor": "Atlantis", "role": "target"}]}, "/involvements/0/actor", "No actor is called"),
        ({"colour": "red"}, "/colour", "no field"),
        ({"claims": "none"}, "/claims", "list of objects"),
        ({"claims": [{"delete": True}]}, "/claims/0/delete", "no field"),
        ({"title": {"en": "x"}}, "/title", "must be a text"),
        ({"estimates": [{"side": "armenia", "claims": ["0000000000"]}]}, "/estimates/0/claims", "no claim"),
        ({"sources": [{"publisher": "x" * 121}]}, "/sources/0/publisher", "at most 120"),
        ({"links": [{"relation": "follows", "other": "CC-1999-00001"}]}, "/links/0/other", "No incident"),
    ],
)
def test_what_is_wrong_is_pointed_at(api: APIClient, change: dict[str, Any], pointer: str, detail: str) -> None:
    answer = api.post(DRAFTS, nested(**change), format="json")
    assert answer.status_code == 400
    assert detail in errors(answer)[pointer]
    assert Incident.objects.count() == 0


def test_low_above_high_is_pointed_at_in_its_row(api: APIClient) -> None:
    claims = nested()["claims"]
    claims[0]["assertions"].append({"question": "wounded", "side": "armenia", "group": "military", "low": 3, "high": 1})
    answer = api.post(DRAFTS, nested(claims=claims), format="json")
    assert "/claims/0/assertions/1/high" in errors(answer)


def test_a_body_that_is_no_object_is_refused(api: APIClient) -> None:
    assert api.post(DRAFTS, [1], format="json").status_code == 400
    raw = '{"title": "A lone \\ud800 surrogate"}'
    assert api.post(DRAFTS, raw, content_type="application/json").status_code == 400


@pytest.mark.parametrize("raw", ["[" * 100_000, '{"claims": ' + "[" * 100_000, '{"title":' * 100_000])
@pytest.mark.parametrize("method", ["post", "put"])
def test_what_is_nested_too_deeply_is_refused(api: APIClient, method: str, raw: str) -> None:
    address = DRAFTS if method == "post" else f"{DRAFTS}{created(api)['ref']}/"
    answer = api.generic(method.upper(), address, raw, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"] == "The JSON is nested too deeply."


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        ('{"\\ud800": "ab"}', ""),
        ('{"title": "Fire", "claims": [{"\\udfff": "ab"}]}', "/claims/0"),
        ('{"title\\ud800": {"\\ud800": 1}}', ""),
        ('{"title": "\\ud800"}', "/title"),
    ],
)
def test_half_a_character_is_refused_in_names_as_in_values(api: APIClient, raw: str, pointer: str) -> None:
    answer = api.post(DRAFTS, raw, content_type="application/json")
    assert answer.status_code == 400
    told = errors(answer)
    assert list(told) == [pointer]
    assert "surrogate" in told[pointer]


def test_a_stale_revision_gets_both_versions(api: APIClient) -> None:
    body = created(api)
    address = f"{DRAFTS}{body['ref']}/"
    assert api.put(address, body | {"title": "Theirs: another title"}, format="json").status_code == 200
    stale = api.put(address, body | {"title": "Mine: another title"}, format="json")
    assert stale.status_code == 412
    told = stale.json()
    assert (told["yours"]["title"], told["theirs"]["title"]) == ("Mine: another title", "Theirs: another title")
    assert [one["pointer"] for one in told["differences"]] == ["/title"]
    mine = body | {"title": "Mine: another title", "revision": told["revision"]}
    assert api.put(address, mine, format="json").json()["title"] == "Mine: another title"


def test_a_stale_tag_gets_both_versions_too(api: APIClient) -> None:
    body = created(api)
    address = f"{DRAFTS}{body.pop('ref')}/"
    tag = api.get(address)["ETag"]
    body.pop("revision")
    theirs = api.put(address, body | {"title": "Theirs: another title"}, format="json", HTTP_IF_MATCH=tag)
    assert theirs.status_code == 200
    stale = api.put(address, body | {"title": "Mine: another title"}, format="json", HTTP_IF_MATCH=tag)
    assert stale.status_code == 412
    told = stale.json()
    assert (told["yours"]["title"], told["theirs"]["title"]) == ("Mine: another title", "Theirs: another title")
    assert Incident.objects.get().title == "Theirs: another title"
    mine = api.put(address, body | {"title": "Mine: another title"}, format="json", HTTP_IF_MATCH=theirs["ETag"])
    assert (mine.status_code, mine.json()["title"]) == (200, "Mine: another title")


def test_a_source_that_moved_is_written_only_by_who_saw_it_as_it_stands(api: APIClient, edith: User) -> None:
    """An editor's change of it raises no revision of the incident, so the revision alone would never tell."""
    body = created(api)
    address = f"{DRAFTS}{body['ref']}/"
    source = Source.objects.get()
    source.title, source.confidential = "Of the editor", True
    save_source(source=source, by=edith)
    mine = body | {"sources": [body["sources"][0] | {"publisher": "Mine"}]}
    stale = api.put(address, mine, format="json")
    assert (stale.status_code, stale.json()["revision"]) == (412, body["revision"])
    theirs = stale.json()["theirs"]
    assert (theirs["sources"][0]["title"], theirs["sources"][0]["confidential"]) == ("Of the editor", True)
    assert api.put(address, body, format="json").status_code == 412  # still without what stands now
    seen = api.get(address).json()
    assert seen["sources_seen"] == theirs["sources_seen"] != body["sources_seen"]
    again = seen | {"sources": [seen["sources"][0] | {"publisher": "Mine"}]}
    answer = api.put(address, again, format="json")
    assert answer.status_code == 200
    now = Source.objects.get()
    assert (now.title, now.publisher, now.confidential) == ("Of the editor", "Mine", True)
    assert api.put(address, answer.json(), format="json").status_code == 200


@pytest.mark.parametrize("wrong", ["0000000001", "0000000001:", "0000000001:1,", 7, None, ["0000000001:1"]])
def test_what_was_seen_is_sent_as_it_was_given(api: APIClient, wrong: object) -> None:
    body = created(api)
    answer = api.put(f"{DRAFTS}{body['ref']}/", body | {"sources_seen": wrong}, format="json")
    assert answer.status_code == 400
    assert list(errors(answer)) == ["/sources_seen"]


def test_put_needs_a_revision(api: APIClient) -> None:
    ref = created(api)["ref"]
    assert api.put(f"{DRAFTS}{ref}/", nested(), format="json").status_code == 428
    matched = api.put(f"{DRAFTS}{ref}/", nested(), format="json", HTTP_IF_MATCH='"1"')
    assert matched.status_code == 200


def test_rows_that_are_left_out_are_removed(api: APIClient) -> None:
    body = created(api)
    answer = api.put(f"{DRAFTS}{body['ref']}/", body | {"claims": []}, format="json")
    assert (answer.status_code, answer.json()["claims"]) == (200, [])
    assert [one["publisher"] for one in answer.json()["sources"]] == ["The outlet"]


def test_the_same_key_makes_one_incident(api: APIClient) -> None:
    once = api.post(DRAFTS, nested(), format="json", HTTP_IDEMPOTENCY_KEY="k1")
    again = api.post(DRAFTS, nested(), format="json", HTTP_IDEMPOTENCY_KEY="k1")
    assert (once.status_code, again.status_code) == (201, 200)
    assert once.json()["ref"] == again.json()["ref"]
    assert Incident.objects.count() == 1


def test_the_same_key_with_another_draft_is_refused(api: APIClient) -> None:
    made = api.post(DRAFTS, nested(), format="json", HTTP_IDEMPOTENCY_KEY="k1").json()
    other = api.post(DRAFTS, nested(title="Another"), format="json", HTTP_IDEMPOTENCY_KEY="k1")
    assert other.status_code == 422
    assert made["ref"] in other.json()["detail"]
    turned = dict(reversed(nested().items()))
    assert api.post(DRAFTS, turned, format="json", HTTP_IDEMPOTENCY_KEY="k1").json()["ref"] == made["ref"]
    assert Incident.objects.count() == 1


def test_a_key_that_is_too_long_is_refused_not_cut(api: APIClient) -> None:
    answer = api.post(DRAFTS, nested(), format="json", HTTP_IDEMPOTENCY_KEY="k" * 81)
    assert (answer.status_code, Incident.objects.count()) == (400, 0)


def test_a_save_that_is_sent_again_after_its_answer_was_lost_changes_nothing(api: APIClient) -> None:
    body = created(api)
    changed = body | {"title": "Another title"}
    once = api.put(f"{DRAFTS}{body['ref']}/", changed, format="json")
    again = api.put(f"{DRAFTS}{body['ref']}/", changed, format="json")
    assert (once.status_code, again.status_code) == (200, 200)
    assert once.json()["revision"] == again.json()["revision"]


def test_what_is_submitted_is_what_was_seen(api: APIClient) -> None:
    body = created(api)
    address = f"{DRAFTS}{body['ref']}/"
    assert api.put(address, body | {"title": "Another title"}, format="json").status_code == 200
    for tag in ('"1"', "*", "what"):
        stale = api.post(f"{address}submit/", HTTP_IF_MATCH=tag)
        assert (stale.status_code, stale.json()["theirs"]["title"]) == (412, "Another title")
    assert Incident.objects.get().state == State.DRAFT
    tag = api.get(address)["ETag"]
    assert api.post(f"{address}submit/", HTTP_IF_MATCH=tag).json()["state"] == State.SUBMITTED


def test_the_id_of_another_incidents_row_is_refused(api: APIClient) -> None:
    created(api)
    answer = api.post(DRAFTS, nested(sources=[], claims=[nested()["claims"][0] | {"citations": []}]), format="json")
    assert "another incident" in errors(answer)["/claims/0"]
    assert Claim.objects.count() == 1


def test_other_peoples_drafts_are_not_there(api: APIClient) -> None:
    ref = created(api)["ref"]
    ara = person("ara", Role.ANALYST)
    other = APIClient()
    other.force_login(ara)
    assert other.get(f"{DRAFTS}{ref}/").status_code == 404
    assert other.put(f"{DRAFTS}{ref}/", nested(), format="json").status_code == 404
    assert other.post(f"{DRAFTS}{ref}/submit/").status_code == 404
    assert other.get(DRAFTS).json()["results"] == []
    page = Client()
    page.force_login(ara)
    assert page.get(f"/desk/incidents/{ref}/").status_code == 404
    assert page.post(f"/desk/incidents/{ref}/").status_code == 404


def test_only_the_desk_has_access(api: APIClient, rufat: User, anna: User, client: Client) -> None:
    ref = created(api)["ref"]
    assert APIClient().get(DRAFTS).status_code == 401
    researcher = APIClient()
    researcher.force_login(rufat)
    assert researcher.get(DRAFTS).status_code == 403
    _, reading = APIToken.objects.create(user=anna, name="reads", scope="read")
    assert APIClient().get(DRAFTS, HTTP_AUTHORIZATION=f"Token {reading}").status_code == 403
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")
    client.force_login(rufat)
    assert client.get("/desk/").status_code == 403
    assert client.get(f"/desk/incidents/{ref}/").status_code == 404


def test_an_unknown_parameter_is_refused(api: APIClient) -> None:
    assert api.get(DRAFTS, {"pag": 1}).status_code == 400
    assert api.get(DRAFTS, {"state": "draft,lost"}).status_code == 400
    assert api.get(DRAFTS, {"page_size": 5}).json() == {"next": None, "previous": None, "results": []}


def test_the_list_is_read_in_pages_and_by_state(api: APIClient) -> None:
    refs = [created(api, sources=[], claims=[])["ref"] for _ in range(3)]
    whole = created(api)["ref"]
    assert api.post(f"{DRAFTS}{whole}/submit/").status_code == 200
    first = api.get(DRAFTS, {"page_size": 3})
    assert [one["ref"] for one in first.json()["results"]] == [whole, refs[2], refs[1]]
    assert 'rel="next"' in first["Link"]
    second = api.get(first.json()["next"]).json()
    assert ([one["ref"] for one in second["results"]], second["next"]) == ([refs[0]], None)
    assert [one["ref"] for one in api.get(second["previous"]).json()["results"]] == [whole, refs[2], refs[1]]
    assert [one["ref"] for one in api.get(DRAFTS, {"state": "submitted,rejected"}).json()["results"]] == [whole]


def test_a_grade_is_judged_as_in_the_form(api: APIClient) -> None:
    draft = nested()
    draft["claims"][0]["citations"] = [{"source": "0000000001", "credibility": 1, "credibility_reason": "Sure."}]
    answer = api.post(DRAFTS, draft, format="json")
    assert answer.status_code == 400
    assert "Here there is 1: The outlet." in errors(answer)["/claims/0/citations/0/credibility"]


def test_a_judgement_without_a_reason_is_not_submitted(api: APIClient) -> None:
    body = created(api, sources=[{"id": "0000000001", "publisher": "The outlet", "reliability": "B"}])
    answer = api.post(f"{DRAFTS}{body['ref']}/submit/")
    assert list(errors(answer)) == ["/sources/0/reliability_reason"]
