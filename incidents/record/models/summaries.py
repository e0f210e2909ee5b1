"""Counts over the live head, kept in the transaction that appends, so that reading them is one indexed read."""

from django.db import models


class FacetCount(models.Model):
    """How many live incidents (period totals left out) share a year, kind, country and border."""

    year = models.SmallIntegerField()
    kind = models.CharField(max_length=30)
    country = models.CharField(max_length=3, blank=True)
    border = models.CharField(max_length=80, blank=True)
    incidents = models.IntegerField(default=0)
    fatal = models.IntegerField(default=0)
    killed_best = models.BigIntegerField(default=0, help_text="The sum of best figures, or lowest where none is best.")
    unknown = models.IntegerField(default=0, help_text="Of these incidents, those without a best figure of killed.")

    class Meta:
        ordering = ["year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["year", "kind", "country", "border"], name="record_facetcount_once"),
            models.CheckConstraint(
                condition=models.Q(incidents__gte=0, fatal__gte=0, killed_best__gte=0, unknown__gte=0),
                name="record_facetcount_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.kind}: {self.incidents}"


class MapCell(models.Model):
    """How many live incidents (period totals left out) lie in a half-degree cell in a year, by kind and country."""

    row = models.SmallIntegerField(help_text="floor(latitude × 2)")
    column = models.SmallIntegerField(help_text="floor(longitude × 2)")
    year = models.SmallIntegerField()
    kind = models.CharField(max_length=30)
    country = models.CharField(max_length=3, blank=True)
    incidents = models.IntegerField(default=0)
    killed_best = models.BigIntegerField(default=0, help_text="The sum of best figures, or lowest where none is best.")
    unknown = models.IntegerField(default=0, help_text="Of these incidents, those without a best figure of killed.")

    class Meta:
        ordering = ["row", "column", "year"]
        constraints = [
            models.UniqueConstraint(fields=["row", "column", "year", "kind", "country"], name="record_mapcell_once"),
            models.CheckConstraint(
                condition=models.Q(incidents__gte=0, killed_best__gte=0, unknown__gte=0),
                name="record_mapcell_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row},{self.column} {self.year}: {self.incidents}"
