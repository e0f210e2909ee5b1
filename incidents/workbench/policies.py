"""Who may do what on the workbench."""

from django.db import models

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.vocabulary import State
from incidents.workbench.models import Incident, Source

EDITABLE_BY_ANALYST = frozenset({State.DRAFT, State.CHANGES_REQUESTED})
EDITABLE_BY_EDITOR = EDITABLE_BY_ANALYST | {State.SUBMITTED}
REOPENED_BY_EDITING = frozenset({State.IN_SYNC})


def works_on(user: User | None, incident: Incident) -> bool:
    """Tell whether an incident is one of a person's own: an editor's always, an analyst's if theirs or shared."""
    if has_role(user, Role.EDITOR):
        return True
    return user is not None and has_role(user, Role.ANALYST) and (incident.shared or incident.author_id == user.pk)


def may_edit(user: User | None, incident: Incident) -> bool:
    """Tell whether a person may change the rows of an incident in the state it is in."""
    if not works_on(user, incident):
        return False
    if incident.state in REOPENED_BY_EDITING:
        return True
    return incident.state in (EDITABLE_BY_EDITOR if has_role(user, Role.EDITOR) else EDITABLE_BY_ANALYST)


def who_sees(incident: Incident) -> models.QuerySet[User]:
    """Return the people who see an incident on the workbench, as `visible_to` has it, and with it its review thread."""
    analyst = models.Q(groups__name=Role.ANALYST)
    if not incident.shared:
        analyst &= models.Q(pk=incident.author_id)
    all_see = models.Q(groups__name__in=[Role.EDITOR, Role.ADMINISTRATOR])
    return User.objects.filter(all_see | analyst, is_active=True).distinct().order_by("username")


def may_remark(user: User | None, incident: Incident) -> bool:
    """Tell whether a person may write in the review thread of an incident, resolve notes and open them again.

    In every state: whoever waits for an editor may still answer one. Administrators read along.
    """
    return works_on(user, incident)


def may_create(user: User | None) -> bool:
    """Tell whether a person may start an incident."""
    return has_role(user, Role.ANALYST, Role.EDITOR)


def may_review(user: User | None) -> bool:
    """Tell whether a person decides on submissions."""
    return has_role(user, Role.EDITOR)


def may_capture(user: User | None, *sources: Source) -> bool:
    """Tell whether a person may add copies to sources: analysts and editors, to those that they see."""
    keys = {source.pk for source in sources}
    return may_create(user) and Source.objects.visible_to(user).filter(pk__in=keys).count() == len(keys)
