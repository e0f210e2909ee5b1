"""The editors' queue: what it shows first, to whom, and at what cost."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from tests.factories import UserFactory, person
from tests.incidents.complete import complete_incident, published_incident, submitted_incident

pytestmark = pytest.mark.django_db
QUEUE = "/admin/workbench/incident/"


def rows(client: Client, query: str = "") -> list[str]:
    """Return the refs on the list, in its order."""
    return [incident.ref for incident in client.get(QUEUE + query).context["cl"].result_list]


def test_the_queue_is_what_was_submitted_oldest_first(client: Client, anna: User, edith: User) -> None:
    first, second = submitted_incident(by=anna), submitted_incident(by=anna)
    complete_incident(by=anna, title="Still a draft")
    transition(incident=first, verb=Verb.WITHDRAW, by=anna)
    transition(incident=first, verb=Verb.SUBMIT, by=anna)
    client.force_login(edith)
    assert rows(client) == [second.ref, first.ref]


def test_filters_and_search(client: Client, anna: User, edith: User) -> None:
    waiting = submitted_incident(by=anna, title="Shelling near the river")
    public = published_incident(by=anna, editor=edith)
    draft = complete_incident(by=edith, title="Still a draft", kind="diplomatic")
    client.force_login(edith)
    assert rows(client, "?state=in_sync") == [public.ref]
    assert sorted(rows(client, "?state=all")) == sorted([waiting.ref, public.ref, draft.ref])
    assert rows(client, "?state=nonsense") == []
    assert rows(client, f"?state=all&author__id__exact={edith.pk}") == [draft.ref]
    assert rows(client, "?state=all&kind__exact=diplomatic") == [draft.ref]
    assert rows(client, "?q=river") == [waiting.ref]
    assert rows(client, f"?q={waiting.ref}") == [waiting.ref]
    border = waiting.section.border_id if waiting.section else 0
    assert len(rows(client, f"?state=all&section__border__id__exact={border}")) == 3


def test_columns(client: Client, anna: User, edith: User) -> None:
    published_incident(by=anna, editor=edith)
    retracted = published_incident(by=anna, editor=edith)
    transition(incident=retracted, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    submitted_incident(by=anna)
    client.force_login(edith)
    text = client.get(QUEUE + "?state=all").content.decode()
    for words in ("edition 1", "retracted", "none", "Did it occur?", "claims deny each other", "2024-02-13", "anna"):
        assert words in text


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_rows(
    count: int, client: Client, anna: User, edith: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        published = published_incident(by=anna, editor=edith)
        transition(incident=published, verb=Verb.REOPEN, by=anna)
    client.force_login(edith)
    with django_assert_max_num_queries(12):
        assert len(rows(client, "?state=all")) == count


def test_the_index_counts_what_waits(client: Client, anna: User, edith: User) -> None:
    client.force_login(edith)
    assert "nothing waits" in client.get("/admin/").content.decode()
    submitted_incident(by=anna)
    complete_incident(by=anna, title="Still a draft")
    answer = client.get("/admin/")
    assert answer.context["waiting"].submitted == 1
    assert "Oldest waiting" in answer.content.decode()


# Who may enter

PAGES = ["/admin/", QUEUE, "/admin/workbench/source/", "/admin/record/edition/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 200), (Role.ADMINISTRATOR, 200)])
def test_editors_and_administrators_enter(page: str, role: Role, status: int, client: Client) -> None:
    client.force_login(person("somebody", role))
    assert client.get(page).status_code == status


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.ANALYST, Role.RESEARCHER, None])
@pytest.mark.parametrize("staff", [False, True])
def test_nobody_else_enters(page: str, role: Role | None, staff: bool, client: Client) -> None:
    client.force_login(person("somebody", role, is_staff=staff))
    assert client.get(page).status_code == 302
    answer = client.get("/admin/login/", {"next": page})
    assert answer.status_code in ((200, 302) if staff else (403,))
    assert client.get(page).status_code == 302


def test_the_public_is_sent_to_the_site_s_own_sign_in(client: Client) -> None:
    answer = client.get(QUEUE, follow=True)
    address, _ = answer.redirect_chain[-1]
    assert address.startswith(reverse("account_login"))
    assert QUEUE in address.replace("%2F", "/")


def test_administrators_see_and_change_nothing(client: Client, anna: User, adam: User) -> None:
    incident = submitted_incident(by=anna)
    client.force_login(adam)
    page = f"{QUEUE}{incident.pk}/change/"
    text = client.get(page).content.decode()
    assert incident.title in text
    assert 'name="_save"' not in text
    assert client.post(page, {"title": "Another title"}).status_code == 403
    assert client.get(f"{QUEUE}add/").status_code == 403
    assert client.post(f"{QUEUE}{incident.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("verb", ["add/", "{pk}/delete/"])
def test_editors_neither_add_nor_delete(verb: str, client: Client, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    client.force_login(edith)
    assert client.get(QUEUE + verb.format(pk=incident.pk)).status_code == 403


def test_a_superuser_without_a_role_sees_no_incident(client: Client, anna: User) -> None:
    submitted_incident(by=anna)
    client.force_login(UserFactory.create(username="root", is_staff=True, is_superuser=True))
    assert client.get("/admin/").context["waiting"] is None
    assert client.get(QUEUE).status_code == 403


def test_editions_are_only_looked_at(client: Client, anna: User, edith: User) -> None:
    published_incident(by=anna, editor=edith)
    client.force_login(edith)
    assert client.get("/admin/record/edition/1/change/").status_code == 200
    assert client.post("/admin/record/edition/1/change/", {"title": "x"}).status_code == 403
    assert client.get("/admin/record/edition/add/").status_code == 403
    assert client.get("/admin/record/edition/1/delete/").status_code == 403
