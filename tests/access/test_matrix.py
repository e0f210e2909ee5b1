"""URL × role: every address of the site is asked for by each of the five kinds of people (`matrix`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from accounts.roles import Role
from actors.models import Actor, ActorRelation
from config.readonly.operations import switch_on
from incidents.moderation.saved_views import save_view
from incidents.record.models import Edition, RecordSource
from incidents.reference.models import Border, BorderSection, Place
from incidents.workbench.models import Incident, QuietReport, ReviewNote, Source
from tests.access.addresses import patterns
from tests.access.matrix import ADMIN, MATRIX, PEOPLE, Row
from tests.factories import DisputeFactory, person
from tests.grounds import taken_back, undone
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident, published_incident, submitted_incident

__all__ = ["undone"]


@dataclass(frozen=True)
class Things:
    """What the addresses name."""

    published: Incident
    clients: dict[str, Client]
    keys: dict[str, object]
    capture: str
    source: str
    note: str

    def path(self, pattern: str, row: Row) -> str:
        """Return an address of a pattern."""
        found = row.path or pattern
        for part, value in (
            ("<str:ref>", self.published.ref), ("<ref:ref>", self.published.ref), ("<int:number>", "1"),
            ("<slug:slug>", "armenia"), ("<token_key:token_key>", "cc_nothing"), ("<capture>", self.capture),
            ("<border>", "armenia-azerbaijan"), ("<place>", "test:nerkin-hand"), ("<source>", self.source),
            ("<note>", self.note), ("<waiting>", str(self.keys["workbench/incident"])),
        ):  # fmt: skip
            found = found.replace(part, value)
        assert "<" not in found, f"say in tests/access/test_matrix.py what stands for a part of {pattern}"
        return f"/{found}"


@dataclass(frozen=True)
class Ground:
    """The rows that the module's tests stand on, and the key of each person's session."""

    sessions: dict[str, str]
    published: Incident
    keys: dict[str, object]
    capture: str
    source: str
    note: str


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """Make a published incident, a submitted one, and a row of every table that the admin shows."""
    with taken_back(django_db_blocker):
        rufat, anna = person("rufat", Role.RESEARCHER), person("anna", Role.ANALYST)
        edith, adam = person("edith", Role.EDITOR), person("adam", Role.ADMINISTRATOR)
        published = published_incident(by=anna, editor=edith)
        waiting = submitted_incident(by=anna, title="Another exchange of fire")
        keys: dict[str, object] = {
            "workbench/incident": waiting.pk,
            "workbench/source": Source.objects.order_by("pk")[0].pk,
            "record/edition": Edition.objects.get().pk,
            "reference/border": Border.objects.get().pk,
            "reference/bordersection": BorderSection.objects.get().pk,
            "reference/dispute": DisputeFactory(slug="a-dispute").pk,
            "reference/place": Place.objects.get().pk,
            "accounts/user": anna.pk,
            "workbench/quietreport": _quiet(edith).pk,
            "workbench/savedview": save_view(name="High", query="priority=high", shared=True, by=edith).pk,
            "actors/actor": Actor.objects.order_by("pk")[0].pk,
            "actors/actorrelation": ActorRelation.objects.order_by("pk")[0].pk,
        }
        copy = capture_of(Source.objects.order_by("pk")[0], by=anna)
        note = ReviewNote.objects.create(incident=published, author=edith, text="Which village?").public_id
        source = RecordSource.objects.all()[0].source
        people = (None, rufat, anna, edith, adam)
        sessions = {name: _session(user) for name, user in zip(PEOPLE, people, strict=True) if user}
        yield Ground(sessions, published, keys, copy.public_id, source, note)


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def clients(ground: Ground, undone: None) -> dict[str, Client]:
    """Return a browser for each of the five."""
    found = {name: Client() for name in PEOPLE}
    for name, key in ground.sessions.items():
        found[name].cookies[settings.SESSION_COOKIE_NAME] = key
    return found


@pytest.fixture
def things(ground: Ground, clients: dict[str, Client]) -> Things:
    """Return what the addresses name."""
    return Things(ground.published, clients, ground.keys, ground.capture, ground.source, ground.note)


@pytest.mark.parametrize("pattern", sorted(MATRIX))
def test_matrix(things: Things, pattern: str) -> None:
    row = MATRIX[pattern]
    path = things.path(pattern, row)
    found = tuple(_status(getattr(things.clients[name], row.method)(path)) for name in _order(row))
    assert dict(zip(_order(row), found, strict=True)) == dict(zip(PEOPLE, row.statuses, strict=True))


def test_when_it_is_read_only_reading_goes_on_and_nothing_else(things: Things) -> None:
    """Every address answers an editor as ever, or refuses what may write; so does a copy, which notes who takes it."""
    failures = []
    switch_on(by="ops", reason="The disks are exchanged.")
    for pattern, row in MATRIX.items():
        reads = (row.method == "get" and not pattern.startswith("desk/^captures")) or pattern.startswith("compat/")
        expected = row.statuses[PEOPLE.index("editor")] if reads else 503
        with transaction.atomic():
            status = _status(getattr(things.clients["editor"], row.method)(things.path(pattern, row)))
            transaction.set_rollback(True)
        if status != expected:
            failures.append(f"{pattern}: {status}, not {expected}")
    assert failures == []


def _quiet(editor: User) -> QuietReport:
    source, border, day = Source.objects.order_by("pk")[0], Border.objects.get(), date(2024, 3, 1)
    return QuietReport.objects.create(border=border, since=day, until=day, source=source, entered_by=editor)


def _status(answer: Any) -> int:
    """Return an answer's status, and let go of the file that it may hold open."""
    if answer.streaming:
        list(answer)
    return int(answer.status_code)


