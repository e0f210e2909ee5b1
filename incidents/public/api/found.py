"""What lists say of a search beside its hits: where each was found, and what may have been meant."""

from collections.abc import Callable
from typing import Any

import orjson
from django.http import QueryDict

from config.rest.pagination import one, page_size
from config.rest.parameters import BadParameter, Fault
from incidents.document.reading import read
from incidents.record.reading import RecordFilter
from incidents.record.search.queries import parse
from incidents.record.search.snippets import snippets
from incidents.record.search.suggestions import did_you_mean
from incidents.record.search.texts import claim_texts, texts_of

SNIPPETS = "snippets"
SHOWN = 100
"""Rows of a page with snippets, at most: each is cut and folded anew, its whole text."""
_FLAGS = ("true", "false")
Note = Callable[[str], dict[str, Any]]
"""What is said of a hit, from its body."""


def incident_note(asked: RecordFilter, params: QueryDict) -> Note:
    """Return what gives the snippets of an incident, if `snippets` asks for them. Raises BadParameter."""
    if not _wants_snippets(asked, params):
        return nothing
    query = parse(asked.values["q"])
    return lambda body: {SNIPPETS: snippets(query, texts_of(read(body)))}


def claim_note(asked: RecordFilter, params: QueryDict) -> Note:
    """Return what gives the snippets of a claim, if `snippets` asks for them. Raises BadParameter."""
    if not _wants_snippets(asked, params):
        return nothing
    query = parse(asked.values["q"])
    return lambda body: {SNIPPETS: snippets(query, claim_texts(orjson.loads(body)))}


def meant(asked: RecordFilter, count: int | None) -> str | None:
    """Return what a search that found nothing may have meant. One query, or none."""
    return did_you_mean(asked.values["q"]) if count == 0 and asked.values["q"] else None


def _wants_snippets(asked: RecordFilter, params: QueryDict) -> bool:
    given = one(params, SNIPPETS)
    if given is not None and given not in _FLAGS:
        raise BadParameter(Fault(SNIPPETS, f"{given!r} is not one of them", _FLAGS))
    if given == "true" and not asked.values["q"]:
        raise BadParameter(Fault(SNIPPETS, "needs a search (`q`)"))
    if given == "true" and page_size(params) > SHOWN:
        raise BadParameter(Fault("page_size", f"is at most {SHOWN} with `snippets`"))
    return given == "true"


def nothing(_body: str) -> dict[str, Any]:
    """Say nothing of a hit."""
    return {}
