"""Sources across incidents: each as the newest edition that cites it tells it.

Sources that were found to be one are told as one, while what stands cites the one that stands for the others.
"""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains, Exact

from config.rest.pagination import Keyset
from incidents.record import fields
from incidents.record.models import Edition, RecordSource, SourceMerge
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
        return self.standing(queryset)

    def standing(self, queryset: QuerySet[RecordSource]) -> QuerySet[RecordSource]:
        """Return the rows of the editions that stand, or stood."""
        return queryset.filter(edition__in=Edition.objects.standing(self.moment))

    def newest_of(self, source: str) -> Any:
        """Return a source as the newest edition tells it, with how many `incidents` cite it, or None. One query.

        `leads_to` is the source that is told in its place; empty where it is told itself.
        """
        rows = self.standing(RecordSource.objects.filter(source=source))
        counted = rows.annotate(incidents=self.incidents(), leads_to=Coalesce(self.leads_to(), Value("")))
        return counted.order_by("-edition").first()

    def winner_of(self, source: str) -> str | None:
        """Return the source that is told in place of one that nothing cites. One query."""
        rows = SourceMerge.objects.holding(self.moment).filter(source=source)
        return rows.filter(Exists(self._citing(OuterRef("into")))).values_list("into", flat=True).first()

    def incidents(self) -> CombinedExpression:
        """Return the number of incidents that cite the source of a row, or one that was merged into it."""
        merged = SourceMerge.objects.holding(self.moment).filter(into=OuterRef(OuterRef("source"))).values("source")
        own = self._citing(OuterRef("source")).values("source").annotate(found=Count("edition")).values("found")
        its = self._citing(OuterRef(OuterRef("source"))).filter(edition=OuterRef("edition"))
        theirs = self.standing(RecordSource.objects.filter(source__in=merged).order_by()).filter(~Exists(its))
        counted = theirs.annotate(all=Value(1)).values("all").annotate(found=Count("edition", distinct=True))
        return Coalesce(Subquery(own), 0) + Coalesce(Subquery(counted.values("found")), 0)

    def leads_to(self) -> Subquery:
        """Return the source that is told in place of a row's, while what stands cites that."""
        rows = SourceMerge.objects.holding(self.moment).filter(source=OuterRef("source"))
        return Subquery(rows.filter(Exists(self._citing(OuterRef("into")))).values("into")[:1])

    def _citing(self, source: OuterRef) -> QuerySet[RecordSource]:
        return self.standing(RecordSource.objects.filter(source=source).order_by())


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
        rows = self.standing(queryset)
        return (
            rows.filter(~Exists(self._citing(OuterRef("source")).filter(edition__gt=OuterRef("edition"))))
            .filter(*self.asked())
            .annotate(leads_to=self.leads_to())
            .filter(leads_to=None)
            .annotate(incidents=self.incidents())
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


def cited(source: str, moment: datetime | None) -> QuerySet[RecordSource]:
    """Return the rows of one source in any edition, with what is told of each edition; where an edition does not cite
    the source, those of what was merged into it.
    """
    merged = SourceMerge.objects.holding(moment).filter(into=source).values("source")
    both = Func(ArraySubquery(merged), Value(source, CharField()), function="array_append")
    one = Func(F("source"), both, arg_joiner=" = ANY(", template="(%(expressions)s))", output_field=BooleanField())
    itself = RecordSource.objects.filter(edition=OuterRef("edition"), source=source)
    return (
        all_sources()
        .filter(one)
        .filter(Q(source=source) | ~Exists(itself))
        .annotate(
            number=F("edition__number"),
            incident=F("edition__ref"),
            told=F("edition__title"),
            published_at=F("edition__published_at"),
        )
    )
