"""The four people of the tests, a second editor for four eyes, and an administrator."""

import pytest

from accounts.models import User
from accounts.roles import Role
from tests.factories import person


@pytest.fixture
def ani() -> None:
    """Return the public: nobody signed in."""
    return


@pytest.fixture
def rufat(db: None) -> User:
    """Return a researcher."""
    return person("rufat", Role.RESEARCHER)


@pytest.fixture
def anna(db: None) -> User:
    """Return an analyst."""
    return person("anna", Role.ANALYST)


@pytest.fixture
def edith(db: None) -> User:
    """Return an editor."""
    return person("edith", Role.EDITOR)


@pytest.fixture
def edgar(db: None) -> User:
    """Return a second editor."""
    return person("edgar", Role.EDITOR)


@pytest.fixture
def adam(db: None) -> User:
    """Return an administrator, who sees everything and decides nothing."""
    return person("adam", Role.ADMINISTRATOR)
