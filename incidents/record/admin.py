"""Editions in the admin, to look at. Nothing here writes: the ledger has one writer."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from incidents.record.models import Edition

if TYPE_CHECKING:
    EditionModelAdmin = admin.ModelAdmin[Edition]
else:
    EditionModelAdmin = admin.ModelAdmin


@admin.register(Edition)
class EditionAdmin(EditionModelAdmin):
    """The ledger, newest first."""

    list_display = ("seq", "ref", "number", "title", "status", "origin", "published_at")
    list_display_links = ("seq", "ref")
    list_filter = ("status",)
    search_fields = ("=ref",)
    search_help_text = "A ref, whole."
    ordering = ("-seq",)
    show_full_result_count = False
    list_per_page = 50
    actions = None
    fields = (
        "seq", "ref", "number", "title", "status", "origin", "schema", "published_at", "validity",
        "body_sha256", "digest", "body",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        """Leave the heavy columns out of the list."""
        return super().get_queryset(request).defer("search")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: editions are appended by publishing."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        """Refuse: an edition is immutable."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        """Refuse: an edition is immutable."""
        return False
