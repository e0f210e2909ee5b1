"""Entering incidents as people do: an analyst posts the desk's form, an editor the admin's preview."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.test import Client

from accounts.models import User
from incidents.desk.forms import flatten
from incidents.workbench.models import Incident
from tests.incidents.desk.forms import NEW, Fields, address, saved, sent
from tests.incidents.moderation.test_admin_preview import offered, page_of


@contextmanager
def signed_in(person: User) -> Iterator[Client]:
    """Return a browser of a person."""
    browser = Client()
    browser.force_login(person)
    yield browser
    browser.logout()


def typed(nested: Mapping[str, Any], refs: Mapping[str, str]) -> Fields:
    """Return what a person would type to enter nested data; `@B` is the ref of B."""
    fields = {name: [str(one) for one in values] for name, values in flatten(nested).lists()}
    return {name: [refs[one[1:]] if one.startswith("@") else one for one in values] for name, values in fields.items()}


def enter(desk: Client, fields: Fields, incident: Incident | None = None) -> Incident:
    """Fill the shown form in, and submit it."""
    at = address(incident) if incident else NEW
    return saved(desk, sent(desk.get(at)) | fields, at, do="submit")


def publish(admin: Client, incident: Incident) -> None:
    """Publish what the preview shows."""
    decision = offered(admin.get(page_of(incident)).content)["publish"]
    assert admin.post(page_of(incident), decision).status_code == 302
