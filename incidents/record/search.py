"""Full text of the record: the same folding on both sides, so that Ağdam finds Agdam."""

from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Q, TextField, Value

CONFIGURATION = "simple"
"""No stemming: the record holds many languages, and a phrase must mean the words it names."""


def text_query(text: str) -> Func:
    """Return the tsquery of what a person typed: words are all required, "…" is a phrase, `or`, and - excludes."""
    return Func(
        Func(Value(text, output_field=TextField()), function="counterclaim_fold", output_field=TextField()),
        template=f"websearch_to_tsquery('{CONFIGURATION}', %(expressions)s)",
        output_field=SearchQueryField(),
    )


def edition_says(text: str) -> Q:
    """Return the condition that an edition's stored search vector matches what was typed."""
    return Q(_matches(F("search"), text))


def claim_says(text: str) -> Q:
    """Return the condition that a claim's statement matches what was typed."""
    vector = Func(
        Func(F("statement"), function="counterclaim_fold", output_field=TextField()),
        template=f"to_tsvector('{CONFIGURATION}', %(expressions)s)",
        output_field=TextField(),
    )
    return Q(_matches(vector, text))


def _matches(vector: F | Func[Any], text: str) -> Func:
    return Func(vector, text_query(text), arg_joiner=" @@ ", template="(%(expressions)s)", output_field=BooleanField())
