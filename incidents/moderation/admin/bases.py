"""Django's admin classes with their model as a type parameter, which they lack at run time; fields with a name."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from incidents.workbench.models import Incident, Source

if TYPE_CHECKING:
    IncidentModelAdmin = admin.ModelAdmin[Incident]
    SourceModelAdmin = admin.ModelAdmin[Source]
    Stacked = admin.StackedInline[Any, Incident]
    Tabular = admin.TabularInline[Any, Incident]
    SimpleTabular = admin.TabularInline[models.Model, models.Model]
else:
    IncidentModelAdmin = SourceModelAdmin = admin.ModelAdmin
    Stacked, Tabular, SimpleTabular = admin.StackedInline, admin.TabularInline, admin.TabularInline


class NamedFields:
    """Give every input a name for readers of screens: the admin's tables and split dates leave them without one."""

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form's field with its label on the input as well."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc] # the admin's
        if field is not None:
            field.widget.attrs.setdefault("aria-label", str(field.label))
        return field
