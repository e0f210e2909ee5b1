"""Reads that only the API makes."""

from django.db.models import Prefetch

from actors.models import Actor, ActorRelation
from actors.querysets import ActorQuerySet


def public_actors(slug: str | None = None) -> ActorQuerySet:
    """Return public actors (or the one), with names, and relations to public actors, in three queries."""
    public = Actor.objects.visible_to(None)
    relations = ActorRelation.objects.for_list().filter(object__in=public)
    found: ActorQuerySet = public.with_names().prefetch_related(Prefetch("relations", relations))
    return found if slug is None else found.filter(slug=slug)
