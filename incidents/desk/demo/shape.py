"""Short ways to write a demo incident in the shape of the drafts API."""

from typing import Any

Row = dict[str, Any]


def row_id(case: str, kind: str, number: int) -> str:
    """Return the permanent public id of a demo row: `dem`, its incident, what it is, and a number."""
    return f"dem{case}{kind}{number:05}"


def source_id(number: int) -> str:
    """Return the id of a demo source. Several incidents cite the same."""
    return row_id("s", "s", number)


def claim_id(case: str, number: int) -> str:
    """Return the id of a demo claim."""
    return row_id(case, "c", number)


class Case:
    """One demo incident while it is written: hands out ids to rows in their order."""

    def __init__(self, letter: str, after: int = 0) -> None:
        """Begin an incident; its letter is a to e, or p for a period, whose ids come after this number."""
        self.letter = letter
        self._after = after
        self._next: dict[str, int] = {}

    def _id(self, kind: str) -> str:
        self._next[kind] = self._next.get(kind, self._after) + 1
        return row_id(self.letter, kind, self._next[kind])

    def claim(self, number: int, claimant: str, kind: str, statement: str, made_on: str, **more: Any) -> Row:
        """Return a claim. `says`, `answers`, `cites` are its rows."""
        return {
            "id": claim_id(self.letter, number),
            "claimant": claimant,
            "kind": kind,
            "statement": statement,
            "made_on": made_on,
            "assertions": [row | {"id": f"{self._id('a')}"} for row in more.pop("says", [])],
            "answers": [row | {"id": self._id("r")} for row in more.pop("answers", [])],
            "citations": [row | {"id": self._id("q")} for row in more.pop("cites", [])],
            **more,
        }

    def involved(self, actor: str, role: str, claim: int | None = None) -> Row:
        """Return an actor's part, alleged by a claim where one is given."""
        alleged = {"alleged": True, "claim": claim_id(self.letter, claim)} if claim else {}
        return {"id": self._id("v"), "actor": actor, "role": role, **alleged}

    def link(self, relation: str, other: str, claim: int) -> Row:
        """Return a link to another demo incident (its letter), alleged by a claim."""
        return {"id": self._id("k"), "relation": relation, "other": f"@{other}", "claim": claim_id(self.letter, claim)}


def says(question: str, **value: Any) -> Row:
    """Return what a claim asserts on a question."""
    return {"question": question, "stance": "asserts", **value}


def military(question: str, side: str, low: int | None, high: int | None, wording: str = "") -> Row:
    """Return a number of members of armed forces, or of security services, that a claim gives."""
    return says(question, side=side, group="military", low=low, high=high, wording=wording)


def cites(number: int, quote: str = "", note: str = "", credibility: int = 6) -> Row:
    """Return a citation of a demo source."""
    return {"source": source_id(number), "quote": quote, "note": note, "credibility": credibility}


def answers(relation: str, case: str, number: int, question: str = "") -> Row:
    """Return how a claim answers another one of the same incident."""
    return {"relation": relation, "to": claim_id(case, number), "question": question}
