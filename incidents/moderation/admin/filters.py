"""The queue's filters as the admin shows them: one class for each row of `moderation.filters`."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from incidents.moderation.filters import FILTERS, Filter
from incidents.workbench.models import Incident


class QueueFilter(admin.SimpleListFilter):
    """A filter of the queue. It is folded unless something is chosen; without a choice its default holds."""

    template = "moderation/_filter.html"
    rule: Filter

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return what can be chosen, as the list has looked it up."""
        return list(request.offered[self.rule.name])  # type: ignore[attr-defined] # Queue.changelist_view sets it

    def has_output(self) -> bool:
        """Show it also where there is only one choice, or none yet: what is asked for has been checked."""
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Incident]) -> QuerySet[Incident]:
        """Return what fits the choice."""
        chosen = self.value() or self.rule.default
        return self.rule.apply(queryset, chosen, request.user) if chosen else queryset  # type: ignore[arg-type]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Offer everything, where that is the default, and each choice."""
        if not self.rule.default:
            yield {
                "selected": self.value() is None,
                "query_string": changelist.get_query_string(remove=[self.rule.name]),
                "display": "All",
            }
        chosen = self.value() or self.rule.default
        for code, label in self.lookup_choices:
            yield {
                "selected": chosen == code,
                "query_string": changelist.get_query_string({self.rule.name: str(code)}),
                "display": label,
            }


def _made(rule: Filter) -> type[QueueFilter]:
    told = {"title": rule.title, "parameter_name": rule.name, "rule": rule, "__doc__": f"By {rule.title}."}
    return type(f"{rule.name.title()}Filter", (QueueFilter,), told)


QUEUE_FILTERS: tuple[type[QueueFilter], ...] = tuple(_made(rule) for rule in FILTERS)
