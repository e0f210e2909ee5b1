"""Who saw what is confidential: noted on every page and road that shows it, and found again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.referring.merging import merge_sources
from incidents.vocabulary import AccessFace
from incidents.workbench.accesses import note_copy, note_sight
from incidents.workbench.models import Access, Incident, Source
from tests.factories import SourceFactory, person
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident, submitted_incident
from tests.incidents.moderation.merges import merge_as_seen

pytestmark = pytest.mark.django_db
PAGE = "/admin/audit/"
ADMIN = "/admin/workbench/incident/"


@pytest.fixture
def looking(client: Client, edith: User) -> Client:
    """A browser of edith's."""
    client.force_login(edith)
    return client


def test_what_holds_nothing_confidential_is_not_noted(client: Client, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    client.force_login(anna)
    client.get(f"/desk/incidents/{incident.ref}/")
    assert not Access.objects.exists()


CONFIDENTIAL: list[tuple[str, Any]] = [
    ("claim", lambda incident: incident.claims.update(confidential=True)),
    ("source", lambda incident: Source.objects.filter(citations__incident=incident).update(confidential=True)),
    ("citation", lambda incident: incident.citations.update(confidential=True)),
    ("position", lambda incident: Incident.objects.update(location_confidentiality="withheld")),
    ("embargo", lambda incident: Incident.objects.update(embargo_until=timezone.now() + timedelta(days=1))),
]


@pytest.mark.parametrize(("what", "make"), CONFIDENTIAL, ids=[name for name, _ in CONFIDENTIAL])
def test_whoever_opens_what_is_confidential_is_noted(
    client: Client, anna: User, edith: User, what: str, make: Any
) -> None:
    incident = submitted_incident(by=anna)
    make(incident)
    client.force_login(anna)
    for address in (f"/desk/incidents/{incident.ref}/", f"/desk/incidents/{incident.ref}/history/"):
        assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200
    client.force_login(edith)
    for address in (f"{incident.pk}/change/", f"{incident.pk}/preview/"):
        assert client.get(f"/admin/workbench/incident/{address}", REMOTE_ADDR="192.0.2.8").status_code == 200
    assert client.get(f"{PAGE}?person=anna", REMOTE_ADDR="192.0.2.8").status_code == 200
    noted = {(one.by.username, one.face, one.ref, one.address) for one in Access.objects.all()}
    assert noted == {
        ("anna", "desk", incident.ref, "192.0.2.7"),
        ("anna", "history", incident.ref, "192.0.2.7"),
        ("edith", "admin", incident.ref, "192.0.2.8"),
        ("edith", "review", incident.ref, "192.0.2.8"),
        ("edith", "audit", incident.ref, "192.0.2.8"),
    }


def test_whoever_compares_what_is_confidential_is_noted(client: Client, anna: User, edith: User, edgar: User) -> None:
    """A merge and its undoing show the rows of both with their words; the page as readers see it, what is held back."""
    one, other = (complete_incident(by=anna, title=f"Account number {n}") for n in range(2))
    for incident in (one, other):
        incident.claims.update(confidential=True)
    client.force_login(edgar)
    merging = f"{ADMIN}{one.pk}/merge/{other.pk}/"
    assert one.claims.all()[0].statement in client.get(merging).content.decode()
    assert {(entry.by, entry.face, entry.ref) for entry in Access.objects.all()} == {
        (edgar, "review", one.ref), (edgar, "review", other.ref),
    }  # fmt: skip
    client.get(merging)
    assert Access.objects.count() == 2
    merge_as_seen(one, other, by=edith)
    client.force_login(edith)
    assert client.get(f"{ADMIN}{one.pk}/unmerge/").status_code == 200
    assert {entry.ref for entry in Access.objects.filter(by=edith)} == {other.ref}, "nothing hangs on the loser now"
    held = submitted_incident(by=anna, embargo_until=timezone.now() + timedelta(days=1))
    assert client.get(f"{ADMIN}{held.pk}/preview/page/").status_code == 200
    assert Access.objects.get(ref=held.ref).face == AccessFace.REVIEW


def test_whoever_starts_from_what_is_confidential_is_noted(client: Client, anna: User) -> None:
    client.force_login(anna)
    for how in ("copy", "response"):
        incident = complete_incident(by=anna, location_confidentiality="withheld")
        assert client.get("/desk/start/", {"from": incident.ref, "as": how}).status_code == 200
        assert Access.objects.get(ref=incident.ref).face == AccessFace.DESK


def test_whoever_opens_a_confidential_source_is_noted(client: Client, edith: User) -> None:
    plain, secret, other = (SourceFactory.create(publisher="One", confidential=n > 0) for n in range(3))
    client.force_login(edith)
    for source in (plain, secret, secret):
        assert client.get(f"/admin/workbench/source/{source.pk}/change/", REMOTE_ADDR="192.0.2.8").status_code == 200
    noted = Access.objects.get()
    assert (noted.by, noted.face, noted.asked, noted.address) == (
        edith, "admin", f"source {secret.public_id}", "192.0.2.8",
    )  # fmt: skip
    query = {"loser": secret.public_id, "winner": other.public_id}
    assert client.get("/admin/references/merge/source/", query).status_code == 200
    assert {one.asked for one in Access.objects.all()} == {f"source {one.public_id}" for one in (secret, other)}
    decision = merge_sources(loser=secret, winner=other, by=edith, reason="One.")
    before = Access.objects.count()
    client.force_login(person("edgar", Role.EDITOR))
    assert client.get("/admin/references/unmerge/source/", {"merge": decision.pk}).status_code == 200
    assert Access.objects.count() == before + 2


@pytest.mark.parametrize("steps", ["", "steps/"])
def test_a_program_that_reads_a_draft_is_noted(client: Client, anna: User, steps: str) -> None:
    incident = complete_incident(by=anna, location_confidentiality="withheld")
    client.force_login(anna)
    assert client.get(f"/api/v1/drafts/{incident.ref}/{steps}").status_code == 200
    assert Access.objects.get().face == AccessFace.API


def test_the_same_page_is_noted_once_in_half_an_hour(anna: User, edith: User) -> None:
    incident = complete_incident(by=anna, location_confidentiality="withheld")
    assert note_sight(incident=incident, by=anna, face=AccessFace.DESK) is not None
    assert note_sight(incident=incident, by=anna, face=AccessFace.DESK) is None
    assert note_sight(incident=incident, by=anna, face=AccessFace.API) is not None
    assert note_sight(incident=incident, by=edith, face=AccessFace.DESK) is not None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # time passes
        cursor.execute("UPDATE workbench_access SET at = at - interval '31 minutes'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert note_sight(incident=incident, by=anna, face=AccessFace.DESK) is not None


def test_copies_of_confidential_sources_are_noted_every_time(anna: User) -> None:
    incident = complete_incident(by=anna)
    capture = capture_of(Source.objects.filter(citations__incident=incident)[0], by=anna)
    assert note_copy(capture=capture, by=anna) is None
    capture.source.confidential = True
    assert note_copy(capture=capture, by=anna) is not None
    assert note_copy(capture=capture, by=anna) is not None


def test_the_log_of_sights_is_searched(looking: Client, anna: User, edith: User) -> None:
    one, other = (
        complete_incident(by=anna, title=title, location_confidentiality="withheld")
        for title in ("The first one", "The other one")
    )
    note_sight(incident=one, by=anna, face=AccessFace.DESK)
    note_sight(incident=other, by=edith, face=AccessFace.REVIEW)
    for asked, refs in (
        ("", {one.ref, other.ref}),
        ("?person=anna", {one.ref}),
        (f"?ref={other.ref}", {other.ref}),
        ("?face=review", {other.ref}),
        ("?until=2020-01-01", set()),
    ):
        page = looking.get(f"{PAGE}access/{asked}").content.decode()
        assert {ref for ref in (one.ref, other.ref) if f"<td>{ref}" in page} == refs, asked
    assert looking.get(f"{PAGE}access/?face=nowhere").status_code == 400
