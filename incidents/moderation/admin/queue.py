"""The queue: what waits for an editor, most pressing first, and all other incidents by state."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import User
from incidents.moderation.admin.bases import IncidentModelAdmin
from incidents.moderation.admin.filters import QUEUE_FILTERS
from incidents.moderation.ages import in_words
from incidents.moderation.duplicates import possible_duplicates
from incidents.moderation.filters import WAITING, BadQuery, check, offered, search, written
from incidents.moderation.priority import band_of, reasons
from incidents.moderation.querysets import with_queue_columns
from incidents.moderation.review_locks import Review, told
from incidents.vocabulary import EditionStatus, Question, State
from incidents.workbench import policies
from incidents.workbench.models import Incident, SavedView

MOST_COUNTED = 5_000
"""Up to where the list is counted, and paged: beyond, filters lead further than pages."""

WAITING_COLUMNS = (
    "ref", "titled", "age", "priority", "analyst", "changed", "duplicates", "to_settle", "reviewer",
)  # fmt: skip
OTHER_COLUMNS = ("ref", "titled", "state", "public_status", "contested", "analyst", "submitted")


class BoundedPaginator(Paginator[Any]):
    """Pages of a list of which only the keys are fetched, in order and up to a bound, in one query."""

    most = MOST_COUNTED

    @cached_property
    def keys(self) -> list[int]:
        """Return the keys of all rows that can be turned to, and of one more where there are more."""
        rows: Any = self.object_list
        return list(rows.values_list("pk", flat=True)[: self.most + 1])

    @cached_property
    def count(self) -> int:
        """Return how many there are, at most one more than the bound."""
        return len(self.keys)

    @cached_property
    def num_pages(self) -> int:
        """Return how many pages can be turned to."""
        return max(1, -(-min(self.count, self.most) // self.per_page))

    def keys_of(self, number: int) -> list[int]:
        """Return the keys of a page."""
        return self.keys[(number - 1) * self.per_page : min(number * self.per_page, self.most)]


class QueueChangeList(ChangeList):
    """A page of the queue. It fetches for all its rows at once what no join can: possible duplicates."""

    def get_results(self, request: HttpRequest) -> None:
        """Fetch the rows by their keys, so that nothing is looked up for others, and put to each what can be done."""
        super().get_results(request)
        pages: Any = self.paginator
        keys = (
            pages.keys
            if self.show_all and self.can_show_all
            else pages.keys_of(self.page_num if self.multi_page else 1)
        )
        found: dict[int, Any] = {row.pk: row for row in self.root_queryset.filter(pk__in=keys).order_by()}
        rows = [found[key] for key in keys if key in found]
        alike = possible_duplicates(rows) if waits(request) else {}
        here = f"{request.path}?{urlencode(sorted(request.GET.items()))}"
        user = _person(request)
        for row in rows:
            row.alike = alike.get(row.pk, [])
            row.review = _review(row, user)
            address = reverse("admin:workbench_incident_review", args=[row.pk])
            row.review_address = f"{address}?{urlencode({'next': here})}"
            row.may_review = policies.may_review(user)
        self.result_list = rows
        self.more_than_counted = self.result_count > pages.most


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the admin lets in only who is signed in"  # noqa: S101
    return request.user


def waits(request: HttpRequest) -> bool:
    """Tell whether a list shows what waits for an editor."""
    return request.GET.get("state", WAITING) == WAITING


def _review(incident: Incident, user: User) -> Review | None:
    lock = getattr(incident, "review_lock", None)
    return told(lock, user) if lock is not None and lock.expires_at > timezone.now() else None


class Queue(IncidentModelAdmin):
    """What the admin of incidents shows as its list."""

    list_display = WAITING_COLUMNS
    list_display_links = ("ref",)
    list_filter = QUEUE_FILTERS
    search_fields = ("ref", "title", "author__username")
    search_help_text = "Ref, title or analyst. The list shows what was submitted unless you choose another state."
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200
    paginator = BoundedPaginator
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        """Return what the person may see, with the queue's columns."""
        return with_queue_columns(Incident.objects.visible_to(request.user))  # type: ignore[arg-type] # None: nobody

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Show what a decision is taken by where incidents wait, and where they stand elsewhere."""
        return WAITING_COLUMNS if waits(request) else OTHER_COLUMNS

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        """Put the most pressing first, and among those who has waited longest; elsewhere, what moved last."""
        if waits(request):
            return ["-queue_entry__priority", "queue_entry__submitted_at", "pk"]
        return ["-updated_at", "-pk"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Incident], search_term: str
    ) -> tuple[QuerySet[Incident], bool]:
        """Return those with every word in title, ref or the analyst's name."""
        return search(queryset, search_term), False  # type: ignore[arg-type] # the model's own kind of queryset

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the queue's own list."""
        return QueueChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, with the saved views above it; an address that asks for what there is not is refused."""
        asked = dict(request.GET.lists())
        request.offered = offered()  # type: ignore[attr-defined] # for the filters, so that it is looked up once
        try:
            check(asked, request.offered)  # type: ignore[attr-defined]
        except BadQuery as refused:
            messages.error(request, f"{refused.message} The whole queue is shown instead.")
            return HttpResponseRedirect(request.path)
        told = {
            "title": "Incidents waiting for an editor" if waits(request) else "Incidents",
            "waits": waits(request),
            **views_for(_person(request), written(asked)),
        }
        return super().changelist_view(request, {**(extra_context or {}), **told})

    # Columns

    @admin.display(description="incident", ordering="earliest")
    def titled(self, incident: Incident) -> SafeString:
        """Return the title, which leads to the decision, with the days and the border below it."""
        days = dates(incident)
        section = incident.section
        return format_html(
            '<a class="queue__title" href="{}">{}</a><span class="queue__line">{}{}</span>',
            reverse("admin:workbench_incident_preview", args=[incident.pk]),
            incident.title or "(untitled)",
            days,
            f" · {section.border.name}" if section else "",
        )

    @admin.display(description="waiting", ordering="queue_entry__submitted_at")
    def age(self, incident: Incident) -> SafeString:
        """Return how long it has waited, with the exact time on the words."""
        since = incident.queue_entry.submitted_at
        return format_html(
            '<time datetime="{}" title="since {} UTC">{}</time>',
            since.isoformat(timespec="seconds"),
            since.strftime("%Y-%m-%d %H:%M"),
            in_words(timezone.now() - since),
        )

    @admin.display(description="priority", ordering="queue_entry__priority")
    def priority(self, incident: Incident) -> SafeString:
        """Return the band and why."""
        entry = incident.queue_entry
        band = band_of(entry.priority)
        why = reasons(killed=entry.killed, contested=entry.contested, embargoed=entry.embargo_until is not None)
        until = entry.embargo_until
        if until is not None:
            why = [f"embargo until {until:%Y-%m-%d}" if one == "embargo" else one for one in why]
        return format_html(
            '<strong class="queue__band queue__band--{}">{}</strong><span class="queue__line">{}</span>',
            band, band.label, " · ".join(why),
        )  # fmt: skip

    @admin.display(description="analyst")
    def analyst(self, incident: Incident) -> str:
        """Return who entered it."""
        return incident.author.get_full_name() or incident.author.get_username()

    @admin.display(description="changed since the last edition", empty_value="–")
    def changed(self, incident: Incident) -> Any:
        """Return which parts would change in public."""
        entry = incident.queue_entry
        if entry.revision == 0:
            return "not worked out yet"
        words = "first edition" if entry.first_edition else ", ".join(entry.changed) or "nothing in public"
        if entry.revision == incident.revision:
            return words
        return format_html('{}<span class="queue__line">as of revision {}</span>', words, entry.revision)

    @admin.display(description="possible duplicates", empty_value="–")
    def duplicates(self, incident: Any) -> Any:
        """Link to the incidents that may be the very same, with what both have in common on the link."""
        waiting = State.SUBMITTED.label
        links = [
            (
                reverse("admin:workbench_incident_preview", args=[one.pk]),
                ", ".join(one.reasons),
                one.ref,
                "" if one.state == waiting else one.state.lower(),
            )
            for one in incident.alike
        ]
        form = '<span class="queue__twin"><a href="{}" title="{}">{}</a> <span class="queue__line">{}</span></span>'
        return format_html_join("", form, links) or None

    @admin.display(description="to settle", empty_value="–")
    def to_settle(self, incident: Incident) -> Any:
        """Return how much it lacks and what stands in the way, linked to the list of both."""
        entry = incident.queue_entry
        lacks = f"{entry.warnings} to complete" if entry.warnings else ""
        problems = f"{entry.problems} problem{'s' if entry.problems > 1 else ''}" if entry.problems else ""
        words = ", ".join(one for one in (lacks, problems) if one)
        address = reverse("admin:workbench_incident_preview", args=[incident.pk])
        return format_html('<a href="{}#checks-title">{}</a>', address, words) if words else None

    @admin.display(description="review")
    def reviewer(self, incident: Any) -> SafeString:
        """Return who reviews it, and what the person can do about that."""
        review: Review | None = incident.review
        if review is None:
            said, verb, label = SafeString(), "take", "Take"
        elif review.mine:
            said, verb, label = format_html("You, until {} UTC", f"{review.until:%H:%M}"), "release", "Release"
        else:
            said = format_html("{}, since {} UTC", review.holder, f"{review.since:%H:%M}")
            verb, label = "over", "Take over"
        if review is not None and review.lost:
            said = format_html('{}<span class="queue__line">took it over from you</span>', said)
        if not incident.may_review:
            return said or SafeString("nobody")
        button = (
            '<span class="queue__who">{}</span><button type="submit" class="queue__act" name="do" value="{}" '
            'formaction="{}" aria-label="{} {}">{}</button>'
        )
        return format_html(button, said, verb, incident.review_address, label, incident.ref, label)

    @admin.display(description="submitted", empty_value="never")
    def submitted(self, incident: Any) -> Any:
        """Return when it was last submitted, in UTC."""
        return f"{incident.submitted_at:%Y-%m-%d %H:%M}" if incident.submitted_at else None

    @admin.display(description="public")
    def public_status(self, incident: Any) -> str:
        """Return what the public sees."""
        if incident.edition_status is None:
            return "none"
        if incident.edition_status == EditionStatus.PUBLISHED:
            return f"edition {incident.edition_number}"
        return EditionStatus.of(incident.edition_status).label.lower()

    @admin.display(description="contested")
    def contested(self, incident: Any) -> str:
        """Return the contested questions of the public edition, or that a claim is denied in the working copy."""
        if incident.edition_contested:
            return ", ".join(Question.of(code).label for code in incident.edition_contested)
        return "claims deny each other" if incident.has_disputed_claims else "–"


def dates(incident: Incident) -> str:
    """Return the first and the last day, or that none is given."""
    if incident.earliest is None or incident.earliest == incident.latest:
        return str(incident.earliest or "date not given")
    return f"{incident.earliest} – {incident.latest}"


def views_for(user: User, current: str) -> dict[str, Any]:
    """Return what the list shows of saved views: those the person sees, which is open, and what would be saved."""
    views = list(SavedView.objects.visible_to(user))
    return {
        "views": [{"view": one, "mine": one.owner_id == user.pk, "open": one.query == current} for one in views],
        "query": current,
        "may_save_views": policies.may_review(user),
    }
