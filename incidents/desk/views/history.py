"""The edit history of an incident, and going back in it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from incidents.desk import undoing
from incidents.desk.history_page import history_page
from incidents.desk.views.guards import at_the_desk
from incidents.errors import DomainError
from incidents.vocabulary import AccessFace
from incidents.workbench.accesses import note_sight
from incidents.workbench.models import Incident


@require_safe
@at_the_desk(hidden=True)
def history(request: HttpRequest, user: User, ref: str) -> HttpResponse:
    """Show who changed what on an incident, and when."""
    incident = get_object_or_404(Incident.objects.visible_to(user), ref=ref)
    note_sight(incident=incident, by=user, face=AccessFace.HISTORY)
    found = history_page(incident, user, number=request.GET.get("page", "1"))
    return render(request, "desk/history.html", {"history": found, "incident": incident})


@require_POST
@at_the_desk(hidden=True)
def undo(request: HttpRequest, user: User, ref: str) -> HttpResponse:
    """Bring an earlier revision (`to`) back by a new save, if nobody saved since the page was opened (`revision`)."""
    incident = get_object_or_404(Incident.objects.visible_to(user).for_form(), ref=ref)
    to, revision = (_number(request.POST.get(name, "")) for name in ("to", "revision"))
    try:
        outcome = undoing.restore(incident, to=to, by=user, revision=revision)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("desk:history", ref=ref)
    if outcome.page is not None:
        return render(request, "desk/incident.html", {"page": outcome.page}, status=outcome.status)
    messages.success(request, outcome.message)
    return redirect("desk:incident", ref=ref)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004 - fits a column
