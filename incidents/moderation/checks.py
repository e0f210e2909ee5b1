"""What an editor answers for before an incident becomes public: pure functions over its rows, and the answers given.

A check looks at what would be public, never at what stays private. It names a field or row by its anchor
(`workbench.anchors`) and fingerprints all that it looked at: an answer holds until one of these things changes.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from incidents.errors import Unanswered
from incidents.vocabulary import ActorKind, Group, LocationConfidentiality, ReviewCheck, Stance
from incidents.workbench.grading import unconfirmed
from incidents.workbench.models import Assertion, CheckAnswer, Citation, Claim, Incident, Merge

WORKING_LANGUAGE = "en"
"""The language in which the record is written."""

EXACT = (1, 2)
"""Place precisions that lead to the village or closer (UCDP where_prec)."""

_WELL_FORMED = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_NONE_NAMED = frozenset({"und", "mis", "mul", "zxx"})
_NOT_SAID = (Stance.DENIES, Stance.SILENT, Stance.WITHDRAWS)


@dataclass(frozen=True, slots=True)
class Check:
    """Something to answer for, in words; or, where no answer will do, to mend. `subject` is an anchor."""

    code: ReviewCheck
    subject: str
    words: str
    fingerprint: str
    answerable: bool = True

    @property
    def key(self) -> str:
        """Return what names the check within its incident: `uncited:claims.0a1b2c3d4e`."""
        return f"{self.code}:{self.subject}"

    def __str__(self) -> str:
        return f"{self.code.label}: {self.words}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A check, and the answer that holds, if there is one."""

    check: Check
    answer: CheckAnswer | None


def checks(incident: Incident) -> list[Check]:
    """Return what has to be answered for before an incident becomes public. Expects `for_detail()` rows; no query."""
    public = _Public(incident)
    return [
        *_exact_place(public),
        *(found for claim in public.claims for found in _of_claim(claim, public)),
        *_unconfirmed(public),
        *_sources_without_language(public),
    ]


def checked(incident: Incident) -> list[Checked]:
    """Return the checks, each with the newest answer that was given to what it sees now. At most one query."""
    found = checks(incident)
    holding: dict[tuple[str, str, str], CheckAnswer] = {}
    if found:
        for answer in CheckAnswer.objects.told_of(incident, Merge.objects.all()).select_related("by"):
            holding[answer.code, answer.subject, answer.fingerprint] = answer
    return [Checked(one, holding.get((one.code, one.subject, one.fingerprint))) for one in found]


def require_answers(incident: Incident) -> None:
    """Raise Unanswered unless every check is answered. The caller holds the incident's lock."""
    waiting = unanswered(checked(Incident.objects.for_detail().get(pk=incident.pk)))
    if waiting:
        number = "a check is" if len(waiting) == 1 else f"{len(waiting)} checks are"
        raise Unanswered(
            f"{incident.ref} can't be published before {number} answered.", problems=[str(one) for one in waiting]
        )


def unanswered(found: Iterable[Checked]) -> list[Check]:
    """Return the checks without an answer that holds."""
    return [one.check for one in found if one.answer is None]


