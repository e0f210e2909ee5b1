"""The kept copies of sources."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models import User
from incidents.evidence.serving import file_response
from incidents.evidence.store import Absent, Damaged
from incidents.workbench.accesses import note_copy
from incidents.workbench.models import Capture
from incidents.workbench.operations.captures import open_for


@require_safe
def capture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Send the kept copy of a source to whoever may see the source, and note that."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    found = get_object_or_404(Capture.objects.visible_to(request.user).select_related("source"), public_id=public_id)
    note_copy(capture=found, by=request.user)
    try:
        file = open_for(found, by=request.user)
    except (Absent, Damaged) as error:
        raise Http404 from error
    return file_response(request, file, sha256=found.sha256, mime=found.mime, public=False)
