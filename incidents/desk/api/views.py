"""Drafts as JSON. Rules, errors and operations are those of the desk's form."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.http import quote_etag
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import APIToken, User
from config.rest.authentication import TokenAuthentication
from config.rest.errors import INVALID, problem
from config.rest.parameters import BadParameter, Fault
from incidents.desk import reading
from incidents.desk.api import schema
from incidents.desk.forms import IncidentDraft, Unreadable, flatten
from incidents.desk.forms.comparison import differences, representation
from incidents.desk.forms.flat import pointer
from incidents.desk.operations import Started, create_draft, save_draft, started_by, submit_draft
from incidents.errors import DomainError, Incomplete, Stale
from incidents.workbench import policies
from incidents.workbench.models import Incident

INCOMPLETE = "urn:counterclaim:problem:incomplete"
STALE = "urn:counterclaim:problem:stale"
READ_ONLY = ("ref", "state", "revision", "updated_at", "author")
PAGE = 100
_KEY_LENGTH = 80


class AtTheDesk(BasePermission):
    """Analysts and editors, signed in or with a token made for drafts."""

    message = "Only analysts and editors work on drafts, with a token of the scope drafts."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Tell whether the caller may work on drafts at all."""
        token: Any = request.auth
        if isinstance(token, APIToken) and token.scope != APIToken.Scope.DRAFTS:
            return False
        return isinstance(request.user, User) and policies.may_create(request.user)


class DraftView(APIView):
    """What the views of drafts share."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = [AtTheDesk]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Let nothing keep what is private."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Cache-Control"] = "private, no-store"
        return final


class DraftList(DraftView):
    """The caller's incidents."""

    @extend_schema(
        operation_id="drafts_list",
        parameters=[OpenApiParameter("page", {"type": "integer", "minimum": 1})],
        responses=schema.answers(400, ok=schema.LISTED),
    )
    def get(self, request: Request) -> Response:
        """List the caller's own incidents and shared ones, those changed last first."""
        pages = Paginator(reading.mine(caller(request)), PAGE)
        rows = pages.get_page(_page(request.GET))
        results = [head(incident) for incident in rows.object_list]
        return Response({"count": pages.count, "pages": pages.num_pages, "results": results})

    @extend_schema(
        operation_id="drafts_create",
        parameters=[schema.FORM_ID],
        request={"application/json": schema.DRAFT},
        responses=schema.answers(400, 409, ok=schema.DRAFT, created=schema.DRAFT),
    )
    def post(self, request: Request) -> Response:
        """Start an incident."""
        key = request.headers.get("Idempotency-Key", "")[:_KEY_LENGTH]
        if started := started_by(key, caller(request)):
            return shown(started, by=caller(request))
        return _create(request, key)


class DraftDetail(DraftView):
    """One incident."""

    @extend_schema(
        operation_id="drafts_retrieve", parameters=[schema.PATH_REF], responses=schema.answers(404, ok=schema.DRAFT)
    )
    def get(self, request: Request, ref: str) -> Response:
        """Show an incident with all its rows."""
        return shown(visible(request, ref), by=caller(request))

    @extend_schema(
        operation_id="drafts_update",
        parameters=[schema.PATH_REF, schema.IF_MATCH],
        request={"application/json": schema.DRAFT},
        responses=schema.answers(400, 404, 409, 412, 428, ok=schema.DRAFT),
    )
    def put(self, request: Request, ref: str) -> Response:
        """Replace an incident's fields and rows by those sent; rows that are left out are removed."""
        incident = visible(request, ref)
        revision = _revision(request)
        if revision is None:
            return problem(request, 428, "Send the revision that you started from, in the body or as If-Match.")
        draft = _read(request, incident)
        return draft if isinstance(draft, Response) else _save(request, draft, revision)


class DraftSubmission(DraftView):
    """Submitting an incident."""

    @extend_schema(
        operation_id="drafts_submit",
        parameters=[schema.PATH_REF],
        request=None,
        responses=schema.answers(400, 404, 409, ok=schema.DRAFT),
    )
    def post(self, request: Request, ref: str) -> Response:
        """Ask an editor to publish what is stored."""
        incident = visible(request, ref)
        try:
            submit_draft(incident=incident, by=caller(request))
        except Incomplete as error:
            errors = [
                {"pointer": "/" + path.replace(".", "/"), "detail": message}
                for path, messages in error.missing.items()
                for message in messages
            ]
            return problem(request, 400, error.message, type_=INCOMPLETE, title="Incomplete", errors=errors)
        except DomainError as error:
            return problem(request, 409, error.message)
        return shown(visible(request, ref), by=caller(request))


