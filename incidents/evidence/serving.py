"""Send a kept file to a browser so that nothing in it can run or reach anything."""

from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from incidents.evidence.sniffing import TAKEN

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_SEALED = f"{_NOTHING}; sandbox"
_POLICIES = {
    # Browsers build a small page around an image (its style stands in it), and a viewer of their own around a PDF,
    # which doesn't start in a sandbox.
    "image": f"{_NOTHING}; img-src 'self'; style-src 'unsafe-inline'; sandbox",
    "application/pdf": f"{_NOTHING}; object-src 'self'; style-src 'unsafe-inline'",
}


def file_response(request: HttpRequest, file: BinaryIO, *, sha256: str, mime: str, public: bool) -> HttpResponseBase:
    """Return the bytes with a type from the list of what is kept, never one that a browser guesses.

    Images and PDFs are shown; all else is saved. A shared cache may keep only what is public, and asks each time.
    """
    kind, etag = TAKEN[mime], quote_etag(sha256)
    caching = {"ETag": etag, "Cache-Control": "public, no-cache" if public else "private, no-store"}
    if (early := get_conditional_response(request, etag=etag)) is not None:  # the browser has it already
        file.close()
        return _with(early, caching)
    response = FileResponse(
        file, content_type=kind.mime, as_attachment=not kind.shown, filename=f"{sha256[:16]}.{kind.ending}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICIES.get(kind.mime) or _POLICIES.get(kind.mime.split("/")[0]) or _SEALED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    if request.method == "HEAD":
        response.streaming_content = iter(())
    return _with(response, caching)


def _with(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    return response
