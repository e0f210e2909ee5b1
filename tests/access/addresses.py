"""Every address of the site, from the URLconf."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def patterns() -> list[str]:
    """Return every pattern of the URLconf, its parts joined, as they are written there."""
    return sorted(set(_walk(get_resolver().url_patterns, "")))


PRIVATE = ("admin/", "accounts/", "desk/", "api/v1/drafts/")
_FILLED = {"int": "1", "sha256": "a" * 64, "gedversion": "live", "code": "test:nerkin-hand", "version": "26.1"}


def public_paths(ref: str, *slugs: str) -> list[str]:
    """Return every public address of the URLconf with its parts filled in: a new one is walked without being named."""
    found = []
    for pattern in patterns():
        if pattern.startswith(PRIVATE) or "(?P<" in pattern:
            continue
        named = re.sub(r"<\w+:ref>", ref, pattern)
        for slug in slugs:
            filled = re.sub(r"<slug:\w+>", slug, named)
            found.append("/" + re.sub(r"<(\w+):\w+>", lambda part: _FILLED.get(part[1], "x"), filled))
    return sorted(set(found))


def _walk(found: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for one in found:
        here = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, here)
        else:
            yield here