def _order(row: Row) -> tuple[str, ...]:
    """Return the five, or for what changes something, first those who may not."""
    if row.method == "get":
        return PEOPLE
    return tuple(sorted(PEOPLE, key=lambda name: name in ("analyst", "editor")))


def test_every_pattern_has_a_row() -> None:
    found = [one for one in patterns() if one not in MATRIX and _admin_page(one) is None]
    assert found == [], "give it a row in tests/access/matrix.py"


def test_no_row_is_left_of_a_pattern_that_is_gone() -> None:
    assert sorted(set(MATRIX) - set(patterns())) == []
    assert sorted(set(ADMIN) - {page[0] for one in patterns() if (page := _admin_page(one))}) == []


# The admin

GENERIC = {
    "admin/login/": (302, 403, 403, 302, 302),
    "admin/logout/": (302, 302, 302, 405, 405),
    "admin/autocomplete/": (302, 302, 302, 403, 403),
    "admin/r/<path:content_type_id>/<path:object_id>/": (302, 302, 302, 404, 404),
    "admin/(?P<url>.*)$": (302, 302, 302, 404, 404),
}
"""Addresses of the admin's own, without a page behind them."""


def _admin_page(pattern: str) -> tuple[str, str] | None:
    """Return the table (or page) of an admin's pattern and what opens there; None for what is no admin's."""
    if not pattern.startswith("admin/"):
        return None
    if pattern in GENERIC or pattern.startswith("admin/^(?P<app_label>"):
        return "", "page"
    words = pattern.removeprefix("admin/")
    for part in ("<path:object_id>/", "<int:pk>/", "<int:into>/"):
        words = words.replace(part, "")
    words = words.strip("/")
    table, _, verb = words.rpartition("/")
    if verb in ("add", "change", "delete", "history", "preview", "merge", "unmerge", "hierarchy"):
        return (table, verb) if table in ADMIN else None
    return (words, "object" if "<path:object_id>" in pattern else "page") if words in ADMIN else None


@pytest.mark.parametrize("table", sorted(ADMIN))
def test_admin(things: Things, table: str) -> None:
    """What is granted opens; everything else is refused or leads away, and nothing opens for anybody else."""
    failures = []
    for pattern in patterns():
        page = _admin_page(pattern)
        if page is None or page[0] != table or pattern in GENERIC or "app_label" in pattern:
            continue
        key = str(things.keys.get(table, 1))
        into = (
            str(Incident.objects.exclude(pk=int(key)).values_list("pk", flat=True).first())
            if "<int:into>" in pattern
            else ""
        )
        path = "/" + pattern.replace("<path:object_id>", key).replace("<int:pk>", key).replace("<int:into>", into)
        opens = {"editor": ADMIN[table][0].split(), "administrator": ADMIN[table][1].split()}
        for name in PEOPLE:
            status = things.clients[name].get(path).status_code
            expected = (200,) if page[1] in opens.get(name, []) else (302, 403, 404)
            if status not in expected:
                failures.append(f"{path} as {name}: {status}")
    assert failures == []


