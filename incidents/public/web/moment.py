"""Pages as of a moment: what `as_of` asks for, what the page says of it, and the links that keep it.

`templates/public/_as_of.html` is the banner. `as_of.query` goes behind an address, `as_of.also` behind a query string;
a page of what stands now has no `AsOf`, and both are empty then.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.http import urlencode

from incidents.public.web.pages.words import day
from incidents.record.filters import MomentFilter
from incidents.record.models import Edition
from incidents.record.reading import RecordFilter

MOMENTS = ("as_of", "release")
"""The parameters that name a moment."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment whose record a page shows, and the last edition that the record held then (None: it held none).

    `name` is the parameter that asked for it, `as_of` or `release`, and `asked` its value.
    """

    moment: datetime
    name: str
    asked: str
    seq: int | None
    published_at: datetime | None

    @property
    def also(self) -> str:
        """Return what keeps the moment in a link that has a query string."""
        return f"&{urlencode({self.name: self.asked})}"

    @property
    def query(self) -> str:
        """Return what keeps the moment in a link that has none."""
        return f"?{urlencode({self.name: self.asked})}"

    @property
    def words(self) -> str:
        """Return the moment as a reader takes it: a day that was asked for is meant to its end."""
        if self.name == "release":
            return f"in release {self.asked}"
        if len(self.asked) == len("2024-02-13"):
            return f"at the end of {day(self.moment.date())} (UTC)"
        return f"on {day(self.moment.date())} at {self.moment:%H:%M:%S} UTC"


def seen(asked: RecordFilter) -> AsOf | None:
    """Return the moment that a filter asks for; None where it asks for what stands now. One query, or none."""
    if asked.moment is None:
        return None
    head = Edition.objects.until(asked.moment).order_by("-seq").values_list("seq", "published_at").first()
    seq, published_at = head or (None, None)
    name = "release" if asked.values["release"] else "as_of"
    return AsOf(asked.moment, name, str(asked.data[name]).strip(), seq, published_at)


def read_moment(params: QueryDict, *, also: Collection[str] = ()) -> AsOf | None:
    """Return the moment that a page's query string asks for; `also` names the page's own parameters.

    One query, or none. Raises BadParameter for whatever else is in it.
    """
    return seen(MomentFilter.read(params, also=also))
