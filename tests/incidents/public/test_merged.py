"""A merged incident in public: it leads to the one that tells it, for ever, and what was cited stays readable."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from incidents.moderation.workflow import transition
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.planning import make_plan
from incidents.publishing.expunge.targets import Order
from incidents.publishing.rederive import rederive
from incidents.publishing.verify import verify
from incidents.record.models import Edition
from incidents.record.redirects import told_under
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident, IncidentLink, Merge
from tests.incidents.complete import published_incident
from tests.incidents.moderation.merges import WHY, edit, merge_as_seen, republish, standing, unmerge_as_seen

pytestmark = pytest.mark.django_db

Three = tuple[Incident, Incident, Incident]


@pytest.fixture
def chain(anna: User, edith: User, edgar: User) -> Three:
    """A was merged into B, and B into C since."""
    a, b, c = (published_incident(by=anna, editor=edith, title=f"Account number {n}") for n in range(3))
    merge_as_seen(a, b, by=edgar)
    merge_as_seen(b, c, by=edgar)
    return a, b, c


@pytest.fixture
def merged(anna: User, edith: User, edgar: User) -> tuple[Incident, Incident]:
    """The loser and the winner of a merge."""
    loser, winner = (published_incident(by=anna, editor=edith, title=f"Account number {n}") for n in range(2))
    merge_as_seen(loser, winner, by=edgar)
    return loser, winner


def at(moment: datetime) -> str:
    return quote(moment.isoformat())


# The way there


@pytest.mark.parametrize(
    "path",
    ["/incidents/{}/", "/api/v1/incidents/{}/", "/api/v1/incidents/{}/positions/", "/api/v1/incidents/{}/claims/"],
)
def test_it_leads_to_the_end_of_the_chain_at_once(path: str, client: Client, chain: Three) -> None:
    *losers, winner = chain
    for one in losers:
        answer = client.get(path.format(one.ref))
        assert answer.status_code == 301
        assert answer["Location"].removeprefix("http://testserver") == path.format(winner.ref)
        assert "no-cache" in answer["Cache-Control"], "a merge can be undone: whoever keeps it asks again"
    assert client.get(path.format(winner.ref)).status_code == 200


def test_the_feature_leads_there_as_well(client: Client, chain: Three) -> None:
    a, _, c = chain
    answer = client.get(f"/ogc/collections/incidents/items/{a.ref}?f=json")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"http://testserver/ogc/collections/incidents/items/{c.ref}?f=json",
    )
    assert client.get(f"/ogc/collections/incidents/items/{c.ref}?f=json").status_code == 200
    assert client.get("/ogc/collections/incidents/items/CC-1999-00001?f=json").status_code == 404


def test_the_query_is_kept(client: Client, merged: tuple[Incident, Incident]) -> None:
    loser, winner = merged
    now = at(standing(winner).published_at)
    for base in ("/incidents", "http://testserver/api/v1/incidents"):
        answer = client.get(f"{base}/{loser.ref}/?as_of={now}")
        assert (answer.status_code, answer["Location"]) == (301, f"{base}/{winner.ref}/?as_of={now}")
    assert client.get(f"/incidents/{loser.ref}/?nonsense=1").status_code == 400


def test_as_of_a_moment_it_leads_where_it_led_then(client: Client, chain: Three) -> None:
    a, b, c = chain
    own = Edition.objects.get(ref=a.ref, number=1).published_at
    between = Edition.objects.get(ref=b.ref, number=2).published_at
    assert client.get(f"/incidents/{a.ref}/?as_of={at(own)}").status_code == 200
    assert client.get(f"/api/v1/incidents/{a.ref}/?as_of={at(own)}").json()["title"] == "Account number 0"
    then = client.get(f"/incidents/{a.ref}/?as_of={at(between)}")
    assert (then.status_code, then["Location"]) == (301, f"/incidents/{b.ref}/?as_of={at(between)}")
    assert client.get(then["Location"]).status_code == 200
    assert told_under([a.ref], between) == {a.ref: b.ref}
    assert told_under([a.ref], own) == {}
    assert told_under([a.ref]) == {a.ref: c.ref}


def test_one_query_more_than_the_page_of_what_stands(client: Client, chain: Three) -> None:
    a, _, c = chain

    def queries(path: str) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        return [one["sql"] for one in seen.captured_queries]

    assert len(queries(f"/incidents/{a.ref}/")) == 2
    assert len(queries(f"/api/v1/incidents/{a.ref}/")) == 2
    assert len(queries(f"/api/v1/incidents/{c.ref}/")) == 1


def test_after_an_undoing_it_answers_by_itself(client: Client, merged: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = merged
    unmerge_as_seen(loser, by=edgar)
    for base in ("/incidents", "/api/v1/incidents"):
        assert client.get(f"{base}/{loser.ref}/").status_code == 200
    assert loser.ref not in client.get(f"/incidents/{winner.ref}/").content.decode()
    moment = at(Edition.objects.get(ref=winner.ref, number=2).published_at)
    assert client.get(f"/incidents/{loser.ref}/?as_of={moment}").status_code == 301, "as it was then"


# What was cited


def test_what_was_cited_stays_readable(client: Client, merged: tuple[Incident, Incident]) -> None:
    loser, winner = merged
    page = client.get(f"/incidents/{loser.ref}/editions/1/").content.decode()
    assert "Account number 0" in page
    told = client.get(f"/incidents/{loser.ref}/editions/2/").content.decode()
    assert "told under another reference" in told
    assert f'href="/incidents/{winner.ref}/"' in told
    assert WHY in told
    history = client.get(f"/incidents/{loser.ref}/history/").content.decode()
    assert f"merged into {winner.ref}, which tells it now" in history
    assert client.get(f"/incidents/{loser.ref}/diff/1..2/").status_code == 200
    document = client.get(f"/api/v1/incidents/{loser.ref}/editions/2/").json()
    assert document["merged"] == {"edition": 1, "into": winner.ref, "reason": WHY}
    assert document["edition"]["status"] == "merged"
    entries = client.get(f"/api/v1/incidents/{loser.ref}/editions/").json()["results"]
    assert [one["status"] for one in entries] == ["merged", "published"]
    patch = client.get(f"/api/v1/incidents/{loser.ref}/diff/1..2/").json()["patch"]
    assert any(one["path"] == "/merged" for one in patch)


def test_the_winner_says_what_was_merged_into_it(client: Client, chain: Three) -> None:
    a, b, c = chain
    page = client.get(f"/incidents/{c.ref}/").content.decode()
    for one in (a, b):
        assert f"{one.ref} was merged into this incident" in page
        assert f'href="/incidents/{one.ref}/history/"' in page
    before = at(Edition.objects.get(ref=c.ref, number=1).published_at)
    assert "was merged into" not in client.get(f"/incidents/{c.ref}/?as_of={before}").content.decode()


def test_who_linked_to_the_loser_is_told_of_on_the_winner(client: Client, anna: User, edith: User, edgar: User) -> None:
    """The third incident has no new edition: its link has the old ref, and readers still find it from the winner."""
    loser, winner, third = (published_incident(by=anna, editor=edith, title=f"Account number {n}") for n in range(3))
    edit(third, anna, IncidentLink(incident=third, other=loser, relation="follows"))
    republish(third, anna, edith)
    assert third.ref not in client.get(f"/incidents/{winner.ref}/").content.decode()
    merge_as_seen(loser, winner, by=edgar)
    assert third.ref in client.get(f"/incidents/{winner.ref}/").content.decode()
    assert f"/incidents/{loser.ref}/" in client.get(f"/incidents/{third.ref}/").content.decode()


# Lists, feeds, mirrors, counts


def listed(client: Client, path: str, key: Callable[[Any], Any]) -> Any:
    return key(client.get(path).json())


def test_lists_count_it_no_more_and_claims_once(client: Client, merged: tuple[Incident, Incident]) -> None:
    loser, winner = merged
    incidents = client.get("/api/v1/incidents/?count=exact").json()
    assert [one["ref"] for one in incidents["results"]] == [winner.ref]
    assert incidents["count"] == 1
    claims = client.get("/api/v1/claims/?count=exact").json()
    assert {one["edition"]["ref"] for one in claims["results"]} == {winner.ref}
    assert claims["count"] == 4
    facets = client.get("/api/v1/stats/facets/").json()
    assert (facets["source"], facets["total"]["incidents"]) == ("summary", 1)
    before = at(Edition.objects.get(ref=winner.ref, number=1).published_at)
    then = client.get(f"/api/v1/incidents/?as_of={before}").json()
    assert {one["ref"] for one in then["results"]} == {loser.ref, winner.ref}
    assert client.get("/incidents/").content.decode().count(f'href="/incidents/{loser.ref}/"') == 0
    csv = b"".join(client.get("/api/v1/incidents/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert winner.ref in csv
    assert loser.ref not in csv


def test_mirrors_and_feeds_are_told(client: Client, merged: tuple[Incident, Incident]) -> None:
    loser, winner = merged
    changes = client.get("/api/v1/changes/?since=2").json()["results"]
    assert [(one["edition"]["ref"], one["edition"]["status"]) for one in changes] == [
        (loser.ref, "merged"),
        (winner.ref, "published"),
    ]
    feed = client.get("/feeds/incidents.atom").content.decode()
    assert "Merged: Account number 0" in feed
    assert f"{loser.ref} is told under {winner.ref} now" in feed
    gone = client.get("/compat/deleted/read").json()["data"]
    assert gone == [{"event_id_cnty": loser.ref, "deleted_timestamp": int(standing(loser).published_at.timestamp())}]
    rows = client.get("/compat/acled/read").json()["data"]
    assert [row["event_id_cnty"] for row in rows] == [winner.ref]
    events = client.get("/compat/ucdp/gedevents/live").json()["Result"]
    assert len(events) == 1


def test_the_record_is_verified_and_derived_again(merged: tuple[Incident, Incident]) -> None:
    loser, winner = merged
    assert verify().faults == []
    assert rederive() == 0
    assert verify().faults == []
    assert Edition.objects.open().get(ref=loser.ref).merged_into == winner.ref


def test_a_changed_way_is_found(merged: tuple[Incident, Incident]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE record_edition DISABLE TRIGGER USER")
        cursor.execute("UPDATE record_edition SET merged_into = 'CC-1999-00001' WHERE merged_into <> ''")
        cursor.execute("ALTER TABLE record_edition ENABLE TRIGGER USER")
    assert any("merged_into does not follow" in fault for fault in verify().faults)


def test_an_order_for_the_loser_says_where_its_claims_are(
    client: Client, merged: tuple[Incident, Incident], adam: User
) -> None:
    loser, winner = merged
    order = Order("By order of a court.", incidents=(loser.ref,))
    assert any(f"what {loser.ref} said is told by {winner.ref}" in line for line in make_plan(order).lines())
    expunge(order=order, by=adam)
    assert orjson.loads(standing(loser).body).keys() == {"schema", "ref", "expunged"}
    assert client.get(f"/incidents/{loser.ref}/").status_code == 200, "the stub, which names nothing"
    assert Merge.objects.get().reason != WHY
    assert verify().faults == []


def test_a_winner_that_is_taken_back_is_still_where_the_way_leads(
    client: Client, merged: tuple[Incident, Incident], edith: User
) -> None:
    loser, winner = merged
    transition(incident=winner, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    answer = client.get(f"/incidents/{loser.ref}/", follow=True)
    assert "was retracted" in answer.content.decode()
