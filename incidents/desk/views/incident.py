"""The form of one incident, and the steps of its workflow."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from incidents.desk import pasted, posting
from incidents.desk.forms import IncidentDraft
from incidents.desk.page import EditPage, edit_page
from incidents.desk.views.guards import at_the_desk
from incidents.errors import DomainError
from incidents.moderation import workflow
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Incident

STEPS = {"withdraw": Verb.WITHDRAW, "reopen": Verb.REOPEN, "settle": Verb.SETTLE}


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
        text = pasted.kept(request.session, ref)
        return _show(request, edit_page(IncidentDraft(None, by=user, incident=found), text=text))
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


def _answer(request: HttpRequest, outcome: posting.Outcome) -> HttpResponse:
    """Show the form again, or go where it was saved."""
    if outcome.saved is None:
        return _show(request, outcome.page, status=outcome.status)
    messages.success(request, outcome.message)
    pasted.keep(request.session, outcome.saved, request.POST)
    return redirect("desk:incident", ref=outcome.saved)


def _show(request: HttpRequest, page: EditPage | None, *, status: int = 200) -> HttpResponse:
    return render(request, "desk/incident.html", {"page": page}, status=status)
