"""Filters of the queue."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from incidents.vocabulary import State
from incidents.workbench.models import Incident


class StateFilter(admin.SimpleListFilter):
    """The state of the working copy. Without a choice the list is the queue: what was submitted."""

    title = "state"
    parameter_name = "state"
    everything = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the states and, because the default is one of them, everything."""
        return [*State.choices(), (self.everything, "All states")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Incident]) -> QuerySet[Incident]:
        """Return what is in the chosen state; nothing for a state that there isn't."""
        chosen = self.value() or State.SUBMITTED.value
        return queryset if chosen == self.everything else queryset.filter(state=chosen)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Offer each state, the queue first marked as chosen."""
        chosen = self.value() or State.SUBMITTED.value
        for code, label in self.lookup_choices:
            yield {
                "selected": chosen == code,
                "query_string": changelist.get_query_string({self.parameter_name: str(code)}),
                "display": label,
            }
