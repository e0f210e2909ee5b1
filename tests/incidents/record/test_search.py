"""What a search finds: spellings, words, phrases, beginnings, exclusions; and what is refused."""

import re
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.rest.parameters import BadParameter
from incidents.document.canonical import canonical
from incidents.document.reading import read
from incidents.publishing import derived
from incidents.record.claim_filters import claims_for
from incidents.record.filters import incidents_for
from incidents.record.search import snippets as searched
from incidents.record.search.folding import forms_of, words
from incidents.record.search.queries import Unsearchable, parse
from incidents.record.search.snippets import snippets
from incidents.record.search.texts import FIELDS, Text
from incidents.record.search.vectors import LAST_PLACE, MOST_PLACES, vector_of
from tests.incidents.record.factories import assertion, claim, document, published

TEXTS = st.text(alphabet=st.characters(blacklist_characters="\0"), max_size=200) | st.text(
    alphabet="ab əğ\"“”*-()|&!:<>'\\orOR ", max_size=40
)


def asked(text: str) -> QueryDict:
    """Return the query string of a search."""
    params = QueryDict(mutable=True)
    params["q"] = text
    return params


def refs(text: str) -> set[str]:
    """Return the refs of the incidents that a search finds."""
    return set(incidents_for(asked(text)).values_list("ref", flat=True))


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ağdam", "Agdam", "AĞDAM", "ağdam", "Aghdam"),
        ("Əliyev", "Aliyev", "əliyev", "ƏLİYEV", "Eliyev"),
        ("Şuşa", "Shusha", "ŞUŞA"),
        ("Gəncə", "Ganja"),
        ("Kəlbəcər", "Kalbajar"),
        ("Երևան", "Երեւան", "ԵՐԵՎԱՆ", "ԵՐԵՒԱՆ"),
        ("Կապան", "կա՛պան", "ԿԱՊԱՆ"),
        ("Артём", "Артем", "АРТЁМ"),
        ("Мегрий", "мегрии"),
        ("Nakhch\u0131van", "Nakhchivan", "NAKHCHİVAN"),
        ("Meg\u0306ri", "Meğri", "megri"),
        ("K’arvachar", "K'arvachar", "Karvachar", "Kʻarvachar"),
        ("Azerbaijan", "Azerbaijan's", "AZERBAIJAN’S"),
        ("straße", "STRASSE"),
    ],
)
def test_spellings_of_one_name_share_a_form(spellings: tuple[str, ...]) -> None:
    first, *others = spellings
    for other in others:
        assert set(forms_of(first)) & set(forms_of(other)), other


@pytest.mark.parametrize(("one", "other"), [("Agdam", "Agdas"), ("Կապան", "Капан"), ("Sisian", "Sisianer")])
def test_other_names_share_none(one: str, other: str) -> None:
    assert not set(forms_of(one)) & set(forms_of(other))