@pytest.mark.parametrize("pattern", sorted(GENERIC))
def test_admin_addresses_without_a_page(clients: dict[str, Client], pattern: str) -> None:
    path = pattern.replace("<path:content_type_id>", "0").replace("<path:object_id>", "1").replace("(?P<url>.*)$", "x/")
    assert tuple(clients[name].get(f"/{path}").status_code for name in PEOPLE) == GENERIC[pattern]


@pytest.mark.parametrize(
    ("label", "editor", "administrator"),
    [("workbench", 200, 200), ("record", 200, 200), ("accounts", 404, 200), ("mfa", 404, 404), ("nothing", 404, 404)],
)
def test_admin_list_of_an_app(clients: dict[str, Client], label: str, editor: int, administrator: int) -> None:
    found = tuple(clients[name].get(f"/admin/{label}/").status_code for name in PEOPLE)
    assert found == (302, 302, 302, editor, administrator)


# Hidden is as absent


@pytest.mark.parametrize("pattern", [one for one in sorted(MATRIX) if "ref>" in one])
def test_what_is_hidden_is_as_absent(clients: dict[str, Client], pattern: str) -> None:
    """A draft of somebody else's answers like a ref that was never given, word for word."""
    row = MATRIX[pattern]
    hidden = complete_incident(by=person("armen", Role.ANALYST)).ref
    absent = hidden[:-1] + ("8" if hidden[-1] == "9" else "9")
    sees = ("editor",) if pattern.startswith(("desk/", "api/v1/drafts/")) else ()
    for name in (one for one in PEOPLE if one not in sees):
        answers = [_ask(clients[name], pattern, row, ref) for ref in (hidden, absent)]
        assert answers[0].status_code == answers[1].status_code
        assert answers[0].status_code in (302, 401, 403, 404)
        if answers[0].status_code == 404:
            bodies = [
                answer.content.decode().replace(ref, "") for answer, ref in zip(answers, (hidden, absent), strict=True)
            ]
            assert bodies[0] == bodies[1]


def _ask(client: Client, pattern: str, row: Row, ref: str) -> HttpResponse:
    path = (row.path or pattern).replace("<str:ref>", ref).replace("<ref:ref>", ref).replace("<int:number>", "1")
    path = path.replace("<source>", Source.objects.order_by("pk")[0].public_id).replace("<note>", "0" * 10)
    return getattr(client, row.method)(f"/{path}")


# Nothing public changes anything

PUBLIC = [
    one
    for one in sorted(MATRIX)
    if not one.startswith(("desk/", "accounts/", "healthz", "readyz")) and one != "compat/oauth/token"
]
"""The two probes answer every method alike: they read nothing that is sent. Nor does the address that hands out tokens
which open nothing: it takes POST, without a query (`tests/incidents/public/interop/compat/test_signing_in.py`)."""


@pytest.mark.parametrize("pattern", PUBLIC)
def test_the_public_changes_nothing(things: Things, pattern: str) -> None:
    path = things.path(pattern, MATRIX[pattern])
    for method in ("post", "put", "patch", "delete"):
        status = getattr(things.clients["public"], method)(path).status_code
        assert status in (401, 403, 404, 405), f"{method} {path}: {status}"


def test_nobody_registers(clients: dict[str, Client]) -> None:
    before = User.objects.count()
    given = {"username": "mallory", "email": "mallory@counterclaim.test", "password1": "correct horse battery"}
    clients["public"].post("/accounts/signup/", given)
    assert User.objects.count() == before


def test_a_deactivated_account_is_the_public(clients: dict[str, Client]) -> None:
    User.objects.filter(username__in=["anna", "edith"]).update(is_active=False)
    assert [clients[name].get("/desk/").status_code for name in ("analyst", "editor")] == [302, 302]
    assert clients["editor"].get("/admin/").status_code == 302
