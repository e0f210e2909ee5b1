"""Merging sources, and undoing it: nothing that hung on the loser is gone, and every row is again what it was."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.operations import save_source
from incidents.moderation.referring.kinds import SOURCE, Anchors, columns_to
from incidents.moderation.referring.merging import Doubted, Hindered, PreviewMoved, merge_sources
from incidents.moderation.referring.plan import plan_of
from incidents.moderation.referring.undoing import undo_merge, undo_plan_of
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.vocabulary import ReferenceVerdict, Reliability, State, Verb
from incidents.workbench import history
from incidents.workbench.models import Citation, QuietReport, ReferenceDecision, ReviewNote, Source
from tests.factories import SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident, world
from tests.incidents.moderation.merging_sources import (
    APART,
    REASON,
    cite,
    custody,
    every_row,
    on,
    page,
    revisions,
    two_sources,
)

pytestmark = pytest.mark.django_db


def test_every_foreign_key_of_the_catalogue_is_led() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c "
            "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey) "
            "WHERE c.contype = 'f' AND c.confrelid = 'workbench_source'::regclass AND a.attname <> 'merged_into_id'"
        )
        expected = set(cursor.fetchall())
    columns = [one for one in columns_to(SOURCE) if not isinstance(one, Anchors)]
    assert {(one.model._meta.db_table, one.attname) for one in columns} == expected
    assert expected


def test_nothing_is_gone_and_all_comes_back(anna: User, edith: User, edgar: User) -> None:
    two = two_sources(anna)
    before, hung, there, was = every_row(), on(two.loser), on(two.winner), revisions()
    assert all(hung.values()), "something hangs on it in every way"
    decision = merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    after, left, now = every_row(), on(two.loser), on(two.winner)
    assert after.keys() == before.keys(), "no row is removed, none is added"
    for label, keys in hung.items():
        assert keys | there[label] == left[label] | now[label], label
    stays = {label for label, keys in left.items() if keys}
    assert stays == {"workbench.capture.source", "workbench.captureattempt.source", "workbench.quietreport.source"}
    assert len(left["workbench.capture.source"]) == 1, "the copy that the winner has as well"
    assert not left["workbench.citation.source"]
    assert {note.anchor.replace(two.winner.public_id, "…") for note in ReviewNote.objects.all()} == {
        "sources.…", "sources.….language", "title",
    }  # fmt: skip
    assert (two.loser.merged_into, two.winner.url) == (two.winner, two.loser.url), "the winner takes what it lacks"
    assert custody() == 1
    raised = {pk for pk, revision in revisions().items() if revision != was[pk]}
    assert raised == {two.first.pk, two.both.pk}
    assert (decision.what, decision.table, decision.row, decision.winner) == (
        ReferenceVerdict.MERGED, "source", two.loser.public_id, two.winner.public_id,
    )  # fmt: skip

    undoing = undo_merge(decision=decision, by=edgar, reason=APART)
    assert every_row() == before, "every column of every row is what it was"
    assert on(two.loser) == hung
    assert (undoing.what, undoing.undoes, undoing.by) == (ReferenceVerdict.UNDONE, decision, edgar)
    assert custody() == 2
    with pytest.raises(Hindered, match="undone before"):
        undo_merge(decision=decision, by=edgar, reason=APART)
    again = merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    assert undo_plan_of(again).hindrances == [], "and it may be merged again"


@dataclass(frozen=True)
class Hung:
    """What hangs on two sources: a number for each incident, copy, report and note, of one or both."""

    citations: list[tuple[int, int, bool]]
    copies: list[tuple[int, int]]
    reports: frozenset[tuple[int, int]]
    notes: list[tuple[int, int]]
    filled: frozenset[str]


BOTH = st.integers(0, 1)
HUNG = st.builds(
    Hung,
    st.lists(st.tuples(BOTH, st.integers(0, 1), st.booleans()), max_size=5),
    st.lists(st.tuples(BOTH, st.integers(0, 2)), max_size=4),
    st.frozensets(st.tuples(BOTH, st.integers(1, 3)), max_size=4),
    st.lists(st.tuples(BOTH, st.integers(0, 1)), max_size=3),
    st.frozensets(st.sampled_from(["title", "url", "origin", "grade"])),
)


def check(hung: Hung, anna: User, edith: User) -> None:
    """Merge two sources of this shape, look, undo it, and look again."""
    values: dict[str, Any] = {"title": "A title", "url": "https://example.org/z", "origin": "Agency"}
    own = {name: value for name, value in values.items() if name in hung.filled}
    if "grade" in hung.filled:
        own |= {
            "reliability": Reliability.B,
            "reliability_reason": "So.",
            "rated_by": anna,
            "rated_at": anna.date_joined,
        }
    sources = [SourceFactory.create(publisher="One", **own), SourceFactory.create(publisher="One")]
    incidents = [complete_incident(by=anna, title=f"Incident number {n}") for n in range(2)]
    for which, where, of_claim in hung.citations:
        cite(incidents[where], sources[which], claim=incidents[where].claims.all()[0] if of_claim else None)
    for which, number in hung.copies:
        capture_of(sources[which], by=anna, data=page(number))
    border = world().section.border
    for which, month in hung.reports:
        days = {"since": date(2024, month, 1), "until": date(2024, month, 28)}
        QuietReport.objects.create(border=border, source=sources[which], entered_by=anna, **days)
    for which, where in hung.notes:
        anchor = f"sources.{sources[which].public_id}"
        ReviewNote.objects.create(incident=incidents[where], author=anna, text="Look.", anchor=anchor)
    before, mine, theirs = every_row(), on(sources[0]), on(sources[1])
    decision = merge_sources(loser=sources[0], winner=sources[1], by=edith, reason=REASON)
    assert every_row().keys() == before.keys()
    left, now = on(sources[0]), on(sources[1])
    for label, keys in mine.items():
        assert left[label] | now[label] == keys | theirs[label]
    assert not left["workbench.citation.source"]
    assert not left["workbench.reviewnote.anchor"]
    undo_merge(decision=decision, by=edith, reason=APART)
    assert every_row() == before


@given(hung=HUNG)
@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example takes a second: none is made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_hangs_on_it_survives_and_comes_back(hung: Hung, anna: User, edith: User) -> None:
    with transaction.atomic():
        check(hung, anna, edith)
        transaction.set_rollback(True)
    assert not ReferenceDecision.objects.exists()


def test_what_was_published_stays_and_the_next_edition_tells_the_winner(anna: User, edith: User, edgar: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    loser = incident.citations.all()[0].source
    winner = SourceFactory.create(publisher=loser.publisher, url=loser.url)
    body = preview(incident).standing
    assert body is not None
    merge_sources(loser=loser, winner=winner, by=edith, reason=REASON)
    now = preview(incident)
    assert now.standing is not None
    assert now.standing.body == body.body, "what is public is not touched"
    incident.refresh_from_db()
    assert incident.state == State.IN_SYNC
    assert {one["id"] for one in now.document["sources"]} == {
        winner.public_id, *({one["id"] for one in now.document["sources"]} - {loser.public_id}),
    }  # fmt: skip
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    with pytest.raises(NotAllowed, match="changed"):
        publish_as_previewed(incident, by=edith)
    assert publish_as_previewed(incident, by=edgar).number == 2


def test_who_merges_into_a_source_cannot_publish_what_cites_it(anna: User, edith: User) -> None:
    two = two_sources(anna)
    assert edith.pk not in history.changed_by(two.second, since=None)
    merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    for incident in (two.first, two.both, two.second):
        incident.refresh_from_db()
        assert edith.pk in history.changed_by(incident, since=None)


def test_only_editors_merge_and_undo_and_say_why(anna: User, rufat: User, adam: User, edith: User) -> None:
    two = two_sources(anna)
    before = every_row()
    for person in (anna, rufat, adam):
        with pytest.raises(NotAllowed, match="Only editors merge sources"):
            merge_sources(loser=two.loser, winner=two.winner, by=person, reason=REASON)
    with pytest.raises(NotAllowed, match="why"):
        merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=" ")
    assert every_row() == before
    decision = merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    merged = every_row()
    for person in (anna, rufat, adam):
        with pytest.raises(NotAllowed, match="Only editors undo"):
            undo_merge(decision=decision, by=person, reason=APART)
    with pytest.raises(NotAllowed, match="why"):
        undo_merge(decision=decision, by=edith, reason="")
    assert every_row() == merged


@pytest.mark.parametrize("kept", [0, 1])
def test_nothing_becomes_public_or_private_by_it(edith: User, kept: int) -> None:
    pair = [SourceFactory.create(confidential=n == kept) for n in range(2)]
    with pytest.raises(Hindered, match="is confidential and"):
        merge_sources(loser=pair[0], winner=pair[1], by=edith, reason=REASON, sure=True)
    Source.objects.update(confidential=False)
    Source.objects.filter(pk=pair[kept].pk).update(captures_public=True)
    with pytest.raises(Hindered, match="sees the copies"):  # one may be on its way
        merge_sources(loser=pair[0], winner=pair[1], by=edith, reason=REASON, sure=True)


def test_what_became_guarded_since_stays_so_when_it_is_undone(anna: User, edith: User) -> None:
    two = two_sources(anna)
    decision = merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    two.winner.confidential = True
    save_source(source=two.winner, by=edith)
    undo_merge(decision=decision, by=edith, reason=APART)
    two.loser.refresh_from_db()
    assert two.loser.confidential


def test_a_grade_is_given_back_as_a_whole_or_not_at_all(anna: User, edith: User, edgar: User) -> None:
    grade: dict[str, Any] = {"reliability": Reliability.B, "reliability_reason": "So.", "rated_by": anna}
    loser, winner = SourceFactory.create(**grade, rated_at=anna.date_joined), SourceFactory.create()
    decision = merge_sources(loser=loser, winner=winner, by=edith, reason=REASON, sure=True)
    winner.refresh_from_db()
    winner.reliability_reason = "Because of something else."
    save_source(source=winner, by=edgar, regraded=True)
    undo_merge(decision=decision, by=edith, reason=APART)
    winner.refresh_from_db()
    assert (winner.reliability, winner.rated_by) == (Reliability.B, edgar)


def test_what_differs_needs_to_be_confirmed(edith: User) -> None:
    loser = SourceFactory.create(publisher="One", url="https://example.org/a", language="hy")
    winner = SourceFactory.create(publisher="Other", url="https://example.org/b", language="en")
    with pytest.raises(Doubted, match=r"Publisher differs.*Language differs.*different addresses"):
        merge_sources(loser=loser, winner=winner, by=edith, reason=REASON)
    merge_sources(loser=loser, winner=winner, by=edith, reason=REASON, sure=True)


def test_there_is_never_a_chain_and_the_last_merge_is_undone_first(edith: User) -> None:
    a, b, c = (SourceFactory.create(publisher="One") for _ in range(3))
    first = merge_sources(loser=a, winner=b, by=edith, reason=REASON)
    second = merge_sources(loser=b, winner=c, by=edith, reason=REASON)
    a.refresh_from_db()
    assert a.merged_into == b.merged_into == c
    with pytest.raises(Hindered, match="undo that first"):
        undo_merge(decision=first, by=edith, reason=APART)
    for loser, winner in ((c, a), (a, c)):
        with pytest.raises(Hindered, match="merged into"):
            merge_sources(loser=loser, winner=winner, by=edith, reason=REASON)
    undo_merge(decision=second, by=edith, reason=APART)
    a.refresh_from_db()
    b.refresh_from_db()
    assert a.merged_into == b
    assert b.merged_into_id is None
    undo_merge(decision=first, by=edith, reason=APART)
    a.refresh_from_db()
    assert a.merged_into is None


def test_what_was_previewed_is_done_or_nothing(anna: User, edith: User) -> None:
    two = two_sources(anna)
    seen = plan_of(SOURCE, loser=two.loser, winner=two.winner)
    cite(two.second, two.loser)
    with pytest.raises(PreviewMoved):
        merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON, previewed=seen.fingerprint)
    decision = merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    undo = undo_plan_of(decision)
    Citation.objects.filter(source=two.winner, incident=two.first).last().delete()  # type: ignore[union-attr]
    with pytest.raises(PreviewMoved):
        undo_merge(decision=decision, by=edith, reason=APART, previewed=undo.fingerprint)
    assert undo_plan_of(decision).gone == 1


def test_the_undoing_takes_what_was_led_and_nothing_else(anna: User, edith: User) -> None:
    """Edited since goes back edited; cited since, and cited elsewhere since, stays."""
    two = two_sources(anna)
    led, moved = Citation.objects.filter(source=two.loser, incident=two.first).order_by("pk")
    elsewhere = SourceFactory.create()
    decision = merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    since = cite(two.second, two.winner)
    Citation.objects.filter(pk=led.pk).update(quote="They fired first.")
    Citation.objects.filter(pk=moved.pk).update(source=elsewhere)
    Source.objects.filter(pk=two.winner.pk).update(url="https://example.org/corrected")
    undo_merge(decision=decision, by=edith, reason=APART)
    for row in (led, moved, since, two.winner):
        row.refresh_from_db()
    assert (led.source, led.quote) == (two.loser, "They fired first.")
    assert (moved.source, since.source) == (elsewhere, two.winner)
    assert two.winner.url == "https://example.org/corrected", "what was edited since is not emptied"


def test_a_report_that_became_the_same_since_stands_in_the_way(anna: User, edith: User) -> None:
    two = two_sources(anna)
    decision = merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    days = {"since": date(2024, 1, 1), "until": date(2024, 1, 31)}
    QuietReport.objects.filter(source=two.winner, **days).delete()
    QuietReport.objects.filter(source=two.winner).update(**days)
    with pytest.raises(Hindered, match="has the same"):
        undo_merge(decision=decision, by=edith, reason=APART)
