"""The public page of an incident as it would be: drawn from a document that is not in the record.

`config.urls` hands this to the editors' admin, which knows the document; nothing here knows the workbench.
"""

from typing import Any, cast

import orjson
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from incidents.document.types import IncidentDocument
from incidents.public.web import reading
from incidents.public.web.pages import incident as incident_page
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, Outcome

_NO_EDITION = 0
"""The place in the ledger of what is in no ledger."""


def render_proposed(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """Answer with the page that readers would see if this document were the next edition, marked as a preview.

    What is worked out over the whole record once it is published (the first since, the digest) is left out.
    """
    proposed = cast(IncidentDocument, document)
    history = reading.history_of(proposed["ref"])
    edition = _edition(proposed, history.newest.number + 1 if history else 1)
    shown = reading.History((edition, *(history.editions if history else ())))
    page = incident_page.compose(edition, shown, None)
    answer = render(request, "public/proposed.html", {"page": page})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _edition(document: IncidentDocument, number: int) -> Edition:
    """Return an edition that is saved nowhere, with the columns that the page reads."""
    now = timezone.now()
    edition = Edition(
        seq=_NO_EDITION, ref=document["ref"], number=number, origin="workbench", status=EditionStatus.PUBLISHED,
        schema=document["schema"], published_at=now, validity=DateTimeTZRange(now, None),
        body=orjson.dumps(document).decode(), title=document["title"],
    )  # fmt: skip
    for total in document["totals"]:
        if total["outcome"] in (Outcome.KILLED, Outcome.WOUNDED):
            for bound in ("low", "best", "high"):
                setattr(edition, f"{total['outcome']}_{bound}", total[bound])
    return edition
