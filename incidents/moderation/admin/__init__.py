"""The editors' admin: the queue, the incident form, the preview with its decisions, sources, reports of quiet."""

from incidents.moderation.admin import incidents, quiet, sources

__all__ = ["incidents", "quiet", "sources"]
