"""What the codes mean."""

import re
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import only
from incidents import vocabulary
from incidents.public.api.schema import BAD_REQUEST, answers
from incidents.public.api.views.base import PublicView
from incidents.vocabulary import CREDIBILITY, PLACE_PRECISION, Controlled
from incidents.vocabulary_mapping import mapping_of


class CodebookView(PublicView):
    """Every controlled vocabulary."""

    @extend_schema(operation_id="codebook", responses=answers("Codebook", BAD_REQUEST), tags=["codebook"])
    def get(self, request: Request) -> Response:
        """Return every vocabulary with its terms, their definitions, and how UCDP GED and ACLED code each."""
        only(request.GET)
        return Response({"results": vocabularies()})


@cache
def vocabularies() -> list[dict[str, Any]]:
    """Return the vocabularies in the order in which they are defined."""
    controlled = [kind for kind in vars(vocabulary).values() if _is_vocabulary(kind)]
    return [
        *({"name": _snake(kind.__name__), "definition": kind.__doc__, "terms": _terms(kind)} for kind in controlled),
        {
            "name": "credibility",
            "definition": "Credibility of an item of information: the second half of the Admiralty code.",
            "terms": [
                _term("credibility", code, label, definition) for code, (label, definition) in CREDIBILITY.items()
            ],
        },
        {
            "name": "place_precision",
            "definition": "How exactly the place is known: where_prec of the UCDP GED codebook.",
            "terms": [
                _term("place_precision", code, str(code), definition, radius)
                for code, (definition, radius) in PLACE_PRECISION.items()
            ],
        },
    ]


def _is_vocabulary(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Controlled) and kind is not Controlled


def _terms(kind: type[Controlled]) -> list[dict[str, Any]]:
    return [_term(_snake(kind.__name__), term.value, term.label, term.definition) for term in kind]


def _term(
    vocabulary_name: str, code: str | int, label: str, definition: str, radius_km: float | None = None
) -> dict[str, Any]:
    mapping = mapping_of(vocabulary_name, code)
    return {"code": code, "label": label, "definition": definition, "radius_km": radius_km, "mapping": mapping}


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
