"""The margin of the review page: what stands beside a field or claim, and what was typed there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from accounts.models import User
from incidents.moderation.admin.pairs import citation_key, row_key
from incidents.moderation.checks import Checked
from incidents.moderation.touches import Touch, Touches
from incidents.vocabulary import LocationConfidentiality, Verb
from incidents.workbench import anchors
from incidents.workbench.models import Incident, ReviewNote, Transition
from incidents.workbench.steps import ADDED

_DONE = {
    Verb.REQUEST_CHANGES: "return",
    Verb.REJECT: "rejection",
    Verb.PUBLISH: "publication",
    Verb.RETRACT: "retraction",
}
"""Steps as nouns; another one goes by its label."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on the page and is not written yet: comments by anchor, answers by check, reasons by verb."""

    comments: Mapping[str, str]
    answers: Mapping[str, str]
    reasons: Mapping[str, str]
    form: str
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """An open note, and whether what it hangs on was changed since it was written, in words."""

    note: ReviewNote
    where: str
    since: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A check with its answer, or with what was typed as one."""

    checked: Checked
    typed: str


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside one field or row.

    `anchor` is where a comment hangs; `since` tells who changed it since the review.
    """

    anchor: str
    about: str
    since: str
    notes: list[Noted]
    asked: list[Asked]
    private: list[str]
    typed: str
    new: bool
    """Whether the row was added since the review: then its parts need not say so again."""
    named: bool
    """Whether a comment can hang there: it can't on a row that is not on the workbench any more."""


class Margins:
    """The margins of one incident, by anchor."""

    def __init__(
        self, incident: Incident, *, user: User, touches: Touches, review: Transition | None,
        checked: Iterable[Checked], notes: Iterable[ReviewNote], people: Mapping[int, str], typed: Typed,
    ) -> None:  # fmt: skip
        self._anchors = _anchors_of(incident)
        self._handed: set[str] = set()
        self._rows = _rows_of(incident)
        self._claimants = {claim.public_id: claim.claimant.name for claim in incident.claims.all()}
        self._touches, self._review, self._people, self._typed = touches, review, people, typed
        self._user = user
        self._asked: dict[str, list[Asked]] = defaultdict(list)
        for one in checked:
            asked = Asked(one, typed.answers.get(one.check.key, ""))
            self._asked[self._beside(one.check.subject)].append(asked)
        self.notes = [self._noted(one) for one in notes]
        self._notes: dict[str, list[Noted]] = defaultdict(list)
        for noted in self.notes:
            self._notes[noted.note.anchor].append(noted)
        self._private = _private(incident)

    def of(self, key: str, about: str) -> Margin:
        """Return what stands beside a field or row; `about` says what that is, for readers of screens."""
        anchor = self._anchors.get(key, key.partition(":")[0])
        self._handed.add(anchor)
        named = self._can_hold(anchor) and (key == anchor or key in self._anchors)
        return Margin(
            anchor=anchor,
            about=about,
            since=self.since(anchor) if named else "",
            notes=self._notes.get(anchor, []) if named else [],
            asked=self._asked.get(anchor, []),
            private=self._private.get(anchor, []),
            typed=self._typed.comments.get(anchor, "") if named else "",
            new=named and self._is_new(anchor),
            named=named,
        )

    def _is_new(self, anchor: str) -> bool:
        touches = self._touches.after(anchor, self._review.at) if self._review else []
        return any(one.what == ADDED and one.anchor == anchor for one in touches)

    def since(self, anchor: str) -> str:
        """Return who changed something since the last review, in words; empty where nobody did, or none was."""
        if self._review is None:
            return ""
        touches = self._touches.after(anchor, self._review.at)
        return f"{self._told(touches, anchor)} since {self._review_as('%-d %b')}" if touches else ""

    @property
    def review_in_words(self) -> str:
        """Return the last review in words: `your return on 12 Nov 2024, 10:30 UTC`; empty where there was none."""
        return self._review_as("%-d %b %Y, %H:%M UTC") if self._review else ""

    def _review_as(self, moment: str) -> str:
        """Return the last review in words, its moment in this form."""
        review = self._review
        assert review is not None, "asked for only where there was one"  # noqa: S101
        whose = "your" if review.by_id == self._user.pk else f"{review.by.get_username()}’s"
        what = _DONE.get(Verb.of(review.verb), Verb.of(review.verb).label.lower())
        return f"{whose} {what} on {review.at.strftime(moment)}"

    @property
    def removed(self) -> list[str]:
        """Return what was removed since the last review, in words."""
        if self._review is None:
            return []
        return [
            f"{anchors.briefly(one.anchor).capitalize()}{f' “{one.said[:120]}”' if one.said else ''}, "
            f"by {self._name(one.by)}"
            for one in self._touches.removed_after(self._review.at)
        ]

    def homeless(self, verbs: Collection[str]) -> list[tuple[str, str]]:
        """Return what was typed and has no place on the page any more: where, and the text. Called when all is handed.

        `verbs` are the steps whose reasons the page asks for.
        """
        checks = {one.checked.check.key for asked in self._asked.values() for one in asked if not one.checked.answer}
        lost = [
            (f"Comment on {self._in_words(anchor)}", text)
            for anchor, text in self._typed.comments.items()
            if anchor not in self._handed or not self._can_hold(anchor)
        ]
        lost += [("Answer to a check", text) for key, text in self._typed.answers.items() if key not in checks]
        lost += [
            (f"Reason to {verb.replace('_', ' ')}", text)
            for verb, text in self._typed.reasons.items()
            if text.strip() and verb not in verbs
        ]
        return lost

    def _can_hold(self, anchor: str) -> bool:
        found = anchors.parse(anchor)
        return found is not None and (not found.row or found.row in self._rows)

    def _noted(self, note: ReviewNote) -> Noted:
        touches = self._touches.after(note.anchor, note.created_at)
        since = f"{self._told(touches, note.anchor)} since this note" if touches else ""
        return Noted(note, self._in_words(note.anchor), since)

    def _in_words(self, anchor: str) -> str:
        """Return what a note hangs on; a claim with whose it is."""
        found = anchors.parse(anchor)
        if not anchor or found is None:
            return anchor or "the incident as a whole"
        if found.row and found.row not in self._rows:
            return f"what is not there any more ({found.rows})"
        whose = self._claimants.get(found.row, "") if found.rows == "claims" else ""
        return anchors.briefly(anchor).replace("claim", f"claim of {whose}", 1) if whose else anchors.briefly(anchor)

    def _told(self, touches: list[Touch], anchor: str) -> str:
        names = ", ".join(dict.fromkeys(self._name(one.by) for one in reversed(touches)))
        added = any(one.what == ADDED and one.anchor == anchor for one in touches)
        return f"{'Added' if added else 'Changed'} by {names}"

    def _name(self, pk: int | None) -> str:
        return "somebody who can’t be named" if pk is None else self._people.get(pk, "somebody")

    def _beside(self, subject: str) -> str:
        """Return where a check is asked: beside the field of the page that shows what it is about."""
        return _SHOWN.get(subject, ".".join(subject.split(".")[:2]))


