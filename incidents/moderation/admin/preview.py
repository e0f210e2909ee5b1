"""The review page: what is public beside what is proposed, and the decision on it. One page, one address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import orjson
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.models import User
from incidents.document import types as doc
from incidents.document.reading import read
from incidents.document.schema import violations
from incidents.errors import DomainError
from incidents.moderation.admin import reading
from incidents.moderation.admin.blocks import SHOWN, SINCE, sides
from incidents.moderation.admin.comparing import compare
from incidents.moderation.admin.deciding import Sent, check_lengths, in_words, nothing_typed, sent, shown, status_of
from incidents.moderation.admin.margins import Margins, Typed
from incidents.moderation.admin.merges import merges_of
from incidents.moderation.approvals import approval_of
from incidents.moderation.checks import checked, unanswered
from incidents.moderation.decisions import asked_of
from incidents.moderation.four_eyes import changers
from incidents.moderation.hindrances import hindrance, makes_sense
from incidents.moderation.querysets import for_review
from incidents.moderation.restoring import restorable
from incidents.moderation.review_locks import check_decision, prolong, review_of
from incidents.moderation.reviewing import review_incident
from incidents.moderation.touches import Touches, last_review
from incidents.moderation.workflow import TABLE, open_verbs
from incidents.publishing.operations import Preview, preview, preview_of
from incidents.record.models import Edition
from incidents.vocabulary import AccessFace, EditionStatus, State, Verb
from incidents.workbench import policies
from incidents.workbench.accesses import note_sight
from incidents.workbench.completeness import missing
from incidents.workbench.models import Incident, ReviewNote
from incidents.workbench.steps import steps_of

NEVER_PUBLIC = (
    "the working note, the review thread, decisions and their reasons (those of retractions and merges are public)",
    "answers to checks, and who gave them",
    "who wrote, edited, graded or approved it, and when",
    "private notes on sources, the reasons of grades, files of captures",
    "whether anything is confidential, embargoed or shared",
)
"""What no edition ever contains, whatever the incident."""

_ORDER = (
    Verb.PUBLISH,
    Verb.APPROVE,
    Verb.SETTLE,
    Verb.REQUEST_CHANGES,
    Verb.REJECT,
    Verb.RESTORE,
    Verb.RETRACT,
    Verb.UNPUBLISH,
    Verb.REOPEN,
    Verb.SUBMIT,
    Verb.WITHDRAW,
)

Renderer = Callable[[HttpRequest, dict[str, Any]], HttpResponse]
"""What shows a document as readers would see it. The page belongs to `public`, so `config.urls` hands it in."""


@dataclass(frozen=True)
class Step:
    """A decision that could be taken now, with what was typed for it, or why it can't be taken.

    `editions`: from which to choose, for restoring one; `edition` is the number that was chosen.
    """

    verb: Verb
    needs_reason: bool
    reason: str
    hindrance: str
    editions: list[Edition]
    edition: int | None


def preview_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would become public; on POST do what was asked, and show the page again where it is refused."""
    user: User = request.user  # type: ignore[assignment] # the admin's own check let in a person with a role
    incident = _incident(user, pk)
    prolong(incident=incident, by=user)
    if request.method != "POST":
        note_sight(incident=incident, by=user, face=AccessFace.REVIEW)
        return _page(admin, request, pk, nothing_typed())
    came = sent(request.POST, incident)
    if request.POST.get("show"):  # only another view of it: all that was typed comes back
        return _page(admin, request, pk, came.typed)
    if not came.form.is_valid():
        return _page(
            admin, request, pk, came.typed, error=["That is not a decision that can be taken here."], status=400
        )
    try:
        done = _carry_out(came, request, incident, user)
    except DomainError as refused:
        return _page(admin, request, pk, came.typed, error=in_words(refused), status=status_of(refused))
    admin.message_user(request, done, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:workbench_incident_preview", args=[pk]))


def page_as_readers_see_it(render: Renderer) -> Callable[..., HttpResponse]:
    """Return the view of an incident's public page as it would be, drawn by what draws the public pages."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        user: User = request.user  # type: ignore[assignment] # see preview_page
        incident = _incident(user, pk)
        note_sight(incident=incident, by=user, face=AccessFace.REVIEW)
        document = preview(incident).document
        if violations(document) or not document["occurrence"]["earliest"]:
            messages.warning(request, "The page can’t be drawn yet: see the problems and what is missing.")
            return HttpResponseRedirect(reverse("admin:workbench_incident_preview", args=[pk]))
        answer = render(request, document)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return view


def _incident(user: User, pk: int) -> Incident:
    incident = Incident.objects.visible_to(user).filter(pk=pk).first()
    if incident is None:
        raise Http404
    return incident


@transaction.atomic
def _carry_out(came: Sent, request: HttpRequest, incident: Incident, user: User) -> str:
    """Do what was asked, all of it or nothing; return what was done, in words."""
    check_lengths(came.comments)
    asked = asked_of(came.form, user)
    asked.pop("do")
    if asked["verb"] is not None:
        despite = request.POST.get("despite") == "on"
        check_decision(incident=incident, verb=asked["verb"], by=user, despite=despite)
    step = review_incident(
        incident=incident,
        by=user,
        comments=came.comments,
        answers=came.answers,
        **asked,
        site=request.build_absolute_uri("/"),
    )
    if step is not None:
        LogEntry.objects.log_actions(user.pk, [incident], CHANGE, f"Decision: {step.verb}", single_object=True)
    kept = " and ".join(
        f"{number} {noun}{'' if number == 1 else 's'}"
        for number, noun in ((len(came.comments), "comment"), (len(came.answers), "answer"))
        if number
    )
    if step is None:
        return f"{incident.ref}: {kept or 'nothing was typed, so nothing'} – saved. No decision was taken."
    return f"{incident.ref}: {step.get_verb_display().lower()} – done{f', with {kept}' if kept else ''}."


def _page(
    admin: Any,
    request: HttpRequest,
    pk: int,
    typed: Typed,
    *,
    error: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment] # see preview_page
    incident = for_review(Incident.objects.visible_to(user)).filter(pk=pk).first()
    if incident is None:
        raise Http404
    now = preview_of(incident)
    proposed = cast(doc.IncidentDocument, now.document)
    public = _public(now)
    found = checked(incident)
    log = list(incident.transitions.select_related("by").order_by("-at", "-pk"))
    review = last_review(log)
    notes = _notes(incident)
    touches = Touches(steps_of(incident) if review or notes else ())
    changed = changers(incident)
    people = dict(User.objects.filter(pk__in=touches.people() | changed - {None}).values_list("pk", "username"))
    margins = Margins(
        incident, user=user, touches=touches, review=review, checked=found, notes=notes, people=people, typed=typed
    )
    show = shown(request)
    compared = compare(public, proposed)
    two_sides = sides(incident, compared, margins, show)
    editions = list(restorable(incident))
    steps = [
        Step(
            verb=verb,
            needs_reason=TABLE[verb].reason,
            reason=typed.reasons.get(verb, ""),
            hindrance=hindrance(verb, incident, user, now, found=found, changed=changed),
            editions=editions if verb == Verb.RESTORE else [],
            edition=typed.edition,
        )
        for verb in sorted(set(open_verbs(incident, user)) & set(_ORDER), key=_ORDER.index)
        if makes_sense(verb, now, editions)
    ]
    findings = reading.positions(proposed, public)
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Review of {incident.ref}",
        "subtitle": incident.title or "(untitled)",
        "opts": admin.opts,
        "incident": incident,
        "preview": now,
        "first": public is None,
        "json": orjson.dumps(now.document, option=orjson.OPT_INDENT_2).decode(),
        "counts": compared.counts,
        "sides": two_sides,
        "findings": findings,
        "parties": reading.parties(findings),
        "missing": missing(incident),
        "never_public": NEVER_PUBLIC,
        "checked": found,
        "unanswered": unanswered(found),
        "steps": steps,
        "approval": approval_of(incident),
        "lock": review_of(incident, user),
        "waits": policies.may_review(user) and incident.state == State.SUBMITTED,
        "merges": merges_of(incident, user),
        "homeless": margins.homeless({step.verb.value for step in steps if not step.hindrance}),
        "editors": [people[pk] for pk in sorted(pk for pk in changed if pk is not None) if pk in people],
        "unnamed": None in changed,
        "log": log,
        "review": margins.review_in_words,
        "removed": margins.removed,
        "open_notes": margins.notes,
        "may_comment": policies.may_remark(user, incident),
        "may_answer": policies.may_review(user),
        "typed": typed,
        "show": show,
        "views": [one for one in SHOWN if one != show and (one != SINCE or review is not None)],
        "error": error or [],
    }
    return TemplateResponse(request, "moderation/preview.html", context, status=status)


def _public(now: Preview) -> doc.IncidentDocument | None:
    standing = now.standing
    if standing is None or standing.status != EditionStatus.PUBLISHED or standing.expunged:
        return None
    return read(standing.body)


def _notes(incident: Incident) -> list[ReviewNote]:
    """Return the open notes with their answers, oldest first. Two queries at most."""
    notes = incident.notes.open().select_related("author")
    return list(notes.prefetch_related("replies__author"))
