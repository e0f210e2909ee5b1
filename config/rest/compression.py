"""gzip, where it pays and where it gives nothing away.

Level 1: two thirds of what level 6 saves at a quarter of its time. Only what anybody may keep is compressed: a page for
a person holds tokens, and the length of a compressed page that repeats what was asked tells about them (BREACH).

The tag of the compressed answer is the plain one's with `-gzip`: other bytes, another strong tag (RFC 9110, 8.8.3.3).
Both are understood in `If-None-Match`, whatever encoding is asked for.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

LEVEL = 1
SMALLEST = 512
"""Bytes below which the headers outweigh what is saved."""
_GZIP = 31
"""zlib's window bits for gzip; it writes no time, so that the same bytes make the same bytes."""
_SUFFIX = '-gzip"'
_TYPES = ("text/", "application/json", "application/xml", "application/x-ndjson", "image/svg+xml")
_NOT_MODIFIED = 304


class Compression:
    """Compresses public answers for who takes gzip."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        known = request.META.get("HTTP_IF_NONE_MATCH", "")
        for header in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"):
            if header in request.META:
                request.META[header] = request.META[header].replace(_SUFFIX, '"')
        response = self.get_response(request)
        if response.status_code == _NOT_MODIFIED:
            patch_vary_headers(response, ["Accept-Encoding"])
            if _SUFFIX in known and _compressed(response.get("ETag", "")) in known:
                response["ETag"] = _compressed(response["ETag"])
        elif _may_be_compressed(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            if _pays(response) and takes_gzip(request.headers.get("Accept-Encoding", "")):
                _compress(response)
        return response


def takes_gzip(accepted: str) -> bool:
    """Tell whether an Accept-Encoding names gzip (or anything), and does not rule it out by `q=0`."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        coding, _, parameter = part.partition(";")
        weight = parameter.strip().removeprefix("q=")
        try:
            weights[coding.strip()] = float(weight) if parameter else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _may_be_compressed(response: HttpResponseBase) -> bool:
    kind = response.get("Content-Type", "").partition(";")[0].strip()
    is_text = kind.startswith(_TYPES) or kind.endswith(("+json", "+xml"))
    if not is_text or response.has_header("Content-Encoding") or response.cookies:
        return False
    return "public" in response.get("Cache-Control", "")


def _pays(response: HttpResponseBase) -> bool:
    return response.streaming or len(getattr(response, "content", b"")) >= SMALLEST


def _compress(response: HttpResponseBase) -> None:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = pieces(response.streaming_content)  # type: ignore[arg-type]  # this is WSGI
        del response["Content-Length"]
    elif isinstance(response, HttpResponse):
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
        response.content = packer.compress(response.content) + packer.flush()
        response["Content-Length"] = str(len(response.content))
    response["Content-Encoding"] = "gzip"
    if response.get("ETag", "").startswith('"'):
        response["ETag"] = _compressed(response["ETag"])


def pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each piece compressed as soon as it is there: the receiver can read up to it."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
    for piece in content:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


def _compressed(tag: str) -> str:
    return f"{tag[:-1]}{_SUFFIX}" if tag.startswith('"') else tag