_SHOWN = {"location_confidentiality": "place"}
"""Fields without a pair of their own → the pair beside which they are asked about."""


def _anchors_of(incident: Incident) -> dict[str, str]:
    """Return the anchors of the rows that have no public id in the document, by what names them there."""
    found: dict[str, str] = {}
    for involved in incident.involvements.all():
        claim = involved.claim.public_id if involved.claim else None
        key = row_key("involvements", involved.actor.slug, involved.role, claim)
        found[key] = f"involvements.{involved.public_id}"
    for estimate in incident.estimates.all():
        key = row_key("estimates", estimate.side.slug, estimate.group, estimate.outcome)
        found[key] = f"estimates.{estimate.public_id}"
    for link in incident.links.all():
        key = row_key("links", link.other.ref, link.relation, link.claim.public_id if link.claim else None)
        found[key] = f"links.{link.public_id}"
    for answer in incident.claim_links.all():
        key = row_key("answers", answer.claim.public_id, answer.relation, answer.to.public_id, answer.question)
        found[key] = f"answers.{answer.public_id}"
    for citation in incident.citations.all():
        if citation.confidential or citation.source.confidential:
            continue
        claim, said = (one.public_id if one else "" for one in (citation.claim, citation.assertion))
        number = 0
        while (key := citation_key(claim, said, citation.source.public_id, citation.locator, number)) in found:
            number += 1
        found[key] = f"citations.{citation.public_id}"
    return found


def _rows_of(incident: Incident) -> set[str]:
    """Return the public ids of all rows on which a comment can hang."""
    lists = ("involvements", "claims", "assertions", "claim_links", "citations", "estimates", "links")
    rows = {row.public_id for name in lists for row in getattr(incident, name).all()}
    return rows | {citation.source.public_id for citation in incident.citations.all()}


def _private(incident: Incident) -> dict[str, list[str]]:
    """Return what stays private beside where it would stand, by anchor; no word of what is confidential."""
    found: dict[str, list[str]] = defaultdict(list)
    confidentiality = incident.location_confidentiality
    if confidentiality != LocationConfidentiality.PUBLIC:
        how = LocationConfidentiality.of(confidentiality).label.lower()
        exact = f", {incident.place.name} (precision {incident.place_precision})," if incident.place else ""
        found["place"].append(f"The exact place{exact} stays private: the location is {how}.")
        if incident.latitude is not None:
            found["latitude"].append("The exact position stays private.")
        if incident.place_wording:
            found["place_wording"].append("The wording of the place stays private.")
        if confidentiality == LocationConfidentiality.COARSE and incident.section:
            found["section"].append(
                f"{incident.section.name} stays private: it may be narrower than the coarser place."
            )
    for citation in incident.citations.all():
        if citation.confidential or citation.source.confidential:
            anchor = f"claims.{citation.claim.public_id}" if citation.claim else "citations"
            found[anchor].append(f"A confidential citation of {citation.source.publisher} stays private.")
    return found
