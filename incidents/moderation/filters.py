"""The queue's filters and its search: one table for the list, its saved views, and the links of the counters.

A name or a value that is not in the table is refused in words, never ignored.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from incidents.errors import DomainError
from incidents.moderation.ages import AGES
from incidents.moderation.priority import BANDS, Band
from incidents.reference.models import Border
from incidents.vocabulary import IncidentKind, State, Verb
from incidents.workbench.models import ReviewLock, Transition
from incidents.workbench.querysets import IncidentQuerySet

EVERYTHING = "all"
WAITING = State.SUBMITTED.value
EMBARGO_SOON = timedelta(days=7)
RETURNED_LONG_AGO = timedelta(days=14)

Choice = tuple[str, str]
Apply = Callable[[IncidentQuerySet, str, User], IncidentQuerySet]


@dataclass(frozen=True)
class Filter:
    """A filter: its name in the address, its title, what can be chosen, and what a choice does."""

    name: str
    title: str
    choices: Callable[[], Sequence[Choice]]
    apply: Apply
    default: str = ""


class BadQuery(DomainError):
    """An address of the queue that asks for what there is not. `problems`: each in words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def _state(found: IncidentQuerySet, code: str, user: User) -> IncidentQuerySet:
    """Filter by state. What waits is what has an entry in the queue, so that its index gives the order."""
    if code == EVERYTHING:
        return found
    return found.filter(queue_entry__isnull=False) if code == WAITING else found.filter(state=code)


def _priority(found: IncidentQuerySet, code: str, user: User) -> IncidentQuerySet:
    return found.filter(queue_entry__priority__range=BANDS[Band.of(code)])


def _age(found: IncidentQuerySet, code: str, user: User) -> IncidentQuerySet:
    _, least, most = AGES[code]
    now = timezone.now()
    found = found.filter(queue_entry__submitted_at__lte=now - least)
    return found.filter(queue_entry__submitted_at__gt=now - most) if most else found


def _embargo(found: IncidentQuerySet, code: str, user: User) -> IncidentQuerySet:
    now = timezone.now()
    wanted = {
        "on": Q(embargo_until__gt=now),
        "week": Q(embargo_until__gt=now, embargo_until__lte=now + EMBARGO_SOON),
        "over": Q(embargo_until__lte=now),
        "none": Q(embargo_until=None),
    }
    return found.filter(wanted[code])


def _review(found: IncidentQuerySet, code: str, user: User) -> IncidentQuerySet:
    now = timezone.now()
    if code == "nobody":
        return found.exclude(Exists(ReviewLock.objects.filter(incident=OuterRef("pk"), expires_at__gt=now)))
    held = found.filter(review_lock__expires_at__gt=now)
    return held.filter(review_lock__editor=user) if code == "mine" else held


def _returned(found: IncidentQuerySet, code: str, user: User) -> IncidentQuerySet:
    """Filter what went back to its author so long ago and did not come again."""
    before = timezone.now() - RETURNED_LONG_AGO
    since = Transition.objects.filter(incident=OuterRef("pk"), verb=Verb.REQUEST_CHANGES, at__gt=before)
    return found.filter(state=State.CHANGES_REQUESTED).exclude(Exists(since))


def _borders() -> Sequence[Choice]:
    return list(Border.objects.order_by("name").values_list("slug", "name"))


def _analysts() -> Sequence[Choice]:
    authors = User.objects.filter(groups__name__in=[Role.ANALYST, Role.EDITOR]).distinct().order_by("username")
    return [(one.username, one.get_full_name() or one.username) for one in authors]


def _fixed(*choices: Choice) -> Callable[[], Sequence[Choice]]:
    return lambda: choices


