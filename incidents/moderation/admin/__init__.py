"""The editors' admin: the queue and its saved views, the incident form, the preview with its decisions, and sources."""

from incidents.moderation.admin import incidents, saved_views, sources

__all__ = ["incidents", "saved_views", "sources"]
