"""What a process that serves does before its first request, so that nobody waits for it."""

import gc

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

_RUBBISH = 50_000
"""Objects that are made before rubbish is looked for (Python's own: 700). A page of the desk makes as many."""


def warm_up() -> None:
    """Load every view, and read the project's own templates. Asks the database nothing.

    What is there by then stays: looking for rubbish in it over and over took a tenth of the time of a large page.
    """
    reverse("desk:home")
    folder = settings.BASE_DIR / "templates"
    for file in sorted(folder.rglob("*.html")):
        get_template(str(file.relative_to(folder)))
    gc.collect()
    gc.freeze()
    gc.set_threshold(_RUBBISH, *gc.get_threshold()[1:])
