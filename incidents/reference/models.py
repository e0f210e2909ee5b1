"""Places, borders and sections, disputes and milestones. Standing decides what the public sees."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models

from actors.models import Actor
from actors.names import check_script, language_tag, tidy
from config.constraints import between, both_or_neither, in_order, merged_rules, one_of
from config.history import with_loaded_history
from incidents.reference.querysets import BorderQuerySet, DisputeQuerySet, PlaceQuerySet
from incidents.vocabulary import DatePrecision, MilestoneKind, PlaceKind, Standing

_NEVER_MERGED = [Standing.PROPOSED, Standing.PUBLIC]
"""What a border or a dispute may be: nobody proposes them at the desk."""


@with_loaded_history
class Place(models.Model):
    """A named place. It has many names; `name` is the one a list shows when nothing else is asked for."""

    code = models.CharField(max_length=40, unique=True, help_text="Permanent public id, for example gn:174815.")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=PlaceKind.choices())
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    latitude = models.FloatField(null=True, blank=True, help_text="Degrees, WGS 84.")
    longitude = models.FloatField(null=True, blank=True, help_text="Degrees, WGS 84.")
    country = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 alpha-3.")
    admin1 = models.CharField(
        max_length=120, blank=True, help_text="First-order division, for telling namesakes apart."
    )
    population = models.PositiveIntegerField(null=True, blank=True)
    prominent = models.BooleanField(default=True, help_text="Offered first when a name is typed.")
    source = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=40, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices(), default=Standing.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposed_places",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged",
        help_text="What stands for it, where it was found to be the same. Never one that is merged itself.",
    )  # fmt: skip

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            one_of("reference_place_kind_known", "kind", PlaceKind.codes()),
            one_of("reference_place_standing_known", "standing", Standing.codes()),
            *merged_rules("reference_place"),
            between("reference_place_latitude_range", "latitude", -90, 90),
            between("reference_place_longitude_range", "longitude", -180, 180),
            both_or_neither(
                "reference_place_position_whole", "latitude", "longitude", "Give both latitude and longitude."
            ),
            models.CheckConstraint(
                condition=models.Q(name__gt=""),
                name="reference_place_name_given",
                violation_error_message="A place needs a name.",
            ),
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country__regex=r"^[A-Z]{3}$"),
                name="reference_place_country_alpha3",
                violation_error_message="country must be three capital letters (ISO 3166-1 alpha-3).",
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(models.Func(models.F("name"), function="counterclaim_fold"), name="gin_trgm_ops"),
                name="reference_place_fold",
            ),
            models.Index(
                OpClass(models.Func(models.F("name"), function="counterclaim_fold"), name="text_pattern_ops"),
                name="reference_place_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.admin1})" if self.admin1 else self.name


@with_loaded_history
class PlaceName(models.Model):
    """One name of a place: its language, and the party that uses it, where one does and the other doesn't."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=20, help_text="BCP 47; und where unknown.")
    used_by = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="place_names")

    class Meta:
        ordering = ["language", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "text", "language"],
                name="reference_placename_once",
                violation_error_message="The place already has this name in this language.",
            ),
            models.CheckConstraint(
                condition=models.Q(text__gt="") & models.Q(language__gt=""),
                name="reference_placename_given",
                violation_error_message="A name needs its text and its language.",
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(models.Func(models.F("text"), function="counterclaim_fold"), name="gin_trgm_ops"),
                name="reference_placename_fold",
            ),
            models.Index(
                OpClass(models.Func(models.F("text"), function="counterclaim_fold"), name="text_pattern_ops"),
                name="reference_placename_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"

    def clean(self) -> None:
        """Tidy the text, and check the language's tag."""
        self.text = tidy(self.text)
        try:
            self.language = language_tag(self.language)
        except ValidationError as error:
            raise ValidationError({"language": error}) from None
        check_script(self.text, "", self.language)


@with_loaded_history
class Border(models.Model):
    """A border between two sides, made of ordered sections."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    side_a = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="borders_as_a")
    side_b = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="borders_as_b")
    description = models.TextField(blank=True)
    standing = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in _NEVER_MERGED], default=Standing.PROPOSED
    )

    objects = BorderQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of("reference_border_standing_known", "standing", _NEVER_MERGED),
            models.CheckConstraint(
                condition=~models.Q(side_a=models.F("side_b")),
                name="reference_border_two_sides",
                violation_error_message="A border has two different sides.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@with_loaded_history
class BorderSection(models.Model):
    """A named stretch of a border, with its line. The line is cartographic, not a legal statement."""

    border = models.ForeignKey(Border, on_delete=models.PROTECT, related_name="sections")
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(help_text="Order along the border.")
    line = models.JSONField(help_text="GeoJSON LineString or MultiLineString, WGS 84.")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["border", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["border", "position"],
                name="reference_section_position_once",
                violation_error_message="Another section of the border has this position.",
            ),
            models.CheckConstraint(
                condition=models.Q(line__type__in=["LineString", "MultiLineString"]),
                name="reference_section_line_geojson",
                violation_error_message="line must be a GeoJSON LineString or MultiLineString.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@with_loaded_history
class Dispute(models.Model):
    """What the parties are in conflict about, over the years."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    begun = models.CharField(max_length=40, blank=True, help_text="When it began, in the words of the record.")
    parties = models.ManyToManyField(Actor, related_name="disputes", blank=True)
    borders = models.ManyToManyField(Border, related_name="disputes", blank=True)
    standing = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in _NEVER_MERGED], default=Standing.PROPOSED
    )

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [one_of("reference_dispute_standing_known", "standing", _NEVER_MERGED)]

    def __str__(self) -> str:
        return self.name


@with_loaded_history
class Milestone(models.Model):
    """A turning point of a dispute: a date or a range of dates, with its precision."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=20, choices=MilestoneKind.choices())
    title = models.CharField(max_length=200)
    earliest = models.DateField()
    latest = models.DateField()
    precision = models.CharField(max_length=10, choices=DatePrecision.choices())
    source_title = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["earliest", "latest", "pk"]
        constraints = [
            one_of("reference_milestone_kind_known", "kind", MilestoneKind.codes()),
            one_of("reference_milestone_precision_known", "precision", DatePrecision.codes()),
            in_order("reference_milestone_dates_in_order", "earliest", "latest", "Latest comes before earliest."),
        ]

    def __str__(self) -> str:
        return self.title


@with_loaded_history
class DisputeParty(Dispute.parties.through):  # type: ignore[name-defined,misc] # Django makes it
    """That an actor is a party of a dispute: the row behind `Dispute.parties`, for its history."""

    class Meta:
        proxy = True
        verbose_name = "party of a dispute"
        verbose_name_plural = "parties of disputes"


@with_loaded_history
class DisputeBorder(Dispute.borders.through):  # type: ignore[name-defined,misc] # Django makes it
    """That a dispute is about a border: the row behind `Dispute.borders`, for its history."""

    class Meta:
        proxy = True
        verbose_name = "border of a dispute"
        verbose_name_plural = "borders of disputes"
