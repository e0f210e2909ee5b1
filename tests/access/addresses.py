"""Every address of the site, from the URLconf."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def patterns() -> list[str]:
    """Return every pattern of the URLconf, its parts joined, as they are written there."""
    return sorted(set(_walk(get_resolver().url_patterns, "")))


def _walk(found: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for one in found:
        here = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, here)
        else:
            yield here
