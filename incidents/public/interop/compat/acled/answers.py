"""Answers in ACLED's envelope: the union of what its clients read, as JSON or CSV, whole or streamed."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from incidents.public.exports.cells import lines
from incidents.public.exports.slots import Placed
from incidents.public.interop.compat.acled.pages import Found
from incidents.public.interop.compat.answering import dated

_HOUR = 3600
_AT_ONCE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Telling:
    """How an answer is told: its columns, as CSV or JSON, under which name, and what is to be said beside the rows.

    `empty` is said where there are none: no answer is empty without a reason.
    """

    columns: Sequence[str]
    csv: bool
    name: str
    messages: list[str]
    empty: str


def whole(found: Found, telling: Telling) -> HttpResponseBase:
    """Return an answer whose rows are there."""
    rows = list(found.rows)
    if telling.csv:
        return _table(found, _lines(rows, telling), telling)
    data = [{column: one[column] for column in telling.columns} for one in rows]
    body = {**_head(found, telling), "data": data, **_tail(found, len(data), telling)}
    response = HttpResponse(orjson.dumps(body), content_type="application/json")
    answer: HttpResponseBase = dated(response, found.as_of)
    return answer


def streamed(found: Found, telling: Telling, *, sent: bool) -> HttpResponseBase:
    """Return an answer whose rows are read while it is sent; `count` and `messages` come after them.

    It has one of the places of exports, unless its body is not `sent` (HEAD). Raises Busy.
    """
    written = _lines(found.rows, telling) if telling.csv else _json(found, telling)
    blocks = Placed(_ending(written, found.rows)) if sent else ()
    if telling.csv:
        return _table(found, blocks, telling)
    response = StreamingHttpResponse(blocks, content_type="application/json")
    answer: HttpResponseBase = dated(response, found.as_of)
    return answer


def refused(messages: list[str], status: int) -> dict[str, Any]:
    """Return the envelope of what can't be answered."""
    return {
        "status": status,
        "success": False,
        "count": 0,
        "messages": messages,
        "error": [{"status": status, "message": message} for message in messages],
        "data": [],
        "total_count": None,
        "next_cursor": None,
    }


def _ending(blocks: Iterator[bytes], rows: Any) -> Generator[bytes]:
    """Yield blocks made of rows, and end the reading of the rows with them: a caller may go away at any of them.

    Left to the garbage collector, the transaction that is read in would stay open into the next request.
    """
    try:
        yield from blocks
    finally:
        rows.close()


def _lines(rows: Iterable[dict[str, Any]], telling: Telling) -> Iterator[bytes]:
    return lines(telling.columns, ([one[column] for column in telling.columns] for one in rows))


def _table(found: Found, blocks: Iterable[bytes], telling: Telling) -> HttpResponseBase:
    response = StreamingHttpResponse(blocks, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{telling.name}.csv"'
    answer: HttpResponseBase = dated(response, found.as_of)
    return answer


def _head(found: Found, telling: Telling) -> dict[str, Any]:
    return {
        "status": 200,
        "success": True,
        "last_update": _hours_since(found.as_of),
        "filename": telling.name,
        "data_query_restrictions": [],
    }


def _tail(found: Found, count: int, telling: Telling) -> dict[str, Any]:
    """Return what is known only when the rows were read."""
    messages = telling.messages if count else [*telling.messages, telling.empty]
    return {"count": count, "messages": messages, "total_count": found.total, "next_cursor": found.cursor}


def _hours_since(as_of: datetime | None) -> int | None:
    """Return how many hours ago the last edition was published."""
    return None if as_of is None else max(0, int((timezone.now() - as_of).total_seconds() // _HOUR))


def _json(found: Found, telling: Telling) -> Iterator[bytes]:
    count, buffer = 0, bytearray(orjson.dumps(_head(found, telling))[:-1] + b',"data":[')
    for count, one in enumerate(found.rows, 1):
        buffer += (b"," if count > 1 else b"") + orjson.dumps({column: one[column] for column in telling.columns})
        if len(buffer) >= _AT_ONCE:
            yield bytes(buffer)
            buffer.clear()
    yield bytes(buffer) + b"]," + orjson.dumps(_tail(found, count, telling))[1:]
