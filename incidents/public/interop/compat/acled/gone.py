"""What ACLED calls deleted: incidents whose newest edition takes them back, or whose content was expunged."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import BooleanField, Case, F, Func, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from config.rest.parameters import BadParameter, Fault
from incidents.public.interop.compat.acled import pages
from incidents.public.interop.compat.acled.filters import in_seconds, reference
from incidents.record.models import Edition, Expunction
from incidents.record.models.editions import GONE
from incidents.vocabulary import EditionStatus

COLUMNS = ("event_id_cnty", "deleted_timestamp")
MOST = 100_000


class Asked(pages.Asked):
    """One request for what is no more."""

    known: ClassVar[tuple[str, ...]] = COLUMNS

    @property
    def begin(self) -> int:
        """How many rows come before: by the cursor, which counts them, or by the page."""
        text = self.params.get("cursor", "").strip()
        if not text:
            return (self.number("page", 1, 1) - 1) * self.size
        if not (text.isascii() and text.isdigit() and len(text) < len(str(MOST**2))):
            raise BadParameter(Fault("cursor", "is not a cursor that this address gave out; begin with 0"))
        return int(text)

    @property
    def size(self) -> int:
        """Rows at most."""
        return min(self.limit or MOST, MOST)


def found(asked: Asked) -> pages.Found:
    """Return the rows of a page: what went first comes first, so that a script can go on where it ended."""
    rows = gone().filter(*[_FILTERS[one.column](one) for one in asked.conditions])
    end = asked.begin + asked.size
    listed: list[tuple[str, datetime]] = list(
        rows.order_by("went_at", "ref").values_list("ref", "went_at")[asked.begin : end + 1]
    )
    told = [{"event_id_cnty": ref, "deleted_timestamp": int(at.timestamp())} for ref, at in listed[: asked.size]]
    total = rows.count() if asked.flag("with_total") else None
    cursor = str(end) if len(listed) > asked.size else None
    return pages.Found(told, total, cursor, Edition.objects.last_seen(None))


def gone() -> QuerySet[Any, Any]:
    """Return the newest editions of what is no more, each with `went_at`: when it was taken back or expunged."""
    names_it = Func(
        OuterRef("seq"), F("seqs"), arg_joiner=" = ANY(", template="(%(expressions)s))", output_field=BooleanField()
    )
    expunged_at = Expunction.objects.filter(Q(names_it)).order_by("-expunged_at").values("expunged_at")[:1]
    expunged = Q(expunged=True, status=EditionStatus.PUBLISHED)
    went_at = Coalesce(Case(When(expunged, then=Subquery(expunged_at))), F("published_at"))
    return Edition.objects.filter(GONE).annotate(went_at=went_at)


_FILTERS = {
    "event_id_cnty": reference,
    "deleted_timestamp": in_seconds("went_at"),
}
