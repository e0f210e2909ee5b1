"""Actors: who they are, what they are called, what they are part of."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Actor
from config.rest.pagination import PARAMETERS, Keyset, linked, links_of, only
from config.rest.parameters import BadParameter, Fault
from incidents.public.api.queries import public_actors
from incidents.public.api.schema import BAD_REQUEST, NOT_FOUND, PAGING, PATH_SLUG, answers
from incidents.public.api.views.base import PublicView, moved

BY_NAME = Keyset("name", "slug", descending=False)


class ActorList(PublicView):
    """Actors that an editor made public."""

    @extend_schema(
        operation_id="actors", parameters=PAGING, responses=answers("ActorPage", BAD_REQUEST), tags=["actors"]
    )
    def get(self, request: Request) -> Response:
        """List actors by name, with all their names and their relations over time.

        Actors have no editions, so `as_of` is refused; a relation says on which dates it held.
        """
        _refuse_moment(request.GET)
        only(request.GET, *PARAMETERS)
        page = BY_NAME.page(public_actors(), request.GET)
        base, links = _base(request), links_of(request, page)
        return linked(Response({**links, "results": [entry(actor, base) for actor in page.rows]}), links)


class ActorDetail(PublicView):
    """One actor."""

    @extend_schema(
        operation_id="actor",
        parameters=[PATH_SLUG],
        responses=answers("ActorEntry", BAD_REQUEST, NOT_FOUND, moves=True),
        tags=["actors"],
    )
    def get(self, request: Request, slug: str) -> Response:
        """Return an actor with all its names and its relations over time. `as_of` is refused, as in the list.

        One that was found to be the same as another leads there for good (301).
        """
        _refuse_moment(request.GET)
        only(request.GET)
        actor = public_actors(slug).first()
        if actor is None:
            return moved(Actor.objects.winner_of(slug), "api:actor")
        return Response(entry(actor, _base(request)))


def entry(actor: Actor, base: str) -> dict[str, Any]:
    """Return what is public of an actor (`shapes.ActorEntry`): an allow-list."""
    return {
        "slug": actor.slug,
        "url": f"{base}{actor.slug}/",
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "wikidata_id": actor.wikidata_id,
        "ucdp_id": actor.ucdp_id,
        "description": actor.description,
        "names": [
            {
                "text": name.text,
                "language": name.language,
                "script": name.script,
                "kind": name.kind,
                "used_from": name.used_from,
                "used_to": name.used_to,
            }
            for name in actor.names.all()
        ],
        "relations": [
            {
                "kind": relation.kind,
                "actor": relation.object.slug,
                "since": relation.valid.lower,
                "until": relation.valid.upper,
            }
            for relation in actor.relations.all()
        ],
    }


def _refuse_moment(params: QueryDict) -> None:
    if "as_of" in params:
        raise BadParameter(
            Fault("as_of", "has no meaning here: actors have no editions; their relations say on which dates they held")
        )


def _base(request: Request) -> str:
    return request.build_absolute_uri(reverse("api:actors"))
