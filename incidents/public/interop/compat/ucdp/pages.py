"""A page of GED events, with the envelope of UCDP's API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, QueryDict

from incidents.document.reading import read
from incidents.public.interop.compat.reading import fatal, moment_of, numbers_of_actors, placed, single
from incidents.public.interop.compat.ucdp.filters import LARGEST_PAGE, PAGE, asked, flag, given, whole
from incidents.public.interop.compat.ucdp.rows import row
from incidents.public.interop.compat.walking import Page, Walk, after, page_of
from incidents.record.querysets import EditionQuerySet

LIVE = "live"
"""The version that is what stands now."""
FACE = "gedevents"
_TURNING = ("page", "walk")
_MOST_PAGES = 10**9


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: a version, a query string, and where in the list."""

    version: str
    params: QueryDict

    @property
    def size(self) -> int:
        """Events of a page. UCDP gives at most a thousand, whatever is asked for."""
        return whole(self.params, "pagesize", PAGE, 1, LARGEST_PAGE)

    @property
    def number(self) -> int:
        """The page; the first is 0."""
        return whole(self.params, "page", 0, 0, _MOST_PAGES)

    @property
    def walk(self) -> Walk | None:
        """Where somebody is who follows the pages; None for a page by its number."""
        return Walk.read(given(self.params).get("walk"), self._face(self.number), self.params, _TURNING)

    def _face(self, number: int) -> str:
        """Return what a note is good for: one page of one size of one version."""
        return f"{FACE} {self.version} {self.size} {number}"

    def rows(self, moment: datetime | None) -> EditionQuerySet:
        """Return the editions that were asked for, of what stood at a moment (None: stands now)."""
        found = placed(single(moment))
        found = found if flag(self.params, "include_nonfatal") else fatal(found)
        return found.filter(*asked(self.params))

    def turned(self, base: str, number: int, walk: Walk | None) -> str:
        """Return the address of another page of the same list."""
        query = self.params.copy()
        for name in [one for one in query if one.lower() in _TURNING]:
            del query[name]
        query["page"] = str(number)
        if walk:
            query["walk"] = walk.write(self._face(number), self.params, _TURNING)
        return f"{base}?{query.urlencode()}"


def page(asked_for: Asked, base: str) -> tuple[dict[str, Any], datetime | None]:
    """Return the answer, and when the last edition was published that it saw. Raises BadParameter, Http404."""
    walk = asked_for.walk
    found, moment = _walked(asked_for, walk) if walk and asked_for.version == LIVE else _listed(asked_for, walk)
    total = found.total or 0
    pages, number = -(-total // asked_for.size), asked_for.number
    onward = found.rows and number + 1 < pages and moment
    here = (
        Walk(moment.isoformat(), total, str(found.rows[-1].latest), found.rows[-1].seq) if onward and moment else None
    )
    documents = [(read(one.body), one.first) for one in found.rows]
    numbers = numbers_of_actors() if documents else {}
    answer = {
        "TotalCount": total,
        "TotalPages": pages,
        "PreviousPageUrl": asked_for.turned(base, number - 1, None) if 0 < number <= pages else "",
        "NextPageUrl": asked_for.turned(base, number + 1, here) if here else "",
        "Result": [row(document, first, numbers) for document, first in documents],
    }
    return answer, moment


def _listed(asked_for: Asked, walk: Walk | None) -> tuple[Page, datetime | None]:
    """Return a page by its number, or of a release, which nobody changes."""
    moment = None
    if asked_for.version != LIVE and (moment := moment_of(asked_for.version)) is None:
        raise Http404
    rows, size = asked_for.rows(moment), asked_for.size
    if walk:
        found = page_of(after(rows, walk), size=size)
        return Page(found.rows, walk.total, found.more, found.as_of), moment
    found = page_of(rows, size=size, offset=asked_for.number * size, counted=rows)
    return found, moment or found.as_of


def _walked(asked_for: Asked, walk: Walk) -> tuple[Page, datetime | None]:
    """Return the next page of what stood when the walk began: of what stands, as long as nothing was published."""
    for moment in (None, walk.at):
        found = page_of(after(asked_for.rows(moment), walk), size=asked_for.size)
        if moment or found.as_of == walk.at:
            break
    return Page(found.rows, walk.total, found.more, found.as_of), walk.at
