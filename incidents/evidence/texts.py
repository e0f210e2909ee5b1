"""The text of a kept page: what a person would read of it, without what surrounds the article."""

import re
from email.message import Message
from html.parser import HTMLParser
from io import BytesIO
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

READABLE = frozenset({"text/html", "application/warc", "application/warc+gzip"})
"""Kinds of copies that have a text. That of a PDF or an image is not read."""

_MOST_BYTES = 5_000_000
_LEFT_OUT = frozenset({
    "script", "style", "noscript", "template", "svg", "nav", "header", "footer", "aside", "form", "button", "figure",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "section", "article", "main", "td",
})  # fmt: skip
_ARTICLES = ("article", "main")
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_HEAD = 2048


def text_of(file: BinaryIO, mime: str) -> str:
    """Return the text of a web page or of the last page in a web archive; empty where it has none."""
    data, charset = file.read(_MOST_BYTES), ""
    if mime != "text/html":
        data, charset = _last_page(data)
    return _text(_decoded(data, charset))


def _last_page(data: bytes) -> tuple[bytes, str]:
    """Return the last page of an archive, and the character set that its server named."""
    found, charset = b"", ""
    try:
        for record in ArchiveIterator(BytesIO(data)):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            content = record.http_headers.get_header("Content-Type", "")
            if "html" in content:
                found, charset = record.content_stream().read(_MOST_BYTES), _charset_of(content)
    except ArchiveLoadFailed:
        return b"", ""
    return found, charset


def _charset_of(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type
    return message.get_content_charset("")


def _decoded(data: bytes, charset: str) -> str:
    named = _CHARSET.search(data[:_HEAD])
    for name in (charset, named[1].decode("ascii") if named else "", "utf-8"):
        try:
            return data.decode(name) if name else data.decode("utf-8-sig")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def _text(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in reader.text().split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects the text of a page; that of its article alone, where one is marked."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._all: list[str] = []
        self._article: list[str] = []
        self._left_out: list[str] = []
        self._inside = 0

    def text(self) -> str:
        """Return what was collected."""
        return "".join(self._article if "".join(self._article).strip() else self._all)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a part that is read, or left out."""
        if tag in _LEFT_OUT and not (tag == "header" and self._inside):
            self._left_out.append(tag)
        self._inside += tag in _ARTICLES
        if tag in _BLOCKS:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        """End it. What a page leaves open ends with the next one outside of it."""
        if tag in self._left_out:
            del self._left_out[self._left_out.index(tag) :]
        if tag in _BLOCKS:
            self.handle_data("\n")
        self._inside = max(0, self._inside - (tag in _ARTICLES))

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        if not self._left_out:
            self._all.append(data)
            if self._inside:
                self._article.append(data)
