"""Sources that somebody changed since a person was shown them: nothing is written over what that person did not see.

Several incidents cite one source, and its changes raise no revision of theirs. So whoever shows a source to be edited
notes the last event of its history, and a save holds that against the history under the source's lock.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incidents.workbench.history import event_model
from incidents.workbench.models import Incident, Source


@dataclass(frozen=True)
class Shown:
    """A stored source that is about to be written, as it was shown: `seen` is its last event then, None if not said.

    `known` tells whether the incident cited it, and `unmarks` whether it is to be confidential no more.
    """

    source: Source
    seen: int | None
    known: bool
    unmarks: bool


def moved(shown: Iterable[Shown], *, incident: Incident | None, revision: int = 0, form: str, by: int) -> list[Source]:
    """Lock the sources; return those that somebody changed since they were shown, other than by this form.

    Where it isn't said what was shown, that is what stood when the incident's `revision` was made; and one that the
    incident did not cite is not taken out of confidence unseen. Three queries at most, none for no sources.
    """
    there = list(shown)
    if not there:
        return []
    keys = sorted(one.source.pk for one in there)
    list(Source.objects.filter(pk__in=keys).select_for_update(of=("self",), no_key=True).order_by("pk").values("pk"))
    events: dict[int, list[tuple[int, datetime, Any, dict[str, Any]]]] = defaultdict(list)
    told = event_model(Source)._default_manager.filter(pgh_obj_id__in=keys).order_by("pgh_id")  # noqa: SLF001 - Django's documented accessor
    wanted = ("pgh_obj_id", "pgh_id", "pgh_created_at", "pgh_context", "pgh_context__metadata")
    for key, event, at, context, said in told.values_list(*wanted):
        events[key].append((event, at, context, said or {}))
    made: tuple[datetime, Any] | None = None
    if incident is not None and any(one.seen is None for one in there):
        steps = event_model(Incident)._default_manager.filter(pgh_obj_id=incident.pk, revision=revision)  # noqa: SLF001 - Django's documented accessor
        made = steps.order_by("pgh_id").values_list("pgh_created_at", "pgh_context").first()

    def behind(one: Shown) -> bool:
        past = events[one.source.pk]
        if past and past[-1][0] != getattr(one.source, "seen_event", None):
            return True  # it was changed since this request read it
        if one.seen is None:
            unseen = one.unmarks and not (one.known and made)
            return unseen or (made is not None and any(at > made[0] and step != made[1] for _, at, step, _ in past))
        since = [said for event, _, _, said in past if event > one.seen]
        erased = one.seen not in {0, *(event for event, *_ in past)}
        return erased or any(not form or said.get("form") != form or said.get("user") != by for said in since)

    return [one.source for one in there if behind(one)]


def as_seen(seen: dict[int, int]) -> dict[int, Source]:
    """Return sources as they stood at an event each, by key; what was erased since is left out. One query."""
    found = event_model(Source)._default_manager.filter(pgh_id__in=seen.values()).values()  # noqa: SLF001 - Django's documented accessor
    columns = [one.attname for one in Source._meta.concrete_fields if not one.primary_key]  # noqa: SLF001 - Django's documented API
    return {
        event["pgh_obj_id"]: Source(pk=event["pgh_obj_id"], **{name: event[name] for name in columns})
        for event in found
        if seen.get(event["pgh_obj_id"]) == event["pgh_id"]
    }
