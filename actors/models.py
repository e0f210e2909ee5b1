"""Actors, their names, and their relations over time."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models

from actors.names import check_script, language_tag, tidy
from actors.querysets import ActorQuerySet, ActorRelationQuerySet
from config.constraints import in_order, merged_rules, one_of
from config.history import with_loaded_history
from incidents.vocabulary import ActorKind, ActorRelationKind, NameKind, Script, Standing

_NO_CYCLE = """
PERFORM pg_advisory_xact_lock(hashtext('actors_actorrelation'));
IF EXISTS (
    WITH RECURSIVE above(id, valid) AS (
        SELECT NEW.object_id, NEW.valid
      UNION
        SELECT r.object_id, r.valid * above.valid
        FROM actors_actorrelation r JOIN above ON r.subject_id = above.id
        WHERE r.kind = 'part_of' AND r.valid && above.valid AND r.id IS DISTINCT FROM NEW.id
    )
    SELECT 1 FROM above WHERE id = NEW.subject_id
) THEN
    RAISE EXCEPTION 'actor % would be a part of itself', NEW.subject_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'actors_relation_no_cycle';
END IF;
RETURN NEW;
"""


@with_loaded_history
class Actor(models.Model):
    """A party to incidents, or a body that speaks about them. Its slug is its permanent public id."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=ActorKind.choices())
    country = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 alpha-3, where it belongs to one.")
    wikidata_id = models.CharField(max_length=20, blank=True)
    ucdp_id = models.PositiveIntegerField(null=True, blank=True, unique=True)
    description = models.TextField(blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices(), default=Standing.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposed_actors",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged",
        help_text="What stands for it, where it was found to be the same. Never one that is merged itself.",
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "slug"]
        constraints = [
            one_of("actors_actor_kind_known", "kind", ActorKind.codes()),
            one_of("actors_actor_standing_known", "standing", Standing.codes()),
            *merged_rules("actors_actor"),
            models.CheckConstraint(
                condition=models.Q(name__gt=""),
                name="actors_actor_name_given",
                violation_error_message="An actor needs a name.",
            ),
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country__regex=r"^[A-Z]{3}$"),
                name="actors_actor_country_alpha3",
                violation_error_message="country must be three capital letters (ISO 3166-1 alpha-3).",
            ),
            models.CheckConstraint(
                condition=models.Q(wikidata_id="") | models.Q(wikidata_id__regex=r"^Q[1-9][0-9]*$"),
                name="actors_actor_wikidata_form",
                violation_error_message="A Wikidata id is Q and a number.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@with_loaded_history
class ActorName(models.Model):
    """One name of an actor: in a language and script, of a kind, in use from and to."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=20, help_text="BCP 47, for example hy or az-Latn.")
    script = models.CharField(max_length=4, choices=Script.choices())
    kind = models.CharField(max_length=20, choices=NameKind.choices())
    used_from = models.DateField(null=True, blank=True)
    used_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["language", "kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "text", "language", "kind"],
                name="actors_actorname_once",
                violation_error_message="The actor already has this name in this language.",
            ),
            one_of("actors_actorname_kind_known", "kind", NameKind.codes()),
            one_of("actors_actorname_script_known", "script", Script.codes()),
            in_order("actors_actorname_dates_in_order", "used_from", "used_to", "Used to comes before used from."),
            models.CheckConstraint(
                condition=models.Q(text__gt="") & models.Q(language__gt=""),
                name="actors_actorname_given",
                violation_error_message="A name needs its text and its language.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"

    def clean(self) -> None:
        """Tidy the text, and check the language's tag and the script."""
        self.text = tidy(self.text)
        try:
            self.language = language_tag(self.language)
        except ValidationError as error:
            raise ValidationError({"language": error}) from None
        check_script(self.text, self.script, self.language)


@with_loaded_history
class ActorRelation(models.Model):
    """`subject` is … `object`, on the dates in `valid`. A trigger refuses cycles among part_of."""

    subject = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=20, choices=ActorRelationKind.choices())
    object = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="relations_to")
    valid = DateRangeField(help_text="First day to day after the last; open where not known.")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ActorRelationQuerySet.as_manager()

    class Meta:
        ordering = ["subject", "kind", "valid"]
        triggers = [
            pgtrigger.Trigger(
                name="relation_no_cycle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__kind="part_of"),
                func=_NO_CYCLE,
            )
        ]
        constraints = [
            one_of("actors_relation_kind_known", "kind", ActorRelationKind.codes()),
            models.CheckConstraint(
                condition=~models.Q(subject=models.F("object")),
                name="actors_relation_not_to_itself",
                violation_error_message="An actor can't relate to itself.",
            ),
            models.CheckConstraint(
                condition=models.Q(valid__isempty=False),
                name="actors_relation_some_day",
                violation_error_message="The relation must hold on at least one day.",
            ),
            ExclusionConstraint(
                name="actors_relation_no_overlap",
                expressions=[
                    ("subject", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("object", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message="The same relation is already recorded for some of these days.",
            ),
            ExclusionConstraint(
                name="actors_relation_one_parent",
                expressions=[("subject", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=models.Q(kind="part_of"),
                violation_error_message="An actor is part of one parent at a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_kind_display()} {self.object}"
