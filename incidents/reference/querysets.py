"""Reads of reference rows."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Length

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.vocabulary import Standing

if TYPE_CHECKING:
    from incidents.reference.models import Border, Dispute, Place  # noqa: F401


def may_see_proposals(user: User | None) -> bool:
    """Tell whether a person works with rows that no editor has made public yet."""
    return has_role(user, Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR)


def folded(text: str) -> models.Func:
    """Return the expression of a text without case and diacritics, as names are indexed."""
    return models.Func(
        models.Value(text.strip()), function="counterclaim_fold", output_field=models.TextField()
    )


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places."""

    def visible_to(self, user: User | None) -> Self:
        """Return the places a person may see."""
        return self if may_see_proposals(user) else self.filter(standing=Standing.PUBLIC)

    def called(self, text: str) -> Self:
        """Return the places with this code or exactly this name, in any spelling, language or script."""
        name = models.Func(
            models.F("names__text"), function="counterclaim_fold", output_field=models.TextField()
        )
        return (
            self.alias(folded_name=name)
            .filter(models.Q(code=text.strip()) | models.Q(folded_name=folded(text)))
            .distinct()
            .order_by("-prominent", "name", "code")
        )

    def suggested_for(self, text: str) -> Self:
        """Return places whose name begins with, or contains, what was typed: prominent and short names first."""
        from_names = models.Func(
            models.F("names__text"), function="counterclaim_fold", output_field=models.TextField()
        )
        return (
            self.alias(folded_name=from_names)
            .filter(folded_name__contains=folded(text))
            .annotate(best=models.Min(models.functions.StrIndex("folded_name", folded(text))))
            .order_by("-prominent", "best", Length("name"), "name", "code")
        )


class BorderQuerySet(models.QuerySet["Border"]):
    """Borders."""

    def visible_to(self, user: User | None) -> Self:
        """Return the borders a person may see."""
        return self if may_see_proposals(user) else self.filter(standing=Standing.PUBLIC)

    def for_detail(self) -> Self:
        """Fetch sides and sections along."""
        return self.select_related("side_a", "side_b").prefetch_related("sections")


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Disputes."""

    def visible_to(self, user: User | None) -> Self:
        """Return the disputes a person may see."""
        return self if may_see_proposals(user) else self.filter(standing=Standing.PUBLIC)

    def for_detail(self) -> Self:
        """Fetch parties, borders and milestones along."""
        return self.prefetch_related("parties", "borders", "milestones")
