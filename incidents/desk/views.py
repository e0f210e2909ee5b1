"""The desk's pages: each parses what was sent, runs one query or operation, and renders."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from incidents.desk import posting, reading
from incidents.desk.forms import IncidentDraft
from incidents.desk.page import EditPage, edit_page
from incidents.errors import DomainError
from incidents.evidence.serving import file_response
from incidents.evidence.store import Absent, Damaged
from incidents.moderation import workflow
from incidents.vocabulary import State, Verb
from incidents.workbench import policies
from incidents.workbench.models import Capture, Incident
from incidents.workbench.operations.captures import open_for

View = Callable[..., HttpResponse]
STEPS = {"withdraw": Verb.WITHDRAW, "reopen": Verb.REOPEN, "settle": Verb.SETTLE}


def at_the_desk(*, hidden: bool = False) -> Callable[[View], View]:
    """Let analysts and editors in. Others are refused, or where `hidden`, find nothing; nobody yet signs in first."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            if not policies.may_create(request.user):
                if hidden:
                    raise Http404
                raise PermissionDenied
            return view(request, request.user, *args, **kwargs)

        return guarded

    return decorate


@require_safe
@at_the_desk()
def home(request: HttpRequest, user: User) -> HttpResponse:
    """Show a person's incidents with their states and the reviewers' feedback."""
    return render(request, "desk/home.html", {"home": reading.home(user)})


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk()
def new(request: HttpRequest, user: User) -> HttpResponse:
    """Show an empty form, or start an incident from what was sent."""
    if request.method != "POST":
        return _show(request, edit_page(IncidentDraft(None, by=user)))
    return _answer(request, posting.receive(request.POST, request.FILES, by=user, incident=None))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(hidden=True)
def incident(request: HttpRequest, user: User, ref: str) -> HttpResponse:
    """Show an incident's form, or save, extend or submit what was sent."""
    found = get_object_or_404(Incident.objects.visible_to(user).for_detail(), ref=ref)
    if request.method != "POST":
        return _show(request, edit_page(IncidentDraft(None, by=user, incident=found)))
    return _answer(request, posting.receive(request.POST, request.FILES, by=user, incident=found))


@require_POST
@at_the_desk(hidden=True)
def step(request: HttpRequest, user: User, ref: str, verb: str) -> HttpResponse:
    """Withdraw a submission, reopen what was rejected, or settle what would publish nothing new."""
    found = get_object_or_404(Incident.objects.visible_to(user), ref=ref)
    if verb not in STEPS:
        raise Http404
    try:
        workflow.transition(incident=found, verb=STEPS[verb], by=user)
        messages.success(request, f"{ref} is {State.of(found.state).label.lower()} now.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("desk:incident", ref=ref)


@require_safe
def capture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Send the kept copy of a source to whoever may see the source, and note that."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    found = get_object_or_404(Capture.objects.visible_to(request.user), public_id=public_id)
    try:
        file = open_for(found, by=request.user)
    except (Absent, Damaged) as error:
        raise Http404 from error
    return file_response(request, file, sha256=found.sha256, mime=found.mime, public=False)


@require_safe
@at_the_desk()
def places(request: HttpRequest, user: User) -> HttpResponse:
    """Suggest places for what was typed (`q`)."""
    text = request.GET.get("q", "").replace("\0", "")
    return render(request, "desk/_place_options.html", {"places": reading.places(user, text), "typed": text})


@require_safe
@at_the_desk()
def actors(request: HttpRequest, user: User) -> HttpResponse:
    """Suggest actors for what was typed (`q`)."""
    text = request.GET.get("q", "").replace("\0", "")
    return render(request, "desk/_actor_options.html", {"actors": reading.actors(user, text), "typed": text})


def _answer(request: HttpRequest, outcome: posting.Outcome) -> HttpResponse:
    """Show the form again, or go where it was saved."""
    if outcome.saved is None:
        return _show(request, outcome.page, status=outcome.status)
    messages.success(request, outcome.message)
    return redirect("desk:incident", ref=outcome.saved)


def _show(request: HttpRequest, page: EditPage | None, *, status: int = 200) -> HttpResponse:
    return render(request, "desk/incident.html", {"page": page}, status=status)
