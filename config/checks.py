"""System checks of what the settings can't see: the server behind DATABASE_URL."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections

# The effective locale, whoever provides it; `to_jsonb` because the columns' names differ between 15 and 17.
LOCALE = """
    SELECT CASE WHEN datlocprovider = 'c' THEN datctype
                ELSE coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale', '') END
    FROM pg_database d WHERE datname = current_database()
"""


def check_locale(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """Refuse a database whose locale isn't C.UTF-8: with C, Armenian has no trigrams, and search fails."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute(LOCALE)
            locale = cursor.fetchone()[0]
        if locale.upper().replace("-", "") != "C.UTF8":
            errors.append(
                Error(
                    f"The locale of database {alias!r} is {locale or 'unknown'}, not C.UTF-8.",
                    hint="Create it with: CREATE DATABASE counterclaim TEMPLATE template0 ENCODING 'UTF8' "
                    "LOCALE_PROVIDER libc LOCALE 'C.UTF-8'",
                    id="config.E001",
                )
            )
    return errors
