"""The addresses of the peer that is made with Django REST framework alone (`plain`).

`incidents/` sends columns and claims; `whole/` sends all that the record has in rows about an incident, as its
documents do.
"""

from typing import Any

from django.db.models import Model
from rest_framework import serializers, viewsets
from rest_framework.routers import SimpleRouter

from incidents.record.models import (
    Edition,
    RecordAnswer,
    RecordAssertion,
    RecordClaim,
    RecordFigure,
    RecordInvolvement,
    RecordLink,
    RecordSource,
)

COLUMNS = (
    "seq", "ref", "number", "title", "kind", "earliest", "latest", "latitude", "longitude", "place", "country",
    "border", "killed_low", "killed_best", "killed_high",
)  # fmt: skip
CLAIM_COLUMNS = ("claim", "claimant", "kind", "made_on", "statement")


_LISTED = Edition.objects.live().filter(aggregated=False).defer("body", "search").order_by("-latest", "-seq")


class ClaimSerializer(serializers.ModelSerializer):
    """A claim."""

    class Meta:
        model = RecordClaim
        fields = CLAIM_COLUMNS


class EditionSerializer(serializers.ModelSerializer):
    """An edition and its claims."""

    claims = ClaimSerializer(many=True)

    class Meta:
        model = Edition
        fields = (*COLUMNS, "claims")


class EditionViewSet(viewsets.ReadOnlyModelViewSet):
    """What stands now, newest first."""

    queryset = _LISTED.prefetch_related("claims")
    serializer_class = EditionSerializer
    filterset_fields = {"country": ["exact"], "kind": ["exact"], "latest": ["gte"]}


def _rows_of(of: type[Model], *internal: str) -> Any:
    """Return a field of all rows of a table about an edition, without columns that only serve the database."""
    meta = type("Meta", (), {"model": of, "exclude": [*internal, "edition"]})
    return type(f"{of.__name__}Serializer", (serializers.ModelSerializer,), {"Meta": meta})(many=True)


class WholeSerializer(serializers.ModelSerializer):
    """An edition and all of its rows."""

    claims = _rows_of(RecordClaim, "body", "search", "guarded")
    assertions = _rows_of(RecordAssertion)
    answers = _rows_of(RecordAnswer)
    figures = _rows_of(RecordFigure)
    involvements = _rows_of(RecordInvolvement)
    sources = _rows_of(RecordSource)
    links = _rows_of(RecordLink)

    class Meta:
        model = Edition
        exclude = ["body", "search", "guarded", "validity"]


class WholeViewSet(viewsets.ReadOnlyModelViewSet):
    """The same incidents, with all that is in rows about them."""

    queryset = _LISTED.prefetch_related(
        "claims", "assertions", "answers", "figures", "involvements", "sources", "links"
    )
    serializer_class = WholeSerializer
    filterset_fields = EditionViewSet.filterset_fields


router = SimpleRouter()
router.register("incidents", EditionViewSet)
router.register("whole", WholeViewSet, basename="whole")
urlpatterns = router.urls
