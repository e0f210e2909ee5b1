"""Django's admin classes with their model as a type parameter, which they lack at run time."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models

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
