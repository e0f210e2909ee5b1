"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from config import views
from incidents.moderation.admin.preview import page_as_readers_see_it
from incidents.public.web.previewing import render_proposed

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign] # sign-in has a second factor

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path(
        "admin/workbench/incident/<int:pk>/preview/page/",
        require_safe(admin.site.admin_view(page_as_readers_see_it(render_proposed))),
        name="incident_preview_page",
    ),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("desk/", include("incidents.desk.urls")),
    path("api/v1/drafts/", include("incidents.desk.api.urls")),
    path("api/v1/", include("incidents.public.api.urls")),
    path("feeds/", include("incidents.public.feeds.urls")),
    path("compat/", include("incidents.public.interop.compat.urls")),
    path("ogc/", include("incidents.public.interop.ogc.urls")),
    path("", include("incidents.public.web.urls")),
]
