"""Reports that nothing happened along a border."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.moderation.operations import remove_quiet_reports, save_quiet_report
from incidents.workbench import policies
from incidents.workbench.models import QuietReport, Source

if TYPE_CHECKING:
    QuietModelAdmin = admin.ModelAdmin[QuietReport]
else:
    QuietModelAdmin = admin.ModelAdmin


class QuietReportForm(forms.ModelForm):  # type: ignore[type-arg] # Django's own at run time
    """A report, of what stands for its source by now: what is there already is found under that."""

    def clean_source(self) -> Source | None:
        """Follow a merge since the form was opened."""
        source: Source | None = self.cleaned_data["source"]
        return source.merged_into or source if source else None


@admin.register(QuietReport)
class QuietReportAdmin(QuietModelAdmin):
    """What tells silence from peace on the dashboards."""

    form = QuietReportForm
    list_display = ("border", "since", "until", "source", "entered_by")
    list_filter = ("border",)
    list_select_related = ("border", "source", "entered_by")
    date_hierarchy = "until"
    autocomplete_fields = ("border", "source")
    fields = ("border", ("since", "until"), "source", "note", "entered_by")
    readonly_fields = ("entered_by",)

    def has_view_permission(self, request: HttpRequest, obj: QuietReport | None = None) -> bool:
        """Let editors and administrators see them."""
        return has_role(_user(request), Role.EDITOR, Role.ADMINISTRATOR)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the table to who may see its rows."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let editors enter one."""
        return policies.may_review(_user(request))

    def has_change_permission(self, request: HttpRequest, obj: QuietReport | None = None) -> bool:
        """Let editors correct one."""
        return policies.may_review(_user(request))

    def has_delete_permission(self, request: HttpRequest, obj: QuietReport | None = None) -> bool:
        """Let editors take one back; the history keeps it."""
        return policies.may_review(_user(request))

    def save_model(self, request: HttpRequest, obj: QuietReport, form: Any, change: bool) -> None:
        """Save it through the domain."""
        user = _user(request)
        assert user is not None, "the admin lets in only who is signed in"  # noqa: S101
        save_quiet_report(report=obj, by=user)

    def delete_model(self, request: HttpRequest, obj: QuietReport) -> None:
        """Take it back through the domain."""
        user = _user(request)
        assert user is not None, "the admin lets in only who is signed in"  # noqa: S101
        remove_quiet_reports(reports=[obj], by=user)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Take several back through the domain."""
        user = _user(request)
        assert user is not None, "the admin lets in only who is signed in"  # noqa: S101
        remove_quiet_reports(reports=list(queryset), by=user)


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
