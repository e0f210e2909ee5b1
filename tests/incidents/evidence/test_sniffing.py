"""What a file is: told by all of its bytes, and by nothing else."""

import gzip
import struct
import zipfile
from io import BytesIO

import pytest

from incidents.evidence.sniffing import ALLOWED, TAKEN, NotTaken, sniff
from tests.incidents.evidence.samples import GIF, HTML, JPEG, PDF, PNG, SVG, WARC, WEBP, _chunk

IMAGES = {"image/png": PNG, "image/jpeg": JPEG, "image/gif": GIF, "image/webp": WEBP}


def archive() -> bytes:
    """Return a Zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "words")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        *[(data, mime) for mime, data in IMAGES.items()],
        (JPEG + JPEG, "image/jpeg"),
        (PDF, "application/pdf"),
        (WARC, "application/warc"),
        (gzip.compress(WARC, mtime=0), "application/warc+gzip"),
        (HTML, "text/html"),
        (b"\xef\xbb\xbf\r\n<!-- saved --><HTML lang=hy>", "text/html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "text/html"),
        ("<!doctype html><title>Ա</title>".encode("utf-16"), "text/html"),
        (b"<head><meta charset=utf-8>", "text/html"),
    ],
)
def test_what_is_taken_is_told_by_its_bytes(data: bytes, mime: str) -> None:
    assert sniff(data).mime == mime


@pytest.mark.parametrize("data", [
    b"", b"plain words", b"\0" * 100, b"{}", b"<p>", b"<xml>", archive(), b"MZ\x90\0" * 20, b"\x7fELF" * 20,
    gzip.compress(HTML, mtime=0), b"<html\0>", b"<htmlx>", b"II*\0" + b"\0" * 40, b"BM" + b"\0" * 60, b"#!/bin/sh\n",
    b"ID3\x03" + b"\0" * 40, b"PK\x03\x04", b"\x1f\x8b", b"WARC/1.1 ", b"RIFF\x10\0\0\0WAVEfmt ",
])  # fmt: skip
def test_other_kinds_are_refused_with_what_is_taken(data: bytes) -> None:
    with pytest.raises(NotTaken) as error:
        sniff(data)
    assert str(error.value).endswith(ALLOWED)


@pytest.mark.parametrize("data", [SVG, b"<?xml version='1.0'?>\n" + SVG, b"\xef\xbb\xbf" + SVG, b"<!-- x -->" + SVG])
def test_an_svg_is_no_image(data: bytes) -> None:
    with pytest.raises(NotTaken, match="SVG"):
        sniff(data)


# A file that is two things is neither


@pytest.mark.parametrize("mime", IMAGES)
@pytest.mark.parametrize(
    "behind", [HTML, SVG, archive(), b"\n", b"\0", PDF], ids=["html", "svg", "zip", "lf", "nul", "pdf"]
)
def test_nothing_may_stand_behind_a_picture(mime: str, behind: bytes) -> None:
    with pytest.raises(NotTaken, match="is none"):
        sniff(IMAGES[mime] + behind)


@pytest.mark.parametrize("mime", IMAGES)
def test_half_a_picture_is_none(mime: str) -> None:
    for cut in range(12, len(IMAGES[mime])):
        with pytest.raises(NotTaken):
            sniff(IMAGES[mime][:cut])


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a=1;/*" + b"\0" * 10 + b"*/alert(1)//",
        b"GIF89a" + HTML,
        b"\xff\xd8\xff" + HTML,
        b"\x89PNG\r\n\x1a\n" + HTML,
        b"RIFF\xff\0\0\0WEBP" + HTML,
    ],
)
def test_the_first_bytes_make_no_picture(data: bytes) -> None:
    with pytest.raises(NotTaken, match="is none"):
        sniff(data)


@pytest.mark.parametrize(
    "words", [b"<script>alert(1)</script>", b"<HTML >", b"<!DOCTYPE html>", b"<?php x", b"%PDF-1.4"]
)
def test_a_page_inside_a_picture_is_found(words: bytes) -> None:
    """In a comment, where the picture's own parts are all right."""
    png = PNG[:33] + _chunk(b"tEXt", b"Comment\0" + words) + PNG[33:]
    gif = GIF[:-1] + b"\x21\xfe" + bytes([len(words)]) + words + b"\0" + b";"
    jpeg = JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(words) + 2) + words + JPEG[2:]
    for data in (png, gif, jpeg):
        with pytest.raises(NotTaken, match="words of a program"):
            sniff(data)


def test_an_innocent_comment_is_let_through() -> None:
    words = b"Taken near the border, x < y"
    assert sniff(PNG[:33] + _chunk(b"tEXt", b"Comment\0" + words) + PNG[33:]).mime == "image/png"


def test_a_png_with_a_wrong_checksum_is_none() -> None:
    with pytest.raises(NotTaken):
        sniff(PNG.replace(b"IDAT", b"IDAU"))


@pytest.mark.parametrize("data", [HTML + PDF, b"\n" + PDF, PDF.replace(b"%%EOF", b""), PDF + archive(), PDF + HTML])
def test_a_pdf_begins_and_ends_as_one(data: bytes) -> None:
    try:
        assert sniff(data).mime == "text/html"
    except NotTaken:
        return
    assert data.startswith(HTML)


def test_only_what_cannot_run_is_shown_by_browsers() -> None:
    assert {kind.mime for kind in TAKEN.values() if kind.shown} == {*IMAGES, "application/pdf"}


def test_a_long_run_of_fill_bytes_is_walked_once() -> None:
    """Twenty million took hours where each was tried as a beginning."""
    data = b"\xff\xd8\xff\xda\x00\x02" + b"\xff" * 4_000_000 + b"\x00"
    with pytest.raises(NotTaken):
        sniff(data)
