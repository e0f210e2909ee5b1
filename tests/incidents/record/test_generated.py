"""The generator of the benchmark writes what publishing would have written."""

from collections import Counter
from itertools import product

import orjson
import pytest
from django.db import connection, transaction
from django.http import QueryDict

from actors.models import Actor
from incidents.document.canonical import canonical
from incidents.document.schema import violations
from incidents.publishing.rederive import rederive
from incidents.publishing.verify import verify
from incidents.record.filters import incidents_for
from incidents.record.models import Edition, FacetCount, MapCell, RecordClaim
from tests.bench import documents
from tests.bench.documents import Shape
from tests.bench.generate import TERMS, ended_town, generate, hits
from tests.incidents.record.factories import published

pytestmark = pytest.mark.django_db
SIZE = 400


def test_verification_finds_nothing_wrong() -> None:
    """The order, the chain, columns, rows and search vectors are right; behind what was there before as well."""
    published()
    generate(SIZE)
    report = verify()
    assert report.faults == []
    assert report.head.seq == Edition.objects.count() > SIZE + 1


@pytest.mark.parametrize("kind", documents.KINDS)
def test_documents_fit_the_schema(kind: str) -> None:
    """Whatever the shape; marks stand for values of the same form."""
    for killed, talk in product(range(len(documents.FIGURES)), range(documents.TALKS)):
        told = documents.document(Shape(kind, killed, talk, week=bool(killed % 2), bordered=bool(talk)))
        assert violations(orjson.loads(canonical(told))) == []


def test_size_is_what_stands() -> None:
    """So many editions stand; others stood before, or were taken back."""
    generate(SIZE)
    assert Edition.objects.live().count() == SIZE
    told = Counter(Edition.objects.exclude(pk__in=Edition.objects.live()).values_list("status", flat=True))
    assert told["published"] > told["retracted"] > 0
    assert RecordClaim.objects.live().count() > SIZE * 1.5
    assert Actor.objects.filter(relations__object__slug="state-bel").count() == 2


def test_summaries_are_those_of_publishing() -> None:
    """Counting every live edition again gives the same tables, but for cells in which nothing is left."""
    generate(SIZE)
    counted = [_rows(model) for model in (FacetCount, MapCell)]
    assert rederive() == 0
    assert counted == [_rows(model) for model in (FacetCount, MapCell)]


def test_words_are_as_rare_as_they_say() -> None:
    """Terms have the hits that are promised, and names of the ended war occur in its years only."""
    generate(SIZE)
    for term in TERMS:
        assert incidents_for(QueryDict(f"aggregates=include&q={term}")).count() == hits(term, SIZE)
    found = incidents_for(QueryDict(f"q={ended_town()}"))
    assert {day.year for day in found.values_list("latest", flat=True)} <= {1992, 1993, 1994}
    assert found.count() >= 1


def test_same_seed_same_record() -> None:
    """Generated twice, it is the same to the last byte."""
    digests = []
    for _ in range(2):
        with transaction.atomic():
            generate(SIZE)
            digests.append(Edition.objects.order_by("-seq").values_list("digest", flat=True).first())
            transaction.set_rollback(True)
    assert digests[0] == digests[1]


def test_indexes_are_as_before() -> None:
    """What was taken down for loading stands again."""
    before = _indexes()
    generate(SIZE)
    assert _indexes() == before


def _rows(model: type) -> set[tuple[object, ...]]:
    rows = model.objects.filter(incidents__gt=0).values()
    return {tuple(value for name, value in row.items() if name != "id") for row in rows}


def _indexes() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'record_%' ORDER BY 1")
        found = cursor.fetchall()
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname LIKE 'record_%' ORDER BY 1"
        )
        return found + cursor.fetchall()
