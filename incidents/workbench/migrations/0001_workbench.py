import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import incidents.vocabulary
import incidents.workbench.models.base
import incidents.workbench.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("actors", "0002_actors"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("reference", "0002_name_search_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("occurrence", "Did it occur?"),
                            ("initiator", "Who initiated?"),
                            ("responsibility", "Who is responsible?"),
                            ("killed", "Killed"),
                            ("wounded", "Wounded"),
                            ("captured", "Captured"),
                            ("missing", "Missing"),
                            ("displaced", "Displaced"),
                            ("violations", "Violations"),
                            ("place", "Where?"),
                            ("time", "When?"),
                            ("weapon", "With what weapon?"),
                            ("motive", "Why?"),
                            ("threat", "What is threatened?"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[("military", "military"), ("civilian", "civilian"), ("unknown", "status not given")],
                        max_length=10,
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contested", "contested"),
                            ("acknowledged", "acknowledged by the accused"),
                            ("agreed", "agreed"),
                            ("denied", "denied"),
                            ("one_sided", "one-sided"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(max_length=2000)),
                ("assessed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
            ],
            options={
                "ordering": ["question", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_assessment_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "question__in",
                                [
                                    "occurrence",
                                    "initiator",
                                    "responsibility",
                                    "killed",
                                    "wounded",
                                    "captured",
                                    "missing",
                                    "displaced",
                                    "violations",
                                    "place",
                                    "time",
                                    "weapon",
                                    "motive",
                                    "threat",
                                    "",
                                ],
                            )
                        ),
                        name="workbench_assessment_question_known",
                        violation_error_message="question must be one of: occurrence, initiator, responsibility, killed, wounded, captured, missing, displaced, violations, place, time, weapon, motive, threat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__in", ["military", "civilian", "unknown", ""])),
                        name="workbench_assessment_group_known",
                        violation_error_message="group must be one of: military, civilian, unknown.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finding__in", ["contested", "acknowledged", "agreed", "denied", "one_sided", ""])
                        ),
                        name="workbench_assessment_finding_known",
                        violation_error_message="finding must be one of: contested, acknowledged, agreed, denied, one_sided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__gt", "")),
                        name="workbench_assessment_reason_given",
                        violation_error_message="A verdict needs its reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("question", ""), ("finding", "")),
                            models.Q(("question__gt", ""), ("finding__gt", "")),
                            _connector="OR",
                        ),
                        name="workbench_assessment_finding_has_question",
                        violation_error_message="A finding needs its question, and a question its finding.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CasualtyEstimate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "group",
                    models.CharField(
                        choices=[("military", "military"), ("civilian", "civilian"), ("unknown", "status not given")],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("killed", "Killed"),
                            ("wounded", "Wounded"),
                            ("captured", "Captured"),
                            ("missing", "Missing"),
                            ("displaced", "Displaced"),
                        ],
                        max_length=10,
                    ),
                ),
                ("low", models.PositiveIntegerField(blank=True, null=True)),
                ("best", models.PositiveIntegerField(blank=True, null=True)),
                ("high", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "basis",
                    models.CharField(
                        choices=[("claims", "Claims"), ("count", "Independent count"), ("model", "Model")],
                        default=incidents.vocabulary.EstimateBasis["CLAIMS"],
                        max_length=10,
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, help_text="Published: how the range was reached.", max_length=300),
                ),
                (
                    "side",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.actor"),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_estimate_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__in", ["military", "civilian", "unknown"])),
                        name="workbench_estimate_group_known",
                        violation_error_message="group must be one of: military, civilian, unknown.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["killed", "wounded", "captured", "missing", "displaced"])),
                        name="workbench_estimate_outcome_known",
                        violation_error_message="outcome must be one of: killed, wounded, captured, missing, displaced.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["claims", "count", "model"])),
                        name="workbench_estimate_basis_known",
                        violation_error_message="basis must be one of: claims, count, model.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", True),
                            ("best__isnull", True),
                            ("low__lte", models.F("best")),
                            _connector="OR",
                        ),
                        name="workbench_estimate_low_to_best",
                        violation_error_message="Best is less than low.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("best__isnull", True),
                            ("high__isnull", True),
                            ("best__lte", models.F("high")),
                            _connector="OR",
                        ),
                        name="workbench_estimate_best_to_high",
                        violation_error_message="High is less than best.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", True),
                            ("high__isnull", True),
                            ("low__lte", models.F("high")),
                            _connector="OR",
                        ),
                        name="workbench_estimate_low_to_high",
                        violation_error_message="High is less than low.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "speaker",
                    models.CharField(
                        blank=True, help_text="The office that speaks, never a private name.", max_length=120
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assertion", "Assertion"),
                            ("denial", "Denial"),
                            ("accusation", "Accusation"),
                            ("justification", "Justification"),
                            ("threat", "Threat or warning"),
                            ("acknowledgement", "Acknowledgement"),
                            ("demand", "Demand"),
                            ("context", "Context"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "statement",
                    models.TextField(
                        help_text="A paraphrase that begins with what the claimant says.", max_length=2000
                    ),
                ),
                ("quotation", models.TextField(blank=True, help_text="The exact words, short.", max_length=1000)),
                (
                    "quotation_language",
                    models.CharField(blank=True, help_text="BCP 47, for example en or hy.", max_length=20),
                ),
                ("translation", models.TextField(blank=True, max_length=1000)),
                ("made_on", models.DateField(blank=True, null=True)),
                ("made_time", models.TimeField(blank=True, null=True)),
                (
                    "made_precision",
                    models.CharField(
                        choices=[
                            ("day", "Day"),
                            ("range", "Two to six days"),
                            ("week", "Week"),
                            ("month", "Month"),
                            ("year", "Longer than a month"),
                        ],
                        default=incidents.vocabulary.DatePrecision["DAY"],
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("press_statement", "Press statement"),
                            ("briefing", "Briefing"),
                            ("social_media", "Social media"),
                            ("interview", "Interview"),
                            ("speech", "Speech"),
                            ("letter", "Letter or note"),
                            ("reported", "As reported"),
                        ],
                        default=incidents.vocabulary.Channel["REPORTED"],
                        max_length=20,
                    ),
                ),
                ("confidential", models.BooleanField(default=False, help_text="Never published.")),
                (
                    "claimant",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.actor"),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_claim_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "assertion",
                                    "denial",
                                    "accusation",
                                    "justification",
                                    "threat",
                                    "acknowledgement",
                                    "demand",
                                    "context",
                                ],
                            )
                        ),
                        name="workbench_claim_kind_known",
                        violation_error_message="kind must be one of: assertion, denial, accusation, justification, threat, acknowledgement, demand, context.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    "press_statement",
                                    "briefing",
                                    "social_media",
                                    "interview",
                                    "speech",
                                    "letter",
                                    "reported",
                                ],
                            )
                        ),
                        name="workbench_claim_channel_known",
                        violation_error_message="channel must be one of: press_statement, briefing, social_media, interview, speech, letter, reported.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_precision__in", ["day", "range", "week", "month", "year"])),
                        name="workbench_claim_precision_known",
                        violation_error_message="made_precision must be one of: day, range, week, month, year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("statement__gt", "")),
                        name="workbench_claim_statement_given",
                        violation_error_message="Say in a paraphrase what the claimant says.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quotation", ""), ("quotation_language__gt", ""), _connector="OR"),
                        name="workbench_claim_quotation_has_language",
                        violation_error_message="A quotation needs its language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("translation", ""), ("quotation__gt", ""), _connector="OR"),
                        name="workbench_claim_translation_of_quotation",
                        violation_error_message="A translation needs the quotation it translates.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_time__isnull", True), ("made_on__isnull", False), _connector="OR"),
                        name="workbench_claim_time_needs_day",
                        violation_error_message="A time needs its day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assertion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("occurrence", "Did it occur?"),
                            ("initiator", "Who initiated?"),
                            ("responsibility", "Who is responsible?"),
                            ("killed", "Killed"),
                            ("wounded", "Wounded"),
                            ("captured", "Captured"),
                            ("missing", "Missing"),
                            ("displaced", "Displaced"),
                            ("violations", "Violations"),
                            ("place", "Where?"),
                            ("time", "When?"),
                            ("weapon", "With what weapon?"),
                            ("motive", "Why?"),
                            ("threat", "What is threatened?"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("asserts", "says so"),
                            ("denies", "denies"),
                            ("acknowledges", "acknowledges, denies responsibility"),
                            ("other_explanation", "gives another explanation"),
                            ("accepts", "accepts responsibility"),
                            ("withdraws", "withdraws"),
                            ("silent", "no statement found"),
                        ],
                        default=incidents.vocabulary.Stance["ASSERTS"],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[("military", "military"), ("civilian", "civilian"), ("unknown", "status not given")],
                        max_length=10,
                    ),
                ),
                ("low", models.PositiveIntegerField(blank=True, null=True, verbose_name="at least")),
                (
                    "high",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty where it is open.", null=True, verbose_name="at most"
                    ),
                ),
                (
                    "wording",
                    models.CharField(
                        blank=True,
                        help_text="The claimant's own words where they matter: several, preliminary …",
                        max_length=300,
                    ),
                ),
                ("time_from", models.DateTimeField(blank=True, null=True)),
                ("time_to", models.DateTimeField(blank=True, null=True)),
                ("text", models.CharField(blank=True, max_length=300)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.place",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose people, or whose violations, are counted.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assertions", to="workbench.claim"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_assertion_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "question__in",
                                [
                                    "occurrence",
                                    "initiator",
                                    "responsibility",
                                    "killed",
                                    "wounded",
                                    "captured",
                                    "missing",
                                    "displaced",
                                    "violations",
                                    "place",
                                    "time",
                                    "weapon",
                                    "motive",
                                    "threat",
                                ],
                            )
                        ),
                        name="workbench_assertion_question_known",
                        violation_error_message="question must be one of: occurrence, initiator, responsibility, killed, wounded, captured, missing, displaced, violations, place, time, weapon, motive, threat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stance__in",
                                [
                                    "asserts",
                                    "denies",
                                    "acknowledges",
                                    "other_explanation",
                                    "accepts",
                                    "withdraws",
                                    "silent",
                                ],
                            )
                        ),
                        name="workbench_assertion_stance_known",
                        violation_error_message="stance must be one of: asserts, denies, acknowledges, other_explanation, accepts, withdraws, silent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__in", ["military", "civilian", "unknown", ""])),
                        name="workbench_assertion_group_known",
                        violation_error_message="group must be one of: military, civilian, unknown.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", True),
                            ("high__isnull", True),
                            ("low__lte", models.F("high")),
                            _connector="OR",
                        ),
                        name="workbench_assertion_numbers_in_order",
                        violation_error_message="At most is less than at least.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("time_from__isnull", True),
                            ("time_to__isnull", True),
                            ("time_from__lte", models.F("time_to")),
                            _connector="OR",
                        ),
                        name="workbench_assertion_times_in_order",
                        violation_error_message="The end is before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "question__in",
                                [
                                    incidents.vocabulary.Question["CAPTURED"],
                                    incidents.vocabulary.Question["DISPLACED"],
                                    incidents.vocabulary.Question["KILLED"],
                                    incidents.vocabulary.Question["MISSING"],
                                    incidents.vocabulary.Question["VIOLATIONS"],
                                    incidents.vocabulary.Question["WOUNDED"],
                                ],
                            ),
                            models.Q(("group", ""), ("high__isnull", True), ("low__isnull", True)),
                            _connector="OR",
                        ),
                        name="workbench_assertion_number_fits_question",
                        violation_error_message="Numbers and a group answer only questions of how many.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "question__in",
                                    [
                                        incidents.vocabulary.Question["CAPTURED"],
                                        incidents.vocabulary.Question["DISPLACED"],
                                        incidents.vocabulary.Question["KILLED"],
                                        incidents.vocabulary.Question["MISSING"],
                                        incidents.vocabulary.Question["VIOLATIONS"],
                                        incidents.vocabulary.Question["WOUNDED"],
                                    ],
                                ),
                                ("side__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "question__in",
                                        [
                                            incidents.vocabulary.Question["CAPTURED"],
                                            incidents.vocabulary.Question["DISPLACED"],
                                            incidents.vocabulary.Question["KILLED"],
                                            incidents.vocabulary.Question["MISSING"],
                                            incidents.vocabulary.Question["VIOLATIONS"],
                                            incidents.vocabulary.Question["WOUNDED"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("side__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="workbench_assertion_side_fits_question",
                        violation_error_message="A question of how many needs its side; no other question has one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("high__isnull", True), ("low__isnull", False), _connector="OR"),
                        name="workbench_assertion_high_needs_low",
                        violation_error_message="Give at least as well (0 is allowed).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "question__in",
                                [
                                    incidents.vocabulary.Question["INITIATOR"],
                                    incidents.vocabulary.Question["RESPONSIBILITY"],
                                ],
                            ),
                            ("actor__isnull", True),
                            _connector="OR",
                        ),
                        name="workbench_assertion_actor_fits_question",
                        violation_error_message="An actor answers only who initiated and who is responsible.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("question", "place"), ("place__isnull", True), _connector="OR"),
                        name="workbench_assertion_place_fits_question",
                        violation_error_message="A place answers only the question where.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("question", "time"),
                            models.Q(("time_from__isnull", True), ("time_to__isnull", True)),
                            _connector="OR",
                        ),
                        name="workbench_assertion_time_fits_question",
                        violation_error_message="A time answers only the question when.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("denies", "denies"),
                            ("disputes", "disputes"),
                            ("corroborates", "corroborates"),
                            ("responds_to", "responds to"),
                            ("corrects", "corrects"),
                            ("repeats", "repeats"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("occurrence", "Did it occur?"),
                            ("initiator", "Who initiated?"),
                            ("responsibility", "Who is responsible?"),
                            ("killed", "Killed"),
                            ("wounded", "Wounded"),
                            ("captured", "Captured"),
                            ("missing", "Missing"),
                            ("displaced", "Displaced"),
                            ("violations", "Violations"),
                            ("place", "Where?"),
                            ("time", "When?"),
                            ("weapon", "With what weapon?"),
                            ("motive", "Why?"),
                            ("threat", "What is threatened?"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="workbench.claim"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answered_by", to="workbench.claim"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_claimlink_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "relation__in",
                                ["denies", "disputes", "corroborates", "responds_to", "corrects", "repeats"],
                            )
                        ),
                        name="workbench_claimlink_relation_known",
                        violation_error_message="relation must be one of: denies, disputes, corroborates, responds_to, corrects, repeats.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "question__in",
                                [
                                    "occurrence",
                                    "initiator",
                                    "responsibility",
                                    "killed",
                                    "wounded",
                                    "captured",
                                    "missing",
                                    "displaced",
                                    "violations",
                                    "place",
                                    "time",
                                    "weapon",
                                    "motive",
                                    "threat",
                                    "",
                                ],
                            )
                        ),
                        name="workbench_claimlink_question_known",
                        violation_error_message="question must be one of: occurrence, initiator, responsibility, killed, wounded, captured, missing, displaced, violations, place, time, weapon, motive, threat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("claim", models.F("to")), _negated=True),
                        name="workbench_claimlink_not_to_itself",
                        violation_error_message="A claim can't answer itself.",
                    ),
                    models.UniqueConstraint(
                        fields=("claim", "to", "relation", "question"),
                        name="workbench_claimlink_once",
                        violation_error_message="This answer is already there.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EstimateClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workbench.claim"
                    ),
                ),
                (
                    "estimate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rests_on",
                        to="workbench.casualtyestimate",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estimate", "claim"),
                        name="workbench_estimateclaim_once",
                        violation_error_message="The estimate already rests on this claim.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(
                        editable=False, help_text="Stable and public, as CC-2026-00017.", max_length=20, unique=True
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, max_length=200, validators=[django.core.validators.MinLengthValidator(8)]
                    ),
                ),
                ("summary", models.TextField(blank=True, help_text="One paragraph in neutral words.", max_length=4000)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exchange_of_fire", "Exchange of fire"),
                            ("small_arms_fire", "Small-arms fire"),
                            ("shelling", "Shelling"),
                            ("air_drone_strike", "Air or drone strike"),
                            ("sniper_fire", "Sniper fire"),
                            ("mine_explosive", "Mine or explosive"),
                            ("offensive", "Offensive"),
                            ("incursion", "Incursion"),
                            ("capture", "Capture or abduction"),
                            ("ceasefire_violation", "Ceasefire violation"),
                            ("diplomatic", "Diplomatic"),
                            ("other", "Other"),
                        ],
                        max_length=30,
                    ),
                ),
                ("earliest", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("latest", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("start_time", models.TimeField(blank=True, help_text="Local time.", null=True, verbose_name="from")),
                ("end_time", models.TimeField(blank=True, help_text="Local time.", null=True, verbose_name="to")),
                (
                    "time_zone",
                    models.CharField(
                        default="Asia/Yerevan",
                        max_length=40,
                        validators=[incidents.workbench.validators.validate_time_zone],
                    ),
                ),
                (
                    "date_precision",
                    models.CharField(
                        choices=[
                            ("day", "Day"),
                            ("range", "Two to six days"),
                            ("week", "Week"),
                            ("month", "Month"),
                            ("year", "Longer than a month"),
                        ],
                        default=incidents.vocabulary.DatePrecision["DAY"],
                        max_length=10,
                    ),
                ),
                ("place_wording", models.CharField(blank=True, max_length=200, verbose_name="place in words")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                (
                    "place_precision",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Exact location"),
                            (2, "Near a known place, within about 25 km"),
                            (3, "Second-order division (district)"),
                            (4, "First-order division (province)"),
                            (5, "Linear or fuzzy feature: a border, a section, a line of contact"),
                            (6, "Country only"),
                            (7, "International waters or airspace"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "location_confidentiality",
                    models.CharField(
                        choices=[("public", "Public"), ("coarse", "Coarser place only"), ("withheld", "Withheld")],
                        default=incidents.vocabulary.LocationConfidentiality["PUBLIC"],
                        max_length=10,
                    ),
                ),
                (
                    "coarse_precision",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Exact location"),
                            (2, "Near a known place, within about 25 km"),
                            (3, "Second-order division (district)"),
                            (4, "First-order division (province)"),
                            (5, "Linear or fuzzy feature: a border, a section, a line of contact"),
                            (6, "Country only"),
                            (7, "International waters or airspace"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "aggregated",
                    models.BooleanField(default=False, help_text="A period total, left out of counts of incidents."),
                ),
                ("working_note", models.TextField(blank=True, help_text="Never published.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("changes_requested", "Changes requested"),
                            ("rejected", "Rejected"),
                            ("in_sync", "In sync"),
                        ],
                        default=incidents.vocabulary.State["DRAFT"],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("embargo_until", models.DateTimeField(blank=True, null=True)),
                ("shared", models.BooleanField(default=False, verbose_name="shared with all analysts")),
                (
                    "revision",
                    models.PositiveIntegerField(default=0, editable=False, help_text="Goes up with every save."),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "coarse_place",
                    models.ForeignKey(
                        blank=True,
                        help_text="What the public sees instead of the exact place.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.place",
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.dispute",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.place",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.bordersection",
                    ),
                ),
            ],
            options={
                "ordering": ["-updated_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "-updated_at"], name="workbench_incident_queue"),
                    models.Index(fields=["author", "-updated_at"], name="workbench_incident_mine"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["title"], name="workbench_incident_title_trgm", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ref__regex", "^CC-[0-9]{4}-[0-9]{5,}$")),
                        name="workbench_incident_ref_form",
                        violation_error_message="A ref is CC, the year and a number, as CC-2026-00017.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "exchange_of_fire",
                                    "small_arms_fire",
                                    "shelling",
                                    "air_drone_strike",
                                    "sniper_fire",
                                    "mine_explosive",
                                    "offensive",
                                    "incursion",
                                    "capture",
                                    "ceasefire_violation",
                                    "diplomatic",
                                    "other",
                                    "",
                                ],
                            )
                        ),
                        name="workbench_incident_kind_known",
                        violation_error_message="kind must be one of: exchange_of_fire, small_arms_fire, shelling, air_drone_strike, sniper_fire, mine_explosive, offensive, incursion, capture, ceasefire_violation, diplomatic, other.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "submitted", "changes_requested", "rejected", "in_sync"])
                        ),
                        name="workbench_incident_state_known",
                        violation_error_message="state must be one of: draft, submitted, changes_requested, rejected, in_sync.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("date_precision__in", ["day", "range", "week", "month", "year"])),
                        name="workbench_incident_date_precision_known",
                        violation_error_message="date_precision must be one of: day, range, week, month, year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("location_confidentiality__in", ["public", "coarse", "withheld"])),
                        name="workbench_incident_location_known",
                        violation_error_message="location_confidentiality must be one of: public, coarse, withheld.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("earliest__isnull", True),
                            ("latest__isnull", True),
                            ("earliest__lte", models.F("latest")),
                            _connector="OR",
                        ),
                        name="workbench_incident_dates_in_order",
                        violation_error_message="The last day is before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("earliest__isnull", True), ("latest__isnull", True)),
                            models.Q(("earliest__isnull", False), ("latest__isnull", False)),
                            _connector="OR",
                        ),
                        name="workbench_incident_dates_whole",
                        violation_error_message="Give the first and the last day, or neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_time__isnull", True),
                            ("end_time__isnull", True),
                            ("latest__gt", models.F("earliest")),
                            ("start_time__lte", models.F("end_time")),
                            _connector="OR",
                        ),
                        name="workbench_incident_times_in_order",
                        violation_error_message="On one day, the end is before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end_time__isnull", True), ("start_time__isnull", False), _connector="OR"),
                        name="workbench_incident_end_needs_start",
                        violation_error_message="An end time needs a start time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("latitude__isnull", True), ("latitude__range", (-90, 90)), _connector="OR"),
                        name="workbench_incident_latitude_range",
                        violation_error_message="latitude must be between -90 and 90.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("longitude__isnull", True), ("longitude__range", (-180, 180)), _connector="OR"
                        ),
                        name="workbench_incident_longitude_range",
                        violation_error_message="longitude must be between -180 and 180.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="workbench_incident_position_whole",
                        violation_error_message="Give both latitude and longitude.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("place_precision__isnull", True), ("place_precision__range", (1, 7)), _connector="OR"
                        ),
                        name="workbench_incident_precision_range",
                        violation_error_message="place_precision must be between 1 and 7.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("coarse_precision__isnull", True), ("coarse_precision__range", (2, 7)), _connector="OR"
                        ),
                        name="workbench_incident_coarse_range",
                        violation_error_message="coarse_precision must be between 2 and 7.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("location_confidentiality", "coarse"), _negated=True),
                            models.Q(("coarse_place__isnull", False), ("coarse_precision__isnull", False)),
                            _connector="OR",
                        ),
                        name="workbench_incident_coarse_needs_place",
                        violation_error_message="A coarser location needs the coarser place and its precision.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EstimateClaimEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.claim",
                    ),
                ),
                (
                    "estimate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.casualtyestimate",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.estimateclaim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="estimateclaim",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workbench.incident"
            ),
        ),
        migrations.CreateModel(
            name="ClaimLinkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("denies", "denies"),
                            ("disputes", "disputes"),
                            ("corroborates", "corroborates"),
                            ("responds_to", "responds to"),
                            ("corrects", "corrects"),
                            ("repeats", "repeats"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("occurrence", "Did it occur?"),
                            ("initiator", "Who initiated?"),
                            ("responsibility", "Who is responsible?"),
                            ("killed", "Killed"),
                            ("wounded", "Wounded"),
                            ("captured", "Captured"),
                            ("missing", "Missing"),
                            ("displaced", "Displaced"),
                            ("violations", "Violations"),
                            ("place", "Where?"),
                            ("time", "When?"),
                            ("weapon", "With what weapon?"),
                            ("motive", "Why?"),
                            ("threat", "What is threatened?"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.claim",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.claimlink",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.claim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="claimlink",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claim_links", to="workbench.incident"
            ),
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "speaker",
                    models.CharField(
                        blank=True, help_text="The office that speaks, never a private name.", max_length=120
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assertion", "Assertion"),
                            ("denial", "Denial"),
                            ("accusation", "Accusation"),
                            ("justification", "Justification"),
                            ("threat", "Threat or warning"),
                            ("acknowledgement", "Acknowledgement"),
                            ("demand", "Demand"),
                            ("context", "Context"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "statement",
                    models.TextField(
                        help_text="A paraphrase that begins with what the claimant says.", max_length=2000
                    ),
                ),
                ("quotation", models.TextField(blank=True, help_text="The exact words, short.", max_length=1000)),
                (
                    "quotation_language",
                    models.CharField(blank=True, help_text="BCP 47, for example en or hy.", max_length=20),
                ),
                ("translation", models.TextField(blank=True, max_length=1000)),
                ("made_on", models.DateField(blank=True, null=True)),
                ("made_time", models.TimeField(blank=True, null=True)),
                (
                    "made_precision",
                    models.CharField(
                        choices=[
                            ("day", "Day"),
                            ("range", "Two to six days"),
                            ("week", "Week"),
                            ("month", "Month"),
                            ("year", "Longer than a month"),
                        ],
                        default=incidents.vocabulary.DatePrecision["DAY"],
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("press_statement", "Press statement"),
                            ("briefing", "Briefing"),
                            ("social_media", "Social media"),
                            ("interview", "Interview"),
                            ("speech", "Speech"),
                            ("letter", "Letter or note"),
                            ("reported", "As reported"),
                        ],
                        default=incidents.vocabulary.Channel["REPORTED"],
                        max_length=20,
                    ),
                ),
                ("confidential", models.BooleanField(default=False, help_text="Never published.")),
                (
                    "claimant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.claim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="workbench.incident"
            ),
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("locator", models.CharField(blank=True, help_text="Page, paragraph, minute.", max_length=100)),
                ("quote", models.CharField(blank=True, help_text="A short quote.", max_length=300)),
                ("note", models.CharField(blank=True, help_text="Published with the citation.", max_length=500)),
                (
                    "credibility",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – confirmed"),
                            (2, "2 – probably true"),
                            (3, "3 – possibly true"),
                            (4, "4 – doubtful"),
                            (5, "5 – improbable"),
                            (6, "6 – cannot be judged"),
                        ],
                        default=6,
                    ),
                ),
                ("credibility_reason", models.CharField(blank=True, max_length=300)),
                ("rated_at", models.DateTimeField(blank=True, null=True)),
                ("confidential", models.BooleanField(default=False, help_text="Never published.")),
                (
                    "assertion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="workbench.assertion",
                    ),
                ),
                (
                    "rated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="workbench.claim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="workbench.incident"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_citation_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credibility__isnull", True), ("credibility__range", (1, 6)), _connector="OR"
                        ),
                        name="workbench_citation_credibility_range",
                        violation_error_message="credibility must be between 1 and 6.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("assertion__isnull", True), ("claim__isnull", False), _connector="OR"),
                        name="workbench_citation_assertion_has_claim",
                        violation_error_message="A citation of an assertion names its claim too.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CasualtyEstimateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "group",
                    models.CharField(
                        choices=[("military", "military"), ("civilian", "civilian"), ("unknown", "status not given")],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("killed", "Killed"),
                            ("wounded", "Wounded"),
                            ("captured", "Captured"),
                            ("missing", "Missing"),
                            ("displaced", "Displaced"),
                        ],
                        max_length=10,
                    ),
                ),
                ("low", models.PositiveIntegerField(blank=True, null=True)),
                ("best", models.PositiveIntegerField(blank=True, null=True)),
                ("high", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "basis",
                    models.CharField(
                        choices=[("claims", "Claims"), ("count", "Independent count"), ("model", "Model")],
                        default=incidents.vocabulary.EstimateBasis["CLAIMS"],
                        max_length=10,
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, help_text="Published: how the range was reached.", max_length=300),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.casualtyestimate",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="casualtyestimate",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="estimates", to="workbench.incident"
            ),
        ),
        migrations.CreateModel(
            name="AssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("occurrence", "Did it occur?"),
                            ("initiator", "Who initiated?"),
                            ("responsibility", "Who is responsible?"),
                            ("killed", "Killed"),
                            ("wounded", "Wounded"),
                            ("captured", "Captured"),
                            ("missing", "Missing"),
                            ("displaced", "Displaced"),
                            ("violations", "Violations"),
                            ("place", "Where?"),
                            ("time", "When?"),
                            ("weapon", "With what weapon?"),
                            ("motive", "Why?"),
                            ("threat", "What is threatened?"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[("military", "military"), ("civilian", "civilian"), ("unknown", "status not given")],
                        max_length=10,
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contested", "contested"),
                            ("acknowledged", "acknowledged by the accused"),
                            ("agreed", "agreed"),
                            ("denied", "denied"),
                            ("one_sided", "one-sided"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(max_length=2000)),
                ("assessed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.assessment",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="workbench.incident"
            ),
        ),
        migrations.CreateModel(
            name="AssertionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("occurrence", "Did it occur?"),
                            ("initiator", "Who initiated?"),
                            ("responsibility", "Who is responsible?"),
                            ("killed", "Killed"),
                            ("wounded", "Wounded"),
                            ("captured", "Captured"),
                            ("missing", "Missing"),
                            ("displaced", "Displaced"),
                            ("violations", "Violations"),
                            ("place", "Where?"),
                            ("time", "When?"),
                            ("weapon", "With what weapon?"),
                            ("motive", "Why?"),
                            ("threat", "What is threatened?"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("asserts", "says so"),
                            ("denies", "denies"),
                            ("acknowledges", "acknowledges, denies responsibility"),
                            ("other_explanation", "gives another explanation"),
                            ("accepts", "accepts responsibility"),
                            ("withdraws", "withdraws"),
                            ("silent", "no statement found"),
                        ],
                        default=incidents.vocabulary.Stance["ASSERTS"],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[("military", "military"), ("civilian", "civilian"), ("unknown", "status not given")],
                        max_length=10,
                    ),
                ),
                ("low", models.PositiveIntegerField(blank=True, null=True, verbose_name="at least")),
                (
                    "high",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty where it is open.", null=True, verbose_name="at most"
                    ),
                ),
                (
                    "wording",
                    models.CharField(
                        blank=True,
                        help_text="The claimant's own words where they matter: several, preliminary …",
                        max_length=300,
                    ),
                ),
                ("time_from", models.DateTimeField(blank=True, null=True)),
                ("time_to", models.DateTimeField(blank=True, null=True)),
                ("text", models.CharField(blank=True, max_length=300)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.assertion",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reference.place",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Whose people, or whose violations, are counted.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.claim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
                (
                    "response_to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The incident that the claimant gives as the cause.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="assertion",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assertions", to="workbench.incident"
            ),
        ),
        migrations.AddField(
            model_name="assertion",
            name="response_to",
            field=models.ForeignKey(
                blank=True,
                help_text="The incident that the claimant gives as the cause.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workbench.incident",
            ),
        ),
        migrations.CreateModel(
            name="IncidentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "ref",
                    models.CharField(editable=False, help_text="Stable and public, as CC-2026-00017.", max_length=20),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, max_length=200, validators=[django.core.validators.MinLengthValidator(8)]
                    ),
                ),
                ("summary", models.TextField(blank=True, help_text="One paragraph in neutral words.", max_length=4000)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exchange_of_fire", "Exchange of fire"),
                            ("small_arms_fire", "Small-arms fire"),
                            ("shelling", "Shelling"),
                            ("air_drone_strike", "Air or drone strike"),
                            ("sniper_fire", "Sniper fire"),
                            ("mine_explosive", "Mine or explosive"),
                            ("offensive", "Offensive"),
                            ("incursion", "Incursion"),
                            ("capture", "Capture or abduction"),
                            ("ceasefire_violation", "Ceasefire violation"),
                            ("diplomatic", "Diplomatic"),
                            ("other", "Other"),
                        ],
                        max_length=30,
                    ),
                ),
                ("earliest", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("latest", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("start_time", models.TimeField(blank=True, help_text="Local time.", null=True, verbose_name="from")),
                ("end_time", models.TimeField(blank=True, help_text="Local time.", null=True, verbose_name="to")),
                (
                    "time_zone",
                    models.CharField(
                        default="Asia/Yerevan",
                        max_length=40,
                        validators=[incidents.workbench.validators.validate_time_zone],
                    ),
                ),
                (
                    "date_precision",
                    models.CharField(
                        choices=[
                            ("day", "Day"),
                            ("range", "Two to six days"),
                            ("week", "Week"),
                            ("month", "Month"),
                            ("year", "Longer than a month"),
                        ],
                        default=incidents.vocabulary.DatePrecision["DAY"],
                        max_length=10,
                    ),
                ),
                ("place_wording", models.CharField(blank=True, max_length=200, verbose_name="place in words")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                (
                    "place_precision",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Exact location"),
                            (2, "Near a known place, within about 25 km"),
                            (3, "Second-order division (district)"),
                            (4, "First-order division (province)"),
                            (5, "Linear or fuzzy feature: a border, a section, a line of contact"),
                            (6, "Country only"),
                            (7, "International waters or airspace"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "location_confidentiality",
                    models.CharField(
                        choices=[("public", "Public"), ("coarse", "Coarser place only"), ("withheld", "Withheld")],
                        default=incidents.vocabulary.LocationConfidentiality["PUBLIC"],
                        max_length=10,
                    ),
                ),
                (
                    "coarse_precision",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Exact location"),
                            (2, "Near a known place, within about 25 km"),
                            (3, "Second-order division (district)"),
                            (4, "First-order division (province)"),
                            (5, "Linear or fuzzy feature: a border, a section, a line of contact"),
                            (6, "Country only"),
                            (7, "International waters or airspace"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "aggregated",
                    models.BooleanField(default=False, help_text="A period total, left out of counts of incidents."),
                ),
                ("working_note", models.TextField(blank=True, help_text="Never published.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("changes_requested", "Changes requested"),
                            ("rejected", "Rejected"),
                            ("in_sync", "In sync"),
                        ],
                        default=incidents.vocabulary.State["DRAFT"],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("embargo_until", models.DateTimeField(blank=True, null=True)),
                ("shared", models.BooleanField(default=False, verbose_name="shared with all analysts")),
                (
                    "revision",
                    models.PositiveIntegerField(default=0, editable=False, help_text="Goes up with every save."),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "coarse_place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="What the public sees instead of the exact place.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reference.place",
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reference.dispute",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.incident",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reference.place",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reference.bordersection",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncidentLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("retaliation_for", "retaliation for"),
                            ("follows", "follows"),
                            ("part_of", "part of"),
                            ("escalation_of", "escalation of"),
                            ("same_as", "same as"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alleged_links",
                        to="workbench.claim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="workbench.incident"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_to", to="workbench.incident"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_incidentlink_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relation__in", ["retaliation_for", "follows", "part_of", "escalation_of", "same_as"])
                        ),
                        name="workbench_incidentlink_relation_known",
                        violation_error_message="relation must be one of: retaliation_for, follows, part_of, escalation_of, same_as.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("incident", models.F("other")), _negated=True),
                        name="workbench_incidentlink_not_to_itself",
                        violation_error_message="An incident can't be linked to itself.",
                    ),
                    models.UniqueConstraint(
                        fields=("incident", "other", "relation", "claim"),
                        name="workbench_incidentlink_once",
                        nulls_distinct=False,
                        violation_error_message="This link is already there.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentLinkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("retaliation_for", "retaliation for"),
                            ("follows", "follows"),
                            ("part_of", "part of"),
                            ("escalation_of", "escalation of"),
                            ("same_as", "same as"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.claim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.incidentlink",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("initiator", "Initiator"),
                            ("target", "Target"),
                            ("respondent", "Respondent"),
                            ("victim", "Victim"),
                            ("participant", "Participant"),
                            ("mediator", "Mediator"),
                            ("monitor", "Monitor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("alleged", models.BooleanField(default=False)),
                (
                    "actor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.actor"),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alleged_involvements",
                        to="workbench.claim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="workbench.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_involvement_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                ["initiator", "target", "respondent", "victim", "participant", "mediator", "monitor"],
                            )
                        ),
                        name="workbench_involvement_role_known",
                        violation_error_message="role must be one of: initiator, target, respondent, victim, participant, mediator, monitor.",
                    ),
                    models.UniqueConstraint(
                        fields=("incident", "actor", "role", "claim"),
                        name="workbench_involvement_once",
                        nulls_distinct=False,
                        violation_error_message="This actor already has this role here.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("claim__isnull", True), ("alleged", True), _connector="OR"),
                        name="workbench_involvement_claim_alleges",
                        violation_error_message="An involvement that rests on a claim is alleged.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvolvementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("initiator", "Initiator"),
                            ("target", "Target"),
                            ("respondent", "Respondent"),
                            ("victim", "Victim"),
                            ("participant", "Participant"),
                            ("mediator", "Mediator"),
                            ("monitor", "Monitor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("alleged", models.BooleanField(default=False)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.claim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.involvement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("text", models.TextField(max_length=4000)),
                ("anchor", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("resolved", "Resolved")],
                        default=incidents.vocabulary.NoteState["OPEN"],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="workbench.incident"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_reviewnote_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "resolved"])),
                        name="workbench_reviewnote_state_known",
                        violation_error_message="state must be one of: open, resolved.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__gt", "")),
                        name="workbench_reviewnote_text_given",
                        violation_error_message="A note needs a text.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewNoteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("text", models.TextField(max_length=4000)),
                ("anchor", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("resolved", "Resolved")],
                        default=incidents.vocabulary.NoteState["OPEN"],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.reviewnote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("publisher", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                ("published_on", models.DateField(blank=True, null=True)),
                ("language", models.CharField(default="en", help_text="BCP 47, for example en or hy.", max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official", "Official statement"),
                            ("news", "News report"),
                            ("agency", "News agency"),
                            ("ngo", "NGO report"),
                            ("monitor", "Monitor's report"),
                            ("dataset", "Dataset"),
                            ("social", "Social media"),
                            ("other", "Other"),
                        ],
                        default=incidents.vocabulary.SourceKind["NEWS"],
                        max_length=20,
                    ),
                ),
                (
                    "reliability",
                    models.CharField(
                        choices=[
                            ("A", "A – completely reliable"),
                            ("B", "B – usually reliable"),
                            ("C", "C – fairly reliable"),
                            ("D", "D – not usually reliable"),
                            ("E", "E – unreliable"),
                            ("F", "F – cannot be judged"),
                        ],
                        default=incidents.vocabulary.Reliability["F"],
                        max_length=1,
                    ),
                ),
                ("reliability_reason", models.CharField(blank=True, max_length=300)),
                ("rated_at", models.DateTimeField(blank=True, null=True)),
                ("confidential", models.BooleanField(default=False, help_text="Never published.")),
                ("private_note", models.TextField(blank=True, help_text="Never published.")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["publisher", "published_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_source_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["official", "news", "agency", "ngo", "monitor", "dataset", "social", "other"])
                        ),
                        name="workbench_source_kind_known",
                        violation_error_message="kind must be one of: official, news, agency, ngo, monitor, dataset, social, other.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reliability__in", ["A", "B", "C", "D", "E", "F"])),
                        name="workbench_source_reliability_known",
                        violation_error_message="reliability must be one of: A, B, C, D, E, F.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publisher__gt", "")),
                        name="workbench_source_publisher_given",
                        violation_error_message="Say who published it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CitationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("locator", models.CharField(blank=True, help_text="Page, paragraph, minute.", max_length=100)),
                ("quote", models.CharField(blank=True, help_text="A short quote.", max_length=300)),
                ("note", models.CharField(blank=True, help_text="Published with the citation.", max_length=500)),
                (
                    "credibility",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – confirmed"),
                            (2, "2 – probably true"),
                            (3, "3 – possibly true"),
                            (4, "4 – doubtful"),
                            (5, "5 – improbable"),
                            (6, "6 – cannot be judged"),
                        ],
                        default=6,
                    ),
                ),
                ("credibility_reason", models.CharField(blank=True, max_length=300)),
                ("rated_at", models.DateTimeField(blank=True, null=True)),
                ("confidential", models.BooleanField(default=False, help_text="Never published.")),
                (
                    "assertion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.assertion",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.citation",
                    ),
                ),
                (
                    "rated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.claim",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.incident",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workbench.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="citation",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="workbench.source"
            ),
        ),
        migrations.CreateModel(
            name="Capture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("file", models.FileField(upload_to="captures/")),
                ("sha256", models.CharField(max_length=64)),
                ("mime", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("captured_at", models.DateTimeField(auto_now_add=True)),
                ("tool", models.CharField(max_length=100)),
                ("final_url", models.URLField(blank=True, max_length=1000)),
                (
                    "captured_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="captures", to="workbench.source"
                    ),
                ),
            ],
            options={
                "ordering": ["-captured_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0123456789abcdefghjkmnpqrstvwxyz]{10}$")),
                        name="workbench_capture_public_id_form",
                        violation_error_message="A public id is ten characters: digits and small letters without i, l, o and u.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="workbench_capture_sha256_form",
                        violation_error_message="A SHA-256 is 64 hexadecimal digits.",
                    ),
                    models.UniqueConstraint(
                        fields=("source", "sha256"),
                        name="workbench_capture_once",
                        violation_error_message="The source already has a capture with the same content.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        default=incidents.workbench.models.base.new_public_id, editable=False, max_length=10
                    ),
                ),
                ("publisher", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                ("published_on", models.DateField(blank=True, null=True)),
                ("language", models.CharField(default="en", help_text="BCP 47, for example en or hy.", max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official", "Official statement"),
                            ("news", "News report"),
                            ("agency", "News agency"),
                            ("ngo", "NGO report"),
                            ("monitor", "Monitor's report"),
                            ("dataset", "Dataset"),
                            ("social", "Social media"),
                            ("other", "Other"),
                        ],
                        default=incidents.vocabulary.SourceKind["NEWS"],
                        max_length=20,
                    ),
                ),
                (
                    "reliability",
                    models.CharField(
                        choices=[
                            ("A", "A – completely reliable"),
                            ("B", "B – usually reliable"),
                            ("C", "C – fairly reliable"),
                            ("D", "D – not usually reliable"),
                            ("E", "E – unreliable"),
                            ("F", "F – cannot be judged"),
                        ],
                        default=incidents.vocabulary.Reliability["F"],
                        max_length=1,
                    ),
                ),
                ("reliability_reason", models.CharField(blank=True, max_length=300)),
                ("rated_at", models.DateTimeField(blank=True, null=True)),
                ("confidential", models.BooleanField(default=False, help_text="Never published.")),
                ("private_note", models.TextField(blank=True, help_text="Never published.")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workbench.source",
                    ),
                ),
                (
                    "rated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("submit", "Submit"),
                            ("withdraw", "Withdraw"),
                            ("request_changes", "Request changes"),
                            ("reject", "Reject"),
                            ("publish", "Publish"),
                            ("reopen", "Reopen"),
                            ("settle", "Settle"),
                            ("retract", "Retract"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "source_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("changes_requested", "Changes requested"),
                            ("rejected", "Rejected"),
                            ("in_sync", "In sync"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "target_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("changes_requested", "Changes requested"),
                            ("rejected", "Rejected"),
                            ("in_sync", "In sync"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField()),
                (
                    "edition_seq",
                    models.PositiveBigIntegerField(blank=True, help_text="The edition that it appended.", null=True),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transitions", to="workbench.incident"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb__in",
                                [
                                    "submit",
                                    "withdraw",
                                    "request_changes",
                                    "reject",
                                    "publish",
                                    "reopen",
                                    "settle",
                                    "retract",
                                ],
                            )
                        ),
                        name="workbench_transition_verb_known",
                        violation_error_message="verb must be one of: submit, withdraw, request_changes, reject, publish, reopen, settle, retract.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_state__in", ["draft", "submitted", "changes_requested", "rejected", "in_sync"])
                        ),
                        name="workbench_transition_source_known",
                        violation_error_message="source_state must be one of: draft, submitted, changes_requested, rejected, in_sync.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target_state__in", ["draft", "submitted", "changes_requested", "rejected", "in_sync"])
                        ),
                        name="workbench_transition_target_known",
                        violation_error_message="target_state must be one of: draft, submitted, changes_requested, rejected, in_sync.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_incidentevent" ("aggregated", "author_id", "coarse_place_id", "coarse_precision", "created_at", "date_precision", "dispute_id", "earliest", "embargo_until", "end_time", "id", "kind", "latest", "latitude", "location_confidentiality", "longitude", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "place_precision", "place_wording", "ref", "revision", "section_id", "shared", "start_time", "state", "summary", "time_zone", "title", "updated_at", "working_note") VALUES (NEW."aggregated", NEW."author_id", NEW."coarse_place_id", NEW."coarse_precision", NEW."created_at", NEW."date_precision", NEW."dispute_id", NEW."earliest", NEW."embargo_until", NEW."end_time", NEW."id", NEW."kind", NEW."latest", NEW."latitude", NEW."location_confidentiality", NEW."longitude", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."place_id", NEW."place_precision", NEW."place_wording", NEW."ref", NEW."revision", NEW."section_id", NEW."shared", NEW."start_time", NEW."state", NEW."summary", NEW."time_zone", NEW."title", NEW."updated_at", NEW."working_note"); RETURN NULL;',
                    hash="d25231272f4f36a8382d6f12edd31f930c3e5f4a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_36d28",
                    table="workbench_incident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_incidentevent" ("aggregated", "author_id", "coarse_place_id", "coarse_precision", "created_at", "date_precision", "dispute_id", "earliest", "embargo_until", "end_time", "id", "kind", "latest", "latitude", "location_confidentiality", "longitude", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "place_precision", "place_wording", "ref", "revision", "section_id", "shared", "start_time", "state", "summary", "time_zone", "title", "updated_at", "working_note") VALUES (NEW."aggregated", NEW."author_id", NEW."coarse_place_id", NEW."coarse_precision", NEW."created_at", NEW."date_precision", NEW."dispute_id", NEW."earliest", NEW."embargo_until", NEW."end_time", NEW."id", NEW."kind", NEW."latest", NEW."latitude", NEW."location_confidentiality", NEW."longitude", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."place_id", NEW."place_precision", NEW."place_wording", NEW."ref", NEW."revision", NEW."section_id", NEW."shared", NEW."start_time", NEW."state", NEW."summary", NEW."time_zone", NEW."title", NEW."updated_at", NEW."working_note"); RETURN NULL;',
                    hash="3c9128d25e1584b6f5cea59405466050237e8d67",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4cdb2",
                    table="workbench_incident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_incidentevent" ("aggregated", "author_id", "coarse_place_id", "coarse_precision", "created_at", "date_precision", "dispute_id", "earliest", "embargo_until", "end_time", "id", "kind", "latest", "latitude", "location_confidentiality", "longitude", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "place_precision", "place_wording", "ref", "revision", "section_id", "shared", "start_time", "state", "summary", "time_zone", "title", "updated_at", "working_note") VALUES (OLD."aggregated", OLD."author_id", OLD."coarse_place_id", OLD."coarse_precision", OLD."created_at", OLD."date_precision", OLD."dispute_id", OLD."earliest", OLD."embargo_until", OLD."end_time", OLD."id", OLD."kind", OLD."latest", OLD."latitude", OLD."location_confidentiality", OLD."longitude", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."place_id", OLD."place_precision", OLD."place_wording", OLD."ref", OLD."revision", OLD."section_id", OLD."shared", OLD."start_time", OLD."state", OLD."summary", OLD."time_zone", OLD."title", OLD."updated_at", OLD."working_note"); RETURN NULL;',
                    hash="3a1c921155e1245190c1729f8ed381a758968fa6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ba0c3",
                    table="workbench_incident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="estimateclaimevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b4dded9f7ab8de8ada28758cb4ac679739ada92f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7acb9",
                    table="workbench_estimateclaimevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="estimateclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_estimateclaimevent" ("claim_id", "estimate_id", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."claim_id", NEW."estimate_id", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="bcc0aaf352aa90179c32db8e36dbc51719355f88",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b1c29",
                    table="workbench_estimateclaim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="estimateclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_estimateclaimevent" ("claim_id", "estimate_id", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."claim_id", NEW."estimate_id", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                    hash="d96cd2ecee9cd58249fa75ee11d193e5dcdac4e0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_170c3",
                    table="workbench_estimateclaim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="estimateclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_estimateclaimevent" ("claim_id", "estimate_id", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."claim_id", OLD."estimate_id", OLD."id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="5cb9db4cabcd16e9ccb326ab0bc3af1a929c7617",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_eda66",
                    table="workbench_estimateclaim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="89b99d8b06a5020e9acd30741db40eef666f7a97",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bb28c",
                    table="workbench_claimlinkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_claimlinkevent" ("claim_id", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "question", "relation", "to_id") VALUES (NEW."claim_id", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."public_id", NEW."question", NEW."relation", NEW."to_id"); RETURN NULL;',
                    hash="932e452ebca2ab43d8509b08043f5289ddf4c3f4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_23025",
                    table="workbench_claimlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_claimlinkevent" ("claim_id", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "question", "relation", "to_id") VALUES (NEW."claim_id", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."public_id", NEW."question", NEW."relation", NEW."to_id"); RETURN NULL;',
                    hash="a1e35351803138b52f8a1ab8d232b09280477397",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_20fc4",
                    table="workbench_claimlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_claimlinkevent" ("claim_id", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "question", "relation", "to_id") VALUES (OLD."claim_id", OLD."id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."public_id", OLD."question", OLD."relation", OLD."to_id"); RETURN NULL;',
                    hash="0311430d36108b92c845168351c24c9d7d6ce708",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bcef3",
                    table="workbench_claimlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3de70c10b43e4907ab7d5c54fc8422c76e4f123f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_75ce9",
                    table="workbench_claimevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("id", "incident"), name="workbench_claim_of_incident"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_claimevent" ("channel", "claimant_id", "confidential", "id", "incident_id", "kind", "made_on", "made_precision", "made_time", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "quotation", "quotation_language", "speaker", "statement", "translation") VALUES (NEW."channel", NEW."claimant_id", NEW."confidential", NEW."id", NEW."incident_id", NEW."kind", NEW."made_on", NEW."made_precision", NEW."made_time", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."public_id", NEW."quotation", NEW."quotation_language", NEW."speaker", NEW."statement", NEW."translation"); RETURN NULL;',
                    hash="a693d0f732a1560add594a2c393316229190cf8d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1280c",
                    table="workbench_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_claimevent" ("channel", "claimant_id", "confidential", "id", "incident_id", "kind", "made_on", "made_precision", "made_time", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "quotation", "quotation_language", "speaker", "statement", "translation") VALUES (NEW."channel", NEW."claimant_id", NEW."confidential", NEW."id", NEW."incident_id", NEW."kind", NEW."made_on", NEW."made_precision", NEW."made_time", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."public_id", NEW."quotation", NEW."quotation_language", NEW."speaker", NEW."statement", NEW."translation"); RETURN NULL;',
                    hash="656878f1d599fa74d5f79d8a96fc241a346545b4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c3916",
                    table="workbench_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_claimevent" ("channel", "claimant_id", "confidential", "id", "incident_id", "kind", "made_on", "made_precision", "made_time", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "quotation", "quotation_language", "speaker", "statement", "translation") VALUES (OLD."channel", OLD."claimant_id", OLD."confidential", OLD."id", OLD."incident_id", OLD."kind", OLD."made_on", OLD."made_precision", OLD."made_time", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."public_id", OLD."quotation", OLD."quotation_language", OLD."speaker", OLD."statement", OLD."translation"); RETURN NULL;',
                    hash="f7015b9cf5fed16962078eb5fb1c3c26bfd9165d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0a442",
                    table="workbench_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casualtyestimateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cc7cfb9e7d373b5aa15228ae30b143d3325c6fb1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_633f4",
                    table="workbench_casualtyestimateevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="casualtyestimate",
            constraint=models.UniqueConstraint(fields=("id", "incident"), name="workbench_estimate_of_incident"),
        ),
        migrations.AddConstraint(
            model_name="casualtyestimate",
            constraint=models.UniqueConstraint(
                fields=("incident", "side", "group", "outcome"),
                name="workbench_estimate_once",
                violation_error_message="There is already an estimate for this side, group and outcome.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casualtyestimate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_casualtyestimateevent" ("basis", "best", "group", "high", "id", "incident_id", "low", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "side_id") VALUES (NEW."basis", NEW."best", NEW."group", NEW."high", NEW."id", NEW."incident_id", NEW."low", NEW."note", NEW."outcome", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."public_id", NEW."side_id"); RETURN NULL;',
                    hash="32356a6507f1e1afce15872e353c2be73d451fab",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_33939",
                    table="workbench_casualtyestimate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casualtyestimate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_casualtyestimateevent" ("basis", "best", "group", "high", "id", "incident_id", "low", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "side_id") VALUES (NEW."basis", NEW."best", NEW."group", NEW."high", NEW."id", NEW."incident_id", NEW."low", NEW."note", NEW."outcome", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."public_id", NEW."side_id"); RETURN NULL;',
                    hash="4866acd45ad7fc0672bdbf88dd32e419ac18c91d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2e07f",
                    table="workbench_casualtyestimate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casualtyestimate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_casualtyestimateevent" ("basis", "best", "group", "high", "id", "incident_id", "low", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "side_id") VALUES (OLD."basis", OLD."best", OLD."group", OLD."high", OLD."id", OLD."incident_id", OLD."low", OLD."note", OLD."outcome", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."public_id", OLD."side_id"); RETURN NULL;',
                    hash="2c3576824cdb395bc6d2f732db93f78d6b3466b9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_90a26",
                    table="workbench_casualtyestimate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5f7358c29032bbaf4b6417fee34c7ee7dba271fe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_74017",
                    table="workbench_assessmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("incident", "question", "side", "group"),
                name="workbench_assessment_once",
                nulls_distinct=False,
                violation_error_message="There is already a verdict on this question.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_assessmentevent" ("assessed_at", "assessed_by_id", "finding", "group", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "question", "reason", "side_id") VALUES (NEW."assessed_at", NEW."assessed_by_id", NEW."finding", NEW."group", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."public_id", NEW."question", NEW."reason", NEW."side_id"); RETURN NULL;',
                    hash="5798ffe093b24f460b3bc760893dc6d76f492d98",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fa1ef",
                    table="workbench_assessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_assessmentevent" ("assessed_at", "assessed_by_id", "finding", "group", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "question", "reason", "side_id") VALUES (NEW."assessed_at", NEW."assessed_by_id", NEW."finding", NEW."group", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."public_id", NEW."question", NEW."reason", NEW."side_id"); RETURN NULL;',
                    hash="dc227914ef4b14f89ce318d8ae82de8a2a60ce2c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7979",
                    table="workbench_assessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_assessmentevent" ("assessed_at", "assessed_by_id", "finding", "group", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "question", "reason", "side_id") VALUES (OLD."assessed_at", OLD."assessed_by_id", OLD."finding", OLD."group", OLD."id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."public_id", OLD."question", OLD."reason", OLD."side_id"); RETURN NULL;',
                    hash="51c41a0b6558650f7dd10223f40be45d1be4faea",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2ab40",
                    table="workbench_assessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assertionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a60dd34693cd850f75a2bcf267849b8a00c678ca",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9d2e1",
                    table="workbench_assertionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="assertion",
            constraint=models.UniqueConstraint(fields=("id", "incident"), name="workbench_assertion_of_incident"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assertion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_assertionevent" ("actor_id", "claim_id", "group", "high", "id", "incident_id", "low", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "position", "public_id", "question", "response_to_id", "side_id", "stance", "text", "time_from", "time_to", "wording") VALUES (NEW."actor_id", NEW."claim_id", NEW."group", NEW."high", NEW."id", NEW."incident_id", NEW."low", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."place_id", NEW."position", NEW."public_id", NEW."question", NEW."response_to_id", NEW."side_id", NEW."stance", NEW."text", NEW."time_from", NEW."time_to", NEW."wording"); RETURN NULL;',
                    hash="0f186247857aae599fae72bbfacf8d4b2ef69416",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_71e0f",
                    table="workbench_assertion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assertion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_assertionevent" ("actor_id", "claim_id", "group", "high", "id", "incident_id", "low", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "position", "public_id", "question", "response_to_id", "side_id", "stance", "text", "time_from", "time_to", "wording") VALUES (NEW."actor_id", NEW."claim_id", NEW."group", NEW."high", NEW."id", NEW."incident_id", NEW."low", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."place_id", NEW."position", NEW."public_id", NEW."question", NEW."response_to_id", NEW."side_id", NEW."stance", NEW."text", NEW."time_from", NEW."time_to", NEW."wording"); RETURN NULL;',
                    hash="bb6b9639bc484ea7a3454af4895e62f6e0f26c60",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2fbae",
                    table="workbench_assertion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assertion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_assertionevent" ("actor_id", "claim_id", "group", "high", "id", "incident_id", "low", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "position", "public_id", "question", "response_to_id", "side_id", "stance", "text", "time_from", "time_to", "wording") VALUES (OLD."actor_id", OLD."claim_id", OLD."group", OLD."high", OLD."id", OLD."incident_id", OLD."low", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."place_id", OLD."position", OLD."public_id", OLD."question", OLD."response_to_id", OLD."side_id", OLD."stance", OLD."text", OLD."time_from", OLD."time_to", OLD."wording"); RETURN NULL;',
                    hash="1e3b2374a56caf86842bdf1dc023d3f09f05cea7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8f5ba",
                    table="workbench_assertion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="65d44fea64fdd29f56a38315766b0671cf820473",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9b782",
                    table="workbench_incidentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_incidentlinkevent" ("claim_id", "id", "incident_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "relation") VALUES (NEW."claim_id", NEW."id", NEW."incident_id", NEW."other_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."public_id", NEW."relation"); RETURN NULL;',
                    hash="cca859d59c8df328c2298248384d18d0ae5bc339",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_45bde",
                    table="workbench_incidentlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_incidentlinkevent" ("claim_id", "id", "incident_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "relation") VALUES (NEW."claim_id", NEW."id", NEW."incident_id", NEW."other_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."public_id", NEW."relation"); RETURN NULL;',
                    hash="56b631ddb2f176209d897edade4e8a831d868515",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_04f54",
                    table="workbench_incidentlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentlink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_incidentlinkevent" ("claim_id", "id", "incident_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "relation") VALUES (OLD."claim_id", OLD."id", OLD."incident_id", OLD."other_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."public_id", OLD."relation"); RETURN NULL;',
                    hash="555f9000e368406a9c5bf5d84915324c938cd6be",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6f979",
                    table="workbench_incidentlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentlinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7e2b202bb595412ec5a270f20b50c80016cbd99e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_944fb",
                    table="workbench_incidentlinkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="involvement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_involvementevent" ("actor_id", "alleged", "claim_id", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "role") VALUES (NEW."actor_id", NEW."alleged", NEW."claim_id", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."public_id", NEW."role"); RETURN NULL;',
                    hash="5c26dac0b5aac0f5c6c2a5b3e3957c0026fc3637",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dac3e",
                    table="workbench_involvement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="involvement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_involvementevent" ("actor_id", "alleged", "claim_id", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "role") VALUES (NEW."actor_id", NEW."alleged", NEW."claim_id", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."public_id", NEW."role"); RETURN NULL;',
                    hash="c1b83d9fdcd4e785e158ac973d0a3ff708af1222",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6a265",
                    table="workbench_involvement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="involvement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_involvementevent" ("actor_id", "alleged", "claim_id", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "role") VALUES (OLD."actor_id", OLD."alleged", OLD."claim_id", OLD."id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."public_id", OLD."role"); RETURN NULL;',
                    hash="3129dfc0678ca8cf3034f9b84a57888cdb18fc20",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b9c70",
                    table="workbench_involvement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="involvementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1b1b059851f9cacc0ebcf8d4befa7022a04b80b9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1e167",
                    table="workbench_involvementevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewnote",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_reviewnoteevent" ("anchor", "author_id", "created_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "text") VALUES (NEW."anchor", NEW."author_id", NEW."created_at", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."public_id", NEW."state", NEW."text"); RETURN NULL;',
                    hash="2e7397cf88bf6d18b80e030cef89ffc0fccbe5ef",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8566e",
                    table="workbench_reviewnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewnote",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_reviewnoteevent" ("anchor", "author_id", "created_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "text") VALUES (NEW."anchor", NEW."author_id", NEW."created_at", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."public_id", NEW."state", NEW."text"); RETURN NULL;',
                    hash="37f58642f3a1784eacf36dd14522e7fb13df8de3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8c8e8",
                    table="workbench_reviewnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewnote",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_reviewnoteevent" ("anchor", "author_id", "created_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "text") VALUES (OLD."anchor", OLD."author_id", OLD."created_at", OLD."id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."public_id", OLD."state", OLD."text"); RETURN NULL;',
                    hash="cfeed7d3f067a0db61e7ba8245224af7acb75618",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6b39c",
                    table="workbench_reviewnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewnoteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bc845f621468acf21cba624916f8c092001dcc29",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_771bb",
                    table="workbench_reviewnoteevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "confidential", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (NEW."added_at", NEW."added_by_id", NEW."confidential", NEW."id", NEW."kind", NEW."language", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."private_note", NEW."public_id", NEW."published_on", NEW."publisher", NEW."rated_at", NEW."rated_by_id", NEW."reliability", NEW."reliability_reason", NEW."title", NEW."url"); RETURN NULL;',
                    hash="8a1280886dc3751830dacf8208e405802589fa1c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0ec78",
                    table="workbench_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "confidential", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (NEW."added_at", NEW."added_by_id", NEW."confidential", NEW."id", NEW."kind", NEW."language", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."private_note", NEW."public_id", NEW."published_on", NEW."publisher", NEW."rated_at", NEW."rated_by_id", NEW."reliability", NEW."reliability_reason", NEW."title", NEW."url"); RETURN NULL;',
                    hash="e5aa4e9234e6bb45d0a7ea3cd02d91dd5c0d7a5c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9d290",
                    table="workbench_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_sourceevent" ("added_at", "added_by_id", "confidential", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note", "public_id", "published_on", "publisher", "rated_at", "rated_by_id", "reliability", "reliability_reason", "title", "url") VALUES (OLD."added_at", OLD."added_by_id", OLD."confidential", OLD."id", OLD."kind", OLD."language", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."private_note", OLD."public_id", OLD."published_on", OLD."publisher", OLD."rated_at", OLD."rated_by_id", OLD."reliability", OLD."reliability_reason", OLD."title", OLD."url"); RETURN NULL;',
                    hash="18561e99d79fe8300df275a08841796572f78818",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00a1f",
                    table="workbench_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="eb21e2aa4189013cf46f9174350d10cb5fe6f90c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2afc0",
                    table="workbench_citationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_citationevent" ("assertion_id", "claim_id", "confidential", "credibility", "credibility_reason", "id", "incident_id", "locator", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "quote", "rated_at", "rated_by_id", "source_id") VALUES (NEW."assertion_id", NEW."claim_id", NEW."confidential", NEW."credibility", NEW."credibility_reason", NEW."id", NEW."incident_id", NEW."locator", NEW."note", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."public_id", NEW."quote", NEW."rated_at", NEW."rated_by_id", NEW."source_id"); RETURN NULL;',
                    hash="269b79090af91f34040d0e3008d11e39094dccbe",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_088c1",
                    table="workbench_citation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_citationevent" ("assertion_id", "claim_id", "confidential", "credibility", "credibility_reason", "id", "incident_id", "locator", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "quote", "rated_at", "rated_by_id", "source_id") VALUES (NEW."assertion_id", NEW."claim_id", NEW."confidential", NEW."credibility", NEW."credibility_reason", NEW."id", NEW."incident_id", NEW."locator", NEW."note", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."public_id", NEW."quote", NEW."rated_at", NEW."rated_by_id", NEW."source_id"); RETURN NULL;',
                    hash="b73af60df4f0ed255d584435746c5bc63b91cf6f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b6765",
                    table="workbench_citation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_citationevent" ("assertion_id", "claim_id", "confidential", "credibility", "credibility_reason", "id", "incident_id", "locator", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "quote", "rated_at", "rated_by_id", "source_id") VALUES (OLD."assertion_id", OLD."claim_id", OLD."confidential", OLD."credibility", OLD."credibility_reason", OLD."id", OLD."incident_id", OLD."locator", OLD."note", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."public_id", OLD."quote", OLD."rated_at", OLD."rated_by_id", OLD."source_id"); RETURN NULL;',
                    hash="ad0f9a9c14ac5ffe488511c860af93171d6e99a7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_73cb6",
                    table="workbench_citation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capture",
            trigger=pgtrigger.compiler.Trigger(
                name="capture_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4dfa37d795d061ff50c6d8969269aa4b070110bf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_capture_append_only_61f7f",
                    table="workbench_capture",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capture",
            trigger=pgtrigger.compiler.Trigger(
                name="capture_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="ae549284f1833ab90ae9dbd6cee2b7b1aa4ae59a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_capture_no_truncate_a16fa",
                    table="workbench_capture",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a8d373d8cc84264171c057859cbcd4fbef6b2d43",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2a95a",
                    table="workbench_sourceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="transition_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e82451ff110f482821437959d5f3cc9222dbf582",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_transition_append_only_25d7f",
                    table="workbench_transition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="transition_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="6f37088ad99372262a2bbeed0f91e089ea3f9b6b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_transition_no_truncate_7b252",
                    table="workbench_transition",
                    when="BEFORE",
                ),
            ),
        ),
    ]
