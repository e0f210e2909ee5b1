"""The admin's pages of sources that may be one, of merging two, and of undoing that."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from incidents.moderation.auditing.entries import in_words
from incidents.moderation.referring.merging import merge_sources
from incidents.moderation.referring.sources_alike import alike_to, pairs_alike
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.targets import Order
from incidents.workbench.audit import Asked, found
from incidents.workbench.models import Citation, Distinction, ReferenceDecision, Source
from tests.factories import SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.moderation.merging_sources import REASON, every_row, page, two_sources

pytestmark = pytest.mark.django_db
LIST, MERGE, UNDO = "/admin/references/sources/", "/admin/references/merge/source/", "/admin/references/unmerge/source/"


def merging(loser: Source, winner: Source) -> str:
    return f"{MERGE}?{urlencode({'loser': loser.public_id, 'winner': winner.public_id})}"


def previewed(content: bytes) -> str:
    match = re.search(r'name="previewed" value="([0-9a-f]{64})"', content.decode())
    assert match, "the page offers the decision"
    return match[1]


@pytest.fixture
def editor(client: Client, edith: User) -> Client:
    client.force_login(edith)
    return client


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"url": "https://www.example.org/a/?utm_source=x"}, {"url": "http://example.org/a"}, "same address"),
        ({"url": "https://example.org/a?id=1&fbclid=2#top"}, {"url": "https://m.example.org/a/?id=1"}, "same address"),
        ({"url": "https://example.org/a?id=1"}, {"url": "https://example.org/a?id=2"}, ""),
        ({"publisher": "Azatutyun", "title": "Կրակոցներ"}, {"publisher": "AZATUTYUN", "title": "կրակոցներ"},
         "same publisher and title"),
        ({"publisher": "A", "title": "B", "published_on": "2024-02-13"},
         {"publisher": "A", "title": "B", "published_on": "2024-02-14"}, ""),
        ({"publisher": "A", "title": "B"}, {"publisher": "A", "title": ""}, ""),
        ({}, {}, ""),
    ],
)  # fmt: skip
def test_the_rule(first: dict[str, Any], second: dict[str, Any], words: str) -> None:
    one, other = SourceFactory.create(**first), SourceFactory.create(**second)
    assert [pair.words for pair in alike_to(one)] == ([words] if words else [])
    assert [pair.words for pair in pairs_alike()] == ([words] if words else [])
    Source.objects.filter(pk=other.pk).update(merged_into=one)
    assert alike_to(one) == pairs_alike() == []


def test_the_same_copy(anna: User) -> None:
    one, other = SourceFactory.create(), SourceFactory.create()
    capture_of(one, by=anna, data=page(1))
    capture_of(other, by=anna, data=page(2))
    assert alike_to(one) == []
    capture_of(other, by=anna, data=page(1))
    assert [(pair.other, pair.words) for pair in alike_to(one)] == [(other, "same copy")]


def test_the_list_names_pairs_until_they_are_told_apart(
    editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(3):
        for scheme in ("http", "https"):
            SourceFactory.create(url=f"{scheme}://example.org/{n}")
    with django_assert_max_num_queries(12):
        told = editor.get(LIST).content.decode()
    assert told.count("Same address.") == 3
    one, other = Source.objects.filter(url__endswith="/1")
    answer = editor.post(LIST, {"one": one.public_id, "other": other.public_id}, follow=True)
    assert answer.content.decode().count("Same address.") == 2
    assert Distinction.objects.count() == 1
    assert in_words(found(Asked(what="not the same"), limit=1))[0].title == "Told apart from what looks alike"
    for sent in ({"one": one.public_id}, {"one": one.public_id, "other": "\0"}):
        assert editor.post(LIST, sent).status_code == 400


def test_a_merge_shows_everything_first_and_so_does_its_undoing(editor: Client, anna: User) -> None:
    two = two_sources(anna)
    before = every_row()
    chosen = editor.get(f"{MERGE}?loser={two.loser.public_id}").content.decode()
    assert "same copy, same publisher and title" in chosen
    shown = editor.get(merging(two.loser, two.winner))
    text = shown.content.decode()
    for words in (
        "Citations: source", "Quiet reports: source", "Captures: source", "Review notes: anchor", "They fired.",
        "the other has the same", "two citations of one source", two.first.ref, "It can be undone",
    ):  # fmt: skip
        assert words in text, words
    assert every_row() == before
    sent = {"previewed": previewed(shown.content)}
    assert editor.post(merging(two.loser, two.winner), sent).status_code == 400, "no reason"
    done = editor.post(merging(two.loser, two.winner), {**sent, "reason": REASON}, follow=True)
    assert "was merged into" in done.content.decode()
    decision = ReferenceDecision.objects.get()
    for source in (two.loser, two.winner):
        form = editor.get(f"/admin/workbench/source/{source.pk}/change/").content.decode()
        assert f"{UNDO}?merge={decision.pk}" in form
    assert f"{UNDO}?merge={decision.pk}" in editor.get(LIST).content.decode()

    page_ = editor.get(f"{UNDO}?merge={decision.pk}")
    assert "What goes back" in page_.content.decode()
    sent = {"previewed": previewed(page_.content), "reason": "They are two."}
    Citation.objects.filter(source=two.winner, incident=two.first).last().delete()  # type: ignore[union-attr]
    moved = editor.post(f"{UNDO}?merge={decision.pk}", sent)
    assert (moved.status_code, "look at it again" in moved.content.decode()) == (409, True)
    assert "They are two." in moved.content.decode(), "what was typed is not lost"
    assert editor.post(f"{UNDO}?merge={decision.pk}", {"previewed": previewed(moved.content)}).status_code == 400
    sent["previewed"] = previewed(moved.content)
    undone = editor.post(f"{UNDO}?merge={decision.pk}", sent, follow=True)
    assert "is told apart again" in undone.content.decode()
    two.loser.refresh_from_db()
    assert two.loser.merged_into is None
    assert "This merge was undone before" in editor.get(f"{UNDO}?merge={decision.pk}").content.decode()


def test_a_merge_of_which_one_was_expunged_is_said_to_be_final(editor: Client, anna: User, edith: User) -> None:
    two = two_sources(anna)
    decision = merge_sources(loser=two.loser, winner=two.winner, by=edith, reason=REASON)
    expunge(order=Order(sources=(two.loser.public_id,), reason="An order."), by=edith)
    assert Source.objects.filter(pk=two.winner.pk).exists()
    address, sent = f"{UNDO}?merge={decision.pk}", {"previewed": "0" * 64, "reason": "They are two."}
    for answer in (editor.get(address), editor.post(address, sent), editor.post(address, {})):
        assert (answer.status_code, "One of the two is there no more" in answer.content.decode()) == (409, True)


def test_a_merge_that_moved_is_shown_again(editor: Client, anna: User) -> None:
    two = two_sources(anna)
    sent = {"previewed": previewed(editor.get(merging(two.loser, two.winner)).content), "reason": REASON}
    Citation.objects.create(incident=two.second, source=two.loser)
    answer = editor.post(merging(two.loser, two.winner), sent)
    assert (answer.status_code, REASON in answer.content.decode()) == (409, True)
    assert not ReferenceDecision.objects.exists()


def test_administrators_look_and_are_refused_in_the_same_words(client: Client, anna: User, adam: User) -> None:
    two = two_sources(anna)
    client.force_login(adam)
    assert "Compare and merge" not in client.get(LIST).content.decode()
    assert 'name="previewed"' not in client.get(merging(two.loser, two.winner)).content.decode()
    answer = client.post(merging(two.loser, two.winner), {"previewed": "0" * 64, "reason": REASON})
    assert (answer.status_code, "Only editors merge sources." in answer.content.decode()) == (403, True)
    one, other = two.loser.public_id, two.winner.public_id
    answer = client.post(LIST, {"one": one, "other": other})
    told = "Only analysts and editors note that two are not the same."
    assert (answer.status_code, told in answer.content.decode()) == (403, True)
    assert not ReferenceDecision.objects.exists()
    assert not Distinction.objects.exists()


def test_a_merged_source_is_read_only_and_not_offered(editor: Client, anna: User) -> None:
    two = two_sources(anna)
    opened = editor.get(f"/admin/workbench/source/{two.loser.pk}/change/")
    assert f"{MERGE}?loser={two.loser.public_id}" in opened.content.decode()
    Source.objects.filter(pk=two.loser.pk).update(merged_into=two.winner)
    form = editor.get(f"/admin/workbench/source/{two.loser.pk}/change/").content.decode()
    assert 'name="_save"' not in form
    assert "Merge into another" not in form
    query = {"app_label": "workbench", "model_name": "citation", "field_name": "source", "term": "Public Radio"}
    offered = editor.get("/admin/autocomplete/", query).json()["results"]
    assert {one["id"] for one in offered} & {str(two.loser.pk), str(two.winner.pk)} == {str(two.winner.pk)}


@pytest.mark.parametrize(
    ("query", "status"), [("?merge=999999", 404), ("?merge=x", 200), ("?loser=nothing&winner=none", 200)]
)
def test_what_is_asked_for_wrongly(editor: Client, query: str, status: int) -> None:
    assert editor.get(f"{UNDO}{query}").status_code == status
    assert editor.get(f"{MERGE}?loser=nothing-is-called-so").status_code == 400
