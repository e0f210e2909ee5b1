"""Addresses of the OGC API, under /ogc/: without a slash at their ends, as the standard writes them."""

from django.urls import path, re_path

from incidents.public import converters  # noqa: F401 - registers `ref`
from incidents.public.interop.ogc import views
from incidents.public.interop.ogc.collections import COLLECTIONS

app_name = "ogc"
_OF_COLLECTION = {
    "": views.OneCollection,
    "/items": views.Items,
    "/items/<ref:ref>": views.Item,
    "/queryables": views.Queryables,
    "/schema": views.Schema,
}

urlpatterns = [
    path("", views.Landing.as_view(), name="landing"),
    path("conformance", views.Conformance.as_view(), name="conformance"),
    path("api", views.Api.as_view(), name="api"),
    path("collections", views.Collections.as_view(), name="collections"),
    *(
        path(f"collections/{name}{rest}", view.as_view(), {"collection": name})
        for name in COLLECTIONS
        for rest, view in _OF_COLLECTION.items()
    ),
    re_path(r"^(?P<rest>.+)$", views.Elsewhere.as_view(), name="elsewhere"),
]
