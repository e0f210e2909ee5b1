"""Who is at an incident now."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.models import User
from incidents.desk import reading
from incidents.desk.views.guards import at_the_desk
from incidents.workbench.models import Incident
from incidents.workbench.operations.keeping import end_presence, note_presence


@require_POST
@at_the_desk(hidden=True)
def here(request: HttpRequest, user: User, ref: str) -> HttpResponse:
    """Note that a person is there, or has left (`leaving`); tell who else is, and who saved since `revision` (JSON)."""
    incident = get_object_or_404(Incident.objects.visible_to(user), ref=ref)
    if "leaving" in request.POST:
        end_presence(incident=incident, by=user)
        return HttpResponse(status=204)
    note_presence(incident=incident, by=user, typing="typing" in request.POST)
    revision, form_id = request.POST.get("revision", ""), request.POST.get("form", "")
    since = int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else incident.revision  # noqa: PLR2004 - fits a column
    others = [{"name": str(one.person), "typing": one.typing} for one in reading.others_at(incident, user)]
    return JsonResponse({"others": others, "moved": reading.moved(incident, since, form_id, user)})
