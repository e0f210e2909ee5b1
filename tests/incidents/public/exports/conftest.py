"""A caller of the two lists, and a record with something of everything in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from incidents.record.models import Edition
from tests.factories import BorderFactory
from tests.incidents.record.factories import assertion, claim, involvement, killed, position, published

LINE = {"type": "LineString", "coordinates": [[46.4, 39.1], [46.6, 39.2]]}


@pytest.fixture
def take(client: Client, db: None) -> Callable[..., bytes]:
    """Return a function that asks for a list and returns the bytes of the answer."""

    def call(path: str, query: str) -> bytes:
        answer: Any = client.get(f"/api/v1/{path}/?{query}")
        assert answer.status_code == 200, answer.content
        return b"".join(answer.streaming_content)

    return call


@dataclass
class Sample:
    """Incidents, newest first: at a place, somewhere on a section of the border, in a country, and nowhere."""

    exact: Edition
    bordered: Edition
    vague: Edition
    nowhere: Edition


@pytest.fixture
def sample(db: None) -> Sample:
    """Return four incidents and their claims."""
    border = BorderFactory.create(slug="armenia-azerbaijan")
    border.sections.create(code="AMAZ-11", name="Syunik", position=1, line=LINE)
    section = {"code": "AMAZ-11", "name": "Syunik", "border": "armenia-azerbaijan", "border_name": "B"}
    said = claim(
        "mod-armenia",
        assertion("killed", low=2, side="armenia"),
        assertion("occurrence"),
        statement="=2 killed; =3",
        quotation={"text": "երկու", "language": "hy", "translation": "two"},
        made_time="09:00",
    )
    return Sample(
        exact=published(
            title="=cmd|' /C calc'!A0",
            occurrence={"earliest": "2024-02-13"},
            location={"latitude": 39.05, "longitude": 46.5, "precision": 1, "radius_km": 1.0, "wording": "at the post"},
            involvements=[involvement("armenia"), involvement("azerbaijan")],
            claims=[said, claim("azerbaijan", made_on=None)],
            totals=killed(2, None),
            positions=[position("killed", "contested")],
        ),
        bordered=published(
            occurrence={"earliest": "2024-02-12"},
            location={"latitude": 39.1, "longitude": 46.5, "precision": 5, "radius_km": 25.5, "section": section},
        ),
        vague=published(
            occurrence={"earliest": "2024-02-11"},
            location={"latitude": 40.2, "longitude": 45.0, "precision": 6, "radius_km": 250.0},
        ),
        nowhere=published(occurrence={"earliest": "1890-02-10"}, location={"section": {**section, "code": "GONE-1"}}),
    )
