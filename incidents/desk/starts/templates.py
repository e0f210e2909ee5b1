"""Templates: kinds of incidents that come again and again, as data. No template names a party."""

from dataclasses import dataclass

from incidents.desk.starts.start import READY, Id, Nested, Start
from incidents.vocabulary import (
    ClaimKind,
    DatePrecision,
    Group,
    IncidentKind,
    InvolvementRole,
    LinkRelation,
    Question,
    SourceKind,
    Stance,
)

_OCCURRED: Nested = {"question": Question.OCCURRENCE, "stance": Stance.ASSERTS, READY: True}
_SOURCE: Nested = {"id": Id("source")}


def _killed_and_wounded() -> list[Nested]:
    return [
        {"question": question, "stance": Stance.ASSERTS, "group": Group.MILITARY}
        for question in (Question.KILLED, Question.WOUNDED)
    ]


def _counted_by(name: str) -> Nested:
    return {
        "id": Id(name),
        "kind": ClaimKind.ACCUSATION,
        "assertions": [{"question": Question.VIOLATIONS, "stance": Stance.ASSERTS}],
        "citations": [{}],
    }


@dataclass(frozen=True)
class Template:
    """A template: its slug in addresses, when it fits, what it fills in, and the incident in the drafts API's shape."""

    slug: str
    title: str
    fits: str
    fills: tuple[str, ...]
    nested: Nested

    def start(self) -> Start:
        """Return the start that it is. Its rows are hints: what nobody fills in is not stored."""
        hinted = tuple(name for name, value in self.nested.items() if isinstance(value, list))
        return Start(f"Template: {self.title}", self.fills, self.nested, hinted)


TEMPLATES: dict[str, Template] = {
    template.slug: template
    for template in (
        Template(
            "ceasefire-day",
            "Ceasefire-violation day",
            "Both sides’ daily counts of violations along a line of contact.",
            (
                "kind: ceasefire violation, as a total over a period",
                "two actors: one as initiator, one as target",
                "two accusations, one of each side, each with a number of violations to fill in",
                "a source to cite",
            ),
            {
                "kind": IncidentKind.CEASEFIRE_VIOLATION,
                "aggregated": True,
                "date_precision": DatePrecision.DAY,
                "involvements": [{"role": InvolvementRole.INITIATOR}, {"role": InvolvementRole.TARGET}],
                "sources": [{**_SOURCE, "kind": SourceKind.OFFICIAL}],
                "claims": [_counted_by("first"), _counted_by("second")],
            },
        ),
        Template(
            "shelling-with-casualties",
            "Shelling with casualties",
            "One side says that it was shelled and has losses; the other side denies it, or may yet.",
            (
                "kind: shelling",
                "two actors: one as initiator, one as target",
                "a claim of the side that was hit: that it occurred, who began, killed and wounded to fill in",
                "a denial by the other side, which answers that claim",
                "a source to cite",
            ),
            {
                "kind": IncidentKind.SHELLING,
                "date_precision": DatePrecision.DAY,
                "involvements": [{"role": InvolvementRole.INITIATOR}, {"role": InvolvementRole.TARGET}],
                "sources": [_SOURCE],
                "claims": [
                    {
                        "id": Id("hit"),
                        "kind": ClaimKind.ASSERTION,
                        "assertions": [
                            _OCCURRED,
                            {"question": Question.INITIATOR, "stance": Stance.ASSERTS},
                            *_killed_and_wounded(),
                        ],
                        "citations": [{}],
                    },
                    {
                        "id": Id("denied"),
                        "kind": ClaimKind.DENIAL,
                        "assertions": [{"question": Question.OCCURRENCE, "stance": Stance.DENIES, READY: True}],
                        "answers": [{"relation": LinkRelation.DENIES, "to": Id("hit"), READY: True}],
                        "citations": [{}],
                    },
                ],
            },
        ),
        Template(
            "statement-only",
            "Statement only",
            "A side says something, warns or demands; nothing happened on the ground, or nothing is said of it.",
            (
                "kind: diplomatic",
                "one actor as participant",
                "one claim that it occurred, with its source",
            ),
            {
                "kind": IncidentKind.DIPLOMATIC,
                "date_precision": DatePrecision.DAY,
                "involvements": [{"role": InvolvementRole.PARTICIPANT}],
                "sources": [{**_SOURCE, "kind": SourceKind.OFFICIAL}],
                "claims": [
                    {"id": Id("said"), "kind": ClaimKind.ASSERTION, "assertions": [_OCCURRED], "citations": [{}]}
                ],
            },
        ),
    )
}
"""Slug → template, in the order in which the desk offers them."""
