"""What hangs on an incident, in the order in which an article tells it."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from incidents.moderation.admin.bases import NamedFields, Stacked, Tabular
from incidents.moderation.admin.forms import NoteForm, NoteFormSet, OwnRowChoice
from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    ReviewNote,
    Transition,
)

_OWN_ROWS = {Claim: ("claimant",), Assertion: (), CasualtyEstimate: ("side",)}
"""Tables of which a row may only refer to rows of its own incident, and what their labels need."""


class _OwnRows(NamedFields):
    """Offer only rows of the same incident, and fetch them once for all forms of a page."""

    extra = 0
    fetched: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch along what the rows' own words need."""
        return super().get_queryset(request).select_related(*self.fetched)  # type: ignore[misc] # the inline's

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        model = db_field.remote_field.model
        if model not in _OWN_ROWS:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc] # the inline's
        incident = request.resolver_match.kwargs["object_id"] if request.resolver_match else None
        own = model._default_manager.filter(incident=incident).select_related(*_OWN_ROWS[model])  # noqa: SLF001 - Django's documented accessor
        return OwnRowChoice(
            rows=list(own), queryset=own, required=not db_field.blank, label=str(db_field.verbose_name).capitalize()
        )


class InvolvementInline(_OwnRows, Tabular):
    model = Involvement
    fetched = ("actor",)
    fields = ("position", "actor", "role", "alleged", "claim")
    autocomplete_fields = ("actor",)


class ClaimInline(_OwnRows, Stacked):
    model = Claim
    fetched = ("claimant",)
    autocomplete_fields = ("claimant",)
    fields = (
        ("claimant", "speaker"),
        ("kind", "channel", "position"),
        "statement",
        ("quotation", "quotation_language"),
        "translation",
        ("made_on", "made_time", "made_precision"),
        "confidential",
    )


class AssertionInline(_OwnRows, Stacked):
    model = Assertion
    fk_name = "incident"
    autocomplete_fields = ("side", "actor", "place", "response_to")
    fields = (
        ("claim", "position"),
        ("question", "stance"),
        ("side", "group", "low", "high"),
        ("actor", "place"),
        ("time_from", "time_to"),
        "text",
        "wording",
        "response_to",
    )


class ClaimLinkInline(_OwnRows, Tabular):
    model = ClaimLink
    fk_name = "incident"
    fields = ("position", "claim", "relation", "to", "question")


class CitationInline(_OwnRows, Stacked):
    model = Citation
    autocomplete_fields = ("source",)
    fields = (
        ("source", "position"),
        ("claim", "assertion"),
        ("locator", "quote"),
        "note",
        ("credibility", "credibility_reason"),
        ("rated_by", "rated_at"),
        "confidential",
    )
    readonly_fields = ("rated_by", "rated_at")
    fetched = ("rated_by",)


class EstimateInline(_OwnRows, Tabular):
    model = CasualtyEstimate
    fetched = ("side",)
    autocomplete_fields = ("side",)
    fields = ("position", "side", "group", "outcome", "low", "best", "high", "basis", "note")


class EstimateClaimInline(_OwnRows, Tabular):
    model = EstimateClaim
    fields = ("estimate", "claim")
    verbose_name = "claim that an estimate rests on"
    verbose_name_plural = "claims that estimates rest on"


class LinkInline(_OwnRows, Tabular):
    model = IncidentLink
    fk_name = "incident"
    autocomplete_fields = ("other",)
    fields = ("position", "relation", "other", "claim")


class AssessmentInline(_OwnRows, Stacked):
    model = Assessment
    fetched = ("assessed_by",)
    autocomplete_fields = ("side",)
    fields = (("question", "side", "group"), "finding", "reason", "signed")
    readonly_fields = ("signed",)

    def signed(self, verdict: Assessment) -> str:
        """Say whose verdict it is."""
        return f"{verdict.assessed_by}, {verdict.assessed_at:%Y-%m-%d %H:%M} UTC" if verdict.pk else "You, on saving"


def _minute(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


class NoteInline(NamedFields, Tabular):
    """The review thread: new notes and answers are written here, old ones are only resolved or opened again."""

    model = ReviewNote
    form = NoteForm
    formset = NoteFormSet  # type: ignore[assignment]  # a formset of notes
    extra = 0
    fields = ("about", "text", "anchor", "reply_to", "state", "signed")
    readonly_fields = ("about", "signed")
    can_delete = False
    verbose_name_plural = "review thread (private)"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch along who wrote, who resolved and who was told."""
        notes: Any = super().get_queryset(request)
        return notes.for_thread()

    @admin.display(description="note")
    def about(self, note: ReviewNote) -> str:
        """Return the note's mark, where mails lead to, and what it answers."""
        if note._state.adding:  # noqa: SLF001 - Django's documented attribute
            return "new"
        words = f"answers note {note.reply_to_id}" if note.reply_to_id else f"note {note.pk}"
        return format_html('<span id="note-{}">{}</span>', note.public_id, words)

    @admin.display(description="by")
    def signed(self, note: ReviewNote) -> str:
        """Say who wrote it, who resolved it, whom it names, and when they were told: a line each."""
        if note._state.adding:  # noqa: SLF001 - Django's documented attribute
            return "you, on saving"
        lines = [f"{note.author}, {_minute(note.created_at)}"]
        if note.settled_at:
            lines.append(f"resolved by {note.settled_by}, {_minute(note.settled_at)}")
        lines += [
            f"{one.user}: {f'mailed {_minute(one.told_at)}' if one.told_at else 'not mailed yet'}"
            for one in note.mentions.all()
            if one.user_id != note.author_id
        ]
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


class TransitionInline(Tabular):
    """The log of decisions: read only, always."""

    model = Transition
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "verb", "by", "reason", "source_state", "target_state", "revision", "edition_seq")
    verbose_name_plural = "decisions so far"

    def has_add_permission(self, request: HttpRequest, obj: Incident | None = None) -> bool:
        """Refuse: the workflow writes the log."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Incident | None = None) -> bool:
        """Refuse: the log is append-only."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch who decided along."""
        return super().get_queryset(request).select_related("by")


INLINES: list[Any] = [
    InvolvementInline,
    ClaimInline,
    AssertionInline,
    ClaimLinkInline,
    CitationInline,
    EstimateInline,
    EstimateClaimInline,
    LinkInline,
    AssessmentInline,
    NoteInline,
    TransitionInline,
]
