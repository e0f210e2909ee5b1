"""Whatever is raised becomes a problem document."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from config.rest.parameters import BadParameter, Fault


def answer(error: Exception) -> tuple[Any, dict[str, Any]]:
    class Raises(APIView):
        authentication_classes: list[Any] = []
        permission_classes = [AllowAny]

        def get(self, request: Request) -> None:
            raise error

    response = Raises.as_view()(APIRequestFactory().get("/there"))
    response.render()
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert problem["status"] == response.status_code
    assert problem["instance"] == "/there"
    assert problem.keys() - {"errors"} == {"type", "title", "status", "detail", "instance"}
    return response, problem


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (Http404(), 404, "Not Found"),
        (PermissionDenied(), 403, "Forbidden"),
        (exceptions.NotAuthenticated(), 403, "Forbidden"),
        (exceptions.MethodNotAllowed("PUT"), 405, "Method Not Allowed"),
        (exceptions.Throttled(wait=3.2), 429, "Too Many Requests"),
        (SuspiciousOperation("secret"), 400, "Bad Request"),
        (exceptions.ParseError(), 400, "Bad Request"),
        (exceptions.ValidationError({"a": ["b"]}), 400, "Invalid"),
        (BadParameter(Fault("a", "b")), 400, "Bad parameter"),
    ],
)
def test_errors_that_were_foreseen(error: Exception, status: int, title: str) -> None:
    response, problem = answer(error)
    assert (response.status_code, problem["title"]) == (status, title)


def test_a_validation_error_points_into_the_document() -> None:
    detail: Any = {"claims": [{}, {"a/b": ["Required."]}], "non_field_errors": ["Too little."]}
    _, problem = answer(exceptions.ValidationError(detail))
    assert problem["errors"] == [
        {"pointer": "/claims/1/a~1b", "detail": "Required."},
        {"pointer": "", "detail": "Too little."},
    ]


def test_throttling_says_when_to_come_back() -> None:
    assert int(answer(exceptions.Throttled(wait=3.2))[0]["Retry-After"]) >= 4


def test_an_error_that_nobody_foresaw_is_logged_and_kept_back(caplog: pytest.LogCaptureFixture) -> None:
    response, problem = answer(RuntimeError("secret"))
    assert (response.status_code, problem["title"]) == (500, "Internal Server Error")
    assert "secret" not in json.dumps(problem)
    assert "secret" in caplog.text