FILTERS: tuple[Filter, ...] = (
    Filter("state", "state", _fixed(*State.choices(), (EVERYTHING, "All states")), _state, default=WAITING),
    Filter("priority", "priority", _fixed(*Band.choices()), _priority),
    Filter("age", "time waiting", _fixed(*((code, label) for code, (label, *_) in AGES.items())), _age),
    Filter(
        "review", "review", _fixed(("mine", "By me"), ("nobody", "By nobody"), ("somebody", "By somebody")), _review
    ),
    Filter("border", "border", _borders, lambda found, code, _: found.filter(section__border__slug=code)),
    Filter("analyst", "analyst", _analysts, lambda found, code, _: found.filter(author__username=code)),
    Filter("kind", "kind", _fixed(*IncidentKind.choices()), lambda found, code, _: found.filter(kind=code)),
    Filter(
        "contested", "contested", _fixed(("yes", "Contested"), ("no", "Not contested")),
        lambda found, code, _: found.filter(queue_entry__contested=code == "yes"),
    ),
    Filter(
        "embargo", "embargo",
        _fixed(("on", "Under embargo"), ("week", "Ends within 7 days"), ("over", "Is over"), ("none", "None")),
        _embargo,
    ),
    Filter("returned", "return", _fixed(("long", "Sent back 14 days ago or more, not back")), _returned),
)  # fmt: skip
"""In the order of the list. Priority, time waiting and contested are known of what waits alone."""

_BY_NAME = {one.name: one for one in FILTERS}
_ALSO = {"q": "", "o": "0123456789.-", "p": "0123456789", "all": "", "e": "1", "_facets": "True"}
"""What the admin itself puts into the address, with the characters it consists of (none named: any)."""

_PASSING = ("p", "e")
"""Names that say nothing of what is asked for."""


def search(found: IncidentQuerySet, text: str) -> IncidentQuerySet:
    """Return those with every word of a text in title, ref or the analyst's name. One query more, for the names."""
    words = text.replace("\0", "").split()
    if not words:
        return found
    people = list(User.objects.filter(_all_of(words)).values_list("pk", "username", "first_name", "last_name"))
    for word in words:
        low = word.lower()
        theirs = [pk for pk, *names in people if any(low in name.lower() for name in names)]
        found = found.filter(Q(title__icontains=word) | Q(ref__icontains=word) | Q(author__in=theirs))
    return found


def _all_of(words: list[str]) -> Q:
    wanted = Q()
    for word in words:
        wanted |= Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
    return wanted


Offered = Mapping[str, Sequence[Choice]]
"""Name of a filter → what can be chosen now."""


def offered(names: Iterable[str] = tuple(_BY_NAME)) -> Offered:
    """Return what can be chosen now: a query for borders and one for analysts."""
    return {name: _BY_NAME[name].choices() for name in names if name in _BY_NAME}


def check(asked: Mapping[str, Sequence[str]], offers: Offered | None = None) -> None:
    """Refuse an address with names or values that there are not. Raises BadQuery, which says which."""
    offers = offered(asked) if offers is None else offers
    problems = [problem for name, values in asked.items() for problem in _problems(name, values, offers)]
    if problems:
        raise BadQuery(problems)


def _problems(name: str, values: Sequence[str], offers: Offered) -> list[str]:
    if len(values) != 1:
        return [f"“{name}” is given {len(values)} times; give it once."]
    value = values[0]
    if name in _ALSO:
        allowed = _ALSO[name]
        fits = not allowed or all(sign in allowed for sign in value) or value == allowed
        return [] if fits else [f"“{value}” is no value of “{name}”."]
    if name not in _BY_NAME:
        return [f"There is no filter “{name}”; there are {', '.join(_BY_NAME)}."]
    known = [code for code, _ in offers[name]]
    if value in known:
        return []
    return [f"“{value}” is no {_BY_NAME[name].title} to filter by; there are {', '.join(known) or 'none'}."]


def normal(query: str) -> str:
    """Return an address's query in one form: sorted, without the page. Raises BadQuery for what `check` refuses."""
    asked = parse_qs(query.removeprefix("?"), keep_blank_values=True)
    check(asked)
    return written(asked)


def written(asked: Mapping[str, Sequence[str]]) -> str:
    """Return what was checked, as an address has it."""
    kept: dict[str, Any] = {name: values[0] for name, values in asked.items() if name not in _PASSING and values[0]}
    return urlencode(sorted(kept.items()))
