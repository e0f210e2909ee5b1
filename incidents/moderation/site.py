"""The admin's site: who may enter, how they sign in, and what waits for them."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from accounts.models import User, has_role
from accounts.operations.wishes import wish_digest
from accounts.roles import Role
from incidents.moderation.auditing import pages as audit
from incidents.moderation.counting import waiting
from incidents.moderation.quality import pages as quality
from incidents.moderation.referring import pages as referring
from incidents.moderation.referring.proposals import how_many_wait


class EditorsDesk(admin.AdminSite):
    """Editors and administrators enter; so does the superuser who sets up an installation."""

    site_header = "Counterclaim — editors’ desk"
    site_title = "Counterclaim"
    index_title = "Editors’ desk"
    index_template = "moderation/index.html"
    enable_nav_sidebar = False  # pages here need the width; the crumbs lead home, where every table is listed

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in who is active, on the staff, and has a role with something to do here."""
        user = request.user
        if not (isinstance(user, User) and user.is_active and user.is_staff):
            return False
        return user.is_superuser or has_role(user, Role.EDITOR, Role.ADMINISTRATOR)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the audit, the dashboards, the wish for the weekly digest, and the pages of proposals and merges."""
        digest = path("digest/", self.admin_view(self.digest_view), name="digest")
        return [*audit.urls(self), *quality.urls(self), *referring.urls(self), digest, *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send whoever is not signed in to the site's own sign-in, where the second factor applies."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def digest_view(self, request: HttpRequest) -> HttpResponse:
        """Turn one's own weekly digest on or off."""
        user = request.user
        if request.method == "POST" and isinstance(user, User):
            wish_digest(by=user, wants=request.POST.get("wants") == "yes")
            messages.success(request, f"The weekly digest is {'on' if user.wants_digest else 'off'}.")
        return HttpResponseRedirect(reverse("admin:index", current_app=self.name))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what waits above the list of tables, to those who may see the queue."""
        user = request.user
        sees = isinstance(user, User) and has_role(user, Role.EDITOR, Role.ADMINISTRATOR)
        editor = isinstance(user, User) and has_role(user, Role.EDITOR)
        told = {
            "waiting": waiting(user) if sees and isinstance(user, User) else None,
            "may_have_digest": editor,
            "proposals": how_many_wait() if sees else 0,
        }
        return super().index(request, {**(extra_context or {}), **told})
