"""Whom a note names, as @username, and what they are told."""

import re
from dataclasses import dataclass, field

from django.db.models.functions import Lower
from django.urls import reverse

from accounts.models import User
from incidents.workbench import policies
from incidents.workbench.models import Incident, NoteMention, Transition

MOST = 20
"""How many people one note may name."""

NAMED = re.compile(r"(?<![\w@.+-])@([\w@.+-]+)")
"""A user name after an @ that stands at the beginning of a word: no address of mail."""

SUBJECT = "You are named in a note at Counterclaim"
TEXT = """A note in the review thread of {ref} names you.

Read and answer it here, signed in:

{link}

This mail holds nothing of the note, because mail is read on the way. It was sent because your name is in it.
"""

BACK_SUBJECT = "What you submitted to Counterclaim came back"
BACK_TEXT = """An editor looked at {ref}, which you submitted, and sent it back to you.

Read why, and what to do, here, signed in:

{link}

This mail holds nothing of the reason or of the incident, because mail is read on the way. It was sent because
you submitted it.
"""


@dataclass(frozen=True)
class Named:
    """The people whom a text names and who see the incident, and the names that belong to nobody who does."""

    people: list[User] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def named_in(text: str, incident: Incident) -> Named:
    """Find the people that a text names among those who see the incident, whatever the case. One query."""
    candidates: dict[str, list[str]] = {}
    for found in NAMED.finditer(text):
        written = found[1].rstrip(".+-@")
        if written:
            candidates.setdefault(written.lower(), [written])
    if not candidates:
        return Named()
    asked = list(candidates)[:MOST]
    seeing = policies.who_sees(incident).annotate(lower=Lower("username")).filter(lower__in=asked)
    people: list[User] = [*seeing]
    known = {user.username.lower() for user in people}
    return Named(people, [written for name in asked if name not in known for written in candidates[name]])


def link_to(mention: NoteMention, site: str) -> str:
    """Return where a person reads the note: at the desk, or in the admin if they are an administrator."""
    note = mention.note
    if policies.may_create(mention.user):
        path = reverse("desk:incident", args=[note.incident.ref])
    else:
        path = reverse("admin:workbench_incident_change", args=[note.incident_id])
    return f"{site.rstrip('/')}{path}#note-{(note.reply_to or note).public_id}"


def mail_for(mention: NoteMention, site: str) -> tuple[str, str]:
    """Return the subject and the text of the mail: a ref and a link, no word of the note, and nobody's name."""
    return SUBJECT, TEXT.format(ref=mention.note.incident.ref, link=link_to(mention, site))


def mail_of_return(step: Transition, site: str) -> tuple[str, str]:
    """Return the subject and the text of the mail to whoever submitted what came back: a ref and a link, no reason."""
    path = reverse("desk:incident", args=[step.incident.ref])
    return BACK_SUBJECT, BACK_TEXT.format(ref=step.incident.ref, link=f"{site.rstrip('/')}{path}")
