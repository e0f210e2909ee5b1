"""The addresses of the peer that is made with Django REST framework alone (`plain`)."""

from rest_framework import serializers, viewsets
from rest_framework.routers import SimpleRouter

from incidents.record.models import Edition, RecordClaim

COLUMNS = (
    "seq", "ref", "number", "title", "kind", "earliest", "latest", "latitude", "longitude", "place", "country",
    "border", "killed_low", "killed_best", "killed_high",
)  # fmt: skip
CLAIM_COLUMNS = ("claim", "claimant", "kind", "made_on", "statement")


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

    queryset = Edition.objects.live().defer("body", "search").prefetch_related("claims").order_by("-latest", "-seq")
    serializer_class = EditionSerializer
    filterset_fields = {"country": ["exact"], "kind": ["exact"], "latest": ["gte"]}


router = SimpleRouter()
router.register("incidents", EditionViewSet)
urlpatterns = router.urls
