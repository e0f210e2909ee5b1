"""Merges of sources beside saves, publications, uploads and one another, on real PostgreSQL: nothing lost, no deadlock.

These tests commit: locks are what they are about.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import User
from incidents.errors import DomainError, Stale
from incidents.moderation.operations import save_source
from incidents.moderation.referring.merging import merge_sources
from incidents.moderation.referring.undoing import undo_merge
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.models import Citation, Incident, QueueEntry, ReferenceDecision, Source
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident, submitted_incident
from tests.incidents.moderation.arranging import retitled
from tests.incidents.moderation.merging_sources import cite, on, page
from tests.incidents.moderation.test_merging_together import _closing, _somebody_waits
from tests.incidents.publishing.test_publish import together

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "One article."


def citing(incident: Incident, source: Source, by: User) -> Callable[[], object]:
    """Return a save that adds a citation of a source, from the incident as it is now."""
    mine = Incident.objects.get(pk=incident.pk)
    row = Citation(incident=mine, source_id=source.pk, position=9, quote="Since.")
    return lambda: save_incident(incident=mine, changes=Changes(saved=[row]), by=by, revision=mine.revision)


@pytest.mark.parametrize("attempt", range(3))
def test_a_merge_beside_saves_and_uploads_leaves_no_citation_on_the_loser(
    anna: User, edith: User, attempt: int
) -> None:
    loser, winner = (SourceFactory.create(publisher="One") for _ in range(2))
    incidents = [complete_incident(by=anna, title=f"Incident number {n}") for n in range(6)]
    for incident in incidents[::2]:
        cite(incident, loser, quote="Before.")
    saves = [citing(incident, loser, anna) for incident in incidents]
    uploads = [lambda n=n: capture_of(Source.objects.get(pk=loser.pk), by=anna, data=page(n)) for n in range(2)]
    merge = lambda: merge_sources(loser=loser, winner=winner, by=edith, reason=REASON)  # noqa: E731
    results = together([*saves[:3], uploads[0], merge, uploads[1], *saves[3:]])
    assert None not in results
    failed = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(result, Stale) for result in failed), failed
    assert not any(on(loser).values())
    assert Citation.objects.filter(source=winner, quote="Since.").count() == len(saves) - len(failed)
    assert Citation.objects.filter(source=winner, quote="Before.").count() == 3
    assert winner.captures.count() == 2


def test_a_save_that_waits_for_a_merge_cites_the_winner(anna: User, edith: User) -> None:
    loser, winner = (SourceFactory.create(publisher="One") for _ in range(2))
    save = citing(complete_incident(by=anna), loser, anna)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge_sources(loser=loser, winner=winner, by=edith, reason=REASON)
            waiting = pool.submit(_closing(save))
            while not _somebody_waits():
                assert not waiting.done(), "it went past the merge"
        waiting.result()
    assert Citation.objects.get(quote="Since.").source == winner


def test_a_save_follows_a_merge_of_what_stands_for_what_it_names(anna: User, edith: User) -> None:
    first, second, third = (SourceFactory.create(publisher="One") for _ in range(3))
    merge_sources(loser=first, winner=second, by=edith, reason=REASON)
    save = citing(complete_incident(by=anna), first, anna)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge_sources(loser=second, winner=third, by=edith, reason=REASON)
            waiting = pool.submit(_closing(save))
            while not _somebody_waits():
                assert not waiting.done(), "it went past the merge"
        waiting.result()
    assert Citation.objects.get(quote="Since.").source == third


def test_an_upload_to_a_merged_source_holds_only_what_stands_for_it(anna: User, edith: User) -> None:
    """A merge or an undoing that has the other takes this one next: who held it and waited would wait in a circle."""
    loser, winner = (SourceFactory.create(publisher="One") for _ in range(2))
    merge_sources(loser=loser, winner=winner, by=edith, reason=REASON)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Source.objects.select_for_update(of=("self",)).get(pk=winner.pk)
            waiting = pool.submit(_closing(lambda: capture_of(loser, by=anna, data=page(9))))
            while not _somebody_waits():
                assert not waiting.done(), "it went past the lock"
            Source.objects.select_for_update(of=("self",), nowait=True).get(pk=loser.pk)
        waiting.result()
    assert winner.captures.count() == 1


def test_a_merge_beside_an_edit_of_either_source_keeps_both(anna: User, edith: User, edgar: User) -> None:
    """The edit of the loser comes first, or is refused; never does it take the loser out of the merge."""
    loser, winner = (SourceFactory.create(publisher="One") for _ in range(2))
    opened = [Source.objects.get(pk=pk) for pk in (loser.pk, winner.pk)]
    opened[0].title, opened[1].title = "Of the loser", "Of the winner"
    results = together(
        [
            lambda: save_source(source=opened[0], by=edgar),
            lambda: merge_sources(loser=loser, winner=winner, by=edith, reason=REASON),
            lambda: save_source(source=opened[1], by=edgar),
        ]
    )
    assert None not in results
    assert all(isinstance(result, DomainError) for result in results if isinstance(result, BaseException)), results
    loser.refresh_from_db()
    winner.refresh_from_db()
    assert (loser.merged_into, winner.title) == (winner, "Of the winner")


def test_merges_and_undoings_at_once_make_no_chain_and_no_deadlock(anna: User, edith: User, edgar: User) -> None:
    first, second, third = (SourceFactory.create(publisher="One") for _ in range(3))
    incidents = [submitted_incident(by=anna, title=f"Incident number {n}") for n in range(3)]
    for incident, source in zip(incidents, (first, second, third), strict=True):
        cite(incident, source, quote="Once.")
    before = merge_sources(loser=first, winner=second, by=edith, reason=REASON)

    def merging(loser: Source, winner: Source, by: User) -> Callable[[], object]:
        one, two = Source.objects.get(pk=loser.pk), Source.objects.get(pk=winner.pk)
        return lambda: merge_sources(loser=one, winner=two, by=by, reason=REASON)

    results = together(
        [
            merging(second, third, edgar),
            lambda: undo_merge(decision=before, by=edgar, reason="Two."),
            merging(third, second, edith),
            lambda: publish_as_previewed(incidents[1], by=edgar),
            lambda: publish_as_previewed(incidents[2], by=edgar),
        ]
    )
    assert None not in results
    assert all(isinstance(result, DomainError) for result in results if isinstance(result, BaseException)), results
    for merged in Source.objects.exclude(merged_into=None).select_related("merged_into"):
        assert merged.merged_into is not None
        assert merged.merged_into.merged_into_id is None
        assert not on(merged)["workbench.citation.source"]
    assert Citation.objects.filter(quote="Once.").count() == 3
    assert ReferenceDecision.objects.filter(undoes=before).count() <= 1
    assert connection.connection is not None


def test_the_queue_follows_once_whoever_has_the_incident_is_through(anna: User, edith: User) -> None:
    """The merge does not wait for them: it would hold the sources meanwhile."""
    incident = published_incident(by=anna, editor=edith)
    winner = incident.citations.order_by("pk")[0].source
    loser = SourceFactory.create(publisher=winner.publisher, url=winner.url, title="Fire at the border")
    retitled(incident, "Another title of it", by=anna)
    transition(incident=Incident.objects.get(pk=incident.pk), verb=Verb.SUBMIT, by=anna)
    assert QueueEntry.objects.get().differences == 1
    merge = lambda: merge_sources(loser=loser, winner=winner, by=edith, reason=REASON, sure=True)  # noqa: E731
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
            merging = pool.submit(_closing(merge))
            while not _somebody_waits():
                assert not merging.done(), "it left the incident out"
            assert Source.objects.get(pk=loser.pk).merged_into == winner
        merging.result()
    assert QueueEntry.objects.get().differences == 2  # the source has a title now
