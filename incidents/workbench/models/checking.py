"""What editors answered for before something became public."""

from django.conf import settings
from django.db import models

from config.constraints import append_only_but_erasable, one_of
from incidents.vocabulary import ReviewCheck
from incidents.workbench.models.incidents import Incident
from incidents.workbench.querysets import CheckAnswerQuerySet


class CheckAnswer(models.Model):
    """An editor's answer to a check on an incident, or on the field or row that `subject` names. Append-only, private.

    `subject` is an anchor (`workbench.anchors`). `fingerprint` is that of all that the check looked at when it was
    answered (SHA-256): the answer holds as long as the check still sees the same.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="check_answers")
    code = models.CharField(max_length=20, choices=ReviewCheck.choices())
    subject = models.CharField(max_length=100, blank=True)
    fingerprint = models.CharField(max_length=64)
    answer = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = CheckAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only_but_erasable("checkanswer")
        constraints = [
            one_of("workbench_checkanswer_code_known", "code", ReviewCheck.codes()),
            models.CheckConstraint(
                condition=models.Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="workbench_checkanswer_fingerprint_form",
                violation_error_message="A fingerprint is 64 hexadecimal digits.",
            ),
            models.CheckConstraint(
                condition=models.Q(answer__gt=""),
                name="workbench_checkanswer_answer_given",
                violation_error_message="Say why it may become public as it is.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.answer[:60]}"
