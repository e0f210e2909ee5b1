"""Claims, what they say about each question, and how they answer one another."""

from django.db import models

from actors.models import Actor
from config.constraints import in_order, one_of
from incidents.reference.models import Place
from incidents.vocabulary import (
    NUMBER_QUESTIONS,
    Channel,
    ClaimKind,
    DatePrecision,
    Group,
    LinkRelation,
    Question,
    Stance,
)
from incidents.workbench.models.base import public_id_field, public_id_form, with_history
from incidents.workbench.models.incidents import Incident

_ACTOR_QUESTIONS = [Question.INITIATOR, Question.RESPONSIBILITY]
_COUNTED = sorted(NUMBER_QUESTIONS)


@with_history
class Claim(models.Model):
    """One statement by one actor about one incident, paraphrased, with its exact words where they are known."""

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="claims")
    position = models.PositiveSmallIntegerField(default=0)
    claimant = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    speaker = models.CharField(max_length=120, blank=True, help_text="The office that speaks, never a private name.")
    kind = models.CharField(max_length=20, choices=ClaimKind.choices())
    statement = models.TextField(max_length=2000, help_text="A paraphrase that begins with what the claimant says.")
    quotation = models.TextField(max_length=1000, blank=True, help_text="The exact words, short.")
    quotation_language = models.CharField(max_length=20, blank=True, help_text="BCP 47, for example en or hy.")
    translation = models.TextField(max_length=1000, blank=True)
    made_on = models.DateField(null=True, blank=True)
    made_time = models.TimeField(null=True, blank=True)
    made_precision = models.CharField(max_length=10, choices=DatePrecision.choices(), default=DatePrecision.DAY)
    channel = models.CharField(max_length=20, choices=Channel.choices(), default=Channel.REPORTED)
    confidential = models.BooleanField(default=False, help_text="Never published.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            public_id_form("workbench_claim_public_id_form"),
            models.UniqueConstraint(fields=["id", "incident"], name="workbench_claim_of_incident"),
            one_of("workbench_claim_kind_known", "kind", ClaimKind.codes()),
            one_of("workbench_claim_channel_known", "channel", Channel.codes()),
            one_of("workbench_claim_precision_known", "made_precision", DatePrecision.codes()),
            models.CheckConstraint(
                condition=models.Q(statement__gt=""),
                name="workbench_claim_statement_given",
                violation_error_message="Say in a paraphrase what the claimant says.",
            ),
            models.CheckConstraint(
                condition=models.Q(quotation="") | models.Q(quotation_language__gt=""),
                name="workbench_claim_quotation_has_language",
                violation_error_message="A quotation needs its language.",
            ),
            models.CheckConstraint(
                condition=models.Q(translation="") | models.Q(quotation__gt=""),
                name="workbench_claim_translation_of_quotation",
                violation_error_message="A translation needs the quotation it translates.",
            ),
            models.CheckConstraint(
                condition=models.Q(made_time__isnull=True) | models.Q(made_on__isnull=False),
                name="workbench_claim_time_needs_day",
                violation_error_message="A time needs its day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claimant}: {self.statement[:60]}"


@with_history
class Assertion(models.Model):
    """What a claim says about one question: a stance and, where the question has one, a typed value."""

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="assertions")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="assertions")
    position = models.PositiveSmallIntegerField(default=0)
    question = models.CharField(max_length=20, choices=Question.choices())
    stance = models.CharField(max_length=20, choices=Stance.choices(), default=Stance.ASSERTS)
    side = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Whose people, or whose violations or shots, are counted.",
    )  # fmt: skip
    group = models.CharField(max_length=10, choices=Group.choices(), blank=True)
    low = models.PositiveIntegerField("at least", null=True, blank=True)
    high = models.PositiveIntegerField("at most", null=True, blank=True, help_text="Empty where it is open.")
    wording = models.CharField(
        max_length=300,
        blank=True,
        help_text="The claimant's own words where they matter: several, preliminary …",
    )
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    time_from = models.DateTimeField(null=True, blank=True)
    time_to = models.DateTimeField(null=True, blank=True)
    text = models.CharField(max_length=300, blank=True)
    response_to = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The incident that the claimant gives as the cause.",
    )  # fmt: skip

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            public_id_form("workbench_assertion_public_id_form"),
            models.UniqueConstraint(fields=["id", "incident"], name="workbench_assertion_of_incident"),
            one_of("workbench_assertion_question_known", "question", Question.codes()),
            one_of("workbench_assertion_stance_known", "stance", Stance.codes()),
            one_of("workbench_assertion_group_known", "group", Group.codes(), blank=True),
            in_order("workbench_assertion_numbers_in_order", "low", "high", "At most is less than at least."),
            in_order("workbench_assertion_times_in_order", "time_from", "time_to", "The end is before the start."),
            models.CheckConstraint(
                condition=models.Q(question__in=_COUNTED) | models.Q(low__isnull=True, high__isnull=True, group=""),
                name="workbench_assertion_number_fits_question",
                violation_error_message="Numbers and a group answer only questions of how many.",
            ),
            models.CheckConstraint(
                condition=models.Q(question__in=_COUNTED, side__isnull=False)
                | (~models.Q(question__in=_COUNTED) & models.Q(side__isnull=True)),
                name="workbench_assertion_side_fits_question",
                violation_error_message="A question of how many needs its side; no other question has one.",
            ),
            models.CheckConstraint(
                condition=models.Q(high__isnull=True) | models.Q(low__isnull=False),
                name="workbench_assertion_high_needs_low",
                violation_error_message="Give at least as well (0 is allowed).",
            ),
            models.CheckConstraint(
                condition=models.Q(question__in=_ACTOR_QUESTIONS) | models.Q(actor__isnull=True),
                name="workbench_assertion_actor_fits_question",
                violation_error_message="An actor answers only who initiated and who is responsible.",
            ),
            models.CheckConstraint(
                condition=models.Q(question="place") | models.Q(place__isnull=True),
                name="workbench_assertion_place_fits_question",
                violation_error_message="A place answers only the question where.",
            ),
            models.CheckConstraint(
                condition=models.Q(question="time") | models.Q(time_from__isnull=True, time_to__isnull=True),
                name="workbench_assertion_time_fits_question",
                violation_error_message="A time answers only the question when.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_question_display()} {self.get_stance_display()}"


@with_history
class ClaimLink(models.Model):
    """`claim` denies, corrects, … `to`, on one question or, where that is empty, as a whole."""

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="claim_links")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField(default=0)
    relation = models.CharField(max_length=20, choices=LinkRelation.choices())
    to = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="answered_by")
    question = models.CharField(max_length=20, choices=Question.choices(), blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            public_id_form("workbench_claimlink_public_id_form"),
            one_of("workbench_claimlink_relation_known", "relation", LinkRelation.codes()),
            one_of("workbench_claimlink_question_known", "question", Question.codes(), blank=True),
            models.CheckConstraint(
                condition=~models.Q(claim=models.F("to")),
                name="workbench_claimlink_not_to_itself",
                violation_error_message="A claim can't answer itself.",
            ),
            models.UniqueConstraint(
                fields=["claim", "to", "relation", "question"],
                name="workbench_claimlink_once",
                violation_error_message="This answer is already there.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.get_relation_display()} {self.to_id}"
