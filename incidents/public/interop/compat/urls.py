"""Addresses of the reads in other datasets' shapes, under /compat/. Those datasets' own have no slash at the end."""

from django.urls import path

from incidents.public import converters  # noqa: F401 - registers `gedversion`
from incidents.public.interop.compat.acled.views import AcledRead, DeletedRead
from incidents.public.interop.compat.signing_in import Token
from incidents.public.interop.compat.ucdp.views import GedEvents

app_name = "compat"
urlpatterns = [
    path("ucdp/gedevents/<gedversion:version>", GedEvents.as_view(), name="gedevents"),
    path("acled/read", AcledRead.as_view(), name="acled"),
    path("deleted/read", DeletedRead.as_view(), name="deleted"),
    path("acled/deleted/read", DeletedRead.as_view(), name="acled-deleted"),
    path("oauth/token", Token.as_view(), name="token"),
]
