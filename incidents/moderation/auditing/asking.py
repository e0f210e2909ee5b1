"""What is asked of the audit log, read from an address: a value that can't be used is named, never left out."""

from typing import Any

from django import forms

from accounts.models import User
from incidents.vocabulary import AccessFace, Verb
from incidents.workbench.audit import BY_NAME, Asked
from incidents.workbench.change_words import WHY, noun_of
from incidents.workbench.models import Incident

NOBODY = "nobody"


class PeriodForm(forms.Form):
    """Who, about which incident, and when: what both logs are asked for."""

    person = forms.CharField(required=False, max_length=150, help_text="A username.")
    ref = forms.CharField(required=False, max_length=20, label="Incident", help_text="As CC-2026-00017.")
    address = forms.GenericIPAddressField(required=False, label="Address", help_text="Of the request: IPv4 or IPv6.")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))

    def clean_person(self) -> User | None:
        """Return the person of a username."""
        name: str = self.cleaned_data["person"]
        if not name:
            return None
        user = User.objects.filter(username=name).first()
        if user is None:
            raise forms.ValidationError(f"There is nobody with the username “{name}”.")
        return user

    def clean_ref(self) -> Incident | None:
        """Return the incident of a ref."""
        ref: str = self.cleaned_data["ref"].strip().upper()
        if not ref:
            return None
        incident = Incident.objects.filter(ref=ref).first()
        if incident is None:
            raise forms.ValidationError(f"There is no incident {ref}.")
        return incident

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day is before the first day.")
        return cleaned


class ChangesForm(PeriodForm):
    """What of the log of changes is looked for."""

    nobody = forms.BooleanField(required=False, label="Only by nobody who can be named")
    what = forms.ChoiceField(
        required=False,
        choices=[("", "Everything"), ("Saves", [*WHY.items()]), ("Steps of the workflow", Verb.choices())],
    )
    table = forms.ChoiceField(
        required=False,
        label="Row of",
        choices=[
            ("", "Any table"),
            *((name, noun_of(model)) for name, model in BY_NAME.items()),
        ],
    )
    row = forms.IntegerField(required=False, min_value=1, label="Key of the row")
    words = forms.CharField(required=False, max_length=200, label="Words in what was written, or in a reason")

    field_order = ("person", "nobody", "ref", "what", "since", "until", "words", "table", "row", "address")

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself."""
        cleaned = super().clean()
        if cleaned.get("nobody") and cleaned.get("person"):
            self.add_error("nobody", "Choose a person, or nobody.")
        if cleaned.get("row") and not cleaned.get("table"):
            self.add_error("table", "Say of which table the row is.")
        return cleaned

    def asked(self) -> Asked:
        """Return what a valid form asks for."""
        of = self.cleaned_data
        person = 0 if of["nobody"] else of["person"].pk if of["person"] else None
        row = (BY_NAME[of["table"]], of["row"]) if of["table"] else None
        return Asked(
            person=person, address=of["address"], what=of["what"], incident=of["ref"], row=row, since=of["since"],
            until=of["until"], words=of["words"],
        )  # fmt: skip


class AccessForm(PeriodForm):
    """What of the log of sights is looked for."""

    face = forms.ChoiceField(required=False, label="Where", choices=[("", "Everywhere"), *AccessFace.choices()])
