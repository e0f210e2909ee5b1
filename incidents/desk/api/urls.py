"""Addresses of the drafts API, under /api/v1/drafts/."""

from django.urls import path, re_path

from incidents.desk.api import captures, notes, steps, views
from incidents.desk.urls import REF

app_name = "drafts"
NOTE = "(?P<note>[0-9a-hjkmnp-tv-z]{10})"

urlpatterns = [
    path("", views.DraftList.as_view(), name="list"),
    re_path(rf"^{REF}/$", views.DraftDetail.as_view(), name="detail"),
    re_path(rf"^{REF}/submit/$", views.DraftSubmission.as_view(), name="submit"),
    re_path(rf"^{REF}/steps/$", steps.Steps.as_view(), name="steps"),
    re_path(rf"^{REF}/notes/$", notes.Notes.as_view(), name="notes"),
    re_path(rf"^{REF}/notes/{NOTE}/resolve/$", notes.NoteResolution.as_view(), name="resolve-note"),
    re_path(rf"^{REF}/notes/{NOTE}/reopen/$", notes.NoteReopening.as_view(), name="reopen-note"),
    re_path(
        rf"^{REF}/sources/(?P<source>[0-9a-hjkmnp-tv-z]{{10}})/captures/$", captures.Captures.as_view(), name="captures"
    ),
]
