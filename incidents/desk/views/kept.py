"""What pages send by themselves: a form to be kept for its person, and the question who is signed in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from incidents.desk import keeping, reading
from incidents.desk.views.guards import at_the_desk, whose
from incidents.errors import DomainError
from incidents.workbench.models import Incident
from incidents.workbench.operations.keeping import KeptElsewhere, close_form


@require_POST
@at_the_desk()
def keep(request: HttpRequest, user: User) -> HttpResponse:
    """Keep a form as it is (JSON), and tell whether somebody saved the incident meanwhile."""
    keeper = keeping.read(request.POST.get("keeper", ""))
    if keeper is None:
        return JsonResponse({"why": "The page is too old to be kept by itself. Save it."}, status=400)
    try:
        kept = keeping.keep_sent(request.POST, by=user, keeper=keeper)
    except Incident.DoesNotExist as error:
        raise Http404 from error
    except DomainError as error:
        return JsonResponse({"why": error.message, "elsewhere": isinstance(error, KeptElsewhere)}, status=409)
    told: dict[str, Any] = {"at": kept.kept_at.isoformat()}
    if kept.closed_at is None:
        told |= {"address": keeping.address_of(kept), "name": kept.incident.ref if kept.incident else "a new incident"}
    if kept.incident is not None:
        told["moved"] = reading.moved(kept.incident, kept.revision, kept.form_id, user)
    return JsonResponse(told)


@require_POST
@at_the_desk()
def discard(request: HttpRequest, user: User, form_id: str) -> HttpResponse:
    """Forget an unsaved form, and go back to where it was offered."""
    kept = keeping.opened(form_id, by=user)
    if kept is None:
        raise Http404
    close_form(form_id=form_id, by=user)
    messages.success(request, "The unsaved changes were discarded.")
    if "home" in request.POST:
        return redirect("desk:home")
    return redirect("desk:incident", ref=kept.incident.ref) if kept.incident else redirect("desk:new")


@require_safe
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """Tell a page who is signed in now, and the token to send (JSON)."""
    return whose(request)


@require_safe
@at_the_desk()
def signed_in(request: HttpRequest, user: User) -> HttpResponse:
    """Show that the sign-in is done, to somebody whose other window waits for it."""
    return render(request, "desk/signed_in.html", {"browser": keeping.browser_name(user)})
