"""How long the database may work on one question of a web request: STATEMENT_TIMEOUT, a setting of its session.

A question that no index answers would go on for minutes, also after who asked it has left, and a few of them hold all
processors. Commands, tasks and migrations have no such bound: only `config.wsgi` sets it.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from psycopg2.errors import QueryCanceled
from rest_framework.exceptions import APIException


class TooLong(APIException):
    """The database took longer than it may (503)."""

    status_code = 503
    default_detail = (
        "Finding the answer took too long and was given up. Ask for less at a time: a shorter period, fewer or rarer "
        "words, fewer terms to tell apart."
    )


def took_too_long(error: BaseException) -> bool:
    """Tell whether an error is that a query was given up."""
    return isinstance(error, Error) and isinstance(error.__cause__, QueryCanceled)


def take_all_the_time() -> None:
    """Lift the bound for the transaction that runs: an export takes as long as whoever takes it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")


class Patience:
    """Answers with a page that says so where a query was given up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Return the page; nothing for other errors, and for those that the REST framework has answered."""
        if not took_too_long(error):
            return None
        return render(request, "503.html", {"seconds": settings.STATEMENT_TIMEOUT}, status=TooLong.status_code)
