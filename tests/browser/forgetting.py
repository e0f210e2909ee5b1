"""What the site that browser tests share does more than the real one: it forgets the test before."""

import os
from collections.abc import Callable
from pathlib import Path

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

NOTE = "COUNTERCLAIM_TEST_NOTE"
"""The variable that names a file: in it stands which test is being served."""


class Forgetting:
    """Middleware that empties what the process keeps of the record, as soon as another test is being served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Serve nothing yet."""
        self._get_response = get_response
        self._note, self._served = Path(os.environ[NOTE]), ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        now = self._note.read_text()
        if now != self._served:
            self._served = now
            for cache in caches.all():
                cache.clear()
        return self._get_response(request)
