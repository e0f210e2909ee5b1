"""An actor's page: each number is the length of the list behind it, and its place in the hierarchy over time."""

import random
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from actors.models import ActorRelation
from incidents.vocabulary import ClaimMark
from tests.factories import ActorFactory
from tests.incidents.public.secrets import record_with_secrets
from tests.incidents.record.factories import assertion, claim, document, published, retracted

pytestmark = pytest.mark.django_db
PARTY = {"west": "west", "west-army": "west", "guards": "west", "east": "east", "east-army": "east", "outlet": "outlet"}
RELATIONS = ("denies", "disputes", "corroborates", "responds_to", "corrects", "repeats")


def counts(page: str, section: str) -> dict[str, tuple[int, str]]:
    """Return what a section of the page counts: label → number, and the query string of the list behind it."""
    part = page.split(f'<h2 id="{section}">')[1].split("</table>", maxsplit=1)[0]
    rows = re.findall(r'<a href="/claims/\?([^"]+)">(\d+)</a></td>\s*<th scope="row">(.*?) <span', part, re.S)
    return {label: (int(number), unescape(query)) for query, number, label in rows}


def belongs(part: str, whole: str, since: date | None = None, until: date | None = None) -> None:
    ActorRelation.objects.create(
        subject=ActorFactory.create(slug=part),
        object=ActorFactory.create(slug=whole),
        kind="part_of",
        valid=DateRange(since, until),
    )


@pytest.fixture
def generated() -> list[dict[str, Any]]:
    """Publish thirty incidents, each with claims that answer each other at random; return the claims as told."""
    belongs("west-army", "west")
    belongs("guards", "west", until=date(2024, 1, 1))
    belongs("guards", "east", since=date(2024, 1, 1))
    belongs("east-army", "east")
    ActorFactory.create(slug="outlet", kind="media")
    chance = random.Random(17)
    told = []
    for number in range(30):
        claims = [_made_up(chance) for _ in range(chance.randint(1, 7))]
        for one, other in (chance.sample(claims, 2) for _ in range(len(claims)) if len(claims) > 1):
            relation, question = chance.choice(RELATIONS), chance.choice((None, "killed", "initiator"))
            if relation == "repeats" and claims.index(one) < claims.index(other):
                one, other = other, one  # noqa: PLW2901 - so that no two repeat each other
            one["answers"].append({"relation": relation, "to": other["id"], "question": question})
        actors = document(claims=claims)["actors"]
        edition = published(claims=claims, actors=[actor | {"party": PARTY[actor["slug"]]} for actor in actors])
        if number % 6 == 5:
            retracted(edition.ref)
        else:
            told += [one | {"all": claims} for one in claims]
    return told


def _made_up(chance: random.Random) -> dict[str, Any]:
    questions = chance.sample(("killed", "initiator"), chance.randint(0, 2))
    return claim(
        chance.choice(list(PARTY)),
        *(
            assertion(question, **{"side" if question == "killed" else "actor": chance.choice(list(PARTY))})
            for question in questions
        ),
        made_on=chance.choice(("2023-12-31", "2024-02-13", None)),
    )


@pytest.mark.parametrize("slug", ["west", "east", "guards", "outlet"])
@pytest.mark.parametrize("section", ["claimed", "about"])
def test_each_count_is_the_length_of_its_list(
    client: Client, generated: list[dict[str, Any]], slug: str, section: str
) -> None:
    found = counts(client.get(f"/actors/{slug}/").content.decode(), section)
    assert {mark.label for mark in ClaimMark if mark != ClaimMark.REPEATS} | {"in the record"} <= set(found)
    for label, (number, query) in found.items():
        answer = client.get(f"/api/v1/claims/?{query}&page_size=1000").json()
        assert len(answer["results"]) == answer["count"] == number, label
        page = client.get(f"/claims/?{query}").content.decode()
        assert f"{number} claim{'' if number == 1 else 's'}" in re.sub(r"\s+", " ", page), label


@pytest.mark.parametrize("slug", ["west", "east"])
def test_the_counts_are_those_of_the_documents(client: Client, generated: list[dict[str, Any]], slug: str) -> None:
    """Counted once more, from the documents alone."""
    found = counts(client.get(f"/actors/{slug}/").content.decode(), "claimed")
    mine = [one for one in generated if _party_on(one) == slug]
    own = [one for one in mine if not _repeats(one)]
    expected = {
        "in the record": len(own),
        ClaimMark.ANSWERED.label: sum(_answered(one, "denies", "disputes", "responds_to") for one in own),
        ClaimMark.CORRECTED.label: sum(_corrected(one) for one in own),
        ClaimMark.DENIED.label: sum(_answered(one, "denies", other_party=True) for one in own),
    }
    assert {label: found[label][0] for label in expected} == expected
    seen = {label: count for label, count in expected.items() if count or slug == "west"}
    assert min(seen.values()) > 0
    assert len(seen) >= len(ClaimMark) - 2
    assert found.get("more " + ClaimMark.REPEATS.label, (0, ""))[0] == len(mine) - len(own)


