"""Whose figures are counted: a perspective as SQL over the record's rows (rules: `vocabulary.Perspective`).

`Perspective.figures` gives each incident's killed and wounded, for sums; `Perspective.figure` the same number as an
expression on one edition, for lists and exports. Both come from one text, and `document/perspectives.py` computes the
same from a document alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import IntegerField, Q
from django.db.models.expressions import RawSQL

from incidents.record import conditions, fields
from incidents.record.models import RecordFigure
from incidents.vocabulary import Outcome
from incidents.vocabulary import Perspective as Rule

OUTCOMES = (Outcome.KILLED, Outcome.WOUNDED)
BOUNDS = ("low", "best", "high")
COLUMNS = tuple(f"{outcome}_{bound}" for outcome in OUTCOMES for bound in BOUNDS)
"""The figures, by the names that they have in `record_edition`."""
_ACTOR = re.compile(r"[-a-zA-Z0-9_]{1,80}")

_TOTALS = """
SELECT edition_id, low, best, high, true AS told FROM record_recordfigure WHERE perspective = %s AND outcome = %s
"""
_CLAIMS = """
SELECT edition_id, sum(low) AS low, CASE WHEN bool_and(best IS NOT NULL) THEN sum(best) END AS best,
    CASE WHEN bool_and(high IS NOT NULL) THEN sum(high) END AS high, true AS told
