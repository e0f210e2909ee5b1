"""The named people, and a way back to an empty database after tests that commit."""

from collections.abc import Iterable, Iterator

import pytest
from django.core.management.color import Style
from django.db import transaction
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.people import adam, ani, anna, edgar, edith, rufat

__all__ = ["adam", "ani", "anna", "edgar", "edith", "rufat"]

MADE_BY_MIGRATIONS = {"auth_group", "auth_group_permissions", "auth_permission", "django_content_type"}
"""Tables whose rows migrations made; nothing that is emptied is referred to by them."""


@pytest.fixture(autouse=True, scope="session")
def flush_past_triggers() -> Iterator[None]:
    """Let Django empty the tables after a test that commits: without the append-only triggers, for once.

    Roles and their permissions stay, because migrations made them, and no later test could make them again.
    """
    patch = pytest.MonkeyPatch()
    listed, run = DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush

    def sql_flush(self: DatabaseOperations, style: Style, tables: Iterable[str], **options: bool) -> list[str]:
        emptied = [table for table in tables if table not in MADE_BY_MIGRATIONS]
        cascade = {"allow_cascade": True}  # knox's own table is there and refers to users, though ours replaces it
        return listed(self, style, emptied, **{**options, **cascade})

    def execute_sql_flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias):
            with self.connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
            run(self, sql_list)

    patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
    patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
    yield
    patch.undo()
