"""The editors' admin: the queue and its saved views, the incident form, the preview with its decisions, sources,
reports of quiet. Actors and places are here as well, because what is decided on them changes incidents.
"""

from incidents.moderation.admin import incidents, quiet, references, saved_views, sources

__all__ = ["incidents", "quiet", "references", "saved_views", "sources"]
