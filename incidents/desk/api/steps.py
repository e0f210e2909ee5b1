"""The workflow of a draft as JSON: what was decided, what is open, and taking a step."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.errors import INVALID, problem
from incidents.desk.api import schema, step_schema
from incidents.desk.api.bases import DraftView, caller, shown, visible
from incidents.desk.api.refusing import refused
from incidents.errors import DomainError
from incidents.moderation.decisions import decide, read_decision
from incidents.moderation.hindrances import sensible_verbs
from incidents.publishing.operations import Preview, preview
from incidents.vocabulary import AccessFace
from incidents.workbench import policies
from incidents.workbench.accesses import note_sight
from incidents.workbench.models import Transition
from incidents.workbench.operations.approving import waiting_of


class Steps(DraftView):
    """The steps of the workflow."""

    @extend_schema(
        operation_id="drafts_steps_list",
        parameters=[schema.PATH_REF],
        responses=schema.answers(404, ok=step_schema.STEPS),
    )
    def get(self, request: Request, ref: str) -> Response:
        """Read the log of decisions with their reasons, and what is open to the caller."""
        incident, user = visible(request, ref), caller(request)
        note_sight(incident=incident, by=user, face=AccessFace.API)
        waiting, now = waiting_of(incident), preview(incident)
        return Response({
            "state": incident.state,
            "revision": incident.revision,
            "open": [verb.value for verb in sensible_verbs(incident, user, now)],
            "approval": waiting and {
                "by": waiting.by.username, "at": waiting.at, "due": waiting.due, "revision": waiting.revision,
            },
            "preview": _previewed(now) if policies.may_review(user) else None,
            "log": [_taken(step) for step in incident.transitions.select_related("by").order_by("-at", "-pk")],
        })  # fmt: skip

    @extend_schema(
        operation_id="drafts_steps_create",
        parameters=[schema.PATH_REF],
        request={"application/json": step_schema.STEP},
        responses=schema.answers(400, 404, 409, 412, 415, ok=schema.DRAFT),
    )
    def post(self, request: Request, ref: str) -> Response:
        """Take a step: any of the workflow's, by the rules that hold everywhere, and with the same words of refusal.

        Publishing and approving name the revision and the digest of the preview: 409 where either moved.
        """
        incident = visible(request, ref)
        decision, errors = read_decision(request.data)
        if errors:
            told = [{"pointer": where, "detail": message} for where, message in errors.items()]
            return problem(request, 400, "The step does not fit.", type_=INVALID, title="Invalid", errors=told)
        try:
            site = request.build_absolute_uri("/")
            decide(incident=incident, by=caller(request), decision=decision, site=site)
        except DomainError as error:
            return refused(request, error, ref)
        return shown(visible(request, ref), by=caller(request))


def _previewed(now: Preview) -> dict[str, Any]:
    return {
        "revision": now.revision,
        "body_sha256": now.body_sha256,
        "problems": now.problems,
        "document": now.document,
    }


def _taken(step: Transition) -> dict[str, Any]:
    return {
        "verb": step.verb,
        "source_state": step.source_state,
        "target_state": step.target_state,
        "by": step.by.username,
        "at": step.at,
        "reason": step.reason,
        "revision": step.revision,
        "edition_seq": step.edition_seq,
    }
