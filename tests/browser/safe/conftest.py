"""A shared draft, and browsers in which people are signed in."""

from collections.abc import Callable, Iterator
from itertools import islice

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.roles import Role
from incidents.desk.demo.loading import load_incidents
from incidents.workbench.models import Incident
from tests.browser.conftest import PATIENCE
from tests.browser.safe.steps import OLD
from tests.browser.test_nerkin_hand import PASSWORD, sign_in
from tests.factories import person


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """Wait for what pages do by themselves as long as for what they do when asked."""
    expect.set_options(timeout=PATIENCE * 1000)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture
def ara(transactional_db: None) -> User:
    """Return another analyst."""
    return person("ara", Role.ANALYST)


@pytest.fixture
def incident(transactional_db: None, anna: User, edith: User, ara: User) -> Incident:
    """Return a shared draft with claims, and let everybody sign in."""
    call_command("load_reference", verbosity=0)
    list(islice(load_incidents(analyst=anna, editor=edith), 1))
    for one in (anna, edith, ara):
        one.set_password(PASSWORD)
        one.save()
    found = Incident.objects.order_by("pk")[0]
    Incident.objects.filter(pk=found.pk).update(shared=True, state="draft", title=OLD)
    return Incident.objects.get(pk=found.pk)


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
