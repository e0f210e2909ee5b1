"""What a reader sees of the positions table on an incident's page."""

import re
from dataclasses import dataclass
from html import unescape


@dataclass(frozen=True)
class Seen:
    """What one column says in one row."""

    answers: list[str]
    wordings: list[str]
    earlier: list[str]
    by: list[str]


@dataclass(frozen=True)
class SeenRow:
    """One row: two facing columns with the finding between them, and what others say."""

    finding: str
    left: Seen
    right: Seen
    others: dict[str, Seen]


def heads(page: str) -> tuple[str, str]:
    """Return the names of the facing parties."""
    left, right = re.findall(r'ledger__head--(?:left|right)">(.*?)</p>', page, re.DOTALL)
    return words(left), words(right)


def ledger(page: str) -> dict[str, SeenRow]:
    """Return the rows by their question and whom it is about: `Killed Armenia, military`."""
    found = {}
    for row in re.findall(r'<section class="ledger__row".*?</section>', page, re.DOTALL):
        spine, *rest = re.split(r'<div class="cell cell--(\w+)">', row)
        cells = list(zip(rest[::2], rest[1::2], strict=True))
        sides = {side: _seen(cell) for side, cell in cells if side in ("left", "right")}
        others = {_one("cell__party", cell): _seen(cell) for side, cell in cells if side not in ("left", "right")}
        finding = _one("ledger__finding", spine).removeprefix("The record finds: ")
        found[_one("ledger__question", spine)] = SeenRow(finding, sides["left"], sides["right"], others)
    return found


def words(html: str) -> str:
    """Return the text of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _seen(cell: str) -> Seen:
    return Seen(*(_all(name, cell) for name in ("said__answer", "said__wording", "said__earlier", "said__meta")))


def _all(name: str, html: str) -> list[str]:
    found = re.findall(rf'<(p|div|h\d) class="{name}[^"]*"[^>]*>(.*?)</\1>', html, re.DOTALL)
    return [words(text) for _, text in found]


def _one(name: str, html: str) -> str:
    return _all(name, html)[0]
