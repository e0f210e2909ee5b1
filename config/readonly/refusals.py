"""The error that a write in read-only mode amounts to, and how the database says it."""

from django.db.utils import Error
from psycopg2.errors import ReadOnlySqlTransaction
from rest_framework.exceptions import APIException

RETRY_AFTER = 300
"""Seconds after which it is worth trying again."""


class NotNow(APIException):
    """Nothing can be written now (503)."""

    status_code = 503
    default_detail = "Counterclaim is read-only at the moment. Nothing was written; reading goes on."
    wait = RETRY_AFTER


def refused_as_read_only(error: BaseException) -> bool:
    """Tell whether an error is that the database takes no writing: in read-only mode, or because it is a replica."""
    return isinstance(error, Error) and isinstance(error.__cause__, ReadOnlySqlTransaction)
