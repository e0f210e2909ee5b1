"""Invitations: an administrator names a role, the person chooses the password."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts.models import User
from accounts.operations.invite import give_role, invite_user, send_invitation
from accounts.roles import Role
from incidents.errors import NotAllowed
from tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db
SITE = "https://counterclaim.test/"


@pytest.fixture
def root() -> User:
    """Return a superuser."""
    return UserFactory.create(username="root", is_staff=True, is_superuser=True)


@pytest.mark.parametrize("role", list(Role))
def test_an_invited_person_has_the_role_and_no_password(role: Role, adam: User) -> None:
    user = invite_user(email="Nune@Example.org", username="nune", role=role, by=adam)
    assert user.roles == {role}
    assert user.email == "Nune@example.org"
    assert user.is_staff == (role in (Role.EDITOR, Role.ADMINISTRATOR))
    assert not user.is_superuser
    assert not user.has_usable_password()
    assert mail.outbox == []


def test_the_link_lets_the_person_choose_a_password_once(
    adam: User, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        user = invite_user(email="nune@example.org", username="nune", role=Role.ANALYST, by=adam, site=SITE)
    (message,) = mail.outbox
    assert message.to == ["nune@example.org"]
    assert "as analyst" in message.body
    found = re.search(rf"{SITE}(\S+)", str(message.body))
    assert found
    page = client.get(f"/{found[1]}", follow=True)
    assert page.status_code == 200
    address = page.redirect_chain[-1][0]
    sent = {"password1": "a long pass phrase 9", "password2": "a long pass phrase 9"}
    assert client.post(address, sent).status_code == 302
    user.refresh_from_db()
    assert user.check_password("a long pass phrase 9")
    again = Client().get(f"/{found[1]}", follow=True)
    assert "token_fail" in again.context or b"password1" not in again.content


@pytest.mark.parametrize("role", [Role.ANALYST, Role.EDITOR, Role.RESEARCHER, None])
def test_only_administrators_invite(role: Role | None, adam: User) -> None:
    with pytest.raises(NotAllowed):
        invite_user(email="nune@example.org", username="nune", role=Role.ANALYST, by=person("somebody", role))
    assert not User.objects.filter(username="nune").exists()


def test_a_superuser_invites_the_first_administrator(root: User) -> None:
    assert invite_user(email="a@example.org", username="first", role=Role.ADMINISTRATOR, by=root).is_staff


@pytest.mark.parametrize(
    ("email", "username"), [("adam@counterclaim.test", "x"), ("x@example.org", "adam"), ("x", "x")]
)
def test_an_address_and_a_name_belong_to_one(email: str, username: str, adam: User) -> None:
    with pytest.raises(ValidationError):
        invite_user(email=email, username=username, role=Role.ANALYST, by=adam)


def test_a_role_replaces_the_one_before(adam: User, edith: User) -> None:
    give_role(user=edith, role=Role.RESEARCHER, by=adam)
    edith = User.objects.get(pk=edith.pk)
    assert edith.roles == {Role.RESEARCHER}
    assert not edith.is_staff


def test_nobody_changes_their_own_role_or_a_superuser_s(adam: User, root: User) -> None:
    for user in (adam, root):
        with pytest.raises(NotAllowed):
            give_role(user=user, role=Role.EDITOR, by=adam)


def test_an_invitation_is_not_sent_to_who_has_a_password_or_is_gone(adam: User) -> None:
    settled = person("settled", Role.ANALYST)
    settled.set_password("a long pass phrase 9")
    gone = person("gone", Role.ANALYST, is_active=False)
    gone.set_unusable_password()
    for user in (settled, gone):
        with pytest.raises(NotAllowed):
            send_invitation(user=user, by=adam, site=SITE)


# In the admin

USERS = "/admin/accounts/user/"


def test_an_administrator_invites_in_the_admin(
    client: Client, adam: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(adam)
    form = client.get(f"{USERS}add/").content.decode()
    assert "superuser" not in form
    assert 'type="password"' not in form
    with django_capture_on_commit_callbacks(execute=True):
        sent = {
            "email": "nune@example.org",
            "username": "nune",
            "role": "editor",
            "is_superuser": "on",
            "password": "x",
        }
        assert client.post(f"{USERS}add/", sent).status_code == 302
    user = User.objects.get(username="nune")
    assert user.roles == {Role.EDITOR}
    assert not user.is_superuser
    assert not user.has_usable_password()
    assert "http://testserver/accounts/password/reset/key/" in mail.outbox[0].body


def test_a_taken_name_is_a_form_error(client: Client, adam: User) -> None:
    client.force_login(adam)
    sent = {"email": "adam@counterclaim.test", "username": "adam", "role": "editor"}
    assert client.post(f"{USERS}add/", sent).status_code == 200


def test_an_administrator_changes_a_role_and_nothing_more(client: Client, adam: User, anna: User) -> None:
    client.force_login(adam)
    sent = {"username": "anna", "email": "anna@counterclaim.test", "is_active": "on", "role": "editor"}
    sent |= {"is_superuser": "on", "is_staff": "on", "user_permissions": str(Permission.objects.all()[0].pk)}
    assert client.post(f"{USERS}{anna.pk}/change/", sent).status_code == 302
    anna = User.objects.get(pk=anna.pk)
    assert (anna.roles, anna.is_superuser, anna.is_staff) == (frozenset({"editor"}), False, True)
    assert not anna.user_permissions.exists()


def test_a_deactivated_account_holds_no_role(client: Client, adam: User, edith: User) -> None:
    client.force_login(adam)
    sent = {"username": "edith", "email": "edith@counterclaim.test", "role": "editor"}
    assert client.post(f"{USERS}{edith.pk}/change/", sent).status_code == 302
    assert User.objects.get(pk=edith.pk).roles == frozenset()


def test_one_s_own_account_and_a_superuser_s_are_read_only(client: Client, adam: User, root: User) -> None:
    client.force_login(adam)
    for user in (adam, root):
        assert client.get(f"{USERS}{user.pk}/change/").status_code == 200
        assert client.post(f"{USERS}{user.pk}/change/", {"role": "editor"}).status_code == 403


def test_nobody_is_deleted_and_roles_are_not_edited(client: Client, adam: User, anna: User, root: User) -> None:
    client.force_login(adam)
    assert client.post(f"{USERS}{anna.pk}/delete/", {"post": "yes"}).status_code == 403
    client.force_login(root)
    assert client.get("/admin/auth/group/").status_code == 404


def test_only_administrators_see_the_list(client: Client, edith: User) -> None:
    client.force_login(edith)
    assert client.get(USERS).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_s_queries_do_not_grow(
    count: int, client: Client, adam: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        person(f"analyst{number}", Role.ANALYST)
    client.force_login(adam)
    with django_assert_max_num_queries(11):
        client.get(USERS)


def test_the_link_is_sent_again(
    client: Client, adam: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user = invite_user(email="nune@example.org", username="nune", role=Role.ANALYST, by=adam)
    client.force_login(adam)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(USERS, {"action": "send_again", "_selected_action": str(user.pk)})
    assert [message.to for message in mail.outbox] == [["nune@example.org"]]
