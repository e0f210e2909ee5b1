"""gzip: what is compressed, for whom, and that conditional requests work with and without it."""

import gzip
import zlib
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from config.rest.compression import pieces, takes_gzip
from tests.incidents.record.factories import published
from tests.people import anna

__all__ = ["anna"]
pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip, br"}
CODEBOOK = "/api/v1/codebook/"


def test_an_answer_is_compressed_for_who_takes_it(client: Client) -> None:
    plain, packed = client.get(CODEBOOK), client.get(CODEBOOK, headers=GZIP)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) == int(packed["Content-Length"]) < len(plain.content) / 2
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize("path", [CODEBOOK, "/api/v1/incidents/", "/api/v1/incidents/CC-2024-77777/", "/incidents/"])
def test_both_encodings_have_strong_tags_that_answer_304_both_ways(client: Client, path: str) -> None:
    published(ref="CC-2024-77777", summary="It is long enough to be worth it. " * 30)
    plain, packed = client.get(path)["ETag"], client.get(path, headers=GZIP)["ETag"]
    assert packed == f'{plain[:-1]}-gzip"'
    for tag in (plain, packed):
        for encoding in ({}, GZIP):
            again = client.get(path, headers={"If-None-Match": tag} | encoding)
            assert (again.status_code, again["ETag"]) == (304, tag)
            assert "Accept-Encoding" in again["Vary"]
    assert client.get(path, headers={"If-None-Match": '"other-gzip"'} | GZIP).status_code == 200


def test_a_stream_stays_one_and_can_be_read_as_it_comes(client: Client) -> None:
    published(title="Ağdam")
    packed = client.get("/api/v1/incidents/?format=csv", headers=GZIP)
    assert packed.streaming
    assert packed["Content-Encoding"] == "gzip"
    told = b"".join(packed.streaming_content)  # type: ignore[attr-defined]
    assert "Ağdam" in gzip.decompress(told).decode()

    reader, seen = zlib.decompressobj(31), b""
    for number, piece in enumerate(pieces(iter([b"one,", b"two,", b"three"]))):
        seen += reader.decompress(piece)
        assert seen == [b"one,", b"one,two,", b"one,two,three", b"one,two,three"][number]
    assert reader.eof


def test_a_stream_that_is_left_closes_its_cursor(client: Client) -> None:
    closed: list[bool] = []

    def source() -> Any:
        try:
            yield b"row"
            yield b"row"
        finally:
            closed.append(True)

    told = pieces(source())
    next(iter(told))
    told.close()  # type: ignore[attr-defined]
    assert closed == [True]


def test_what_is_for_a_person_is_not_compressed(client: Client, anna: User) -> None:
    client.force_login(anna)
    for path in ("/", "/desk/", "/accounts/tokens/"):
        answer = client.get(path, headers=GZIP)
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer, path


def test_a_form_with_a_token_is_not_compressed(client: Client) -> None:
    answer = client.get("/accounts/login/", headers=GZIP)
    assert b"csrfmiddlewaretoken" in answer.content
    assert "Content-Encoding" not in answer


def test_small_answers_and_problems_are_left_alone(client: Client) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=GZIP)
    assert "Content-Encoding" not in client.get("/api/v1/incidents/?colour=red", headers=GZIP)


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True), ("", False), ("br", False), ("gzip;q=0", False), ("gzip;q=0.5", True), ("*", True),
        ("*;q=0", False), ("*, gzip;q=0", False), ("deflate, GZIP ;q=1", True), ("gzip;q=x", False),
    ],
)  # fmt: skip
def test_who_takes_gzip(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes
