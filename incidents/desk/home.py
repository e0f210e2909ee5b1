"""Reads of the desk's first page and of its lists: a fixed number of queries, however many incidents there are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from incidents.desk.reading import unsaved
from incidents.desk.search import matching
from incidents.desk.starts import TEMPLATES, Template
from incidents.moderation.counting import Backlog, backlog
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench import policies
from incidents.workbench.anchors import briefly
from incidents.workbench.models import Incident, KeptForm, NoteMention, ReviewNote, Transition
from incidents.workbench.querysets import IncidentQuerySet

SHOWN = 8
"""How many incidents of each kind the first page shows."""

PAGE = 40
"""How many incidents a list shows at a time."""

_NOTES_SHOWN = 5
_TO_START_FROM = 200
_WITH_REASON = (Verb.REQUEST_CHANGES, Verb.REJECT)
_UNFINISHED = (State.DRAFT, State.CHANGES_REQUESTED)
LONGEST_QUERY = 200


def _mine(user: User, *states: State) -> Q:
    return Q(author=user, state__in=states)


@dataclass(frozen=True)
class Shelf:
    """A list of the desk: its name in addresses, its title, what it says when empty, and which incidents are in it."""

    name: str
    title: str
    which: Callable[[User], Q]
    empty: str = ""


SHELVES = (
    Shelf("returned", "Returned to you", lambda user: _mine(user, State.CHANGES_REQUESTED)),
    Shelf("drafts", "Your drafts", lambda user: _mine(user, State.DRAFT), "You have no drafts."),
    Shelf("waiting", "Waiting for review", lambda user: _mine(user, State.SUBMITTED)),
    Shelf("rejected", "Rejected", lambda user: _mine(user, State.REJECTED)),
    Shelf("merged", "Yours that are told under another ref", lambda user: _mine(user, State.MERGED)),
    Shelf("team", "The team’s open drafts", lambda user: Q(state__in=_UNFINISHED) & ~Q(author=user)),
)
"""The lists of working copies, in the order of the page."""

NAMED = {shelf.name: shelf for shelf in SHELVES}


@dataclass
class Filled:
    """A shelf with its first incidents, and how many there are in all."""

    shelf: Shelf
    rows: list[Any]
    count: int

    @property
    def more(self) -> bool:
        """Tell whether there are more than are shown."""
        return self.count > len(self.rows)


@dataclass
class Home:
    """What a person finds on the desk."""

    shelves: list[Filled]
    published: list[Any]
    named: list[ReviewNote]
    queue: Backlog | None
    unsaved: list[KeptForm]
    incidents: list[Incident] = field(default_factory=list)
    templates: list[Template] = field(default_factory=lambda: list(TEMPLATES.values()))

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing here yet."""
        return not any(one.rows for one in self.shelves) and not self.published


def home(user: User) -> Home:
    """Return the first page: each list's first rows and count, the notes that name the person, and what is public."""
    counts = _counts(user)
    shelves = [
        Filled(shelf, list(_rows_of(user, shelf)[:SHOWN]) if counts[shelf.name] else [], counts[shelf.name])
        for shelf in SHELVES
    ]
    for filled in shelves:
        if filled.shelf.name == "returned":
            for row in filled.rows:
                _tell_notes(row)
    return Home(
        shelves=shelves,
        published=_published(user),
        named=_naming(user),
        queue=backlog() if policies.may_review(user) else None,
        unsaved=unsaved(user),
        incidents=list(Incident.objects.visible_to(user).only("ref", "title", "earliest")[:_TO_START_FROM]),
    )


def listed(user: User, *, show: str = "", text: str = "") -> IncidentQuerySet:
    """Return the incidents of a shelf, or without one all that a person may see; those in which the text is found."""
    seen = Incident.objects.visible_to(user)
    return _with_columns(matching(seen.filter(NAMED[show].which(user)) if show else seen, text))


def to_start_from(user: User, ref: str) -> tuple[Incident | None, bool]:
    """Return the incident with this ref, and whether the person sees its working copy; others must be public."""
    found = Incident.objects.visible_to(user).for_detail().filter(ref=ref).first()
    if found is not None:
        return found, True
    public = Edition.objects.live().filter(ref=ref).values("ref")
    return Incident.objects.filter(ref__in=public).first(), False


def _rows_of(user: User, shelf: Shelf) -> IncidentQuerySet:
    rows = _with_columns(Incident.objects.visible_to(user).filter(shelf.which(user)))
    if shelf.name != "returned":
        return rows
    notes = ReviewNote.objects.open().select_related("author")
    return rows.prefetch_related(Prefetch("notes", notes, to_attr="notes_open"))


def _with_columns(rows: IncidentQuerySet) -> IncidentQuerySet:
    """Add the last reason that something was sent back or rejected for, and how many notes are open."""
    reviews = Transition.objects.filter(incident=OuterRef("pk"), verb__in=_WITH_REASON).order_by("-at", "-pk")
    notes = ReviewNote.objects.open().filter(incident=OuterRef("pk")).order_by().values("incident")
    return rows.for_list().annotate(
        feedback=Subquery(reviews.values("reason")[:1]),
        feedback_by=Subquery(reviews.values("by__username")[:1]),
        open_notes=Coalesce(Subquery(notes.annotate(count=Count("pk")).values("count")), 0),
    )


def _counts(user: User) -> dict[str, int]:
    """Count every shelf in one query."""
    seen = Incident.objects.visible_to(user).exclude(state=State.IN_SYNC).order_by()
    counts = {shelf.name: Count("pk", filter=shelf.which(user)) for shelf in SHELVES}
    found: dict[str, int] = seen.aggregate(**counts)
    return found


def _tell_notes(row: Any) -> None:
    """Put the first open notes of an incident into words, and how many there are beyond them."""
    row.notes_shown = [(note, briefly(note.anchor)) for note in row.notes_open[:_NOTES_SHOWN]]
    row.notes_more = len(row.notes_open) - len(row.notes_shown)


def _published(user: User) -> list[Any]:
    """Return the last editions of a person's incidents that stand in the record."""
    refs = Incident.objects.filter(author=user).values("ref")
    editions = Edition.objects.open().filter(ref__in=refs).for_list().defer("body", "search")
    return list(editions.order_by("-seq")[:SHOWN])


def _naming(user: User) -> list[ReviewNote]:
    """Return the open notes that name a person, themselves or in an answer, on what they see; newest first."""
    named = NoteMention.objects.filter(user=user).values("note")
    answers = NoteMention.objects.filter(user=user, note__reply_to__isnull=False).values("note__reply_to")
    notes = ReviewNote.objects.open().filter(Q(pk__in=named) | Q(pk__in=answers))
    seen = notes.filter(incident__in=Incident.objects.visible_to(user).order_by()).select_related("incident", "author")
    return list(seen.order_by("-created_at", "-pk")[:SHOWN])
