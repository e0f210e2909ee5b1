"""Addresses of the feeds, under /feeds/."""

from django.urls import path

from incidents.public.feeds import views

app_name = "feeds"
urlpatterns = [
    path("incidents.atom", views.IncidentFeed.as_view(), name="incidents"),
    path("claims.atom", views.ClaimFeed.as_view(), name="claims"),
]
