"""Drafts as JSON. Rules, errors and operations are those of the desk's form."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.errors import INVALID, problem
from config.rest.pagination import PARAMETERS, Keyset, only
from config.rest.parameters import BadParameter, Fault
from incidents.desk import reading
from incidents.desk.api import schema
from incidents.desk.api.bases import DraftView, caller, head, page_of, revision_of, shown, visible
from incidents.desk.api.refusing import refused, stale
from incidents.desk.forms import IncidentDraft, Unreadable, flatten
from incidents.desk.forms.flat import pointer
from incidents.desk.operations import KeyReused, Started, create_draft, save_draft, started_by, submit_draft
from incidents.errors import DomainError, MergedAway, Stale
from incidents.vocabulary import AccessFace, State
from incidents.workbench.accesses import note_sight
from incidents.workbench.merged import check_not_merged
from incidents.workbench.models import Incident

KEY_REUSED = "urn:counterclaim:problem:key-reused"
READ_ONLY = ("ref", "state", "revision", "updated_at", "author")
LAST_CHANGED = Keyset("updated_at", "id")
_KEY_LENGTH = 80


class DraftList(DraftView):
    """The caller's incidents."""

    @extend_schema(
        operation_id="drafts_list",
        parameters=[schema.STATE, *schema.PAGING],
        responses=schema.answers(400, ok=schema.LISTED),
    )
    def get(self, request: Request) -> Response:
        """List incidents, those changed last first: an analyst's own and those shared, all of them for an editor."""
        only(request.GET, "state", *PARAMETERS)
        rows = reading.mine(caller(request), *_states(request.GET))
        page = LAST_CHANGED.page(rows, request.GET)
        return page_of(request, page, [head(incident) for incident in page.rows])

    @extend_schema(
        operation_id="drafts_create",
        parameters=[schema.FORM_ID],
        request={"application/json": schema.DRAFT},
        responses=schema.answers(400, 409, 415, 422, ok=schema.DRAFT, created=schema.DRAFT),
    )
    def post(self, request: Request) -> Response:
        """Start an incident.

        Sent again with the same `Idempotency-Key` and body within two days, it answers with the incident that was made
        the first time; with another body, it is refused.
        """
        key, sent = request.headers.get("Idempotency-Key", ""), _fingerprint(request.data)
        if len(key) > _KEY_LENGTH:
            return problem(request, 400, f"An Idempotency-Key has at most {_KEY_LENGTH} characters.")
        try:
            started = started_by(key, caller(request), sent=sent)
        except KeyReused as error:
            return _reused(request, error)
        return shown(started, by=caller(request)) if started else _create(request, key, sent)


class DraftDetail(DraftView):
    """One incident."""

    @extend_schema(
        operation_id="drafts_retrieve",
        parameters=[schema.PATH_REF],
        responses=schema.answers(404, ok=schema.DRAFT) | {304: schema.UNCHANGED},
    )
    def get(self, request: Request, ref: str) -> Response:
        """Show an incident with all its rows."""
        incident = visible(request, ref)
        note_sight(incident=incident, by=caller(request), face=AccessFace.API)
        return shown(incident, by=caller(request))

    @extend_schema(
        operation_id="drafts_update",
        parameters=[schema.PATH_REF, schema.IF_MATCH],
        request={"application/json": schema.DRAFT},
        responses=schema.answers(400, 404, 409, 412, 415, 428, ok=schema.DRAFT),
    )
    def put(self, request: Request, ref: str) -> Response:
        """Replace an incident's fields and rows by those sent; rows that are left out are removed."""
        incident = visible(request, ref)
        revision = _revision(request)
        if revision is None:
            return problem(request, 428, "Send the revision that you started from, in the body or as If-Match.")
        try:
            check_not_merged(incident)  # first: the rows that it names hang on another incident then
        except MergedAway as error:
            return problem(request, 409, error.message)
        draft = _read(request, incident)
        return draft if isinstance(draft, Response) else _save(request, draft, revision)


class DraftSubmission(DraftView):
    """Submitting an incident."""

    @extend_schema(
        operation_id="drafts_submit",
        parameters=[schema.PATH_REF, schema.IF_MATCH_SUBMIT],
        request=None,
        responses=schema.answers(400, 404, 409, 412, ok=schema.DRAFT),
    )
    def post(self, request: Request, ref: str) -> Response:
        """Ask an editor to publish what is stored; with `If-Match`, only if that is the revision."""
        incident = visible(request, ref)
        match = request.headers.get("If-Match")
        revision = None if match is None else revision_of(match) or 0
        try:
            submit_draft(incident=incident, by=caller(request), revision=revision)
        except DomainError as error:
            return refused(request, error, ref)
        return shown(visible(request, ref), by=caller(request))


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
    told = [{"pointer": where, "detail": message} for where, message in errors.items()]
    return problem(request, 400, "The draft does not fit.", type_=INVALID, title="Invalid", errors=told)


def _create(request: Request, key: str, sent: str) -> Response:
    draft = _read(request, None)
    if isinstance(draft, Response):
        return draft
    try:
        made = create_draft(draft=draft, by=draft.by, form_id=key, sent=sent)
    except Started as started:
        return shown(visible(request, started.incident.ref), by=draft.by)
    except KeyReused as error:
        return _reused(request, error)
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
        return stale(request, error, draft, ref)
    except DomainError as error:
        return problem(request, 409, error.message)
    return shown(visible(request, ref), by=draft.by)


def _reused(request: Request, error: KeyReused) -> Response:
    return problem(request, 422, error.message, type_=KEY_REUSED, title="Key reused")


def _fingerprint(data: Any) -> str:
    """Return what tells one body from another, however it is written."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _states(query: QueryDict) -> list[State]:
    """Return the states that are asked for, all for none. Raises BadParameter."""
    given = [code for text in query.getlist("state") for code in text.split(",")]
    wrong = [code for code in given if code not in State.codes()]
    if wrong:
        raise BadParameter(Fault("state", f"{wrong[0]!r} is not one of them", tuple(State.codes())))
    return [state for state in State if state.value in given]


def _revision(request: Request) -> int | None:
    """Return the revision that was sent, as If-Match or in the body."""
    sent = request.headers.get("If-Match", "")
    if not sent and isinstance(request.data, Mapping):
        sent = str(request.data.get("revision", ""))
    return revision_of(sent)
