"""Reads of reference rows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models.functions import Coalesce, Concat, Least, Length, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.vocabulary import IN_USE, Standing

if TYPE_CHECKING:
    from incidents.reference.models import Border, Dispute, Place

_TRIGRAM = 3
_MOST_SPELT = 2000
_SPELT = """
WITH asked AS (SELECT text, counterclaim_fold(text) AS folded FROM unnest(%(texts)s::text[]) AS one(text))
SELECT asked.text, n.place_id FROM asked JOIN reference_placename n ON counterclaim_fold(n.text) = asked.folded
UNION
SELECT asked.text, p.id FROM asked JOIN reference_place p ON counterclaim_fold(p.name) = asked.folded
ORDER BY 1, 2
LIMIT %(most)s
"""
_WHOLE, _BEGINNING, _WORD, _WITHIN = range(4)
_ORDER = ("-prominent", models.F("population").desc(nulls_last=True), Length("name"), "name", "code")


def may_see_proposals(user: User | None) -> bool:
    """Tell whether a person works with rows that no editor has made public yet."""
    return has_role(user, Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR)


def _seen_by(user: User | None) -> tuple[Standing, ...]:
    return IN_USE if may_see_proposals(user) else (Standing.PUBLIC,)


def folded(text: str | models.F) -> models.Func:
    """Return the expression of a text without case and diacritics, as names are indexed."""
    value = models.Value(text.strip()) if isinstance(text, str) else text
    return models.Func(value, function="counterclaim_fold", output_field=models.TextField())


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places."""

    def named(self, **ids: str) -> "Place | None":
        """Return the row with this public id among these."""
        return self.filter(**ids).first()

    def visible_to(self, user: User | None) -> Self:
        """Return the places a person may see and choose."""
        return self.filter(standing__in=_seen_by(user))

    def leading_to_visible(self, user: User | None) -> Self:
        """Return the places a person may see, and what was merged into one of those, with what stands for it."""
        seen = _seen_by(user)
        return self.filter(models.Q(standing__in=seen) | models.Q(merged_into__standing__in=seen)).select_related(
            "merged_into"
        )

    def winner_of(self, code: str) -> str | None:
        """Return the code of the public place that the one with this code was merged into; None where it wasn't."""
        merged = self.filter(code=code, merged_into__standing=Standing.PUBLIC)
        return merged.values_list("merged_into__code", flat=True).first()

    def merges(self) -> dict[str, str]:
        """Return what stands for each that was merged, by code. One query."""
        return dict(self.filter(merged_into__isnull=False).values_list("code", "merged_into__code"))

    def same_as(self, codes: Iterable[str]) -> list[str]:
        """Return these codes and those of every place that was merged with one of them: editions name both."""
        asked = list(codes)
        one = self.filter(code__in=asked).order_by().values(one=Coalesce("merged_into_id", "id"))
        same = self.filter(models.Q(pk__in=one) | models.Q(merged_into__in=one)).order_by()
        return sorted({*asked, *same.values_list("code", flat=True)})

    def called(self, text: str) -> Self:
        """Return the places with this code or exactly this name, in any spelling, language or script.

        Prominent and populous ones come first.
        """
        by_code = self._everything().filter(code=text.strip()).order_by()
        return self.filter(pk__in=by_code.values("pk").union(*self._named("exact", text))).order_by(*_ORDER)

    def spelt(self, texts: Iterable[str]) -> "dict[str, list[Place]]":
        """Return, for each of some texts that is a name, the places of that name: two queries, however many texts."""
        found: dict[str, list[Place]] = {}
        with connection.cursor() as cursor:
            cursor.execute(_SPELT, {"texts": list(texts), "most": _MOST_SPELT})
            pairs = cursor.fetchall()
        rows = self.in_bulk({pk for _, pk in pairs}) if pairs else {}
        for text, pk in pairs:
            if pk in rows:
                found.setdefault(text, []).append(rows[pk])
        return found

    def suggested_for(self, text: str) -> Self:
        """Return places with a name that contains what was typed: whole names first, then beginnings.

        One or two letters have no trigrams and match beginnings only. No letters match nothing.
        """
        text = text.strip()
        if len(text) < _TRIGRAM:
            found = self._named("startswith", text) if text else [self.none().values("pk")] * 2
            return self.filter(pk__in=found[0].union(found[1])).order_by(*_ORDER)
        by_alias, by_name = self._named("contains", text)
        alias_rank = (
            self._everything()
            .filter(pk=models.OuterRef("pk"))
            .alias(folded_name=folded(models.F("names__text")))
            .filter(folded_name__contains=folded(text))
            .order_by()
            .values("pk")
            .annotate(rank=models.Min(_rank("names__text", text)))
            .values("rank")
        )
        return (
            self.filter(pk__in=by_alias.union(by_name))
            .alias(rank=Least(_rank("name", text), Coalesce(models.Subquery(alias_rank), _WITHIN)))
            .order_by("rank", *_ORDER)
        )

    def containing(self, text: str) -> Self:
        """Return the places with a name that contains a text, in any spelling, language or script."""
        by_alias, by_name = self._named("contains", text)
        return self.filter(pk__in=by_alias.union(by_name))

    def in_public(self) -> Self:
        """Return public places, each with its parent and the names that it publicly has: two queries.

        `public_names` are those that nobody in particular uses, or a public actor does.
        """
        names = models.Prefetch("names", self._public_names(), to_attr="public_names")
        return self.visible_to(None).select_related("parent").prefetch_related(names)

    def named_in_public(self, text: str) -> Self:
        """Return the places with a public name that contains a text, in any spelling, language or script.

        One or two letters have no trigrams and match beginnings only.
        """
        lookup = "startswith" if len(text.strip()) < _TRIGRAM else "contains"
        by_alias = self._public_names().alias(folded_name=folded(models.F("text")))
        by_alias = by_alias.filter(**{f"folded_name__{lookup}": folded(text)}).order_by().values("place")
        return self.filter(pk__in=by_alias.union(self._named(lookup, text)[1]))

    def _public_names(self) -> Any:
        """Return the names that the public may see and search by."""
        names: Any = self.model._meta.get_field("names").related_model  # noqa: SLF001 - it is defined after this
        used = models.Q(used_by=None) | models.Q(used_by__standing=Standing.PUBLIC)
        return names.objects.filter(used).select_related("used_by")

    def _everything(self) -> Self:
        """Return all places, so that an inner query is planned by its own index alone."""
        return type(self)(self.model, using=self.db)

    def _named(self, lookup: str, text: str) -> list[models.QuerySet[Any, Any]]:
        """Return two queries of ids, by alias and by the name shown: as a union, each uses its index."""
        return [
            self._everything()
            .alias(folded_name=folded(models.F(column)))
            .filter(**{f"folded_name__{lookup}": folded(text)})
            .order_by()
            .values("pk")
            for column in ("names__text", "name")
        ]


