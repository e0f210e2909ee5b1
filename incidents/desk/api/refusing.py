"""What the drafts API answers where the domain refuses: the same words as everywhere, as a problem document."""

from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.errors import problem
from incidents.desk.api.bases import caller, visible, whole
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.comparison import differences, representation
from incidents.desk.forms.flat import pointer
from incidents.errors import DomainError, Incomplete, Stale
from incidents.moderation.refusals import problems_of
from incidents.publishing.operations import PublishConflict

INCOMPLETE = "urn:counterclaim:problem:incomplete"
STALE = "urn:counterclaim:problem:stale"
MOVED = "urn:counterclaim:problem:moved"


def refused(request: Request, error: DomainError, ref: str) -> Response:
    """Return the problem that a refused step is: 400 where something is missing, 412 stale, else 409."""
    if isinstance(error, Stale):
        return stale(request, error, None, ref)
    if isinstance(error, Incomplete):
        errors = [
            {"pointer": "/" + path.replace(".", "/"), "detail": message}
            for path, messages in error.missing.items()
            for message in messages
        ]
        return problem(request, 400, error.message, type_=INCOMPLETE, title="Incomplete", errors=errors)
    if isinstance(error, PublishConflict):
        answer = problem(request, 409, error.message, type_=MOVED, title="Moved")
        answer.data |= {"revision": error.preview.revision, "body_sha256": error.preview.body_sha256}
        return answer
    return problem(request, 409, error.message, errors=[{"detail": line} for line in problems_of(error)])


def stale(request: Request, error: Stale, draft: IncidentDraft | None, ref: str) -> Response:
    """Return the problem of a revision that has moved on: what stands, and beside it what was sent."""
    theirs = IncidentDraft(None, by=caller(request), incident=visible(request, ref))
    answer = problem(request, 412, error.message, type_=STALE, title="Stale")
    answer.data |= {"revision": error.current, "theirs": whole(theirs)}
    if draft is not None:
        told = [
            {"pointer": pointer(one.path), "label": one.label, "yours": one.yours, "theirs": one.theirs}
            for one in differences(draft, theirs)
        ]
        answer.data |= {"yours": representation(draft), "differences": told}
    return answer
