"""The pages of the audit in the admin: what was changed, who saw what is confidential, and the log as a file."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import urlencode

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.moderation.auditing.asking import AccessForm, ChangesForm
from incidents.moderation.auditing.entries import in_words
from incidents.moderation.auditing.export import lines
from incidents.vocabulary import AccessFace
from incidents.workbench.accesses import note_export, note_sights
from incidents.workbench.audit import found
from incidents.workbench.models import Access

PAGE = 50
_BEFORE = "before"


def urls(site: Any) -> list[URLPattern]:
    """Return the addresses of the audit for an admin's site."""
    return [
        path("audit/", site.admin_view(_bound(changes, site)), name="audit"),
        path("audit/access/", site.admin_view(_bound(accesses, site)), name="audit_access"),
        path("audit/export.csv", site.admin_view(_bound(export, site)), name="audit_export"),
    ]


def _bound(view: Any, site: Any) -> Any:
    def bound(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        user = request.user
        if not (isinstance(user, User) and has_role(user, Role.EDITOR, Role.ADMINISTRATOR)):
            raise PermissionDenied
        answer: HttpResponse | StreamingHttpResponse = view(request, user, site)
        return answer

    return bound


def changes(request: HttpRequest, user: User, site: Any) -> HttpResponse:
    """Show the log of changes, newest first."""
    form = ChangesForm(_sent(request))
    before = _moment(request.GET.get(_BEFORE, ""))
    if before is None and request.GET.get(_BEFORE):
        form.add_error(None, "“before” is no moment: begin from the log’s start.")
    entries = in_words(found(form.asked(), before=before, limit=PAGE)) if form.is_valid() else []
    note_sights(incidents=(of for one in entries for of in one.incidents), by=user, face=AccessFace.AUDIT)
    more = entries[-1].at.isoformat() if len(entries) >= PAGE else ""
    told = {
        "title": "Audit: what was changed",
        "form": form,
        "entries": entries,
        "older": _query(request, {_BEFORE: more}) if more else "",
        "export": _query(request),
        "from_start": before is None,
    }
    return _page(request, site, "moderation/audit.html", told)


def accesses(request: HttpRequest, user: User, site: Any) -> HttpResponse:
    """Show who saw or exported what is confidential, newest first."""
    form = AccessForm(_sent(request))
    rows = Access.objects.none()
    if form.is_valid():
        of = form.cleaned_data
        asked = {"by": of["person"], "address": of["address"], "face": of["face"], "ref": of["ref"] and of["ref"].ref}
        asked |= {"at__date__gte": of["since"], "at__date__lte": of["until"]}
        rows = Access.objects.select_related("by").filter(**{name: value for name, value in asked.items() if value})
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    told = {"form": form, "page": page, "query": _query(request, without=("page",))}
    told |= {"title": "Audit: who saw what is confidential"}
    return _page(request, site, "moderation/audit_access.html", told)


def export(request: HttpRequest, user: User, site: Any) -> HttpResponse | StreamingHttpResponse:
    """Send the log that is asked for as CSV, after noting who took it."""
    form = ChangesForm(_sent(request))
    if not form.is_valid():
        return changes(request, user, site)
    note_export(by=user, face=AccessFace.AUDIT, asked=request.GET.urlencode())
    answer = StreamingHttpResponse(lines(form.asked()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: HttpRequest, site: Any, template: str, told: dict[str, Any]) -> HttpResponse:
    status = 200 if told["form"].is_valid() else 400
    context = {**site.each_context(request), **told, "narrowed": bool(_query(request, without=(_BEFORE, "page")))}
    return TemplateResponse(request, template, context, status=status)


def _sent(request: HttpRequest) -> dict[str, Any]:
    return request.GET.dict()


def _moment(text: str) -> datetime | None:
    """Return a moment as an address names it; None for what is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _query(request: HttpRequest, more: dict[str, str] | None = None, *, without: tuple[str, ...] = (_BEFORE,)) -> str:
    """Return what was asked as a query string, empty values left out."""
    kept = {name: str(value) for name, value in request.GET.items() if value and name not in without}
    return urlencode({**kept, **(more or {})})
