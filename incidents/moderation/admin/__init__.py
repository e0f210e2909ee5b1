"""The editors' admin: the queue, the incident form, the preview with its decisions, and sources."""

from incidents.moderation.admin import incidents, sources

__all__ = ["incidents", "sources"]
