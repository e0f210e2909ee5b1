"""After a merge of sources: what a save, a fetch, a restored edition, an expunction and the audit make of it."""

from typing import Any

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from accounts.models import User
from incidents.errors import NotAllowed, Stale
from incidents.moderation.auditing.entries import in_words
from incidents.moderation.operations import save_source
from incidents.moderation.referring.merging import merge_sources
from incidents.moderation.referring.undoing import undo_merge
from incidents.moderation.workflow import transition
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.planning import make_plan
from incidents.publishing.expunge.targets import Order
from incidents.vocabulary import Verb
from incidents.workbench.audit import Asked, found
from incidents.workbench.models import Capture, Citation, Source
from incidents.workbench.operations.capturing import due
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident
from tests.incidents.moderation.merging_sources import (
    APART,
    REASON,
    cite,
    page,
    two_sources,
)

pytestmark = pytest.mark.django_db


def test_a_save_leads_what_was_chosen_before_to_the_winner(anna: User, edith: User) -> None:
    two = two_sources(anna)
    stale, own = two.first, complete_incident(by=anna, title="An incident that cites neither")
    merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    with pytest.raises(Stale):
        save_incident(incident=stale, changes=Changes(), by=anna, revision=stale.revision)
    row = Citation(incident=own, source_id=two.loser.pk, position=8)
    save_incident(incident=own, changes=Changes(saved=[row]), by=anna, revision=own.revision)
    assert Citation.objects.get(pk=row.pk).source == two.winner


def test_a_merged_source_is_not_edited(anna: User, edith: User) -> None:
    two = two_sources(anna)
    opened = [Source.objects.get(pk=two.loser.pk) for _ in range(2)]
    merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    with pytest.raises(NotAllowed, match="was merged into another source"):
        save_source(source=opened[0], by=edith)
    with pytest.raises(NotAllowed, match="was merged into another source"):
        save_incident(incident=two.second, changes=Changes(saved=[opened[1]]), by=anna, revision=two.second.revision)
    two.loser.refresh_from_db()
    assert two.loser.merged_into == two.winner


def test_a_merged_source_is_not_fetched_and_its_copies_come_to_the_winner(anna: User, edith: User) -> None:
    two = two_sources(anna)
    merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    assert two.loser not in due(now=edith.date_joined, also_failed=True)
    late = capture_of(two.loser, by=anna, data=page(9))
    assert late.source == two.winner


def test_a_copy_goes_nowhere_but_along_a_merge(anna: User) -> None:
    two = two_sources(anna)
    copy = Capture.objects.filter(source=two.loser)[0]
    for fields in ({"source": two.winner}, {"source": two.winner, "tool": "another"}, {"tool": "another"}):
        changed: Any = fields
        with transaction.atomic(), pytest.raises((InternalError, IntegrityError), match="Cannot update or delete"):
            Capture.objects.filter(pk=copy.pk).update(**changed)


def test_an_edition_is_restored_with_the_winner(anna: User, edith: User, edgar: User) -> None:
    """What stood then cites what was merged since: it is told under the winner, and the loser stays merged."""
    incident = published_incident(by=anna, editor=edith)
    cited = incident.citations.all()[0]
    loser, winner = cited.source, SourceFactory.create(publisher="Public Radio of Armenia", url=cited.source.url)
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    incident.refresh_from_db()
    incident.title = "Another title"
    save_incident(incident=incident, changes=Changes(removed=[cited]), by=anna, revision=incident.revision)
    cite(incident, SourceFactory.create(), claim=incident.claims.all()[0], credibility_reason="So.")
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    publish_as_previewed(incident, by=edgar)
    merge_sources(loser=loser, winner=winner, by=edith, reason=REASON)
    incident.refresh_from_db()
    transition(incident=incident, verb=Verb.RESTORE, by=edgar, reason="It was right.", edition=1)
    assert incident.citations.filter(source=winner).count() == 1
    assert not incident.citations.filter(source=loser).exists()
    loser.refresh_from_db()
    assert loser.merged_into == winner


def test_an_expunction_takes_what_was_merged_into_what_goes(anna: User, edith: User) -> None:
    two = two_sources(anna)
    merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    left = make_plan(Order(sources=(two.loser.public_id,), reason="An order.")).left
    assert any(two.winner.public_id in line for line in left), left
    order = Order(sources=(two.winner.public_id,), reason="An order.")
    assert make_plan(order).going.rows[Source] == {two.loser.pk, two.winner.pk}
    expunge(order=order, by=edith)
    assert not Source.objects.filter(pk__in=[two.loser.pk, two.winner.pk]).exists()


def test_the_audit_tells_both_with_their_reasons(anna: User, edith: User) -> None:
    two = two_sources(anna)
    decision = merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    undo_merge(decision=decision, by=edith, reason=APART)
    told = [in_words(found(Asked(what=what), limit=5))[0] for what in ("merge sources", "unmerge sources")]
    assert [(one.title, one.by, one.reason) for one in told] == [
        ("Merged sources", "edith", REASON),
        ("Undid a merge of sources", "edith", APART),
    ]
    assert all({two.first, two.both} <= set(one.incidents) for one in told)
