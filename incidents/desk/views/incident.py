"""The form of one incident, and the steps of its workflow."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from incidents.desk import keeping, noting, pasted, posting
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.rows import Data
from incidents.desk.page import EditPage, edit_page
from incidents.desk.views.guards import at_the_desk, wants_json
from incidents.errors import DomainError
from incidents.moderation.decisions import DecisionForm, decide
from incidents.moderation.refusals import in_words
from incidents.vocabulary import AccessFace, State, Verb
from incidents.workbench.accesses import note_sight
from incidents.workbench.models import Incident, KeptForm
from incidents.workbench.operations.keeping import note_presence


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk()
def new(request: HttpRequest, user: User) -> HttpResponse:
    """Show an empty form, or start an incident from what was sent."""
    if request.method != "POST":
        kept = keeping.opened(request.GET.get("kept", ""), by=user)
        if kept is not None and kept.incident is not None:
            return redirect(keeping.address_of(kept))
        return _show(request, _opened(kept, user, None))
    return _answer(request, posting.receive(request.POST, request.FILES, by=user, incident=None))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(hidden=True)
def incident(request: HttpRequest, user: User, ref: str) -> HttpResponse:
    """Show an incident's form, or save, extend or submit what was sent, or write in its review thread."""
    found = get_object_or_404(Incident.objects.visible_to(user).for_form(), ref=ref)
    if request.method != "POST":
        kept = keeping.opened(request.GET.get("kept", ""), by=user)
        if request.method == "GET":
            note_presence(incident=found, by=user, typing=kept is not None)
            note_sight(incident=found, by=user, face=AccessFace.DESK)
        return _show(request, _opened(kept, user, found, text=pasted.kept(request.session, ref)))
    site = request.build_absolute_uri("/")
    if noting.ACTION in request.POST:
        return _answer(request, noting.receive(request.POST, request.FILES, by=user, incident=found, site=site))
    outcome = posting.receive(request.POST, request.FILES, by=user, incident=found)
    return _answer(request, noting.with_saved(outcome, request.POST, by=user, incident=found, site=site))


@require_POST
@at_the_desk(hidden=True)
def step(request: HttpRequest, user: User, ref: str, verb: str) -> HttpResponse:
    """Take a step of the workflow. The page offers those of an analyst; what else is asked for, the domain answers."""
    found = get_object_or_404(Incident.objects.visible_to(user), ref=ref)
    if verb not in Verb.codes():
        raise Http404
    decision = DecisionForm({**request.POST.dict(), "verb": verb})
    try:
        if decision.is_valid():
            decide(incident=found, by=user, decision=decision, site=request.build_absolute_uri("/"))
            messages.success(request, f"{ref} is {State.of(found.state).label.lower()} now.")
        else:
            messages.error(request, "That is not a step that can be taken here.")
    except DomainError as error:
        messages.error(request, in_words(error))
    return redirect("desk:incident", ref=ref)


def _opened(kept: KeptForm | None, user: User, incident: Incident | None, *, text: Data | None = None) -> EditPage:
    """Return the form of what is stored, or of what its person kept of it."""
    if kept is not None and kept.incident_id == (incident.pk if incident else None):
        return posting.restored(kept, by=user, incident=incident)
    return edit_page(IncidentDraft(None, by=user, incident=incident), text=text)


def _answer(request: HttpRequest, outcome: posting.Outcome) -> HttpResponse:
    """Show the form again, or go where it was saved; a script is told the address."""
    if outcome.saved is None:
        return _show(request, outcome.page, status=outcome.status)
    messages.success(request, outcome.message)
    pasted.keep(request.session, outcome.saved, request.POST)
    address = reverse("desk:incident", args=[outcome.saved])
    return JsonResponse({"address": address}) if wants_json(request) else redirect(address)


def _show(request: HttpRequest, page: EditPage | None, *, status: int = 200) -> HttpResponse:
    return render(request, "desk/incident.html", {"page": page}, status=status)
