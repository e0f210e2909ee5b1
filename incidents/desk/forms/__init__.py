"""The one composite form of an incident: for the page, the drafts API, and the demo record alike."""

from incidents.desk.forms.draft import IncidentDraft
from incidents.desk.forms.flat import Unreadable, flatten

__all__ = ["IncidentDraft", "Unreadable", "flatten"]
