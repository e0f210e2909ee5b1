"""Four eyes: whoever changed an incident since it was last published may not publish it, nor may anybody for nobody."""

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.querysets import last_published
from incidents.workbench.history import changed_by
from incidents.workbench.models import Incident


def changers(incident: Incident) -> set[int | None]:
    """Return who changed anything since it was last published; None stands for nobody who can be named."""
    return changed_by(incident, since=last_published(incident.ref))


def four_eyes_forbid(incident: Incident, by: User, people: set[int | None]) -> str:
    """Return why a person may not publish what these people changed, in words; empty where they may."""
    if None in people:
        return (
            f"A row of {incident.ref} was changed outside the application, by nobody who can be named. "
            "Save the incident again, so that somebody stands for it."
        )
    if by.pk in people:
        return f"You changed {incident.ref} yourself since the last edition; another editor must publish it."
    return ""


def check_four_eyes(incident: Incident, by: User) -> None:
    """Refuse an editor who changed any row since the last edition, and anybody where a change has no name to it."""
    refused = four_eyes_forbid(incident, by, changers(incident))
    if refused:
        raise NotAllowed(refused)
