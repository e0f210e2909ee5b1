"""What an editor sends from the review page: comments, answers and perhaps a decision, in one form."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from incidents.errors import DomainError, NotAllowed, Stale
from incidents.moderation.admin.blocks import CHANGED, SHOWN
from incidents.moderation.admin.margins import Typed
from incidents.moderation.decisions import DecisionForm
from incidents.moderation.refusals import problems_of
from incidents.moderation.review_locks import UnderReview
from incidents.moderation.reviewing import Answered
from incidents.publishing.operations import PublishConflict
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident, ReviewNote
from incidents.workbench.models.base import new_public_id

_COMMENT, _ANSWER, _SEEN, _REASON = "comment:", "answer:", "seen:", "reason-"
_LONGEST = 4000
_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{10}")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class ReviewForm(DecisionForm):
    """A decision, or to keep what was typed without one."""

    verb = forms.TypedChoiceField(choices=Verb.choices(), coerce=Verb.of, required=False, empty_value=None)
    do = forms.ChoiceField(choices=[("keep", "keep what was typed")], required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what says nothing of what is to be done."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("verb") and not cleaned.get("do"):
            raise forms.ValidationError("Say what is to be done.")
        return cleaned


@dataclass(frozen=True, slots=True)
class Sent:
    """A page that was sent back: what was typed, in words and as rows, and the form with what is to be done."""

    typed: Typed
    form: ReviewForm
    comments: list[ReviewNote]
    answers: list[Answered]


def sent(data: QueryDict, incident: Incident) -> Sent:
    """Read the page as it was sent. Raises nothing: what is too long or unknown is refused where it is written."""
    verb = data.get("verb", "")
    asked = {
        "verb": verb,
        "do": data.get("do", ""),
        "reason": data.get(f"{_REASON}{verb}", data.get("reason", "")),
        "revision": data.get("revision", ""),
        "body_sha256": data.get("body_sha256", ""),
        "into": data.get("into", ""),
        "into_revision": data.get("into_revision", ""),
        "edition": data.get("edition", "") if verb == Verb.RESTORE else "",
    }
    typed = Typed(
        comments=_under(data, _COMMENT),
        answers=_under(data, _ANSWER),
        reasons={**_under(data, _REASON), **({verb: asked["reason"]} if verb else {})},
        form=form_id(data),
        edition=_number(data.get("edition", "")),
    )
    comments = [
        ReviewNote(incident=incident, text=text.strip(), anchor=anchor, public_id=note_id(typed.form, anchor))
        for anchor, text in typed.comments.items()
    ]
    seen = _under(data, _SEEN)
    answers = []
    for key, text in typed.answers.items():
        code, _, subject = key.partition(":")
        answers.append(Answered(code, subject, seen.get(key, ""), text))
    return Sent(typed, ReviewForm(asked), comments, answers)


def nothing_typed() -> Typed:
    """Return what a page holds that nobody has typed on."""
    return Typed({}, {}, {}, new_public_id())


def shown(request: HttpRequest) -> str:
    """Return what the page is to show: what a button asked for, or what it showed before."""
    asked = request.POST.get("show") or request.POST.get("shown") or request.GET.get("show", "")
    return asked if asked in SHOWN else CHANGED


def check_lengths(comments: list[ReviewNote]) -> None:
    """Raise NotAllowed for a comment that is too long to be kept."""
    if any(len(one.text) > _LONGEST for one in comments):
        raise NotAllowed(f"A comment has at most {_LONGEST} characters. Nothing was written.")


def form_id(data: QueryDict) -> str:
    """Return the id of the page that was sent, or a new one: sent twice, its comments are written once."""
    found = data.get("form", "")
    return found if _ID.fullmatch(found) else new_public_id()


def note_id(form: str, anchor: str) -> str:
    """Return the public id of the comment that a page makes on an anchor: the same each time it is sent."""
    digest = sha256(f"{form} {anchor}".encode()).digest()
    return "".join(_ALPHABET[byte % 32] for byte in digest[:10])


def status_of(refused: DomainError) -> int:
    """Return the status of a refusal: 409 where what was looked at has moved."""
    return 409 if isinstance(refused, PublishConflict | Stale | UnderReview) else 422


def in_words(refused: DomainError) -> list[str]:
    """Return the message, and what it lists, a line each."""
    return [refused.message, *problems_of(refused)]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - fits a column


def _under(data: QueryDict, prefix: str) -> dict[str, str]:
    """Return what was typed into the fields whose names begin so, without the empty ones."""
    found = {}
    for name, values in data.lists():
        text = next((str(one) for one in values if str(one).strip()), "")
        if name.startswith(prefix) and text:
            found[name.removeprefix(prefix)] = text
    return found
