"""A document's claims and answers as the page has them, without a database."""

from typing import Any, cast

from incidents.document.types import IncidentDocument
from incidents.public.web.pages import exchange, threads
from incidents.public.web.pages.cast import Cast
from incidents.public.web.pages.roll import Roll


def exchange_of(document: dict[str, Any]) -> tuple[list[exchange.Turn], list[exchange.Answer], Cast]:
    """Return the turns of a document, who answers whom, and who is who."""
    told = cast(IncidentDocument, document)
    who = Cast(told, {})
    roll = Roll(told, who)
    answers = exchange.answers(roll)
    return exchange.turns(told, who, roll, answers), answers, who


def graph_of(document: dict[str, Any]) -> threads.Graph | None:
    """Return the graph of a document."""
    turns, answers, who = exchange_of(document)
    return threads.graph(turns, answers, who.left(), who.right())
