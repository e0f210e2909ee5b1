"""Starting an incident with something filled in. Nothing is stored before the form is saved."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from incidents.desk import home, starts
from incidents.desk.forms.names import ref_in
from incidents.desk.page import edit_page
from incidents.desk.posting import INVALID
from incidents.desk.starts.others import NothingGiven, copy_of, from_source, response_to
from incidents.desk.views.guards import at_the_desk
from incidents.vocabulary import AccessFace
from incidents.workbench.accesses import note_sight


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk()
def start(request: HttpRequest, user: User) -> HttpResponse:
    """Show a new form, filled in: by `template`, by `from` with `as` (copy, response), or by a posted source."""
    if request.method != "POST":
        return _show(request, user, _asked(request, user))
    address, text = request.POST.get("url", ""), request.POST.get("text", "")
    try:
        return _show(request, user, from_source(address=address, text=text, by=user))
    except NothingGiven as error:
        typed = {"url": address, "text": text, "refusal": error.message}
        return render(request, "desk/home.html", {"home": home.home(user), "typed": typed}, status=INVALID)


def _asked(request: HttpRequest, user: User) -> starts.Start:
    """Return the start that an address names. Raises Http404 for none, and for what the person may not see."""
    if (slug := request.GET.get("template")) is not None:
        if slug not in starts.TEMPLATES:
            raise Http404
        return starts.TEMPLATES[slug].start()
    ref, how = ref_in(request.GET.get("from", "")), request.GET.get("as", "")
    if how not in ("copy", "response"):
        raise Http404
    incident, visible = home.to_start_from(user, ref)
    if incident is None or (how == "copy" and not visible):
        raise Http404
    if visible:  # the form shows the other's rows, or its place
        note_sight(incident=incident, by=user, face=AccessFace.DESK)
    if how == "copy":
        return copy_of(incident, by=user)
    return response_to(incident, by=user, visible=visible)


def _show(request: HttpRequest, user: User, begun: starts.Start) -> HttpResponse:
    page = edit_page(begun.draft(user))
    page.given["start"] = begun
    return render(request, "desk/incident.html", {"page": page})
