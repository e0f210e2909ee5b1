"""The dashboards of quality in the admin."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.moderation.quality.backlog import backlog
from incidents.moderation.quality.corrections import corrections
from incidents.moderation.quality.coverage import coverage
from incidents.moderation.quality.dead import dead_sources
from incidents.moderation.quality.months import months_until

MONTHS = 24
CHOICES = (12, 24, 60)
WAITS = timedelta(days=90)


def urls(site: Any) -> list[URLPattern]:
    """Return the address of the dashboards for an admin's site."""

    def bound(request: HttpRequest) -> HttpResponse:
        return quality(request, site)

    return [path("quality/", site.admin_view(bound), name="quality")]


def quality(request: HttpRequest, site: Any) -> HttpResponse:
    """Show what is covered, what waits, what was corrected, and which sources are gone."""
    user = request.user
    if not (isinstance(user, User) and has_role(user, Role.EDITOR, Role.ADMINISTRATOR)):
        raise PermissionDenied
    asked = request.GET.get("months", str(MONTHS))
    known = asked in {str(number) for number in CHOICES}
    now = timezone.now()
    months = months_until(now.date(), int(asked) if known else MONTHS)
    told = {
        "title": "Quality",
        "choices": CHOICES,
        "chosen": len(months),
        "error": "" if known else f"“months” is one of {', '.join(map(str, CHOICES))}.",
        "months": months,
        "coverage": coverage(months),
        "backlog": backlog(now, since=now - WAITS),
        "corrections": corrections(months),
        "dead": dead_sources(),
    }
    context = {**site.each_context(request), **told}
    return TemplateResponse(request, "moderation/quality.html", context, status=200 if known else 400)
