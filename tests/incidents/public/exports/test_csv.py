"""CSV of the two lists: what is in it, what is not, and that it is the whole of it in little memory."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.rest.pagination import PAGE
from incidents.document.canonical import canonical
from incidents.public.exports import slots
from incidents.public.exports.formats import NAMES
from incidents.public.exports.tables import CLAIMS, INCIDENTS
from incidents.record.models import Edition
from incidents.vocabulary import ClaimMark
from tests.factories import ActorFactory
from tests.incidents.public.secrets import SECRETS, record_with_secrets
from tests.incidents.record.factories import (
    assertion,
    claim,
    document,
    involvement,
    killed,
    position,
    published,
    retracted,
)

pytestmark = pytest.mark.django_db
Table = list[dict[str, str]]
ADDRESSES = ("incidents", "claims")


@pytest.fixture
def table(client: Client) -> Callable[..., Table]:
    """Return a function that asks for a list as CSV and reads it."""

    def call(path: str, query: str = "") -> Table:
        return rows(client.get(f"/api/v1/{path}/?format=csv{query}"))

    return call


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content).decode()


def rows(response: Any) -> Table:
    text = text_of(response)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_an_incident_in_a_line(table: Callable[..., Table]) -> None:
    place: dict[str, Any] = {
        "code": "gn:1", "name": "Nerkin Hand", "kind": "settlement", "country": "ARM", "admin1": "", "latitude": None,
        "longitude": None, "names": [],
    }  # fmt: skip
    section = {"code": "AMAZ-11", "name": "Syunik", "border": "armenia-azerbaijan", "border_name": "B"}
    edition = published(
        title="=cmd|' /C calc'!A0",
        location={
            "place": place, "section": section, "latitude": -39.05, "longitude": -46.5, "precision": 2, "radius_km": 25,
        },
        involvements=[involvement("armenia"), involvement("azerbaijan")],
        claims=[claim("mod-armenia")],
        totals=killed(2, None),
        positions=[position("killed", "contested")],
    )  # fmt: skip
    (line,) = table("incidents")
    published_at, digest = line.pop("published_at"), line.pop("digest")
    assert (published_at[:10], digest) == (str(edition.published_at.date()), edition.digest)
    assert line == {
        "ref": edition.ref, "edition": "1", "title": "'=cmd|' /C calc'!A0", "kind": "exchange_of_fire",
        "aggregated": "false", "earliest": "2024-02-13", "latest": "2024-02-13", "precision": "day", "place": "gn:1",
        "place_name": "Nerkin Hand", "country": "ARM", "border": "armenia-azerbaijan", "section": "AMAZ-11",
        "dispute": "", "lat": "-39.05", "lon": "-46.5", "where_prec": "2", "radius_km": "25.0", "killed_low": "2",
        "killed_best": "2", "killed_high": "", "killed_includes_unknown": "true", "wounded_low": "",
        "wounded_best": "", "wounded_high": "", "wounded_includes_unknown": "true", "contested": "killed",
        "actors": "armenia;azerbaijan", "claimants": "mod-armenia", "match": "certain",
        "url": f"http://testserver/incidents/{edition.ref}/editions/1/",
    }  # fmt: skip


def test_unknown_is_empty_and_zero_is_zero(table: Callable[..., Table]) -> None:
    published(ref="CC-1", totals=killed(0, 0))
    published(ref="CC-2")
    figures = {
        line["ref"]: [line[f"killed_{part}"] for part in ("low", "best", "high", "includes_unknown")]
        for line in table("incidents")
    }
    assert figures == {"CC-1": ["0", "0", "0", "false"], "CC-2": ["", "", "", "true"]}


def test_a_claim_in_a_line(table: Callable[..., Table]) -> None:
    said = claim(
        "mod-armenia",
        assertion("killed", low=2, side="armenia"),
        assertion("occurrence"),
        assertion("initiator", "denies", actor="azerbaijan"),
        statement="-2 killed",
        speaker="@spokesman",
        quotation={"text": "+երկու", "language": "hy", "translation": "two"},
        made_time="09:00",
    )
    denial = claim("azerbaijan", answers=[{"relation": "denies", "to": said["id"], "question": None}], made_on=None)
    edition = published(claims=[said, denial], title="Fire, and more")
    undated, line = table("claims")
    assert (undated["made_on"], undated["best_credibility"], undated["quotation"]) == ("", "", "")
    del line["published_at"]
    assert line == {
        "claim": said["id"], "ref": edition.ref, "edition": "1", "title": "Fire, and more", "claimant": "mod-armenia",
        "party": "mod-armenia", "speaker": "'@spokesman", "kind": "assertion", "channel": "press_statement",
        "made_on": "2024-02-13", "made_time": "09:00", "precision": "day", "statement": "'-2 killed",
        "quotation": "'+երկու", "quotation_language": "hy", "translation": "two",
        "questions": "killed;occurrence;initiator", "stances": "asserts;asserts;denies", "about": "armenia;;azerbaijan",
        "answered": "true", "corrected": "false", "denied": "true", "corroborated": "false", "repeats": "false",
        "best_credibility": "", "url": f"http://testserver/incidents/{edition.ref}/editions/1/#claim-{said['id']}",
        "digest": edition.digest,
    }  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_headers(client: Client, path: str) -> None:
    edition = published(claims=[claim("armenia")])
    response = client.get(f"/api/v1/{path}/?format=csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = f"counterclaim-{path}-{edition.published_at:%Y%m%dT%H%M%SZ}.csv"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    moment = edition.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert response.headers["Counterclaim-As-Of"] == moment
    assert "Counterclaim-As-Of" in response.headers["Access-Control-Expose-Headers"]
    assert len(rows(response)) == 1
    head = client.head(f"/api/v1/{path}/?format=csv")
    assert (head.status_code, head.headers["Content-Disposition"]) == (200, response.headers["Content-Disposition"])


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_empty_record_is_a_header(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}/?format=csv")
    assert "Counterclaim-As-Of" not in response.headers
    columns = (INCIDENTS if path == "incidents" else CLAIMS).names
    assert text_of(response) == ",".join(columns) + "\r\n"


@pytest.mark.parametrize("path", ADDRESSES)
def test_it_is_the_whole_result_in_the_order_of_the_list(
    client: Client, table: Callable[..., Table], path: str
) -> None:
    for number in range(PAGE + 3):
        day = f"2024-02-{1 + number % 28:02}"
        published(occurrence={"earliest": day}, claims=[claim("armenia", made_on=day if number % 5 else None)])
    pages: list[str] = []
    url = f"/api/v1/{path}/"
    while url:
        answer = client.get(url).json()
        pages += [one["edition"]["ref"] if path == "incidents" else one["id"] for one in answer["results"]]
        url = answer["next"]
    assert [line["ref" if path == "incidents" else "claim"] for line in table(path)] == pages
    assert len(pages) == PAGE + 3


def test_the_filters_are_those_of_the_list(table: Callable[..., Table]) -> None:
    ActorFactory.create(slug="armenia")
    first = published(kind="shelling", claims=[claim("armenia", kind="denial"), claim("azerbaijan")])
    published(kind="sniper_fire")
    assert [line["ref"] for line in table("incidents", "&kind=shelling&claimant=armenia")] == [first.ref]
    assert [line["claimant"] for line in table("claims", "&kind=denial&claimant=armenia")] == ["armenia"]
    retracted(first.ref)
    assert table("claims") == []
    moment = first.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert [line["ref"] for line in table("incidents", f"&as_of={moment}")] == [first.ref]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    ("query", "named", "allowed"),
    [
        ("format=xml", "format", list(NAMES)),
        ("format=", "format", list(NAMES)),
        ("format=csv&format=csv", "format", []),
        ("format=csv&page_size=5", "page_size", None),
        ("format=csv&cursor=x", "cursor", None),
        ("format=csv&count=exact", "count", None),
        ("format=csv&kind=war", "kind", None),
    ],
)
def test_what_cannot_be_used_is_a_400_that_names_it(
    client: Client, path: str, query: str, named: str, allowed: list[str] | None
) -> None:
    response = client.get(f"/api/v1/{path}/?{query}")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    (fault,) = response.json()["errors"]
    assert fault["parameter"] == named
    assert allowed is None or fault["allowed"] == allowed


@pytest.mark.parametrize("accept", ["text/csv", "*/*", "text/html,*/*;q=0.1"])
def test_whatever_the_caller_accepts(client: Client, accept: str) -> None:
    for query, kind in (("format=csv", "text/csv; charset=utf-8"), ("format=json", "application/json")):
        response = client.get(f"/api/v1/claims/?{query}", headers={"Accept": accept})
        assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
        assert response.getvalue()


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_same_queries_for_one_and_three(client: Client, path: str) -> None:
    asked = []
    for count in (1, 2):
        for _ in range(count):
            published(claims=[claim("armenia")])
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(client.get(f"/api/v1/{path}/?format=csv"))) in (1, 3)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_nothing_private_is_in_it(client: Client, table: Callable[..., Table], anna: User, edith: User) -> None:
    record = record_with_secrets(by=anna, editor=edith)
    assert {line["ref"] for line in table("incidents")} == {record.ref}
    marks = {line["claim"]: {mark for mark in ClaimMark.codes() if line[mark] == "true"} for line in table("claims")}
    assert marks == {record.said: {"answered", "denied"}, record.denied: set()}
    for path in ADDRESSES:
        text = text_of(client.get(f"/api/v1/{path}/?format=csv"))
        assert [word for word in (*SECRETS, "hidden-actor") if word in text] == []


# Memory

MANY = 3_000
LARGEST = {"csv": 12, "hxl": 12, "ndjson": 24, "geojson": 24, "xlsx": 24, "parquet": 64}
"""MB that each may take: what is held at a time, in the forms that it goes through. None depends on the length."""
KILOBYTES = re.compile(r"VmRSS:\s+(\d+) kB")


def resident() -> int:
    """Return how many MB the process holds, what C libraries hold included."""
    found = KILOBYTES.search(Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


def many(words: str) -> None:
    """Append many incidents of one claim each, by SQL: the same document again and again, with texts of 10 KB."""
    told = document(claims=[claim("armenia", statement=words)])
    edition = published(**orjson.loads(canonical(told)))
    fields = [one.column for one in Edition._meta.concrete_fields if one.column not in ("seq", "ref", "digest")]
    columns = ", ".join(filter(None, fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO record_edition (seq, ref, digest, {columns}) "
            f"SELECT seq + n, 'N-' || n, encode(sha256(n::text::bytea), 'hex'), {columns} "
            "FROM record_edition, generate_series(1, %s) n WHERE seq = %s",
            [MANY, edition.seq],
        )
        cursor.execute(
            "INSERT INTO record_recordclaim (edition_id, ref, claim, claimant, party, kind, made_on, statement, "
            "answered, corrected, denied, corroborated, repeats, body) SELECT edition_id + n, 'N-' || n, claim, "
            "claimant, party, kind, made_on, statement, answered, corrected, denied, corroborated, repeats, body "
            "FROM record_recordclaim, generate_series(1, %s) n WHERE edition_id = %s",
            [MANY, edition.seq],
        )


def test_memory_does_not_grow_with_the_result(client: Client) -> None:
    published(claims=[claim("armenia")])
    asked = [(path, format_) for path in ADDRESSES for format_ in NAMES if format_ != "json"]
    for path, format_ in asked:
        text = client.get(f"/api/v1/{path}/?format={format_}").getvalue()  # what is loaded once is loaded now
        assert text
    many("".join(chr(65 + n * n % 26) for n in range(10_000)))
    for path, format_ in asked:
        start = most = resident()
        lines = 0
        response: Any = client.get(f"/api/v1/{path}/?format={format_}")
        for block in response.streaming_content:
            lines += block.count(b"\n")
            most = max(most, resident())
        assert most - start < LARGEST[format_], f"MB, {path} as {format_}; the bodies alone are 30 MB"
        if format_ in ("csv", "hxl", "ndjson"):
            assert lines == MANY + 2 + {"csv": 1, "hxl": 2, "ndjson": 0}[format_]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("asked", ["", "&as_of=2099-01-01"])
def test_what_is_published_after_the_header_is_not_in_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str, asked: str
) -> None:
    """The rows are of the moment that the header names, whatever is published before they are read."""
    first = published(claims=[claim("armenia")])
    take = slots.take

    def published_meanwhile() -> int:
        published(ref=first.ref, claims=[claim("armenia"), claim("azerbaijan")])
        published(claims=[claim("azerbaijan")])
        return take()

    monkeypatch.setattr(slots, "take", published_meanwhile)
    answer = client.get(f"/api/v1/{path}/?format=csv{asked}")
    assert [(row["ref"], row["edition"]) for row in rows(answer)] == [(first.ref, "1")]
