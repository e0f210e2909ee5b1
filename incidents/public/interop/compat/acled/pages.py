"""What is read for a request in ACLED's terms: rows, how many, what follows, and what there is to say about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import Q
from django.http import QueryDict

from config.rest.parameters import BadParameter, Fault
from incidents.document.reading import read
from incidents.public.interop.compat.acled.filters import WITHIN, asked
from incidents.public.interop.compat.acled.operators import Condition, conditions
from incidents.public.interop.compat.acled.rows import COLUMNS, monadic, row
from incidents.public.interop.compat.reading import single
from incidents.public.interop.compat.walking import Page, Row, Walk, after, page_of
from incidents.record.models import Edition
from incidents.record.querysets import EditionQuerySet

LIMIT = 5_000
"""Events of an answer unless `limit` says otherwise, and the most that are held at a time."""
FACE = "acled"
_TURNING = ("cursor", "page")
_LARGEST = 10**9
FORMATS = ("json", "csv")
_AT_ONCE = 200
_READS = ("seq", "latest", "body", "published_at")
SIGNING_IN = ("key", "email", "username", "access_token", "terms")
"""What older scripts send to say who they are. Nobody is asked here."""
OPTIONS = (
    "_format", "limit", "page", "cursor", "fields", "export_type", "inter_num", "with_total", *SIGNING_IN,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One request, read. Raises BadParameter where it can't be."""

    params: QueryDict
    known: ClassVar[tuple[str, ...]] = COLUMNS

    @cached_property
    def conditions(self) -> list[Condition]:
        """The conditions on columns."""
        return conditions(self.params, self.known)

    @cached_property
    def parts(self) -> tuple[list[Q], list[Condition]]:
        """What the database is asked, and what is tried on each row."""
        return asked(self.conditions)

    @property
    def csv(self) -> bool:
        """Whether the answer is a table, not JSON. Raises BadParameter."""
        wanted = self.params.get("_format", "").strip().lower() or "json"
        if wanted not in FORMATS:
            raise BadParameter(Fault("_format", f"{wanted!r} is not one of them", FORMATS))
        return wanted == "csv"

    @property
    def limit(self) -> int | None:
        """Events at most; None for all."""
        return self.number("limit", LIMIT, 0) or None

    @property
    def by_cursor(self) -> bool:
        """Whether the pages are followed by their cursors, not counted."""
        return bool(self.params.get("cursor", "").strip())

    @property
    def streams(self) -> bool:
        """Whether the rows are too many to be held: all, or a page of more than are held at a time."""
        if self.parts[1] or self.walk:
            return False
        return self.limit is None or (self.limit > LIMIT and not self.by_cursor)

    @property
    def number_of_page(self) -> int:
        """The page; the first is 1."""
        return self.number("page", 1, 1)

    @property
    def walk(self) -> Walk | None:
        """Where somebody is who follows the cursors; None at the start."""
        text = self.params.get("cursor", "").strip()
        if text in ("", "0"):
            return None
        walk = Walk.read(text, FACE, self.params, _TURNING)
        if walk is None:
            raise BadParameter(
                Fault("cursor", "is not a cursor that this address gave out for this query; begin with 0")
            )
        return walk

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that were asked for, in the order of the dataset."""
        wanted = [name.strip() for text in self.params.getlist("fields") for name in text.split("|") if name.strip()]
        if unknown := [name for name in wanted if name not in COLUMNS]:
            raise BadParameter(Fault("fields", f"{unknown[0]!r} is not a column", COLUMNS))
        return tuple(name for name in COLUMNS if name in wanted) if wanted else COLUMNS

    def number(self, name: str, default: int, lowest: int) -> int:
        """Return a whole number that a parameter gives. Raises BadParameter."""
        text = self.params.get(name, "").strip()
        if not text:
            return default
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST))
        if not is_number or not lowest <= int(text) <= _LARGEST:
            raise BadParameter(Fault(name, f"{text!r} is not a whole number from {lowest} to {_LARGEST}"))
        return int(text)

    def flag(self, name: str) -> bool:
        """Tell whether an option is set."""
        return self.params.get(name, "").strip().lower() in ("1", "true", "yes")

    def told(self, one: Row | Any) -> Iterator[dict[str, Any]]:
        """Yield the rows of an edition that meet what no database was asked."""
        whole = row(read(one.body), one.published_at, numbers=self.flag("inter_num"))
        if all(condition.fits(whole[condition.column]) for condition in self.parts[1]):
            yield from monadic(whole) if self.params.get("export_type") == "monadic" else [whole]

    def rows(self, moment: datetime | None) -> EditionQuerySet:
        """Return the editions that the database is asked for."""
        return single(moment).filter(*self.parts[0])


@dataclass(slots=True)
class Found:
    """The answer to a request. Of what is streamed, the total and the cursor are known after the last row."""

    rows: Iterable[dict[str, Any]]
    total: int | None
    cursor: str | None
    as_of: datetime | None


def found(asked_for: Asked) -> Found:
    """Return the rows of a page. Raises BadParameter."""
    if asked_for.parts[1]:
        return _tried(asked_for)
    walk, limit = asked_for.walk, min(asked_for.limit or LIMIT, LIMIT)
    wanted = asked_for.flag("with_total")
    offset = 0 if asked_for.by_cursor else (asked_for.number_of_page - 1) * limit
    for moment in (None, walk.at if walk else None):
        rows = asked_for.rows(moment)
        counted = rows if wanted and walk is None else None
        page = page_of(after(rows, walk), size=limit, offset=offset, counted=counted)
        if walk is None or moment or page.as_of == walk.at:
            break
    total, as_of = (walk.total, walk.at) if walk else (page.total, page.as_of)
    rows_told = [told for one in page.rows for told in asked_for.told(one)]
    return Found(rows_told, total, _onward(asked_for, page, total, as_of), as_of)


def _onward(asked_for: Asked, page: Page, total: int | None, as_of: datetime | None) -> str | None:
    if not page.more or as_of is None:
        return None
    last = page.rows[-1]
    return Walk(as_of.isoformat(), total, str(last.latest), last.seq).write(FACE, asked_for.params, _TURNING)


def _after(asked_for: Asked, answer: Found, last: Any) -> str | None:
    page = Page([last], None, more=True, as_of=answer.as_of)
    return _onward(asked_for, page, answer.total, answer.as_of)


def _tried(asked_for: Asked) -> Found:
    """Return the rows of a page of what is compared document by document: exact, in a bounded set or not at all."""
    walk, limit = asked_for.walk, asked_for.limit or WITHIN
    for moment in (None, walk.at if walk else None):
        page = page_of(asked_for.rows(moment), size=WITHIN)
        if walk is None or moment or page.as_of == walk.at:
            break
    if page.more:
        named = ", ".join(one.column for one in asked_for.parts[1])
        raise BadParameter(
            Fault(
                named,
                f"is compared document by document, in at most {WITHIN} incidents: narrow the query down by "
                "event_date, country, event_type, actor1 or fatalities",
            )
        )
    fitting = [(one, rows) for one in page.rows if (rows := list(asked_for.told(one)))]
    as_of = walk.at if walk else page.as_of
    if walk:
        begin = next((at for at, (one, _) in enumerate(fitting) if one.seq == walk.seq), len(fitting)) + 1
    else:
        begin = 0 if asked_for.by_cursor else (asked_for.number_of_page - 1) * limit
    part = fitting[begin : begin + limit]
    here = Page([one for one, _ in part], len(fitting), len(fitting) > begin + limit, as_of)
    total = len(fitting) if asked_for.flag("with_total") else None
    return Found([told for _, rows in part for told in rows], total, _onward(asked_for, here, total, as_of), as_of)


def everything(asked_for: Asked) -> Found:
    """Return all rows (or as many as a large limit lets through), to be read while they are sent."""
    answer = Found((), None, None, Edition.objects.last_seen(None))
    answer.rows = _read(asked_for, answer)
    return answer


def _read(asked_for: Asked, answer: Found) -> Iterator[dict[str, Any]]:
    """Read within one transaction of one moment, through a cursor on the server: memory does not grow with it."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        moved = answer.as_of is not None and Edition.objects.last_seen(None) != answer.as_of
        listed = asked_for.rows(answer.as_of if moved else None)
        answer.total = listed.count() if asked_for.flag("with_total") else None
        rows: Any = listed.by_date().values_list(*_READS, named=True)
        begin = 0 if asked_for.by_cursor else (asked_for.number_of_page - 1) * (asked_for.limit or _LARGEST)
        end = begin + asked_for.limit + 1 if asked_for.limit else None
        last: Any = None
        for count, one in enumerate(rows[begin:end].iterator(chunk_size=_AT_ONCE)):
            if count == asked_for.limit:
                answer.cursor = _after(asked_for, answer, last)
                break
            last = one
            yield from asked_for.told(one)


def notes(asked_for: Asked) -> list[str]:
    """Return what is to be said about parameters that were left out of account."""
    known = {*asked_for.known, *(f"{column}_where" for column in asked_for.known), *OPTIONS}
    return [f"{name} is not a column and was left out of account." for name in asked_for.params if name not in known]


def reason(asked_for: Asked) -> str:
    """Return why there is nothing in an answer."""
    if asked_for.params.get("page", "1").strip() not in ("", "1"):
        return "There are no rows on this page: it comes after the last."
    if not asked_for.conditions:
        return "The record holds no incidents yet."
    told = " and ".join(condition.said() for condition in asked_for.conditions)
    return f"No incident of the record meets {told}. It holds what its editors published, not all that happened."
