"""Which addresses are for machines: they answer problems, are open to every origin, and have limits."""

from django.http import HttpRequest

MACHINES = ("/api/", "/ogc/", "/compat/", "/feeds/")
DRAFTS = "/api/v1/drafts/"
"""For machines, and private."""
PRIVATE = ("/accounts/", "/admin/", "/desk/", DRAFTS)
PROBES = ("/healthz", "/readyz")
SAFE = ("GET", "HEAD", "OPTIONS")


def is_for_machines(request: HttpRequest) -> bool:
    """Tell whether an address is read by programs."""
    return request.path_info.startswith(MACHINES)


def is_open(request: HttpRequest) -> bool:
    """Tell whether an address is read by programs and has nothing to do with who asks."""
    return is_for_machines(request) and not request.path_info.startswith(DRAFTS)
