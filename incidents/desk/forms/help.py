"""Help beside every field: what the codebook says of it, in a line. A list's help is that of its vocabulary."""

from django import forms

from incidents.vocabulary import (
    Channel,
    ClaimKind,
    Controlled,
    DatePrecision,
    EstimateBasis,
    Group,
    IncidentKind,
    IncidentRelation,
    InvolvementRole,
    LinkRelation,
    LocationConfidentiality,
    Outcome,
    Question,
    Reliability,
    SourceKind,
    Stance,
)

_VOCABULARIES: tuple[type[Controlled], ...] = (
    Channel, ClaimKind, DatePrecision, EstimateBasis, Group, IncidentKind, IncidentRelation, InvolvementRole,
    LinkRelation, LocationConfidentiality, Outcome, Question, Reliability, SourceKind, Stance,
)  # fmt: skip
_OF_CHOICES = {frozenset(vocabulary.codes()): vocabulary for vocabulary in _VOCABULARIES}

_HELP = {
    "Incident": {
        "earliest": "First day on which it can have happened.",
        "longitude": "Degrees, for example 46.4917.",
        "place_precision": "How near the true place is to what is entered (UCDP where_prec).",
        "section": "The stretch of border that it lies on or beside.",
        "dispute": "The dispute that it belongs to.",
        "shared": "Other analysts see and edit the draft too.",
        "coarse_precision": "How near the true place is to the coarser one.",
    },
    "Involvement": {
        "actor": "Any of its names, in any script. The body that acted, rather than its state.",
        "alleged": "Somebody says so; the record does not state it.",
    },
    "Claim": {
        "claimant": "The body that speaks, not the outlet that reports it.",
        "made_on": "The day of the statement, not of the incident.",
        "made_time": "Local time of the incident.",
        "translation": "Into English, where the exact words are not.",
    },
    "Assertion": {
        "side": "The party whose people, violations or shots are counted.",
        "response_to": "The incident that the claimant gives as the cause.",
        "group": "Members of armed forces, civilians, or not said.",
        "low": "The figure; for “several”, 2 and the words.",
        "high": "Empty where it is open; the same as at least for an exact figure.",
        "actor": "Whom the claimant names.",
        "place": "The place as the claimant gives it.",
        "time_from": "Local time of the incident.",
        "time_to": "Empty where only a beginning is given.",
        "text": "In a few neutral words.",
        "wording": "The claimant's own words where they matter: several, preliminary.",
    },
    "ClaimLink": {
        "to": "The claim of this incident that is answered.",
    },
    "Source": {
        "publisher": "The outlet or body, not the author.",
        "title": "As it is printed, in its own language.",
        "url": "The page itself, not the site.",
        "published_on": "Its own date; empty where it gives none.",
        "reliability_reason": "Needed with every grade but F.",
    },
    "Citation": {
        "source": "One of the sources above.",
        "assertion": "One answer of the claim, or all of it.",
        "quote": "The words that say it, short.",
        "credibility": "Admiralty code 1–6: how likely this item is true, whoever publishes it.",
        "credibility_reason": "Needed with every grade but 6.",
    },
    "CasualtyEstimate": {
        "side": "The party whose people were harmed.",
        "best": "The most likely number, if one can be given.",
        "high": "Empty where it is open.",
        "claims": "The claims that were weighed.",
    },
}


def help_of(table: str, name: str, field: forms.Field) -> str:
    """Return the help of a field; what the form itself says comes first."""
    if field.help_text:
        return str(field.help_text)
    if text := _HELP.get(table, {}).get(name):
        return text
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        vocabulary = _OF_CHOICES.get(frozenset(str(code) for code, _ in field.widget.choices if code not in (None, "")))
        return (vocabulary.__doc__ or "") if vocabulary else ""
    return ""
