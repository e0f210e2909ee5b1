"""The thread between analyst and editor, and the log of the workflow."""

from django.conf import settings
from django.db import models

from config.constraints import one_of
from incidents.vocabulary import NoteState, State, Verb
from incidents.workbench.models.base import public_id_field, public_id_form, with_history
from incidents.workbench.models.erasing import append_only_but_erasable
from incidents.workbench.models.incidents import Incident


@with_history
class ReviewNote(models.Model):
    """A remark on an incident, or on the field or claim that `anchor` names."""

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    text = models.TextField(max_length=4000)
    anchor = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=NoteState.choices(), default=NoteState.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

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
        ]

    def __str__(self) -> str:
        return self.text[:60]


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