def _party_on(one: dict[str, Any]) -> str:
    """Return whom a claimant counted for on the day of the claim; undated: on the incident's, 13 February 2024."""
    if one["claimant"] == "guards":
        return "west" if one["made_on"] == "2023-12-31" else "east"
    return PARTY[one["claimant"]]


def _corrected(one: dict[str, Any]) -> bool:
    """Tell whether its own side corrects it, and not on an earlier day."""
    return any(
        answer["to"] == one["id"] and answer["relation"] == "corrects"
        and PARTY[other["claimant"]] == PARTY[one["claimant"]]
        and (other["made_on"] or "9999") >= (one["made_on"] or "")
        for other in one["all"]
        for answer in other["answers"]
    )  # fmt: skip


def _answered(one: dict[str, Any], *relations: str, other_party: bool = False) -> bool:
    return any(
        answer["to"] == one["id"] and answer["relation"] in relations
        and not (other_party and PARTY[other["claimant"]] == PARTY[one["claimant"]])
        for other in one["all"]
        for answer in other["answers"]
    )  # fmt: skip


def _repeats(one: dict[str, Any]) -> bool:
    """Tell whether all that a claim says is a repeat; no two of the examples repeat each other."""
    repeated = [answer["question"] for answer in one["answers"] if answer["relation"] == "repeats"]
    questions = [said["question"] for said in one["assertions"]]
    return None in repeated or (bool(questions) and set(questions) <= set(repeated))


def test_corroboration_counts_independent_origins_only(client: Client) -> None:
    for slug in PARTY:
        ActorFactory.create(slug=slug)
    said = claim("west", assertion("killed", low=2))
    same_side = claim("west-army", answers=[{"relation": "corroborates", "to": said["id"], "question": None}])
    actors = [
        {"slug": slug, "name": slug, "kind": "state", "country": "", "party": party, "names": []}
        for slug, party in PARTY.items()
    ]

    def corroborated(*claims: dict[str, Any]) -> int:
        edition = published(claims=[said, *claims], actors=actors)
        number = counts(client.get("/actors/west/").content.decode(), "claimed")[ClaimMark.CORROBORATED.label][0]
        retracted(edition.ref)
        return number

    assert corroborated(same_side) == 0
    independent = claim("outlet", answers=[{"relation": "corroborates", "to": said["id"], "question": "killed"}])
    assert corroborated(independent) == 1
    passes_on = independent | {
        "answers": [*independent["answers"], {"relation": "repeats", "to": same_side["id"], "question": "killed"}]
    }
    assert corroborated(passes_on, same_side) == 0


def test_every_count_has_its_definition_and_nothing_is_a_score(client: Client, generated: list[dict[str, Any]]) -> None:
    page = client.get("/actors/west/").content.decode()
    for mark in ClaimMark:
        if mark != ClaimMark.REPEATS:
            assert page.count(mark.definition) >= 2
    assert "%" not in re.sub(r"<[^>]+>", "", page)


@time_machine.travel("2024-02-23T12:00:00Z", tick=False)
def test_the_hierarchy_is_told_with_its_days(client: Client) -> None:
    belongs("guards", "west", date(2002, 7, 31), date(2024, 1, 1))
    belongs("guards", "east", date(2024, 1, 1), None)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/actors/guards/").content.decode()))
    assert re.search(r"Part of \S.* 31 Jul 2002 – 31 Dec 2023", page)
    assert "since 1 Jan 2024" in page
    assert "Bars run from 2001 to 2024" in page
    above = client.get("/actors/west/").content.decode()
    assert re.search(r"Includes</h3>.*/actors/guards/", above, re.DOTALL)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ActorFactory.create(slug="west")
    for _ in range(count):
        published(
            claims=[
                claim("west", assertion("initiator", actor="east")),
                claim("east", assertion("initiator", actor="west")),
            ]
        )
    # the actor, its names, relations; who counts as it, rows, counts, twice; documents, names
    with django_assert_num_queries(11):
        page = client.get("/actors/west/").content.decode()
    assert page.count('class="claim-row"') == 2 * count


def test_nothing_private_is_counted(client: Client, anna: User, edith: User) -> None:
    record = record_with_secrets(by=anna, editor=edith)
    page = client.get("/actors/mod-azerbaijan/").content.decode()
    found = {label: number for label, (number, _) in counts(page, "claimed").items()}
    assert found == {"in the record": 1} | {mark.label: 0 for mark in ClaimMark if mark != ClaimMark.REPEATS}
    assert set(re.findall(r"#claim-(\w+)", page)) == {record.denied}
