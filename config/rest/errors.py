"""Every error is a problem document (RFC 9457), whatever raised it."""

import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.log import log_response
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.patience import TooLong, took_too_long
from config.readonly.refusals import NotNow, refused_as_read_only
from config.rest.parameters import BadParameter

PROBLEM = "application/problem+json"
BAD_PARAMETER = "urn:counterclaim:problem:bad-parameter"
INVALID = "urn:counterclaim:problem:invalid"
_logger = logging.getLogger("django.request")


def problem_handler(error: Exception, context: dict[str, Any]) -> Response:
    """Return the problem that an exception amounts to. One that nobody foresaw is logged, and its text kept back."""
    request: Request = context["request"]
    set_rollback()
    if isinstance(error, BadParameter):
        return problem(request, 400, str(error), type_=BAD_PARAMETER, title="Bad parameter", errors=_faults(error))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif took_too_long(error):
        error = TooLong()
    elif refused_as_read_only(error):
        error = NotNow()
    elif isinstance(error, SuspiciousOperation):  # too many fields, a host that is not ours
        error = exceptions.ParseError("The request can't be read.")
    if isinstance(error, exceptions.ValidationError):
        errors = [{"pointer": pointer, "detail": detail} for pointer, detail in _pointers(error.detail)]
        return problem(request, 400, "The document does not fit.", type_=INVALID, title="Invalid", errors=errors)
    if isinstance(error, exceptions.APIException):
        response = problem(request, error.status_code, str(error.detail), errors=_faults(error))
        for header, value in _headers(error).items():
            response[header] = value
        return response
    response = problem(request, 500, "Something went wrong here. It was logged.")
    got_request_exception.send(sender=type(context.get("view")), request=request._request)  # noqa: SLF001
    log_response(
        "%s: %s",
        "Internal Server Error",
        request.path,
        response=response,
        request=request._request,  # noqa: SLF001
        exception=error,
    )
    return response


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    type_: str = "about:blank",
    title: str = "",
    errors: list[dict[str, Any]] | None = None,
) -> Response:
    """Return a problem document as a response."""
    body: dict[str, Any] = {
        "type": type_,
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
    }
    if errors:
        body["errors"] = errors
    return Response(body, status=status, content_type=PROBLEM)


def plain_problem(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    """Return a problem document where no view came to answer."""
    title = HTTPStatus(status).phrase
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or f"{title}.",
        "instance": request.path,
    }
    return HttpResponse(orjson.dumps(body), status=status, content_type=PROBLEM)


def _faults(error: Exception) -> list[dict[str, Any]]:
    """Return what an error carries as `faults`; most have none."""
    return [
        {"parameter": fault.field, "detail": fault.message, "allowed": list(fault.allowed)}
        for fault in getattr(error, "faults", ())
    ]


def _pointers(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield a JSON Pointer (RFC 6901) and a text for each error in a nest of them."""
    if isinstance(detail, dict):
        for key, part in detail.items():
            step = "" if key == "non_field_errors" else "/" + str(key).replace("~", "~0").replace("/", "~1")
            yield from _pointers(part, path + step)
    elif isinstance(detail, list):
        for index, part in enumerate(detail):
            yield from _pointers(part, f"{path}/{index}" if isinstance(part, dict | list) else path)
    else:
        yield path, str(detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return headers
