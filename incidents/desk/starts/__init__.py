"""Ways to start an incident with something filled in. Nothing is stored before somebody saves.

Each way returns a `Start`: an incident in the shape of the drafts API, and in words what it fills in. A new template
goes into `templates.TEMPLATES`; nothing else has to know.
"""

from incidents.desk.starts.start import Start
from incidents.desk.starts.templates import TEMPLATES, Template

__all__ = ["TEMPLATES", "Start", "Template"]
