"""The admin's page of an actor's hierarchy: where it stood on a day, and all its relations, to be edited."""

import re
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User, has_role
from accounts.roles import Role
from actors.hierarchy import standing_on
from actors.locking import lock_references
from actors.models import Actor
from actors.relating import days_in_words
from incidents.errors import DomainError
from incidents.moderation.referring.editing import Unreasoned
from incidents.moderation.referring.relating import save_relations
from incidents.moderation.referring.relation_forms import RelationRows, relation_rows
from incidents.moderation.referring.versions import last_change
from incidents.reference.models import Milestone
from incidents.vocabulary import IN_USE, Standing
from incidents.workbench import policies

_DIGITS = 9
"""The longest number of rows that is read: Django's form refuses any other."""
OFFERED = 1000
"""Actors that are offered while one is typed; any other is found by its name or slug."""


_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class DayForm(forms.Form):
    """The day that is looked at."""

    on = forms.DateField(
        required=False, label="As of", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    @property
    def day(self) -> date:
        """The day that is asked for; today where none is, or none that is one."""
        asked: date | None = self.cleaned_data.get("on") if self.is_valid() else None
        return asked or timezone.localdate()


class ReasonForm(forms.Form):
    """Why relations are changed."""

    reason = forms.CharField(
        required=False, max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="Relations decide whose acts count as whose: every change of one needs its reason.",
    )  # fmt: skip


def hierarchy_page(request: HttpRequest, user: User, site: Any, pk: int) -> HttpResponse:
    """Show the hierarchy of an actor, and save its relations.

    Looking at another day and asking for one more row keep what was typed.
    """
    actor = Actor.objects.filter(pk=pk).select_related("merged_into").first()
    if actor is None or not has_role(user, Role.EDITOR, Role.ADMINISTRATOR):
        raise Http404
    if request.method != "POST":
        return _page(request, user, site, actor, rows=relation_rows(actor), reason=ReasonForm())
    if "_save" not in request.POST:
        rows = _unchecked(relation_rows(actor, _with_rows(request)))
        return _page(request, user, site, actor, rows=rows, reason=ReasonForm(request.POST))
    reason = ReasonForm(request.POST)
    try:
        with transaction.atomic():
            lock_references()
            rows = relation_rows(actor, request.POST)
            if not (rows.is_valid() and reason.is_valid()):
                return _page(request, user, site, actor, rows=rows, reason=reason, checked=True)
            saved = _save(actor, rows, by=user, reason=reason.cleaned_data["reason"])
    except (DomainError, IntegrityError) as refusal:
        told = refusal.message if isinstance(refusal, DomainError) else f"Nothing was saved: {refusal}"
        reason.add_error("reason" if isinstance(refusal, Unreasoned) else None, told)
        rows = relation_rows(actor, request.POST)
        return _page(request, user, site, actor, rows=rows, reason=reason, checked=True, status=_status(user))
    messages.success(request, "The relations were saved." if saved else "Nothing was different, so nothing was saved.")
    return HttpResponseRedirect(f"{reverse('admin:actors_actor_hierarchy', args=[actor.pk])}?on={_day(request).day}")


def _day(request: HttpRequest) -> DayForm:
    """Return the day that is asked for, by the button of a turning point perhaps."""
    asked: Any = (request.POST if request.method == "POST" else request.GET).copy()
    if _DATE.fullmatch(asked.get("_show", "")):
        asked["on"] = asked["_show"]
    return DayForm({"on": asked.get("on", "")}) if asked.get("on") else DayForm({"on": str(timezone.localdate())})


def _status(user: User) -> int:
    return 200 if policies.may_review(user) else 403


def _save(actor: Actor, rows: RelationRows, *, by: User, reason: str) -> bool:
    told = [form for form in rows.told() if form.has_changed()]
    removed = [form.instance for form in rows.deleted_forms if form.instance.pk]
    if not told and not removed:
        return False
    save_relations(actor=actor, saved=[form.relation() for form in told], removed=removed, by=by, reason=reason)
    return True


def _unchecked(rows: RelationRows) -> RelationRows:
    """Let rows show what was typed without a word on what it lacks: it is not being saved."""
    for form in rows.forms:
        form._errors = ErrorDict()  # noqa: SLF001 - as Django's own `full_clean` sets it
    return rows


def _with_rows(request: HttpRequest) -> Any:
    """Return what was sent, with one more row where that was asked for."""
    data = request.POST.copy()
    count = data.get("relations-TOTAL_FORMS", "0")
    if "_add" in data and count.isdecimal() and len(count) <= _DIGITS:
        data["relations-TOTAL_FORMS"] = str(int(count) + 1)
    return data


def _page(
    request: HttpRequest,
    user: User,
    site: Any,
    actor: Actor,
    *,
    rows: RelationRows,
    reason: ReasonForm,
    checked: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show the page; errors only where the form was `checked`."""
    day = _day(request)
    stale = checked and rows.stale
    bad_day = "on" in day.errors
    standing = standing_on(actor, day.day)
    told = {
        "title": f"Hierarchy of {actor.name}",
        "actor": actor,
        "day": day,
        "on": day.day,
        "standing": standing,
        "milestones": _milestones(actor),
        "rows": rows,
        "reason": reason,
        "checked": checked,
        "edits": policies.may_review(user) and actor.standing != Standing.MERGED,
        "offered": Actor.objects.filter(standing__in=IN_USE).exclude(pk=actor.pk).order_by("name")[:OFFERED],
        "relations": [(one, days_in_words(one.valid.lower, one.valid.upper)) for one in rows.get_queryset()],
        "moved": _moved(rows) if stale else [],
        "last_change": last_change(actor) if stale else None,
        "wrong": [error for error in rows.non_form_errors() if not rows.stale] if checked else [],
    }
    status = 409 if stale else 400 if bad_day and request.method == "GET" else status
    context = {**site.each_context(request), **told}
    return TemplateResponse(request, "moderation/hierarchy.html", context, status=status)


def _moved(rows: RelationRows) -> list[Any]:
    found: list[Any] = [(str(form.instance), form.moved, []) for form in rows.forms if form.moved]
    return [*found, *([("Relations", [], rows.met)] if rows.met else [])]


def _milestones(actor: Actor) -> list[Milestone]:
    """Return the turning points of disputes that the actor is party of, or a whole that it ever was a part of."""
    public = Milestone.objects.filter(dispute__standing=Standing.PUBLIC)
    keys, wholes = {actor.pk}, {actor.pk}
    while wholes:
        above = Actor.objects.filter(relations_to__subject__in=wholes, relations_to__kind="part_of")
        wholes = set(above.values_list("pk", flat=True)) - keys
        keys |= wholes
    own = public.filter(dispute__parties__in=keys).distinct()
    return list((own if own.exists() else public).order_by("earliest", "pk"))
