"""What is sent to take a step, read the same way on every road: desk, admin, drafts API and import."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident, Transition

_LARGEST = 2**31 - 1
"""What a column of revisions holds."""


class DecisionForm(forms.Form):
    """What is decided, why, what exactly was previewed (to publish, to approve, to merge), which edition (to restore).

    `into` is the ref of the incident to merge into, `into_revision` the revision of the other one that was looked at.
    """

    verb = forms.TypedChoiceField(choices=Verb.choices(), coerce=Verb.of)
    reason = forms.CharField(required=False, max_length=4000, strip=True)
    revision = forms.IntegerField(required=False, min_value=0, max_value=_LARGEST)
    body_sha256 = forms.CharField(required=False, max_length=64)
    edition = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    into = forms.CharField(required=False, max_length=20, strip=True)
    into_revision = forms.IntegerField(required=False, min_value=0, max_value=_LARGEST)


def decide(*, incident: Incident, by: User, decision: DecisionForm, site: str = "") -> Transition:
    """Take the step that a valid form asks for. Raises what `transition` raises; `site` begins links in mails."""
    return transition(incident=incident, by=by, site=site, **asked_of(decision, by))


def asked_of(decision: DecisionForm, by: User) -> dict[str, Any]:
    """Return what `transition` takes, of a valid form. Raises NotAllowed where there is no such other incident."""
    asked = {**decision.cleaned_data}
    ref = asked.pop("into")
    other = Incident.objects.visible_to(by).filter(ref=ref).first() if ref else None
    if ref and other is None:
        raise NotAllowed(f"There is no incident {ref} to merge into.")
    return {**asked, "into": other}


def read_decision(sent: Any) -> tuple[DecisionForm, dict[str, str]]:
    """Read a step that came as JSON; return the form and what is wrong, by JSON Pointer: empty where it is valid."""
    form = DecisionForm()
    if not isinstance(sent, Mapping):
        return form, {"": "This must be an object."}
    errors = {f"/{name}": "There is no such field here." for name in sent if name not in form.fields}
    texts = ("verb", "reason", "body_sha256", "into")
    for name, value in sent.items():
        fits = isinstance(value, str) if name in texts else isinstance(value, int) and not isinstance(value, bool)
        if name in form.fields and value is not None and not fits:
            errors[f"/{name}"] = f"This must be {'a text' if name in texts else 'a number'}."
    if errors:
        return form, errors
    form = DecisionForm({name: value for name, value in sent.items() if value is not None})
    return form, {f"/{name}": str(told[0]) for name, told in form.errors.items()}