FROM (
    SELECT edition_id, side,
        CASE WHEN given = 0 THEN u_low WHEN beyond THEN coalesce(low, 0) + greatest(u_low - high, 0) ELSE low
        END AS low,
        CASE WHEN given = 0 THEN u_best WHEN NOT beyond THEN best
            WHEN greatest(u_low - high, 0) = u_high - coalesce(low, 0) THEN best + u_high - coalesce(low, 0)
        END AS best,
        CASE WHEN given = 0 THEN u_high WHEN beyond THEN high + u_high - coalesce(low, 0) ELSE high END AS high
    FROM (
        SELECT *, u_low IS NOT NULL AND high IS NOT NULL AND coalesce(u_high > coalesce(low, 0), true) AS beyond
        FROM (
            SELECT edition_id, side, count(*) FILTER (WHERE status) AS given, sum(low) FILTER (WHERE status) AS low,
                CASE WHEN NOT bool_or(status AND best IS NULL) THEN sum(best) FILTER (WHERE status) END AS best,
                CASE WHEN NOT bool_or(status AND high IS NULL) THEN sum(high) FILTER (WHERE status) END AS high,
                max(low) FILTER (WHERE NOT status) AS u_low, max(best) FILTER (WHERE NOT status) AS u_best,
                max(high) FILTER (WHERE NOT status) AS u_high
            FROM (
                SELECT *, "group" <> 'unknown' AS status, CASE WHEN low = high THEN low END AS best
                FROM (
                    SELECT edition_id, side, "group", min(low) AS low,
                        CASE WHEN NOT bool_or(low IS NOT NULL AND high IS NULL) THEN max(high) END AS high
                    FROM record_recordfigure AS said
                    WHERE perspective = %s AND outcome = %s AND ({speaks})
                    GROUP BY edition_id, side, "group"
                ) AS ranges
            ) AS groups
            GROUP BY edition_id, side
        ) AS sides
    ) AS weighed
) AS counted
GROUP BY edition_id
"""
"""What some actors claim: a range for each side and group, those of no given status as far as they go beyond the others
(`document/figures.py`), then the sum of the sides."""

_ELSE = {
    Rule.ACKNOWLEDGED: ("NULL", "NULL", "NULL"),
    Rule.CLAIMS_OF: ("NULL", "NULL", "NULL"),
    Rule.MAXIMAL: ("coalesce({0}_high, {0}_best, {0}_low)", "coalesce({0}_high, {0}_best, {0}_low)", "{0}_high"),
    Rule.MINIMAL: ("{0}_low", "{0}_low", "{0}_low"),
}
"""What an incident's figures are where no row tells otherwise, from the edition's columns."""


@dataclass(frozen=True)
class Perspective:
    """A rule, and for `claims-of` whose claims count."""

    rule: Rule
    actor: str = ""

    def __str__(self) -> str:
        return f"{self.rule}:{self.actor}" if self.actor else str(self.rule)

    @property
    def words(self) -> str:
        """The rule in words, to stand beside every number."""
        return f"{self.rule.label}{f' ({self.actor})' if self.actor else ''}: {self.rule.definition}"

    @cached_property
    def _spans(self) -> list[conditions.Span]:
        """Who counts as the actor, and when; read from the database once."""
        return conditions.spans_of([self.actor])

    def figures(self, rows: str, columns: Sequence[str]) -> tuple[str, list[Any]]:
        """Return a SELECT of columns and figures over `rows` (a SELECT with `seq` and all figures), and its parameters.

        The parameters are those of what is added, and come after those of `rows`.
        """
        if self.rule is Rule.ESTIMATES:
            return rows, []
        picked = [f"picked.{name}" for name in columns]
        joins, params = [], []
        for outcome in OUTCOMES:
            told, given = self._told(outcome)
            joins.append(f"LEFT JOIN ({told}) AS {outcome}_told ON {outcome}_told.edition_id = picked.seq")
            params += given
            picked += [f"{text} AS {outcome}_{bound}" for bound, text in self._bounds(outcome, "picked").items()]
        return f"SELECT {', '.join(picked)} FROM ({rows}) AS picked {' '.join(joins)}", params

    def figure(self, outcome: Outcome, bound: str) -> RawSQL:
        """Return one figure of an edition, as an expression for a queryset of editions that joins no other table."""
        table = "record_edition"
        if self.rule is Rule.ESTIMATES:
            return RawSQL(f"{table}.{outcome}_{bound}", (), output_field=IntegerField())  # noqa: S611 - our own names
        told, params = self._told(outcome)
        text = self._bounds(outcome, table)[bound]
        one = f"(SELECT {text} FROM (SELECT) AS one LEFT JOIN ({told}) AS {outcome}_told ON edition_id = {table}.seq)"
        return RawSQL(one, params, output_field=IntegerField())  # noqa: S611 - our own names; values are parameters

    def deadly(self) -> Q:
        """Return a condition that every edition meets in which this perspective knows of somebody killed.

        Where a figure comes from stored rows alone, one of them gives a number: these are few, or none.
        """
        if self.rule not in (Rule.CLAIMS_OF, Rule.ACKNOWLEDGED):
            return Q()
        told = RecordFigure.objects.filter(perspective=self.rule.value, outcome=Outcome.KILLED.value)
        if self.rule is Rule.CLAIMS_OF:
            told = told.filter(claimant__in={slug for span in self._spans for slug in span.actors})
        return Q(pk__in=told.filter(Q(low__gte=1) | Q(best__gte=1) | Q(high__gte=1)).values("edition"))

    def _told(self, outcome: Outcome) -> tuple[str, list[Any]]:
        params: list[Any] = [self.rule.value, outcome.value]
        if self.rule is not Rule.CLAIMS_OF:
            return _TOTALS, params
        speaks = []
        for span in self._spans:
            text = "claimant = ANY(%s)"
            params.append(list(span.actors))
            during = [("latest >= %s", span.since), ("earliest < %s", span.until)]
            bounded = [(condition, day) for condition, day in during if day]
            if bounded:
                when = " AND ".join(condition for condition, _ in bounded)
                text += f" AND EXISTS (SELECT 1 FROM record_edition WHERE seq = said.edition_id AND {when})"
                params += [day for _, day in bounded]
            speaks.append(f"({text})")
        return _CLAIMS.format(speaks=" OR ".join(speaks)), params

    def _bounds(self, outcome: Outcome, table: str) -> dict[str, str]:
        told = f"{outcome}_told"
        other = dict(zip(BOUNDS, _ELSE[self.rule], strict=True))
        own = {bound: text.format(f"{table}.{outcome}") for bound, text in other.items()}
        return {bound: f"(CASE WHEN {told}.told THEN {told}.{bound} ELSE {own[bound]} END)::bigint" for bound in BOUNDS}


ESTIMATES = Perspective(Rule.ESTIMATES)
"""What is counted unless another perspective is asked for."""


class PerspectiveField(fields.Parameter):
    """A perspective by its code; `claims-of` with the slug of an actor."""

    allowed = tuple(f"{rule}:<actor>" if rule is Rule.CLAIMS_OF else rule.value for rule in Rule)
    schema = {
        "type": "string",
        "pattern": r"^(estimates|acknowledged|maximal|minimal|claims-of:[-a-zA-Z0-9_]{1,80})$",
        "default": "estimates",
        "examples": ["claims-of:azerbaijan"],
    }

    def parse(self, text: str) -> Perspective:
        """Return the perspective."""
        code, colon, actor = text.partition(":")
        if code not in Rule.codes() or bool(colon) != (code == Rule.CLAIMS_OF):
            raise ValidationError(f"{text!r} is not one of them")
        if colon and not _ACTOR.fullmatch(actor):
            raise ValidationError(f"{actor!r} has not the form of the slug of an actor, for example azerbaijan")
        return Perspective(Rule.of(code), actor)
