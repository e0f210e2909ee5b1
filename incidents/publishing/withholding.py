"""What only a confidential row says, and a public one would repeat; and what is said although it is held back.

An estimate or a verdict has no mark of its own: it is held back where nothing public stands behind it.
"""

from datetime import date

import orjson

from actors.models import Actor
from incidents.publishing.expunge.words import Words
from incidents.vocabulary import LocationConfidentiality, Question
from incidents.workbench.models import Assertion, Assessment, CasualtyEstimate, Incident

_SHORTEST_NAME = 4


def open_estimates(incident: Incident, public: set[int], withheld: list[str]) -> list[CasualtyEstimate]:
    """Return the estimates that may become public: not those that rest on confidential claims alone."""
    found = []
    for one in incident.estimates.all():
        rests = {rest.claim_id for rest in one.rests_on.all()}
        what = f"the estimate of {one.side.name}, {one.get_group_display()}, {one.get_outcome_display()}"
        if rests and not rests & public:
            withheld.append(f"{what}, which rests on confidential claims alone")
            continue
        if rests - public:
            withheld.append(f"that {what} rests on a confidential claim as well: read its figures and note once more")
        found.append(one)
    return found


def open_verdicts(incident: Incident, public: set[int], withheld: list[str]) -> list[Assessment]:
    """Return the verdicts that may become public: not those on a question that only confidential claims answer.

    A verdict is on a party's row of the table, where what is said of its subordinates stands, too.
    """
    found = []
    sides = {one.side_id for one in incident.assertions.all() if one.side_id is not None}
    sides |= {one.side_id for one in incident.assessments.all() if one.side_id is not None}
    party_of = Actor.objects.parties_on(list(sides), incident.earliest or date.max) if sides else {}
    for one in incident.assessments.all():
        answering = [assertion for assertion in incident.assertions.all() if _answers(assertion, one, party_of)]
        if answering and not any(assertion.claim_id in public for assertion in answering):
            label = Question.of(one.question).label
            withheld.append(f"the verdict on “{label}”, which only a confidential claim answers")
            continue
        found.append(one)
    return found


def _answers(assertion: Assertion, verdict: Assessment, party_of: dict[int, int]) -> bool:
    sides = [party_of.get(one.side_id, one.side_id) if one.side_id else None for one in (assertion, verdict)]
    same_side = verdict.side_id is None or sides[0] == sides[1]
    same_group = not verdict.group or assertion.group == verdict.group
    return bool(verdict.question) and assertion.question == verdict.question and same_side and same_group


def still_said(incident: Incident, document: object) -> list[str]:
    """Return the names of a place that is held back and that the document says all the same, for the editor to read."""
    if incident.location_confidentiality == LocationConfidentiality.PUBLIC or incident.place is None:
        return []
    shown = incident.coarse_place if incident.location_confidentiality == LocationConfidentiality.COARSE else None
    coarse = {shown.name, *(name.text for name in shown.names.all())} if shown else set()
    names = {incident.place.name, *(name.text for name in incident.place.names.all())} - coarse
    body = orjson.dumps(document).decode()
    return [
        f"but “{name}”, a name of the exact place, is still said: read title, summary and claims once more"
        for name in sorted(names)
        if len(name) >= _SHORTEST_NAME and Words(name).are_in_json(body)
    ]
