"""What a file is, told by its bytes alone: a name and a declared type decide nothing."""

import re
import zlib
from dataclasses import dataclass

import puremagic

from incidents.evidence import pictures


class NotTaken(Exception):
    """A file of a kind that is not taken; the message names what is."""


@dataclass(frozen=True, slots=True)
class MediaType:
    """A kind of file that is taken: what it is called, its ending, and whether a browser may show it itself."""

    mime: str
    label: str
    ending: str
    shown: bool = False


TAKEN = {
    one.mime: one
    for one in (
        MediaType("application/pdf", "PDF", "pdf", shown=True),
        MediaType("image/png", "PNG image", "png", shown=True),
        MediaType("image/jpeg", "JPEG image", "jpg", shown=True),
        MediaType("image/gif", "GIF image", "gif", shown=True),
        MediaType("image/webp", "WebP image", "webp", shown=True),
        MediaType("text/html", "web page (HTML)", "html"),
        MediaType("application/warc", "web archive (WARC)", "warc"),
        MediaType("application/warc+gzip", "web archive (WARC)", "warc.gz"),
    )
}
ALLOWED = "A PDF, an image (PNG, JPEG, GIF, WebP), a web page (HTML) or a web archive (WARC) can be kept."
_HEAD = 4096
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_BEFORE_HTML = re.compile(r"(?:\s+|<\?xml[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta)(?=[\s>/])", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype|svg|html|script|\?xml|\?php)", re.IGNORECASE)
_ZIP_END = b"PK\x05\x06"


def sniff(data: bytes) -> MediaType:
    """Return what a file is. Raises NotTaken, with what it seems to be, for all that is not on the list."""
    if not data:
        raise NotTaken(f"The file is empty. {ALLOWED}")
    if (mime := pictures.looks_like(data)) is not None:
        if problem := pictures.problem_of(mime, data):
            raise NotTaken(f"The file begins as {_article(TAKEN[mime])} and is none: {problem}. {ALLOWED}")
        return TAKEN[mime]
    if data.startswith(b"%PDF-"):
        if problem := _problem_of_pdf(data):
            raise NotTaken(f"The file begins as a PDF and is none: {problem}. {ALLOWED}")
        return TAKEN["application/pdf"]
    if _is_warc(data):
        return TAKEN["application/warc"]
    if data.startswith(b"\x1f\x8b") and _is_warc(_unzipped(data[:_HEAD])):
        return TAKEN["application/warc+gzip"]
    if _is_html(data):
        return TAKEN["text/html"]
    raise NotTaken(f"This looks like {_guess(data)}. {ALLOWED}")


def _problem_of_pdf(data: bytes) -> str:
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end > _HEAD:
        return "it has no end"
    return "another file hangs on it" if _ZIP_END in data[end:] or _MARKUP.search(_latin(data[end:])) else ""


def _is_warc(data: bytes) -> bool:
    return re.match(rb"WARC/1\.[01]\r\n", data) is not None


def _unzipped(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, _HEAD)
    except zlib.error:
        return b""


def _is_html(data: bytes) -> bool:
    """Tell whether a text begins as a page does, after what may stand before it."""
    head = data[: _HEAD * 4]
    coding = next((name for mark, name in _BOMS if head.startswith(mark)), None)
    text = head.decode(coding or "latin-1", errors="replace").lstrip("\ufeff")
    if coding is None and head.startswith(_BOMS[0][0]):
        text = head[3:].decode("utf-8", errors="replace")
    if "\0" in text:
        return False
    before = _BEFORE_HTML.match(text)
    return before is not None and _HTML.match(text, before.end()) is not None


def _guess(data: bytes) -> str:
    """Return what a file that is not taken seems to be, in words."""
    text = _latin(data[:_HEAD]).lstrip("\ufeff ï»¿\t\r\n")
    if re.search(r"<svg[\s>]", text, re.IGNORECASE):
        return "an SVG, which can carry programs"
    try:
        found = puremagic.magic_string(data[:_HEAD])
    except puremagic.PureError:
        found = []
    named = next((one.name or one.mime_type for one in found if one.name or one.mime_type), "")
    return f"“{named}”" if named else "none of the kinds of file that are known here"


def _latin(data: bytes) -> str:
    return data.decode("latin-1")


def _article(kind: MediaType) -> str:
    return f"a {kind.label}"
