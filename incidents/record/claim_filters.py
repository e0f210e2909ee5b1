"""The filters of claims, under the same names on every face. `claims_for(params)` is the way in, as of incidents."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from config.rest.parameters import Fault
from incidents.record import conditions, fields
from incidents.record.filters import SEARCH, SLUG
from incidents.record.models import RecordAssertion, RecordClaim
from incidents.record.querysets import RecordClaimQuerySet
from incidents.record.reading import SearchFilter, parameter
from incidents.vocabulary import ClaimKind, ClaimMark, Question, Stance


class ClaimFilter(SearchFilter):
    """Claims, as the record's editions tell them."""

    claimant = parameter(
        fields.Codes,
        SLUG,
        "azerbaijan",
        help_text="Slug of the actor that claims; its subordinates on the day of the claim count as it.",
    )
    about = parameter(
        fields.Codes,
        SLUG,
        "armenia",
        help_text="Slug of an actor that the claim names: a side, an initiator, who is responsible. "
        "Its subordinates on the incident's dates count as it.",
    )
    by_others = parameter(
        fields.Flag, help_text="Of claims `about` an actor: made by others (true), or by itself or its subordinates."
    )
    kind = parameter(fields.Terms, ClaimKind)
    question = parameter(fields.Terms, Question, help_text="A question that the claim says something on.")
    stance = parameter(fields.Terms, Stance, help_text="The claim's stance on the `question`, or on any.")
    date_from = parameter(fields.Day, help_text="Made on this day or later.")
    date_to = parameter(fields.Day, help_text="Made on this day or earlier.")
    credibility_min = parameter(
        fields.Number, 1, 6, help_text="Admiralty credibility of its best citation, at least: 1 is best, 6 worst."
    )
    answered = parameter(fields.Flag, help_text=ClaimMark.ANSWERED.definition)
    corrected = parameter(fields.Flag, help_text=ClaimMark.CORRECTED.definition)
    denied = parameter(fields.Flag, help_text=ClaimMark.DENIED.definition)
    corroborated = parameter(fields.Flag, help_text=ClaimMark.CORROBORATED.definition)
    repeats = parameter(fields.Flag, help_text=ClaimMark.REPEATS.definition)
    q = parameter(fields.Words, help_text=f"What the claim says: {SEARCH}")

    class Meta:
        model = RecordClaim
        fields: list[str] = []

    def asked(self) -> list[Q]:
        """Return the conditions that were asked for."""
        given = self.values
        about, claimant = conditions.spans_of_each(given["about"], given["claimant"])
        asked = [*self.by_assertion(about)]
        if given["claimant"]:
            asked.append(_claimed_by(claimant))
        if given["by_others"] is not None:
            itself = _claimed_by(about)
            asked.append(~itself if given["by_others"] else itself)
        if given["kind"]:
            asked.append(Q(kind__in=given["kind"]))
        asked += [Q(**{mark: given[mark]}) for mark in ClaimMark.codes() if given[mark] is not None]
        for name, lookup in (
            ("date_from", "made_on__gte"),
            ("date_to", "made_on__lte"),
            ("credibility_min", "best_credibility__lte"),
        ):
            if given[name] is not None:
                asked.append(Q(**{lookup: given[name]}))
        return [*asked, *self.words()]

    def at_odds(self) -> list[Fault]:
        """Return the faults of parameters that don't go together."""
        alone = self.values["by_others"] is not None and not self.values["about"]
        return [*super().at_odds(), *([Fault("by_others", "says nothing without `about`")] if alone else [])]

    def by_assertion(self, about: list[conditions.Span]) -> list[Q]:
        """Return the condition that one assertion of the claim has the question, the stance and the actor asked for."""
        given = self.values
        rows = RecordAssertion.objects.filter(edition=OuterRef("edition"), claim=OuterRef("claim"))
        if given["question"]:
            rows = rows.filter(question__in=given["question"])
        if given["stance"]:
            rows = rows.filter(stance__in=given["stance"])
        named = Q()
        for span in about:
            during = span.during("edition__earliest", "edition__latest", certain=False)
            named |= Q(about__in=span.actors) & during
        asked = given["question"] or given["stance"] or given["about"]
        return [Q(Exists(rows.filter(named)))] if asked else []


def _claimed_by(spans: list[conditions.Span]) -> Q:
    """Return the condition on the claimant on the day of the claim; undated: on the incident's dates."""
    condition = Q()
    for span in spans:
        dated = Q(made_on__isnull=False) & span.during("made_on", "made_on", certain=False)
        undated = Q(made_on=None) & span.during("edition__earliest", "edition__latest", certain=False)
        within = dated | undated if span.since or span.until else Q()
        condition |= Q(claimant__in=span.actors) & within
    return condition


def claims_for(params: QueryDict, *, also: Collection[str] = ()) -> RecordClaimQuerySet:
    """Return the claims that a query string asks for: of what stands, or stood at `as_of`. Raises BadParameter."""
    found: RecordClaimQuerySet = ClaimFilter.read(params, also=also).qs
    return found
