"""Pages by keyset: as fast on page 10,000 as on page 1, and stable while rows are added."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from config.rest.parameters import BadParameter, Fault

LARGEST_PAGE = 1000
PAGE = 100
PARAMETERS = ("cursor", "page_size")
"""Query parameters that a page understands."""
_Answer = TypeVar("_Answer", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, in order, and the cursors of the pages around them (None: there is none)."""

    rows: list[Any]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order by two columns, the second unique, both in one direction. One name given twice: by that column alone.

    The condition is a row value, `(a, b) < (x, y)`: `a < x OR (a = x AND b < y)` reads all earlier rows
    (docs: postgres-at-a-million, 188 ms against 0.8 at a million rows). `nullable`: the first column may be null; with
    PostgreSQL, such rows come first in descending order. The first may be an annotation, which is never null.
    """

    first: str
    second: str
    descending: bool = True
    nullable: bool = False

    def page(
        self, queryset: QuerySet[Any, Any], params: QueryDict, *, name: str = "cursor", size: int | None = None
    ) -> Page:
        """Return the page that the cursor (the parameter of that name) asks for, in one query. Raises BadParameter.

        It has `size` rows, or as many as `page_size` asks for.
        """
        size, cursor = size or page_size(params), self._read(queryset.model, params, name)
        backward = cursor is not None and cursor[0] == "previous"
        if cursor is not None:
            queryset = self.beyond(queryset, cursor[1], cursor[2], backward=backward)
        rows = list(self.ordered(queryset, backward=backward)[: size + 1])
        more = len(rows) > size
        rows = rows[:size]
        if backward:
            rows.reverse()
        has_next, has_previous = (True, more) if backward else (more, cursor is not None)
        return Page(
            rows,
            self._write(queryset.model, "next", rows[-1]) if rows and has_next else None,
            self._write(queryset.model, "previous", rows[0]) if rows and has_previous else None,
        )

    def ordered(self, queryset: QuerySet[Any, Any], *, backward: bool = False) -> QuerySet[Any, Any]:
        """Return the rows in this order, or backward in it."""
        sign = "-" if self.descending != backward else ""
        return queryset.order_by(*(f"{sign}{column}" for column in dict.fromkeys((self.first, self.second))))

    def beyond(
        self, queryset: QuerySet[Any, Any], first: Any, second: Any, *, backward: bool = False
    ) -> QuerySet[Any, Any]:
        """Return the rows after (backward: before) the row with these values."""
        less = self.descending != backward
        if self.first == self.second:
            return queryset.filter(**{f"{self.second}__{'lt' if less else 'gt'}": second})
        undated, dated = Q(**{f"{self.first}__isnull": True}), Q(**{f"{self.first}__isnull": False})
        if first is None:
            among = undated & Q(**{f"{self.second}__{'lt' if less else 'gt'}": second})
            return queryset.filter(among | dated if less else among)
        lookup = TupleLessThan if less else TupleGreaterThan
        row = Q(lookup(Tuple(F(self.first), F(self.second)), (first, second)))
        return queryset.filter(row | undated if self.nullable and not less else row)

    def _signer(self, model: type[Model]) -> signing.Signer:
        """Return what makes a cursor good for one list only, so that what it holds need not be doubted."""
        order = f"{self.first} {self.second} {self.descending} {self.nullable}"
        return signing.Signer(salt=f"{__name__} {model.__name__} {order}")

    def _write(self, model: type[Model], way: str, row: Any) -> str:
        first, second = getattr(row, self.first), getattr(row, self.second)
        return self._signer(model).sign_object([way, str(first) if isinstance(first, date) else first, second])

    def _read(self, model: type[Model], params: QueryDict, name: str) -> tuple[str, Any, Any] | None:
        text = one(params, name)
        if text is None:
            return None
        try:
            way, first, second = self._signer(model).unsign_object(text)
        except (signing.BadSignature, ValueError) as error:
            raise BadParameter(Fault(name, "is not a cursor that this address gave out in this order")) from error
        return way, first, second


def page_size(params: QueryDict) -> int:
    """Return the number of rows that a page is to have. Raises BadParameter."""
    text = one(params, "page_size")
    if text is None:
        return PAGE
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_PAGE))) or not (
        1 <= int(text) <= LARGEST_PAGE
    ):
        raise BadParameter(Fault("page_size", f"is not a whole number from 1 to {LARGEST_PAGE}"))
    return int(text)


def one(params: QueryDict, name: str) -> str | None:
    """Return the value of a parameter that may be given once. Raises BadParameter."""
    values = params.getlist(name)
    if len(values) > 1:
        raise BadParameter(Fault(name, "is given more than once"))
    return values[0] if values else None


def only(params: QueryDict, *names: str) -> None:
    """Refuse what is not one of these parameters. Raises BadParameter."""
    faults = [Fault(name, "is not a parameter here", names) for name in params if name not in names]
    if faults:
        raise BadParameter(*faults)


def links_of(request: HttpRequest, page: Page) -> dict[str, str | None]:
    """Return the addresses of the pages around this one: the same query with another cursor."""
    links: dict[str, str | None] = {}
    for name, cursor in (("next", page.next), ("previous", page.previous)):
        query = request.GET.copy()
        query["cursor"] = cursor or ""
        links[name] = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}" if cursor else None
    return links


def linked(response: _Answer, links: dict[str, str | None]) -> _Answer:
    """Put a page's neighbours into its Link header."""
    if header := link_header({"next": links["next"], "prev": links["previous"]}):
        response["Link"] = header
    return response


def link_header(links: dict[str, str | None]) -> str:
    """Return the value of a Link header (RFC 8288) from relations and addresses."""
    return ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items() if address)
