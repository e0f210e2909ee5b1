"""What the tests of evidence start from."""

from collections.abc import Iterator

import pytest

from tests.incidents.evidence.server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback."""
    with serving() as site:
        yield site
