import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import incidents.vocabulary


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("actors", "0001_search_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Actor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "State"),
                            ("government_body", "Government body"),
                            ("armed_forces", "Armed forces"),
                            ("security_service", "Security service"),
                            ("non_state_armed", "Non-state armed group"),
                            ("political", "Political body"),
                            ("international", "International organisation"),
                            ("civilians", "Civilian population"),
                            ("person_in_office", "Person in office"),
                            ("media", "Media"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True, help_text="ISO 3166-1 alpha-3, where it belongs to one.", max_length=3
                    ),
                ),
                ("wikidata_id", models.CharField(blank=True, max_length=20)),
                ("ucdp_id", models.PositiveIntegerField(blank=True, null=True, unique=True)),
                ("description", models.TextField(blank=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("public", "Public")],
                        default=incidents.vocabulary.Standing["PROPOSED"],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_actors",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "state",
                                    "government_body",
                                    "armed_forces",
                                    "security_service",
                                    "non_state_armed",
                                    "political",
                                    "international",
                                    "civilians",
                                    "person_in_office",
                                    "media",
                                    "other",
                                ],
                            )
                        ),
                        name="actors_actor_kind_known",
                        violation_error_message="kind must be one of: state, government_body, armed_forces, security_service, non_state_armed, political, international, civilians, person_in_office, media, other.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["proposed", "public"])),
                        name="actors_actor_standing_known",
                        violation_error_message="standing must be one of: proposed, public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__gt", "")),
                        name="actors_actor_name_given",
                        violation_error_message="An actor needs a name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country", ""), ("country__regex", "^[A-Z]{3}$"), _connector="OR"),
                        name="actors_actor_country_alpha3",
                        violation_error_message="country must be three capital letters (ISO 3166-1 alpha-3).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wikidata_id", ""), ("wikidata_id__regex", "^Q[1-9][0-9]*$"), _connector="OR"
                        ),
                        name="actors_actor_wikidata_form",
                        violation_error_message="A Wikidata id is Q and a number.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActorName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200)),
                ("language", models.CharField(help_text="BCP 47, for example hy or az-Latn.", max_length=20)),
                (
                    "script",
                    models.CharField(
                        choices=[
                            ("Latn", "Latin"),
                            ("Armn", "Armenian"),
                            ("Cyrl", "Cyrillic"),
                            ("Geor", "Georgian"),
                            ("Arab", "Arabic"),
                            ("Zyyy", "Other"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official", "Official"),
                            ("short", "Short"),
                            ("former", "Former"),
                            ("exonym", "Exonym"),
                            ("transliteration", "Transliteration"),
                        ],
                        max_length=20,
                    ),
                ),
                ("used_from", models.DateField(blank=True, null=True)),
                ("used_to", models.DateField(blank=True, null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="names", to="actors.actor"
                    ),
                ),
            ],
            options={
                "ordering": ["language", "kind", "text"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("actor", "text", "language", "kind"),
                        name="actors_actorname_once",
                        violation_error_message="The actor already has this name in this language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["official", "short", "former", "exonym", "transliteration"])),
                        name="actors_actorname_kind_known",
                        violation_error_message="kind must be one of: official, short, former, exonym, transliteration.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("script__in", ["Latn", "Armn", "Cyrl", "Geor", "Arab", "Zyyy"])),
                        name="actors_actorname_script_known",
                        violation_error_message="script must be one of: Latn, Armn, Cyrl, Geor, Arab, Zyyy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_from__isnull", True),
                            ("used_to__isnull", True),
                            ("used_from__lte", models.F("used_to")),
                            _connector="OR",
                        ),
                        name="actors_actorname_dates_in_order",
                        violation_error_message="Used to comes before used from.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__gt", ""), ("language__gt", "")),
                        name="actors_actorname_given",
                        violation_error_message="A name needs its text and its language.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActorRelation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("part_of", "is part of"),
                            ("successor_of", "is successor of"),
                            ("allied_with", "is allied with"),
                            ("controls", "controls"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="First day to day after the last; open where not known."
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations_to", to="actors.actor"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations", to="actors.actor"
                    ),
                ),
            ],
            options={
                "ordering": ["subject", "kind", "valid"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["part_of", "successor_of", "allied_with", "controls"])),
                        name="actors_relation_kind_known",
                        violation_error_message="kind must be one of: part_of, successor_of, allied_with, controls.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject", models.F("object")), _negated=True),
                        name="actors_relation_not_to_itself",
                        violation_error_message="An actor can't relate to itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)),
                        name="actors_relation_some_day",
                        violation_error_message="The relation must hold on at least one day.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("subject", "="), ("kind", "="), ("object", "="), ("valid", "&&")],
                        name="actors_relation_no_overlap",
                        violation_error_message="The same relation is already recorded for some of these days.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("kind", "part_of")),
                        expressions=[("subject", "="), ("valid", "&&")],
                        name="actors_relation_one_parent",
                        violation_error_message="An actor is part of one parent at a time.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="relation_no_cycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"kind\" = 'part_of')",
                    func="\nPERFORM pg_advisory_xact_lock(hashtext('actors_actorrelation'));\nIF EXISTS (\n    WITH RECURSIVE above(id, valid) AS (\n        SELECT NEW.object_id, NEW.valid\n      UNION\n        SELECT r.object_id, r.valid * above.valid\n        FROM actors_actorrelation r JOIN above ON r.subject_id = above.id\n        WHERE r.kind = 'part_of' AND r.valid && above.valid AND r.id IS DISTINCT FROM NEW.id\n    )\n    SELECT 1 FROM above WHERE id = NEW.subject_id\n) THEN\n    RAISE EXCEPTION 'actor % would be a part of itself', NEW.subject_id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'actors_relation_no_cycle';\nEND IF;\nRETURN NEW;\n",
                    hash="f4125c9306973fd1338c8e75f574e1b23913c192",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_relation_no_cycle_37c05",
                    table="actors_actorrelation",
                    when="BEFORE",
                ),
            ),
        ),
    ]
