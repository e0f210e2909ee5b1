"""Taking, releasing and taking over a review, from the list and from the page of decision."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from incidents.errors import DomainError
from incidents.moderation.review_locks import UnderReview, release, review_of, take
from incidents.workbench.models import Incident


def review_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was asked for, say what became of it, and lead back to where the person was."""
    user: User = request.user  # type: ignore[assignment] # the admin's own check let in a person with a role
    incident = Incident.objects.visible_to(user).filter(pk=pk).first()
    if incident is None:
        raise Http404
    if request.method == "POST":
        try:
            level, said = _done(incident, request.POST.get("do", ""), user)
        except DomainError as refused:
            level, said = messages.ERROR, refused.message
        admin.message_user(request, said, level)
    return HttpResponseRedirect(_back(request, pk))


def _done(incident: Incident, verb: str, user: User) -> tuple[int, str]:
    if verb == "release":
        gone = release(incident=incident, by=user)
        return (
            messages.SUCCESS,
            f"You review {incident.ref} no more." if gone else f"You did not review {incident.ref}.",
        )
    if verb not in ("take", "over"):
        return messages.ERROR, "That can’t be done to a review: take it, release it, or take it over."
    before = review_of(incident, user)
    try:
        lock = take(incident=incident, by=user, over=verb == "over")
    except UnderReview as refused:
        return messages.WARNING, f"{refused.message} You can take it over."
    if before is not None and not before.mine:
        words = f"Review taken over from {before.holder}"
        LogEntry.objects.log_actions(user.pk, [incident], CHANGE, words, single_object=True)
    return messages.SUCCESS, f"You review {incident.ref} until {lock.expires_at:%H:%M} UTC."


def _back(request: HttpRequest, pk: int) -> str:
    """Return where the person came from, if that is on this site."""
    wanted = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if here else reverse("admin:workbench_incident_preview", args=[pk])