class _Public:
    """The rows of an incident that would be public."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self.claims: list[Claim] = [one for one in incident.claims.all() if not one.confidential]
        ids = {claim.pk for claim in self.claims}
        self.assertions: list[Assertion] = [one for one in incident.assertions.all() if one.claim_id in ids]
        self.citations: list[Citation] = [
            one
            for one in incident.citations.all()
            if not one.confidential and not one.source.confidential and one.claim_id in {None, *ids}
        ]
        self.links = [one for one in incident.claim_links.all() if {one.claim_id, one.to_id} <= ids]
        self.involvements = [one for one in incident.involvements.all() if one.claim_id in {None, *ids}]
        self.estimates = [
            one
            for one in incident.estimates.all()
            if not (rests := {rest.claim_id for rest in one.rests_on.all()}) or rests & ids
        ]

    @cached_property
    def cited(self) -> set[int]:
        """The claims with a public citation."""
        return {one.claim_id for one in self.citations if one.claim_id is not None}


def _exact_place(public: _Public) -> Iterator[Check]:
    incident = public.incident
    exact = incident.location_confidentiality == LocationConfidentiality.PUBLIC and incident.place_precision in EXACT
    if not exact or (incident.place is None and incident.latitude is None):
        return
    civilians = [*_civilians(public)]
    if not civilians:
        return
    named = dict.fromkeys(words for words, _ in civilians)
    where = incident.place.name if incident.place else f"{incident.latitude:g}, {incident.longitude:g}"
    position = [incident.place.code if incident.place else "", incident.latitude, incident.longitude]
    yield Check(
        ReviewCheck.EXACT_PLACE,
        "location_confidentiality",
        f"{where} would be public as exactly as it was entered (precision {incident.place_precision}), with "
        f"{', '.join(named)}. Say why it may, or publish a coarser place.",
        _fingerprint(position, incident.place_precision, incident.place_wording, [seen for _, seen in civilians]),
    )


def _civilians(public: _Public) -> Iterator[tuple[str, Any]]:
    """Yield what says that civilians are part of it, in words, and what was seen of it."""
    for one in public.involvements:
        if one.actor.kind == ActorKind.CIVILIANS:
            yield f"{one.actor.name} involved", [one.public_id, one.actor.slug, one.role]
    for said in public.assertions:
        if said.group == Group.CIVILIAN and said.high != 0 and said.stance not in _NOT_SAID:
            words = f"civilians {said.get_question_display().lower()}"
            yield words, [said.public_id, said.question, said.stance, said.low, said.high]
    for estimate in public.estimates:
        if estimate.group == Group.CIVILIAN and estimate.high != 0:
            seen = [estimate.public_id, estimate.outcome, estimate.low, estimate.best, estimate.high]
            yield f"an estimate of civilians {estimate.get_outcome_display().lower()}", seen


def _of_claim(claim: Claim, public: _Public) -> Iterator[Check]:
    said = [claim.public_id, claim.claimant.slug, claim.statement, claim.quotation, claim.quotation_language]
    who = f"{claim.claimant.name}, “{_short(claim.statement)}”"
    if claim.pk not in public.cited:
        private = [
            [one.public_id, one.source.public_id, one.confidential, one.source.confidential]
            for one in public.incident.citations.all()
            if one.claim_id == claim.pk
        ]
        why = "all its citations stay private" if private else "it has no citation"
        words = f"{who}: {why}. Say what readers can rest on, or cite what may be public."
        yield Check(ReviewCheck.UNCITED, f"claims.{claim.public_id}", words, _fingerprint(said, private))
    if not claim.quotation:
        return
    subject = f"claims.{claim.public_id}.quotation_language"
    lacking = _language_lacks(claim.quotation_language)
    if lacking:
        words = f"{who}: the language of the quotation {lacking}."
        answerable = bool(_WELL_FORMED.fullmatch(claim.quotation_language))
        yield Check(ReviewCheck.NO_LANGUAGE, subject, words, _fingerprint(said), answerable)
    elif not claim.translation and claim.quotation_language.split("-")[0].lower() != WORKING_LANGUAGE:
        words = f"{who}: the quotation in “{claim.quotation_language}” has no translation. Say why, or add one."
        subject = f"claims.{claim.public_id}.translation"
        yield Check(ReviewCheck.UNTRANSLATED, subject, words, _fingerprint(said))


def _unconfirmed(public: _Public) -> Iterator[Check]:
    """Yield the grades 1 that only what stays private confirms; without any of it, the incident is incomplete."""
    origins = sorted(
        [one.public_id, one.claim.public_id if one.claim else "", one.source.publisher, one.source.origin]
        for one in public.citations
    )
    answers = sorted([one.claim.public_id, one.to.public_id, one.relation, one.question] for one in public.links)
    for citation, _ in unconfirmed(public.citations, public.links):
        reason = [citation.public_id, citation.credibility, citation.credibility_reason]
        yield Check(
            ReviewCheck.UNCONFIRMED,
            f"citations.{citation.public_id}.credibility",
            f"{citation.source.publisher} is graded 1, confirmed by independent sources, and in public nothing of "
            "independent origin confirms it. Say why the grade may stand, or give another.",
            _fingerprint(reason, origins, answers),
        )


def _sources_without_language(public: _Public) -> Iterator[Check]:
    """Yield the sources whose words are quoted in a citation, and of which nobody says in which language they are."""
    quoted: dict[int, list[Citation]] = {}
    for one in public.citations:
        if one.quote and _language_lacks(one.source.language):
            quoted.setdefault(one.source_id, []).append(one)
    for citations in quoted.values():
        source = citations[0].source
        yield Check(
            ReviewCheck.NO_LANGUAGE,
            f"sources.{source.public_id}.language",
            f"{source.publisher} is quoted: the language of the source {_language_lacks(source.language)}.",
            _fingerprint(source.public_id, source.language, sorted([one.public_id, one.quote] for one in citations)),
            bool(_WELL_FORMED.fullmatch(source.language)),
        )


def _language_lacks(code: str) -> str:
    """Return what a language tag lacks, in words; empty for one that names a language."""
    if not code:
        return "is not given"
    if not _WELL_FORMED.fullmatch(code):
        return f"is given as “{code}”, which is no BCP 47 tag such as en or hy"
    return f"is given as “{code}”, which names none" if code.split("-", maxsplit=1)[0].lower() in _NONE_NAMED else ""


def _fingerprint(*seen: Any) -> str:
    return hashlib.sha256(orjson.dumps(seen)).hexdigest()


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
