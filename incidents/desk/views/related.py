"""What is related to the incident in the form, as it stands while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.models import User
from incidents.desk.related import related as related_to
from incidents.desk.views.guards import at_the_desk
from incidents.workbench.models import Incident


@require_POST
@at_the_desk()
def related(request: HttpRequest, user: User) -> HttpResponse:
    """Answer the sent fields with the incidents that may be the same, or belong to it (`ref`: the incident edited)."""
    ref = request.GET.get("ref", "").replace("\0", "")
    found = get_object_or_404(Incident.objects.visible_to(user), ref=ref) if ref else Incident()
    given = {"related": related_to(request.POST, found, user), "ref": ref}
    return render(request, "desk/_related.html", given)