def _rank(column: str, text: str) -> models.Case:
    """Return how well a name fits: it is the text, begins with it, has a word that does, or contains it."""
    name = folded(models.F(column))
    place = StrIndex(Concat(models.Value(" "), name), Concat(models.Value(" "), folded(text)))
    return models.Case(
        models.When(Exact(name, folded(text)), then=_WHOLE),
        models.When(Exact(place, models.Value(1)), then=_BEGINNING),
        models.When(GreaterThan(place, models.Value(1)), then=_WORD),
        default=_WITHIN,
        output_field=models.IntegerField(),
    )


class BorderQuerySet(models.QuerySet["Border"]):
    """Borders."""

    def named(self, **ids: str) -> "Border | None":
        """Return the row with this public id among these."""
        return self.filter(**ids).first()

    def visible_to(self, user: User | None) -> Self:
        """Return the borders a person may see."""
        return self if may_see_proposals(user) else self.filter(standing=Standing.PUBLIC)

    def for_detail(self) -> Self:
        """Fetch sides and sections along."""
        return self.select_related("side_a", "side_b").prefetch_related("sections")

    def in_public(self) -> Self:
        """Return public borders between public sides, with sections and lines: two queries."""
        between_public = {"side_a__standing": Standing.PUBLIC, "side_b__standing": Standing.PUBLIC}
        return self.visible_to(None).filter(**between_public).for_detail()


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Disputes."""

    def named(self, **ids: str) -> "Dispute | None":
        """Return the row with this public id among these."""
        return self.filter(**ids).first()

    def visible_to(self, user: User | None) -> Self:
        """Return the disputes a person may see."""
        return self if may_see_proposals(user) else self.filter(standing=Standing.PUBLIC)

    def for_detail(self) -> Self:
        """Fetch parties, borders and milestones along."""
        return self.prefetch_related("parties", "borders", "milestones")

    def in_public(self) -> Self:
        """Return public disputes with milestones and the slugs of public parties and borders: two queries."""
        public = {
            name: ArraySubquery(
                getattr(self.model, name)
                .through.objects.filter(dispute=models.OuterRef("pk"), **{f"{one}__standing": Standing.PUBLIC})
                .order_by(f"{one}__slug")
                .values(f"{one}__slug")
            )
            for name, one in (("parties", "actor"), ("borders", "border"))
        }
        slugs = {f"public_{name}": found for name, found in public.items()}
        return self.visible_to(None).annotate(**slugs).prefetch_related("milestones")
