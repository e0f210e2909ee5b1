"""The difference between two editions as a page: what was, what is, in words, and nothing that is not so."""

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.public.web.pages.apart import apart
from incidents.record.models import Edition
from tests.incidents.public.web import sample
from tests.incidents.public.web.test_incident import text
from tests.incidents.record.factories import assertion, published, retracted

pytestmark = pytest.mark.django_db
PATH = f"/incidents/{sample.REF_A}/"


def told(claims: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """Return the exchange of fire as some claims tell it; their ids stay, so that two documents can be compared."""
    return sample.told(sample.REF_A, "Exchange of fire near Nerkin Hand", deepcopy(claims), **changes)


def rows(page: str, group: str) -> dict[str, tuple[str, str]]:
    """Return the rows of one group by their labels: what was and what is, without the words for the ear."""
    part = page.split(f'id="{group}"')[1].split("</section>", maxsplit=1)[0]
    found = {}
    for row in part.split('<div class="apart__row')[1:]:
        label, cells = row.split('apart__label">')[1].split("</strong>", 1)
        _, was, now = re.split(r'<div class="apart__(?:was|now)">', cells)
        shown = (text(one.split("</div>")[0]).strip() for one in (was, now))
        was, now = (re.sub(r"^Edition [0-9]+: ?", "", one) for one in shown)
        assert label not in found
        found[label] = was, now
    return found


@pytest.fixture
def claims() -> list[dict[str, Any]]:
    """What was said on the exchange of fire: in the end, the ministry corrects two killed to four."""
    return sample.claims_on_a()


@pytest.fixture
def corrected(reference: None, claims: list[dict[str, Any]]) -> str:
    """Two editions: the second holds the correction. Return the page between them."""
    sample.publish(told(claims[:4], summary="Fire was exchanged. Two were killed."))
    sample.publish(told(claims, summary="Fire was exchanged. Four were killed."))
    return Client().get(f"{PATH}diff/1..2/").content.decode()


def test_a_new_claim_and_the_figures_that_follow(corrected: str) -> None:
    figures = rows(corrected, "figures")
    assert figures["Killed, in all"] == ("2", "4")
    assert figures["Wounded, in all"] == ("2 or more (includes unknown)", "1")
    was, now = figures["Killed, Armenia, military"]
    assert was.startswith("2 Claims, computed rests on Ministry of Defence of Armenia, 13 Feb 2024, 09:00")
    assert now.startswith("4 Claims, computed rests on")
    seen = text(corrected)
    assert "Ministry of Defence of Armenia Assertion, 13 Feb 2024, 13:40 added" in seen
    assert "Four servicemen were killed and one was wounded." in seen
    assert "corrects the claim of Ministry of Defence of Armenia, 13 Feb 2024, 09:00" in seen
    assert "The news outlet Context, 13 Feb 2024, 15:00 added" in seen
    assert "changed" not in text(corrected.split('id="claims"')[1].split("</section>", maxsplit=1)[0])


def test_words_are_told_apart(corrected: str) -> None:
    assert "Fire was exchanged. <del>Two</del> were killed." in corrected
    assert "Fire was exchanged. <ins>Four</ins> were killed." in corrected


def test_of_a_changed_claim_what_it_asserts_is_told(
    client: Client, reference: None, claims: list[dict[str, Any]]
) -> None:
    sample.publish(told(claims[:1]))
    killed, initiator = claims[0]["assertions"][2], claims[0]["assertions"][1]
    killed["value"] |= {"low": 4, "high": 4}
    initiator["stance"] = "denies"
    claims[0] |= {"speaker": "A spokesperson", "channel": "briefing", "made_time": "10:00"}
    sample.publish(told(claims[:1]))
    assert rows(client.get(f"{PATH}diff/1..2/").content.decode(), "claims") == {
        "Speaker": ("not in edition 1", "A spokesperson"),
        "Said on": ("13 Feb 2024, 09:00", "13 Feb 2024, 10:00"),
        "Channel": ("Press statement", "Briefing"),
        "Who initiated?": ("Azerbaijan", "Denies: Azerbaijan"),
        "Killed, Armenia, military": ("2", "4"),
    }


def test_what_has_no_words_of_its_own_is_told_as_it_is(
    client: Client, reference: None, claims: list[dict[str, Any]]
) -> None:
    sample.publish(told(claims[:1]))
    claims[0]["assertions"][0]["value"]["low"] = 7  # no answer to whether it occurred
    sample.publish(told(claims[:1], occurrence={"time_zone": "Asia/Baku"}))
    page = client.get(f"{PATH}diff/1..2/").content.decode()
    assert rows(page, "claims")["Did it occur?"] == (
        "Says it happened value.low: null",
        "Says it happened value.low: 7",
    )
    was, now = rows(page, "incident")["When"]
    assert "Asia/Yerevan" in was
    assert "Asia/Baku" in now


def test_unknown_figures_are_not_given_and_never_nought(client: Client, reference: None) -> None:
    first = sample.document_a()
    first["estimates"] = [{
        "side": "armenia", "group": "civilian", "outcome": "displaced", "low": None, "best": None, "high": None,
        "basis": "claims", "derived": False, "claims": [], "note": "",
    }]  # fmt: skip
    second = deepcopy(first)
    second["estimates"][0] |= {"low": 10, "high": None}
    for one in (first, second):
        sample.publish(one)
    page = client.get(f"{PATH}diff/1..2/").content.decode()
    assert rows(page, "figures")["Displaced, Armenia, civilian"] == ("not given Claims", "10 or more Claims")
    assert re.search(r'apart__line not-given">\s*not given', page)


def test_findings_that_turned(client: Client, reference: None, claims: list[dict[str, Any]]) -> None:
    sample.publish(told(claims[:1]))
    denial = sample.said(2, "mod-azerbaijan", "denial", "It denies it.", assertion("occurrence", "denies"))
    sample.publish(told([claims[0], denial]))
    there, back = (client.get(f"{PATH}diff/{pair}/").content.decode() for pair in ("1..2", "2..1"))
    assert rows(there, "findings") == {"Did it occur?": ("one-sided", "contested")}
    assert rows(back, "findings") == {"Did it occur?": ("contested", "one-sided")}


def test_sources_added_removed_and_regraded(client: Client, reference: None) -> None:
    first, second = sample.document_a(), sample.document_a()
    first["sources"] = deepcopy(sample.SOURCES[:2])
    second["sources"] = deepcopy(sample.SOURCES[1:])
    second["sources"][0]["reliability"] = "A"
    for one in (first, second):
        sample.publish(one)
    page = client.get(f"{PATH}diff/1..2/").content.decode()
    seen = text(page)
    assert "Two Armenian soldiers killed News agency removed" in seen
    assert "Açıqlama State Border Service added" in seen
    assert "Նռնաձոր alphanews.am changed" in seen
    part = page.replace(">Source<", ">Gone<", 1)
    assert rows(part, "sources")["Reliability"] == ("C – fairly reliable", "A – completely reliable")
    assert 'lang="hy">Նռնաձոր' in page


def test_places_links_and_parts(client: Client, reference: None) -> None:
    place = {"place": None, "wording": "near the border", "latitude": None, "longitude": None, "precision": 5}
    first = sample.document_a(links=[], location=place)
    second = sample.document_a()
    second["involvements"][0]["alleged"] = True
    for one in (first, second):
        sample.publish(one)
    page = client.get(f"{PATH}diff/1..2/").content.decode()
    where = rows(page, "place")
    assert where["Named place"] == ("not given", "Nerkin Hand Ներքին Հանդ Aşağı Ənd Неркин Анд")
    assert where["Position"] == ("not given", "39.0413, 46.5162")
    assert rows(page, "involved")["Armenia"] == ("Participant", "Participant alleged")
    was, now = rows(page, "related")[sample.REF_E]
    assert was == "not in edition 1"
    assert "retaliation for Wounding of a border guard according to State Border Service of Azerbaijan" in now


def test_the_other_order_tells_the_reverse_and_says_so(client: Client, corrected: str) -> None:
    back = client.get(f"{PATH}diff/2..1/").content.decode()
    assert rows(back, "figures")["Killed, in all"] == ("4", "2")
    assert "This is read backwards: edition 1 is the earlier one." in text(back)
    assert f'href="{PATH}diff/1..2/">Read it forwards' in back
    assert "backwards" not in text(corrected)


def test_one_and_the_same_edition(client: Client, corrected: str) -> None:
    page = client.get(f"{PATH}diff/2..2/").content.decode()
    assert "These are one and the same edition: nothing differs." in page
    assert "apart__row" not in page


def test_two_editions_that_say_the_same(client: Client) -> None:
    first = published()
    sample.publish(json.loads(first.body))
    page = client.get(f"/incidents/{first.ref}/diff/1..2/").content.decode()
    assert "Nothing in the content differs between these two editions." in page


def test_a_retraction_is_told_plainly_with_its_reason(client: Client, exchange: Edition) -> None:
    retracted(sample.REF_A, reason="It was reported twice.")
    page = client.get(f"{PATH}diff/2..3/").content.decode()
    assert rows(page, "standing")["In the record"] == (
        "The incident, as told by this edition",
        "Retracted: nothing of it stands. Reason: It was reported twice.",
    )
    assert "Claims" not in re.findall(r'apart__title" id="[^"]+">([^<]+)<', page)
    sample.publish(sample.document_a())
    assert client.get(f"{PATH}diff/3..4/").status_code == 200
    assert "Title" not in client.get(f"{PATH}diff/3..4/").content.decode().split("apart__heads")[1]


@pytest.mark.parametrize("pair", ["1..3", "3..1", "0..1", "1..99999999999999999999", "1..x", "1"])
def test_what_is_not_there_is_a_404(client: Client, exchange: Edition, pair: str) -> None:
    assert client.get(f"{PATH}diff/{pair}/").status_code == 404
    assert client.get(f"/incidents/CC-1999-00001/diff/{pair}/").status_code == 404


def test_it_takes_two_queries_however_much_differs(
    client: Client, corrected: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for pair in ("1..2", "2..2"):
        with django_assert_num_queries(2):
            client.get(f"{PATH}diff/{pair}/")


def test_the_history_leads_to_each_difference_and_to_any(client: Client, exchange: Edition) -> None:
    sample.publish(sample.document_a())
    page = client.get(f"{PATH}history/").content.decode()
    for pair in ("1..2", "2..3"):
        assert f'href="{PATH}diff/{pair}/"' in page
    assert f'<form method="get" action="{PATH}diff/"' in page
    answer = client.get(f"{PATH}diff/", {"from": "3", "to": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PATH}diff/3..1/")
    old = client.get(f"{PATH}editions/1/").content.decode()
    assert f'href="{PATH}diff/1..3/"' in old


def test_one_edition_has_nothing_to_be_compared_with(client: Client) -> None:
    edition = published()
    page = client.get(f"/incidents/{edition.ref}/history/").content.decode()
    assert "/diff/" not in page


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("from=1", "to"),
        ("from=one&to=2", "from"),
        ("from=1&to=2&as_of=2024-01-01", "as_of"),
        ("from=1&from=2&to=1", "from"),
    ],
)
def test_the_form_refuses_what_is_no_edition(client: Client, exchange: Edition, query: str, named: str) -> None:
    answer = client.get(f"{PATH}diff/?{query}")
    assert answer.status_code == 400
    assert f"<code>{named}</code>" in answer.content.decode()


def test_a_difference_takes_no_moment(client: Client, exchange: Edition) -> None:
    assert client.get(f"{PATH}diff/1..2/?as_of=2024-01-01").status_code == 400


def test_hostile_text_stays_text(client: Client, reference: None) -> None:
    bad = "<script>alert(1)</script>"
    sample.publish(sample.document_a(summary=f"Before {bad} it"))
    sample.publish(sample.told(sample.REF_A, bad, sample.claims_on_a(), summary=f"After {bad} it"))
    page = client.get(f"{PATH}diff/1..2/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c d", "a x c d", ("a [b] c d", "a [x] c d")),
        ("a b c", "a b c d", ("a b c", "a b c [d]")),
        ("", "a b", ("", "a b")),
        ("one two", "quite another text here", ("one two", "quite another text here")),
        ("a\nb c", "a\nb d c", ("a\nb c", "a\nb [d] c")),
        ("same", "same", ("same", "same")),
    ],
)
def test_texts_are_told_apart_by_words(before: str, after: str, expected: tuple[str, str]) -> None:
    found = apart(before, after)
    shown = ["".join(f"[{one.text}]" if one.differs else one.text for one in pieces) for pieces in found]
    assert tuple(shown) == expected
    for pieces, whole in zip(found, (before, after), strict=True):
        assert "".join(one.text for one in pieces) == whole