def test_words_know_their_places_in_the_original() -> None:
    text = "Near Ağdam, AZERBAIJAN’S cease-fire (CC-2024-00017) – կրա՛կ; Meg\u0306ri."
    assert [text[word.start : word.end] for word in words(text)] == [
        "Near", "Ağdam", "AZERBAIJAN’S", "cease", "fire", "CC", "2024", "00017", "կրա՛կ", "Meg\u0306ri",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tsquery"),
    [
        ("Nerkin Hand", "(('nerkin') & ('hand'))"),
        ('"exchange of fire" -drone', "(('exchange of' & 'of fire' & ('exchange' <-> 'of' <-> 'fire')) & !('drone'))"),
        ("“exchange of fire”", "(('exchange of' & 'of fire' & ('exchange' <-> 'of' <-> 'fire')))"),
        ('post -"small arms"', "(('post') & !('small arms'))"),
        ("nerk* syunik", "(('nerk':*) & ('syunik'))"),
        ('"nerkin ha*"', "(('nerkin ha':*))"),
        ("a or b c OR d", "(('a')) | (('b') & ('c')) | (('d'))"),
        ('"or"', "(('or'))"),
        ("cease-fire", "(('cease fire'))"),
        ("Əliyev", "((('eliyev' | 'aliyev')))"),
        ("fire, (smoke) & ash!", "(('fire') & ('smoke') & ('ash'))"),
        ('"not closed', "(('not closed'))"),
        ("--a", "(('a'))"),
    ],
)
def test_what_was_typed_is_read(text: str, tsquery: str) -> None:
    assert parse(text).tsquery() == tsquery


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("!!!", "has no letter or digit"),
        ("-drone", "only says what to leave out"),
        ("fire or -drone", "on one side of `or`"),
        ("fire or", "without words on both sides"),
        ("or fire", "without words on both sides"),
        ("fire or or smoke", "without words on both sides"),
        ("(fire or smoke) ash", "brackets"),
        ("fire -(smoke ash)", "brackets"),
        ("fire | smoke", "write `or`"),
        ("ner*in", "elsewhere than at the end"),
        ("*kin", "elsewhere than at the end"),
        ("*", "elsewhere than at the end"),
        ('"ner* hand"', "elsewhere than at the end"),
        ("n*", "needs 2 letters"),
        ('fire ""', "no letter or digit"),
        ('fire -"!"', "no letter or digit"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(Unsearchable, match=re.escape(why)):
        parse(text)
    with pytest.raises(BadParameter) as refused:
        incidents_for(asked(text))
    assert refused.value.field == "q"
    with pytest.raises(BadParameter):
        claims_for(asked(text))


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_is_answered_or_refused(text: str) -> None:
    """No text is an error of PostgreSQL, and one that is answered looks for something that was typed."""
    fields = found = None
    try:
        found = incidents_for(asked(text))
    except BadParameter as error:
        fields = {fault.field for fault in error.faults}
    if found is None:
        assert fields == {"q"}
        return
    list(found[:1])
    list(claims_for(asked(text))[:1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(%s::tsquery)", [parse(text).tsquery()])
        assert cursor.fetchone()[0] > 0


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(FIELDS)), TEXTS), max_size=4))
def test_vectors_are_in_the_form_of_postgresql(parts: list[tuple[str, str]]) -> None:
    """What is stored and read back is the same text, so that verification can compare it."""
    vector = vector_of(Text(field, "", text) for field, text in sorted(parts, key=lambda one: FIELDS[one[0]]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text", [vector])
        assert cursor.fetchone()[0] == vector


@pytest.mark.django_db
def test_long_texts_keep_to_the_bounds_of_postgresql() -> None:
    text = " ".join(["often", *(f"w{number}" for number in range(LAST_PLACE + 10)), *["often"] * (MOST_PLACES + 9)])
    vector = vector_of([Text("summary", "", text), Text("source", "", "often w1 last " + "x" * 3_000)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text", [vector])
        assert cursor.fetchone()[0] == vector


def everywhere() -> dict[str, Any]:
    """Return a document with words in every text that is searched."""
    place = {
        "code": "gn:1", "name": "Nerkin Hand", "kind": "settlement", "country": "ARM", "admin1": "Syunik",
        "latitude": None, "longitude": None, "names": [{"text": "Ներքին Հանդ", "language": "hy", "used_by": None}],
    }  # fmt: skip
    quotation = {"text": "Kişi yaralandı", "language": "az", "translation": "One was wounded"}
    said = claim(
        "azerbaijan",
        assertion("occurrence", wording="a revenge operation", text="after a soldier"),
        statement="It opened fire first.",
        speaker="a spokesperson",
        quotation=quotation,
    )
    source: dict[str, Any] = {
        "id": "0123456789", "publisher": "Border Gazette", "origin": "", "title": "Shots heard", "url": "",
        "published_on": None, "language": "en", "kind": "news", "reliability": "C", "rated_on": None, "captures": [],
    }  # fmt: skip
    azerbaijan = {
        "slug": "azerbaijan", "name": "Azerbaijan", "kind": "state", "country": "AZE", "party": "azerbaijan",
        "names": [{"text": "Ադրբեջան", "language": "hy"}, {"text": "Азербайджан", "language": "ru"}],
    }  # fmt: skip
    return {
        "title": "Exchange near the river",
        "summary": "Two guards were hit.",
        "location": {
            "place": place,
            "wording": "at the upper post",
            "section": {"code": "S", "name": "Southern part", "border": "b", "border_name": "The line of 2020"},
        },
        "claims": [said],
        "sources": [source],
        "actors": [azerbaijan],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "exchange river", "guards", "нерк* or Ներքին", "ՆԵՐՔԻՆ", "Syunik", '"upper post"', '"southern part"',
        '"line of 2020"', "Ադրբեջան", "Азербайджан", "азербайджан*", '"opened fire first"', "kisi", "wounded",
        '"revenge operation"', "soldier", "spokesperson", "gazette", '"shots heard"',
    ],
)  # fmt: skip
def test_an_incident_is_found_by_every_text(text: str) -> None:
    edition = published(**everywhere())
    published(title="Another")
    assert refs(text) == {edition.ref}
    assert refs(edition.ref) == {edition.ref}


@pytest.mark.django_db
def test_no_phrase_reaches_from_one_text_into_the_next() -> None:
    published(title="Exchange near the river", summary="Two guards were hit.")
    assert refs('"the river"')
    assert refs('"river two"') == set()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ['"opened fire"', "yaralandi", '"was wounded"', "revenge", "spokes*", "soldier -army"])
def test_a_claim_is_found_by_what_it_says(text: str) -> None:
    edition = published(**everywhere())
    published(claims=[claim("armenia", statement="Nothing happened.")])
    assert [one.edition_id for one in claims_for(asked(text))] == [edition.seq]
    assert not claims_for(asked("gazette"))


def test_an_edition_from_before_actors_had_names_is_read_with_none() -> None:
    told = document(**everywhere())
    del told["actors"][0]["names"]
    assert read(canonical(told))["actors"][0]["names"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("moment", [False, True])
def test_what_stood_then_is_searched(moment: bool) -> None:
    first = published(title="Shelling of a bridge")
    published(ref=first.ref, title="Fire at a bridge")
    params = asked("shelling")
    if moment:
        params["as_of"] = first.published_at.isoformat()
    assert [one.seq for one in incidents_for(params)] == ([first.seq] if moment else [])


@pytest.mark.django_db
def test_the_rank_is_by_where_a_word_stands() -> None:
    late = published(sources=everywhere()["sources"], occurrence={"earliest": "2024-03-01"})
    first = published(title="A gazette was hit")
    second = published(summary="Near a gazette.")
    ranked = incidents_for(asked("gazette")).ranked("gazette").order_by("-relevance", "-seq")
    assert [one.seq for one in ranked] == [first.seq, second.seq, late.seq]
    assert all(one.relevance > 0 for one in ranked)


@pytest.mark.django_db
def test_only_the_newest_hits_are_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.record.querysets.RANKED", 2)
    best = published(title="Fire", occurrence={"earliest": "2020-01-01"})
    newer = [published(summary="Fire.", occurrence={"earliest": f"2024-01-0{day}"}) for day in (1, 2)]
    found = incidents_for(asked("fire"))
    assert {one.seq for one in found.ranked("fire")} == {one.seq for one in newer}
    assert found.filter(seq=best.seq).exists()


@pytest.mark.parametrize(
    ("query", "text", "segments"),
    [
        ("agdam", "Near Ağdam.", [("Near ", False), ("Ağdam", True), (".", False)]),
        ('"small arms"', "small arms, other arms", [("small arms", True), (", other arms", False)]),
        ("nerk* hand", "Nerkin Hand", [("Nerkin", True), (" ", False), ("Hand", True)]),
        ("<b>", "1 < 2 <b>b</b>", [("1 < 2 <", False), ("b", True), (">", False), ("b", True), ("</", False),
                                   ("b", True), (">", False)]),
        ("fire -smoke", "Smoke and fire", [("Smoke and ", False), ("fire", True)]),
        ("aliyev", "Əliyev said", [("Əliyev", True), (" said", False)]),
        ('"a b" "b c"', "a b c", [("a b c", True)]),
    ],
)  # fmt: skip
def test_pieces_are_of_the_original_text(query: str, text: str, segments: list[tuple[str, bool]]) -> None:
    [piece] = snippets(parse(query), [Text("title", "", text)])
    assert [(one["text"], one["hit"]) for one in piece["segments"]] == segments


def test_pieces_of_long_texts_are_cut_between_words() -> None:
    text = "alpha " * 40 + "target " + "omega " * 60
    [piece] = snippets(parse("target"), [Text("summary", "", text)])
    before, hit, after = (one["text"] for one in piece["segments"])
    assert (before[0], hit, after[-1]) == ("…", "target", "…")
    assert before[1:] == "alpha " * (before.count("alpha"))
    assert len(before + hit + after) < 220


@given(TEXTS, TEXTS)
def test_pieces_say_nothing_that_the_text_does_not(query: str, text: str) -> None:
    try:
        asked_for = parse(query)
    except Unsearchable:
        return
    for piece in snippets(asked_for, [Text("title", "", text)]):
        whole = "".join(one["text"] for one in piece["segments"])
        assert whole.removeprefix("…").removesuffix("…") in text
        assert any(one["hit"] for one in piece["segments"])


def test_pieces_with_more_of_the_terms_come_first() -> None:
    texts = [Text("title", "", "fire"), Text("statement", "c", "smoke and fire"), Text("source", "s", "ash")]
    assert [one["field"] for one in snippets(parse("fire smoke"), texts)] == ["statement", "title"]


def test_every_searched_text_is_weighed_in_order() -> None:
    told = document(**everywhere())
    weights = [FIELDS[one.field] for one in derived.texts_of(read(canonical(told)))]
    assert weights == sorted(weights)


@pytest.mark.parametrize("query", ["a " * 100, '"a b" ' * 33, "aa* " * 50, " ".join(f"w{n}" for n in range(50))])
def test_terms_are_looked_up_not_compared_with_every_word(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many terms a search has, and however often the same: a page of a thousand long texts has to be borne."""
    compared = 0
    fits = searched._fits

    def counting(*arguments: Any) -> bool:
        nonlocal compared
        compared += 1
        return fits(*arguments)

    monkeypatch.setattr(searched, "_fits", counting)
    text = "a b aaa w1 c " * 200
    [piece] = snippets(parse(query), [Text("summary", "", text)])
    assert any(one["hit"] for one in piece["segments"])
    assert compared <= len(words(text))


def test_a_word_with_any_number_of_possessives_has_forms() -> None:
    """However deep: an analyst's or an import's text is no reason to fail."""
    assert forms_of("a" + "’s" * 5_000) == ("a" + "s" * 99,)
    assert set(forms_of("a’s’s")) == {"ass", "as", "a"}
