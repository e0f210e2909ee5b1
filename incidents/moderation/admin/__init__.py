"""The editors' admin: the queue and its saved views, the incident form, the preview with its decisions, sources,
reports of quiet.
"""

from incidents.moderation.admin import incidents, quiet, saved_views, sources

__all__ = ["incidents", "quiet", "saved_views", "sources"]
