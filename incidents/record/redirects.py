"""Which incident tells a merged one, and which were merged into one: through every merge since, now or at a moment.

The record alone knows: the newest edition of a merged incident names where it is told.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import CharField
from django.db.models.expressions import RawSQL

_AT_END = """
WITH RECURSIVE told (asked, ref, steps) AS (
    SELECT ref, merged_into, 1 FROM record_edition WHERE ref = ANY(%(refs)s) AND merged_into <> '' AND {then}
    UNION ALL
    SELECT told.asked, record_edition.merged_into, steps + 1 FROM told
    JOIN record_edition ON record_edition.ref = told.ref AND merged_into <> '' AND {then}
    WHERE steps < %(most)s AND told.ref <> ALL (%(until)s)
)
SELECT DISTINCT ON (asked) asked, ref FROM told ORDER BY asked, steps DESC
"""
_HERE = """
ARRAY(
    WITH RECURSIVE here (ref, steps) AS (
        SELECT other.ref, 1 FROM record_edition AS other
        WHERE other.merged_into = record_edition.ref AND other.merged_into <> '' AND {then}
        UNION ALL
        SELECT other.ref, steps + 1 FROM here
        JOIN record_edition AS other ON other.merged_into = here.ref AND other.merged_into <> '' AND {then}
        WHERE steps < {most}
    )
    SELECT ref FROM here ORDER BY ref
)
"""
_NOW, _THEN = "upper_inf(validity)", "validity @> %(moment)s::timestamptz"
_OTHERS_NOW, _OTHERS_THEN = "upper_inf(other.validity)", "other.validity @> %s::timestamptz"
MOST = 100
"""Merges that are followed, one after the other."""


def told_under(refs: Collection[str], moment: datetime | None = None, *, until: Collection[str] = ()) -> dict[str, str]:
    """Return ref → the ref that it is told under now (was, at a moment), for those that were merged.

    A ref in `until` is taken for the end. One query, by the index over ref and number; none for no refs.
    """
    if not refs:
        return {}
    with connection.cursor() as cursor:
        query = _AT_END.format(then=_NOW if moment is None else _THEN)
        cursor.execute(query, {"refs": list(refs), "until": list(until), "moment": moment, "most": MOST})
        return dict(cursor.fetchall())


def told_here(moment: datetime | None = None) -> RawSQL:
    """Return the expression over editions: the refs that were merged into the edition's incident (at a moment)."""
    then = _OTHERS_NOW if moment is None else _OTHERS_THEN
    params = [] if moment is None else [moment, moment]
    query = _HERE.format(then=then, most=MOST)
    return RawSQL(query, params, ArrayField(CharField(max_length=40)))  # noqa: S611 - of constants; values are params
