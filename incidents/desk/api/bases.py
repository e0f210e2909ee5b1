"""What the views of drafts share: who may, whose it is, and how an incident is shown."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.http import quote_etag
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import APIToken, User
from config.rest.authentication import TokenAuthentication
from config.rest.pagination import Page, linked, links_of
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.comparison import representation
from incidents.desk.forms.seen import SOURCES_SEEN
from incidents.workbench import policies
from incidents.workbench.models import Incident

_DIGITS = 10
"""Fewer than these fit into a column of revisions."""


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
    body = head(incident) | whole(IncidentDraft(None, by=by, incident=incident))
    return Response(body, status=status, headers={"ETag": quote_etag(str(incident.revision))})


def whole(stored: IncidentDraft) -> dict[str, Any]:
    """Return what is stored of an incident as a PUT takes it, with what was shown of its sources."""
    return representation(stored) | {SOURCES_SEEN: stored.seen_text}


def revision_of(tag: str) -> int | None:
    """Return the revision that an entity tag names; None for any other text."""
    number = tag.strip().removeprefix("W/").strip('"')
    return int(number) if number.isascii() and number.isdecimal() and len(number) < _DIGITS else None


def page_of(request: Request, page: Page, results: Sequence[dict[str, Any]]) -> Response:
    """Return a page of a list, with its neighbours in the body and in the Link header."""
    links = links_of(request, page)
    return linked(Response({**links, "results": results}), links)