def caller(request: Request) -> User:
    """Return who is calling; the permission has seen that somebody is."""
    if not isinstance(request.user, User):
        raise TypeError(request.user)
    return request.user


def visible(request: Request, ref: str) -> Incident:
    """Return an incident that the caller may see. A hidden one is not found, like an absent one."""
    return get_object_or_404(Incident.objects.visible_to(caller(request)).for_detail(), ref=ref)


def head(incident: Incident) -> dict[str, Any]:
    """Return what a list says of an incident."""
    return {
        "ref": incident.ref,
        "state": incident.state,
        "revision": incident.revision,
        "updated_at": incident.updated_at,
        "author": incident.author.username,
        "title": incident.title,
        "earliest": incident.earliest,
        "shared": incident.shared,
    }


def shown(incident: Incident, *, by: User, status: int = 200) -> Response:
    """Return a whole incident, with its revision as the ETag."""
    body = head(incident) | representation(IncidentDraft(None, by=by, incident=incident))
    return Response(body, status=status, headers={"ETag": quote_etag(str(incident.revision))})


def _read(request: Request, incident: Incident | None) -> IncidentDraft | Response:
    """Return the draft that the body is, or the problem with it."""
    if not isinstance(request.data, Mapping):
        return _invalid(request, {"": "This must be an object."})
    nested = {name: value for name, value in request.data.items() if name not in READ_ONLY}
    try:
        draft = IncidentDraft(flatten(nested), by=caller(request), incident=incident, whole=True)
    except Unreadable as error:
        return _invalid(request, error.errors)
    if draft.is_valid():
        return draft
    errors = [{"pointer": pointer(one.path), "detail": one.message} for one in draft.problems()]
    return problem(request, 400, "The draft does not fit.", type_=INVALID, title="Invalid", errors=errors)


def _invalid(request: Request, errors: dict[str, str]) -> Response:
    told = [{"pointer": pointer(path), "detail": message} for path, message in errors.items()]
    return problem(request, 400, "The draft does not fit.", type_=INVALID, title="Invalid", errors=told)


def _create(request: Request, key: str) -> Response:
    draft = _read(request, None)
    if isinstance(draft, Response):
        return draft
    try:
        made = create_draft(draft=draft, by=draft.by, form_id=key)
    except Started as started:
        return shown(visible(request, started.incident.ref), by=draft.by)
    except DomainError as error:
        return problem(request, 409, error.message)
    response = shown(visible(request, made.ref), by=draft.by, status=201)
    response["Location"] = request.build_absolute_uri(f"{made.ref}/")
    return response


def _save(request: Request, draft: IncidentDraft, revision: int) -> Response:
    ref = draft.incident.ref
    try:
        save_draft(draft=draft, by=draft.by, revision=revision)
    except Stale as error:
        theirs = IncidentDraft(None, by=draft.by, incident=visible(request, ref))
        answer = problem(request, 412, error.message, type_=STALE, title="Stale")
        answer.data |= {
            "revision": error.current,
            "yours": representation(draft),
            "theirs": representation(theirs),
            "differences": [
                {"pointer": pointer(one.path), "label": one.label, "yours": one.yours, "theirs": one.theirs}
                for one in differences(draft, theirs)
            ],
        }
        return answer
    except DomainError as error:
        return problem(request, 409, error.message)
    return shown(visible(request, ref), by=draft.by)


def _revision(request: Request) -> int | None:
    """Return the revision that was sent, as If-Match or in the body."""
    sent = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not sent and isinstance(request.data, Mapping):
        sent = str(request.data.get("revision", ""))
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else None  # noqa: PLR2004 - fits a column


def _page(query: Mapping[str, str]) -> int:
    """Return the page that is asked for. Raises BadParameter."""
    faults = [Fault(name, "There is no such parameter.", ("page",)) for name in query if name != "page"]
    page = query.get("page", "1")
    if not (page.isascii() and page.isdecimal() and int(page[:9]) > 0):
        faults.append(Fault("page", "This must be a number from 1."))
    if faults:
        raise BadParameter(*faults)
    return int(page[:9])
