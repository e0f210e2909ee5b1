"""Rows derived from an edition's body, for questions that reach inside documents. Immutable like it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from config.constraints import one_of
from incidents.record.models.editions import GUARDED, Edition
from incidents.record.models.triggers import immutable_row
from incidents.record.querysets import RecordCaptureQuerySet, RecordClaimQuerySet
from incidents.vocabulary import ClaimMark, Perspective

RARE = (ClaimMark.CORRECTED.value, ClaimMark.DENIED.value, ClaimMark.CORROBORATED.value, ClaimMark.REPEATS.value)
"""Marks that few claims have: each has an index of those that do."""


def _by_date(name: str, *first: str, **options: Any) -> models.Index:
    """Return an index in the order of the lists of claims, which leads to the edition without reading the claim."""
    return models.Index(fields=[*first, "-made_on", "-id"], name=name, **{"include": ("edition",), **options})


def _by_assertion(note: str) -> "ArrayField[Any, Any]":
    """Return a column with a place for each assertion of a claim."""
    return ArrayField(models.CharField(max_length=80), default=list, db_default=[], help_text=note)


class RecordClaim(models.Model):
    """A claim as an edition tells it. `body` is its JSON with assertions, answers and citations."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="claims")
    ref = models.CharField(max_length=40)
    claim = models.CharField(max_length=20)
    claimant = models.CharField(max_length=80)
    party = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    made_on = models.DateField(null=True)
    statement = models.TextField()
    answered = models.BooleanField(help_text=ClaimMark.ANSWERED.definition)
    corrected = models.BooleanField(help_text=ClaimMark.CORRECTED.definition)
    denied = models.BooleanField(help_text=ClaimMark.DENIED.definition)
    corroborated = models.BooleanField(help_text=ClaimMark.CORROBORATED.definition)
    repeats = models.BooleanField(help_text=ClaimMark.REPEATS.definition)
    best_credibility = models.PositiveSmallIntegerField(null=True)
    speaker = models.TextField(blank=True, default="", db_default="")
    channel = models.CharField(max_length=20, blank=True, default="", db_default="")
    made_time = models.CharField(max_length=5, blank=True, default="", db_default="")
    made_precision = models.CharField(max_length=10, blank=True, default="", db_default="")
    quotation = models.TextField(blank=True, default="", db_default="")
    quotation_language = models.TextField(blank=True, default="", db_default="")
    translation = models.TextField(blank=True, default="", db_default="")
    questions = _by_assertion("Its questions, one for each assertion, in one order with `stances` and `about`.")
    stances = _by_assertion("One for each assertion.")
    about = _by_assertion("The actor that each assertion names; empty where it names none.")
    guarded = models.BooleanField(default=True, db_default=True, help_text=GUARDED)
    body = models.TextField()
    search = SearchVectorField(null=True)

    objects = RecordClaimQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "pk"]
        triggers = immutable_row("recordclaim")
        constraints = [models.UniqueConstraint(fields=["edition", "claim"], name="record_claim_once")]
        indexes = [
            _by_date("record_claim_by_date", include=("edition", "answered", "best_credibility")),
            models.Index(fields=["claim"], name="record_claim_by_id"),
            _by_date("record_claim_by_claimant", "claimant"),
            _by_date("record_claim_by_kind", "kind"),
            *(_by_date(f"record_claim_{mark}", condition=models.Q(**{mark: True})) for mark in RARE),
            GinIndex(fields=["search"], name="record_claim_search"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} in {self.ref}"


class RecordAssertion(models.Model):
    """What a claim says about one question, as an edition tells it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assertions")
    claim = models.CharField(max_length=20)
    assertion = models.CharField(max_length=20)
    question = models.CharField(max_length=20)
    stance = models.CharField(max_length=20)
    about = models.CharField(max_length=80, blank=True, help_text="The actor it names: side, initiator, responsible.")
    group = models.CharField(max_length=10, blank=True)
    low = models.PositiveIntegerField(null=True)
    high = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["edition", "pk"]
        triggers = immutable_row("recordassertion")
        constraints = [models.UniqueConstraint(fields=["edition", "assertion"], name="record_assertion_once")]
        indexes = [
            models.Index(
                fields=["question", "stance"],
                include=["edition", "claim", "about"],
                name="record_assertion_by_question",
            ),
            models.Index(fields=["stance"], include=["edition", "claim"], name="record_assertion_by_stance"),
            models.Index(fields=["about"], include=["edition", "claim"], name="record_assertion_by_about"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.stance}"


class RecordAnswer(models.Model):
    """How one claim of an edition answers another: `claim` of `party` denies, corrects, … `to` of `to_party`."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="answers")
    claim = models.CharField(max_length=20)
    party = models.CharField(max_length=80)
    relation = models.CharField(max_length=20)
    to = models.CharField(max_length=20)
    to_party = models.CharField(max_length=80)
    question = models.CharField(max_length=20, blank=True, help_text="Empty: as a whole.")
    independent = models.BooleanField(help_text="Of another party, whose own claim it is and no repeat of another.")

    class Meta:
        ordering = ["edition", "pk"]
        triggers = immutable_row("recordanswer")
        indexes = [models.Index(fields=["edition", "to", "relation"], name="record_answer_to")]

    def __str__(self) -> str:
        return f"{self.claim} {self.relation} {self.to}"


class RecordFigure(models.Model):
    """A figure of killed or wounded that is counted by another perspective than the record's estimates.

    `claims-of`: what one claimant's standing claims give for a side and group; all three null where it speaks of losses
    without a number. The other perspectives: the total of the incident; `maximal` and `minimal` have a row only where
    it isn't what the edition's own columns give (docs/stats.md).
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="figures")
    perspective = models.CharField(max_length=12)
    outcome = models.CharField(max_length=10)
    claimant = models.CharField(max_length=80, blank=True)
    side = models.CharField(max_length=80, blank=True, help_text="The party whose people they are.")
    group = models.CharField(max_length=10, blank=True)
    low = models.PositiveIntegerField(null=True)
    best = models.PositiveIntegerField(null=True)
    high = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["edition", "pk"]
        triggers = immutable_row("recordfigure")
        constraints = [
            one_of("record_figure_perspective_known", "perspective", Perspective.codes()),
            models.UniqueConstraint(
                fields=["edition", "outcome", "perspective", "claimant", "side", "group"], name="record_figure_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["claimant", "outcome", "edition"],
                include=["side", "group", "low", "high"],
                condition=models.Q(perspective="claims-of"),
                name="record_figure_by_claimant",
            ),
            models.Index(
                fields=["perspective", "outcome", "edition"],
                include=["low", "best", "high"],
                condition=~models.Q(perspective="claims-of"),
                name="record_figure_by_perspective",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} by {self.perspective} {self.claimant}".strip()


class RecordInvolvement(models.Model):
    """An actor's part, as an edition tells it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="involvements")
    actor = models.CharField(max_length=80)
    role = models.CharField(max_length=20)
    alleged = models.BooleanField()

    class Meta:
        ordering = ["edition", "pk"]
        triggers = immutable_row("recordinvolvement")
        indexes = [models.Index(fields=["actor", "role"], name="record_involvement_by_actor")]

    def __str__(self) -> str:
        return f"{self.actor} as {self.role}"


class RecordSides(models.Model):
    """The two sides of an edition's incident, as datasets of dyads need them (`document/sides.py`): one row each.

    Party and actor are slugs, the name is the actor's as the edition has it; all are empty where nobody is named.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sides")
    party_a = models.CharField(max_length=80, blank=True)
    name_a = models.CharField(max_length=200, blank=True)
    kind_a = models.CharField(max_length=20, blank=True)
    party_b = models.CharField(max_length=80, blank=True)
    name_b = models.CharField(max_length=200, blank=True)
    kind_b = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["edition", "pk"]
        triggers = immutable_row("recordsides")
        constraints = [models.UniqueConstraint(fields=["edition"], name="record_sides_once")]
        indexes = [
            models.Index(fields=["party_a", "party_b"], include=["edition"], name="record_sides_by_a"),
            models.Index(fields=["party_b"], include=["edition"], name="record_sides_by_b"),
            models.Index(fields=["kind_a", "kind_b"], include=["edition"], name="record_sides_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.party_a} and {self.party_b}"


class RecordSource(models.Model):
    """A source, as an edition cites it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sources")
    source = models.CharField(max_length=20)
    publisher = models.CharField(max_length=120)
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    published_on = models.DateField(null=True)
    reliability = models.CharField(max_length=1)

    class Meta:
        ordering = ["edition", "pk"]
        triggers = immutable_row("recordsource")
        constraints = [models.UniqueConstraint(fields=["edition", "source"], name="record_source_once")]
        indexes = [
            models.Index(fields=["source", "edition"], name="record_source_by_id"),
            models.Index(fields=["publisher", "source"], name="record_source_by_publisher"),
        ]

    def __str__(self) -> str:
        return self.publisher


class RecordCapture(models.Model):
    """A copy of a source whose file an edition makes public. Copies that are kept and not shown have no row."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="captures")
    source = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    objects = RecordCaptureQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "pk"]
        triggers = immutable_row("recordcapture")
        constraints = [models.UniqueConstraint(fields=["edition", "source", "sha256"], name="record_capture_once")]
        indexes = [models.Index(fields=["sha256"], name="record_capture_by_hash")]

    def __str__(self) -> str:
        return self.sha256


class RecordLink(models.Model):
    """A link from one incident to another, as an edition tells it; `alleged_by` is the claimant who says so."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="links")
    ref = models.CharField(max_length=40)
    other = models.CharField(max_length=40)
    relation = models.CharField(max_length=20)
    claim = models.CharField(max_length=20, blank=True)
    alleged_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["edition", "pk"]
        triggers = immutable_row("recordlink")
        indexes = [models.Index(fields=["other"], name="record_link_by_other")]

    def __str__(self) -> str:
        return f"{self.ref} {self.relation} {self.other}"
