"""Sources across incidents: each as the newest edition that cites it tells it."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains, Exact

from config.rest.pagination import Keyset
from incidents.record import fields
from incidents.record.models import Edition, RecordSource
from incidents.record.reading import RecordFilter, parameter
from incidents.reference.querysets import folded
from incidents.vocabulary import Reliability

BY_PUBLISHER = Keyset("publisher", "source", descending=False)
NEWEST_FIRST = Keyset("edition_id", "id")


class CitedFilter(RecordFilter):
    """What cites one source, at a moment."""

    class Meta:
        model = RecordSource
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[RecordSource]) -> QuerySet[RecordSource]:
        """Return the rows of the editions that stand, or stood."""
        return queryset.filter(edition__in=Edition.objects.standing(self.moment))

    def newest_of(self, source: str) -> tuple[RecordSource | None, int]:
        """Return a source as the newest edition tells it, and how many incidents cite it. One query."""
        rows = self.filter_queryset(RecordSource.objects.filter(source=source))
        found = rows.annotate(incidents=Window(Count("pk"))).order_by("-edition").first()
        return found, getattr(found, "incidents", 0)


class SourceFilter(CitedFilter):
    """Sources that what stands cites, one row each."""

    q = parameter(fields.Text, help_text="A part of the publisher, title or address; case and accents are ignored.")
    publisher = parameter(fields.Text, help_text="The publisher, whole; case and accents are ignored.")
    reliability = parameter(fields.Terms, Reliability)
    published_from = parameter(fields.Day, help_text="Published on this day or later. One without a day is not found.")
    published_to = parameter(fields.Day, help_text="Published on this day or earlier. One without a day is not found.")

    class Meta:
        model = RecordSource
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[RecordSource]) -> QuerySet[RecordSource]:
        """Return a row of each source, of the newest edition that cites it, with the number of `incidents`."""
        rows = super().filter_queryset(queryset)
        same = super().filter_queryset(RecordSource.objects.filter(source=OuterRef("source")).order_by())
        counted = same.values("source").annotate(found=Count("edition")).values("found")
        return (
            rows.filter(~Exists(same.filter(edition__gt=OuterRef("edition"))))
            .filter(*self.asked())
            .annotate(incidents=Coalesce(Subquery(counted), 0))
        )

    def asked(self) -> list[Q]:
        """Return the conditions that were asked for."""
        given = self.values
        asked = []
        if given["q"]:
            columns = ("publisher", "title", "url")
            within = [Q(Contains(folded(F(column)), folded(given["q"]))) for column in columns]
            asked.append(within[0] | within[1] | within[2])
        if given["publisher"]:
            asked.append(Q(Exact(folded(F("publisher")), folded(given["publisher"]))))
        if given["reliability"]:
            asked.append(Q(reliability__in=given["reliability"]))
        if given["published_from"]:
            asked.append(Q(published_on__gte=given["published_from"]))
        if given["published_to"]:
            asked.append(Q(published_on__lte=given["published_to"]))
        return asked


def all_sources() -> QuerySet[RecordSource]:
    """Return every row, in any edition."""
    return RecordSource.objects.all()


def cited(source: str) -> QuerySet[RecordSource]:
    """Return the rows of one source in any edition, with what is told of each edition."""
    return (
        all_sources()
        .filter(source=source)
        .annotate(
            number=F("edition__number"),
            incident=F("edition__ref"),
            told=F("edition__title"),
            published_at=F("edition__published_at"),
        )
    )
