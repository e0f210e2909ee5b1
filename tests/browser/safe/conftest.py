"""A shared draft, and browsers in which people are signed in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from accounts.models import User
from accounts.roles import Role
from incidents.workbench.models import Incident
from tests.browser.conftest import PATIENCE
from tests.browser.safe.steps import OLD
from tests.browser.signing import PASSWORD, sign_in
from tests.factories import person
from tests.incidents.desk.conftest import load_reference
from tests.incidents.desk.filling import incident_with_claims


@pytest.fixture
def ara(transactional_db: None) -> User:
    """Return another analyst."""
    return person("ara", Role.ANALYST)


@pytest.fixture
def incident(transactional_db: None, anna: User, edith: User, ara: User) -> Incident:
    """Return a shared draft with claims, and let everybody sign in."""
    load_reference()
    for one in (anna, edith, ara):
        one.set_password(PASSWORD)
        one.save()
    made = incident_with_claims(anna, 2)
    Incident.objects.filter(pk=made.pk).update(shared=True, title=OLD)
    return Incident.objects.get(pk=made.pk)


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Callable[[str], Page]]:
    """Return a maker of pages, each in a browser of its own in which a person is signed in."""
    errors: list[str] = []

    def at(name: str) -> Page:
        page = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site).new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        sign_in(page, name)
        return page

    yield at
    assert errors == []
