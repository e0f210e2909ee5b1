"""A site of its own for each test, whose database need not be migrated first."""

from collections.abc import Iterator

import pytest

from tests.config.sites import Site, migrate_beforehand, new_site


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that starts in seconds."""
    with new_site() as site:
        migrate_beforehand(site)
        yield site
