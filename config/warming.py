"""What a process that serves does before its first request, so that nobody waits for it."""

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse


def warm_up() -> None:
    """Load every view, and read the project's own templates. Asks the database nothing."""
    reverse("desk:home")
    folder = settings.BASE_DIR / "templates"
    for file in sorted(folder.rglob("*.html")):
        get_template(str(file.relative_to(folder)))
