"""What a person would read of a kept page."""

import gzip
from datetime import UTC, datetime
from io import BytesIO

import pytest

from incidents.evidence.fetching import Fetched, Step
from incidents.evidence.texts import text_of
from incidents.evidence.warc import archive

ARTICLE = "<article><header><h1>Fire</h1></header><p>Two  were\nkilled.</p><script>killed(9)</script></article>"
PAGE = f"<html><body><nav>Nine were killed</nav>{ARTICLE}<footer>Ten were killed</footer></body></html>"


def archived(*pages: tuple[bytes, str]) -> BytesIO:
    """Return a web archive of responses: what follows the status line, headers included, by content type."""
    steps = tuple(
        Step(
            "https://example.org/", "192.0.2.1", datetime(2024, 2, 14, tzinfo=UTC), b"GET / HTTP/1.1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n" + rest, 200,
        )
        for rest, kind in pages
    )  # fmt: skip
    return BytesIO(archive(Fetched(steps, b"", "text/html")))


def test_the_article_is_read_and_nothing_around_it() -> None:
    assert text_of(BytesIO(PAGE.encode()), "text/html") == "Fire\nTwo were\nkilled."


def test_a_page_without_an_article_is_read_whole() -> None:
    page = "<nav>Menu</nav><div>Կրակ<br>Огонь &amp; atəş</div>"
    assert text_of(BytesIO(page.encode()), "text/html") == "Կրակ\nОгонь & atəş"


@pytest.mark.parametrize(
    "head", ['<meta charset="windows-1251">', '<meta http-equiv="x" content="charset=windows-1251">']
)
def test_a_page_is_read_in_its_character_set(head: str) -> None:
    assert text_of(BytesIO(f"{head}<p>Огонь</p>".encode("windows-1251")), "text/html") == "Огонь"
    assert text_of(BytesIO('<meta charset="no-such"><p>Огонь</p>'.encode()), "text/html") == "Огонь"
    assert text_of(BytesIO(b"\xff\xfe<p>x"), "text/html").endswith("x")


def test_the_last_page_of_an_archive_is_read() -> None:
    first = (b"\r\n<p>Moved", "text/html")
    packed = (
        b"Content-Encoding: gzip\r\n\r\n" + gzip.compress("<p>Огонь".encode("windows-1251")),
        "text/html; charset=windows-1251",
    )
    picture = (b"\r\n\x89PNG", "image/png")
    assert text_of(archived(first, packed, picture), "application/warc+gzip") == "Огонь"
    assert text_of(archived(picture), "application/warc+gzip") == ""


@pytest.mark.parametrize("data", [b"", b"no archive", b"WARC/1.1\r\n", b"\x1f\x8b\x08\x00", b"<a<b<p>\x00"])
def test_odd_files_have_no_text_and_do_no_harm(data: bytes) -> None:
    assert isinstance(text_of(BytesIO(data), "text/html"), str)
    assert text_of(BytesIO(data), "application/warc") == ""
