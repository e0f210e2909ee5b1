"""The thread between analyst and editor, and the log of the workflow."""

from django.conf import settings
from django.db import models

from config.constraints import append_only_but_erasable, both_or_neither, one_of
from incidents.vocabulary import NoteState, State, Verb
from incidents.workbench.models.base import public_id_field, public_id_form, with_history
from incidents.workbench.models.incidents import Incident
from incidents.workbench.querysets import NoteQuerySet


@with_history
class ReviewNote(models.Model):
    """A remark on an incident, or on the field or row that `anchor` names (`workbench.anchors`); or an answer to one.

    An answer belongs to its note: it has neither an anchor nor a state of its own. Never published.
    """

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notes")
    reply_to = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies",
        help_text="The note that this one answers.",
    )  # fmt: skip
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    text = models.TextField(max_length=4000)
    anchor = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=NoteState.choices(), default=NoteState.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    settled_at = models.DateTimeField(null=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            public_id_form("workbench_reviewnote_public_id_form"),
            one_of("workbench_reviewnote_state_known", "state", NoteState.codes()),
            models.CheckConstraint(
                condition=models.Q(text__gt=""),
                name="workbench_reviewnote_text_given",
                violation_error_message="A note needs a text.",
            ),
            models.CheckConstraint(
                condition=models.Q(reply_to=None) | models.Q(anchor="", state=NoteState.OPEN.value),
                name="workbench_reviewnote_answer_is_plain",
                violation_error_message="An answer has no anchor and no state: its note has them.",
            ),
            both_or_neither(
                "workbench_reviewnote_settled_whole", "settled_by", "settled_at", "Say who resolved it, and when."
            ),
            models.CheckConstraint(
                condition=models.Q(state=NoteState.RESOLVED.value) | models.Q(settled_at=None),
                name="workbench_reviewnote_open_not_settled",
                violation_error_message="An open note was resolved by nobody.",
            ),
            models.UniqueConstraint(fields=["id", "incident"], name="workbench_reviewnote_of_incident"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


@with_history
class NoteMention(models.Model):
    """Somebody whom a note names, and when they were told by mail. Empty: not yet, or they may not see it any more."""

    note = models.ForeignKey(ReviewNote, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "user"],
                name="workbench_notemention_once",
                violation_error_message="The note names this person already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in note {self.note_id}"


class Transition(models.Model):
    """One step of the workflow, as it was taken. Append-only."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="transitions")
    verb = models.CharField(max_length=20, choices=Verb.choices())
    source_state = models.CharField(max_length=20, choices=State.choices())
    target_state = models.CharField(max_length=20, choices=State.choices())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField()
    edition_seq = models.PositiveBigIntegerField(null=True, blank=True, help_text="The edition that it appended.")

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only_but_erasable("transition")
        constraints = [
            one_of("workbench_transition_verb_known", "verb", Verb.codes()),
            one_of("workbench_transition_source_known", "source_state", State.codes()),
            one_of("workbench_transition_target_known", "target_state", State.codes()),
        ]

    def __str__(self) -> str:
        return f"{self.verb} by {self.by_id}"
