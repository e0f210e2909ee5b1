"""Who saw what is confidential, and who took it away."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from config.constraints import append_only, one_of
from incidents.vocabulary import AccessFace


class Access(models.Model):
    """That a person opened something confidential, or exported it: who, when, from where, and by which page.

    `ref` names the incident, and is empty where it is about more than one; `asked` is what an export was asked for.
    It holds nothing of what was seen. Append-only; written in read-only mode, too, because reading goes on then.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=45, blank=True, help_text="Where the request came from.")
    face = models.CharField(max_length=20, choices=AccessFace.choices())
    ref = models.CharField(max_length=20, blank=True)
    asked = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = append_only("access")
        constraints = [one_of("workbench_access_face_known", "face", AccessFace.codes())]
        indexes = [
            models.Index(fields=["-at", "-id"], name="workbench_access_newest"),
            models.Index(fields=["by", "ref", "face", "-at"], name="workbench_access_of"),
        ]

    def __str__(self) -> str:
        return f"{self.by} saw {self.ref or self.face} at {self.at:%Y-%m-%d %H:%M}"
