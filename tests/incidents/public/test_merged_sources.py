"""What was merged is one in public: the loser's address leads to the winner, counts tell both, editions stay."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from incidents.moderation.referring.merging import merge_sources
from incidents.moderation.referring.undoing import undo_merge
from incidents.record.models import Edition, RecordSource, SourceMerge
from incidents.workbench.models import Incident, ReferenceDecision, Source
from tests.factories import SourceFactory
from tests.incidents.complete import published_incident

pytestmark = pytest.mark.django_db
REASON = "One article."


@dataclass(frozen=True)
class Merged:
    """Two public incidents, each with a source of its own, which were merged since; and what stood before."""

    first: Incident
    second: Incident
    loser: Source
    winner: Source
    decision: ReferenceDecision
    before: str


@pytest.fixture
def merged(anna: User, edith: User) -> Merged:
    first, second = (published_incident(by=anna, editor=edith, title=f"Account number {n}") for n in range(2))
    loser, winner = (one.citations.all()[0].source for one in (first, second))
    last = Edition.objects.order_by("-seq").first()
    assert last is not None
    decision = merge_sources(loser=loser, winner=winner, by=edith, reason=REASON)
    return Merged(first, second, loser, winner, decision, last.published_at.isoformat().replace("+00:00", "Z"))


def ask(client: Client, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_losers_address_leads_to_the_winner(client: Client, merged: Merged) -> None:
    answer = client.get(f"/api/v1/sources/{merged.loser.public_id}/?page_size=1")
    assert answer.status_code == 301
    assert answer["Location"] == f"http://testserver/api/v1/sources/{merged.winner.public_id}/?page_size=1"
    assert "no-cache" in answer["Cache-Control"], "it can be undone: whoever keeps it asks again"
    told = ask(client, f"sources/{merged.winner.public_id}/")
    assert (told["id"], told["incidents"]) == (merged.winner.public_id, 2)
    assert {one["ref"] for one in told["cited_by"]} == {merged.first.ref, merged.second.ref}
    then = ask(client, f"sources/{merged.loser.public_id}/", as_of=merged.before)
    assert (then["id"], then["incidents"]) == (merged.loser.public_id, 1), "as of before, it was another"


def test_lists_tell_both_as_one_and_editions_stay(client: Client, merged: Merged) -> None:
    listed = {one["id"]: one["incidents"] for one in ask(client, "sources/")["results"]}
    assert listed[merged.winner.public_id] == 2
    assert merged.loser.public_id not in listed
    then = {one["id"]: one["incidents"] for one in ask(client, "sources/", as_of=merged.before)["results"]}
    assert (then[merged.winner.public_id], then[merged.loser.public_id]) == (1, 1)
    document = ask(client, f"incidents/{merged.first.ref}/")
    assert merged.loser.public_id in {one["id"] for one in document["sources"]}


def test_the_undoing_tells_them_apart_again(client: Client, edith: User, merged: Merged) -> None:
    undo_merge(decision=merged.decision, by=edith, reason="Two.")
    for source in (merged.loser, merged.winner):
        assert ask(client, f"sources/{source.public_id}/")["incidents"] == 1
    listed = {one["id"] for one in ask(client, "sources/")["results"]}
    assert {merged.loser.public_id, merged.winner.public_id} <= listed


def test_a_winner_that_nothing_public_cites_leads_nowhere(client: Client, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    loser, winner = incident.citations.all()[0].source, SourceFactory.create(publisher="Public Radio of Armenia")
    merge_sources(loser=loser, winner=winner, by=edith, reason=REASON, sure=True)
    assert ask(client, f"sources/{loser.public_id}/")["id"] == loser.public_id
    assert client.get(f"/api/v1/sources/{winner.public_id}/").status_code == 404
    assert loser.public_id in {one["id"] for one in ask(client, "sources/")["results"]}


def test_an_incident_that_cites_both_counts_once(client: Client, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    loser, winner = (one.source for one in incident.citations.all())
    merge_sources(loser=loser, winner=winner, by=edith, reason=REASON, sure=True)
    told = ask(client, f"sources/{winner.public_id}/")
    assert (told["incidents"], len(told["cited_by"])) == (1, 1)
    listed = {one["id"]: one["incidents"] for one in ask(client, "sources/")["results"]}
    assert listed == {winner.public_id: 1}


def test_chains_lead_to_the_end_and_what_was_never_public_is_not_noted(
    client: Client, anna: User, edith: User, merged: Merged
) -> None:
    third = published_incident(by=anna, editor=edith, title="Account number 3").citations.all()[0].source
    private = SourceFactory.create(publisher=third.publisher)
    merge_sources(loser=private, winner=third, by=edith, reason=REASON, sure=True)
    assert not SourceMerge.objects.filter(source=private.public_id).exists()
    last = merge_sources(loser=merged.winner, winner=third, by=edith, reason=REASON)
    for source in (merged.loser, merged.winner):
        answer = client.get(f"/api/v1/sources/{source.public_id}/")
        assert answer["Location"].endswith(f"/sources/{third.public_id}/")
    assert ask(client, f"sources/{third.public_id}/")["incidents"] == 3
    undo_merge(decision=last, by=edith, reason="Two.")
    answer = client.get(f"/api/v1/sources/{merged.loser.public_id}/")
    assert answer["Location"].endswith(f"/sources/{merged.winner.public_id}/")


def test_three_queries_whatever_was_merged(client: Client, merged: Merged) -> None:
    for path in ("sources/", f"sources/{merged.winner.public_id}/", f"sources/{merged.loser.public_id}/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v1/{path}")
        assert len(queries) <= 3, path
    assert RecordSource.objects.filter(source=merged.loser.public_id).count() == 1
