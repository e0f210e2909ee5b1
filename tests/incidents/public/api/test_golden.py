"""One answer of each address, whole, so that a change of any of them is seen and meant: the API's examples.

After a change that is meant: `GOLDEN=write pytest tests/incidents/public/api/test_golden.py`, then read the difference.
"""

import json
import os
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from actors.models import ActorName, ActorRelation
from incidents.public.api.contract import EXAMPLES
from incidents.record.models import Release
from tests.factories import (
    ActorFactory,
    BorderFactory,
    BorderSectionFactory,
    DisputeFactory,
    MilestoneFactory,
    PlaceFactory,
)
from tests.incidents.record.factories import (
    assertion,
    claim,
    involvement,
    killed,
    position,
    published,
    retracted,
    source,
)

pytestmark = pytest.mark.django_db
MOVING = [
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"), "2026-01-15T09:30:00.000000Z"),
    (re.compile(r'(?<=digest": ")[0-9a-f]{64}'), "c0ffee" + "0" * 58),
    (re.compile(r"(?<=cursor=)[^\"&]+"), "WyJuZXh0Iiw0Ml0"),
    (re.compile("http://testserver"), "https://counterclaim.example"),
]
"""What differs from run to run, or is the tests' own, and what stands for it in the examples."""
ADDRESSES = {
    "root": "",
    "incidents": "incidents/?page_size=1",
    "incident": "incidents/CC-2024-00001/",
    "retraction": "incidents/CC-2024-00002/",
    "editions": "incidents/CC-2024-00001/editions/",
    "edition": "incidents/CC-2024-00001/editions/1/",
    "diff": "incidents/CC-2024-00001/diff/1..2/",
    "positions": "incidents/CC-2024-00001/positions/",
    "incident_claims": "incidents/CC-2024-00001/claims/",
    "claims": "claims/",
    "actors": "actors/?page_size=1",
    "actor": "actors/border-service/",
    "stats_series": "stats/series/?by=year&split=role",
    "stats_facets": "stats/facets/",
    "stats_first_since": "stats/first-since/",
    "stats_baseline": "stats/baseline/?window=7",
    "map": "map/?cell=10",
    "places": "places/",
    "place": "places/gn:174815/",
    "borders": "borders/",
    "border": "borders/armenia-azerbaijan/",
    "disputes": "disputes/",
    "dispute": "disputes/nagorno-karabakh/",
    "sources": "sources/",
    "source": "sources/s000000001/",
    "changes": "changes/?since=0&page_size=2",
    "releases": "releases/",
    "release": "releases/26.1/",
    "codebook": "codebook/",
    "bad_parameter": "incidents/?colour=red&match=maybe",
    "not_found": "incidents/CC-2024-99999/",
}


@pytest.fixture
def record() -> None:
    """Two incidents: one that stands in its second edition, and one that was taken back."""
    state = ActorFactory.create(slug="azerbaijan", name="Azerbaijan", country="AZE")
    body = ActorFactory.create(slug="border-service", name="State Border Service", kind="security_service")
    whole = ActorFactory.create(slug="armenia", name="Armenia", country="ARM")
    PlaceFactory.create(code="gn:174815", name="Nerkin Hand", country="ARM", latitude=39.24, longitude=46.5)
    border = BorderFactory.create(slug="armenia-azerbaijan", side_a=whole, side_b=state)
    BorderSectionFactory.create(border=border, code="AM-AZ-6", name="Syunik", position=6)
    MilestoneFactory.create(dispute=DisputeFactory.create(slug="nagorno-karabakh"), title="Talks opened")
    ActorRelation.objects.create(subject=body, object=state, kind="part_of", valid=DateRange(date(2002, 7, 31), None))
    ActorName.objects.create(actor=body, text="Dövlət Sərhəd Xidməti", language="az", script="Latn", kind="official")
    said = claim(
        "border-service",
        assertion("killed", low=4, high=4, id="a000000001"),
        id="c000000001",
        statement="Four were killed.",
    )
    told: dict[str, Any] = {
        "ref": "CC-2024-00001",
        "involvements": [involvement("border-service", "initiator")],
        "claims": [said],
        "totals": killed(4, 4),
        "sources": [source("s000000001", "The outlet", url="https://example.org/a", published_on="2024-02-13")],
        "positions": [position("killed", "one_sided")],
    }
    published(ref="CC-2024-00002", occurrence={"earliest": "2024-02-12"})
    published(**told, title="First title")
    published(**told, title="Second title")
    published(ref="CC-2024-00003", occurrence={"earliest": "2024-02-01", "latest": "2024-02-29"})
    last = retracted("CC-2024-00002")
    Release.objects.create(version="26.1", cutoff_seq=last.seq, head_digest=last.digest, manifest={}, files=[])


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_answer_is_as_it_was(get: Callable[..., Any], record: None, name: str) -> None:
    status = {"bad_parameter": 400, "not_found": 404}.get(name, 200)
    answer = json.dumps(get(ADDRESSES[name], status=status).json(), indent=1, ensure_ascii=False) + "\n"
    for pattern, word in MOVING:
        answer = pattern.sub(word, answer)
    file = EXAMPLES / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(answer)
    assert answer == file.read_text()
