"""Keys to the API: made once, shown once, theirs alone to see and revoke."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import APIToken, User
from accounts.operations.tokens import MOST, create_token, revoke_token, tokens_of
from incidents.errors import NotAllowed
from tests.people import adam, anna, edith, rufat

__all__ = ["adam", "anna", "edith", "rufat"]
pytestmark = pytest.mark.django_db


def test_a_token_is_shown_once_and_kept_as_its_digest(client: Client, rufat: User) -> None:
    client.force_login(rufat)
    page = client.post(reverse("accounts:tokens"), {"name": "Notebook", "scope": "read", "days": "90"})
    token = tokens_of(rufat).get()
    text = page.context["text"]
    assert text.startswith("cc_")
    assert page.content.decode().count(text) == 1
    assert "no-store" in page.headers["Cache-Control"]
    assert (token.name, token.scope) == ("Notebook", "read")
    assert token.digest != text
    assert not [value for value in APIToken.objects.values_list().get() if str(value) and text in str(value)]
    again = client.get(reverse("accounts:tokens")).content.decode()
    assert text not in again
    for shown in ("Notebook", token.token_key, "Read the public record", "never"):
        assert shown in again
    used = client.get(reverse("api:incidents"), headers={"authorization": f"Token {text}"})
    assert used.status_code == 200


def test_only_analysts_and_editors_are_offered_drafts(client: Client, rufat: User, anna: User, edith: User) -> None:
    for person, offered in ((rufat, False), (anna, True), (edith, True)):
        client.force_login(person)
        page = client.get(reverse("accounts:tokens")).content.decode()
        assert ('value="drafts"' in page) is offered, person
        made = client.post(reverse("accounts:tokens"), {"name": "x", "scope": "drafts", "days": "30"})
        assert made.status_code == (200 if offered else 422)
        assert tokens_of(person).count() == offered


def test_the_operation_refuses_what_the_form_does_not_offer(rufat: User, adam: User) -> None:
    with pytest.raises(NotAllowed):
        create_token(user=rufat, name="x", scope="drafts")
    with pytest.raises(NotAllowed):
        create_token(user=adam, name="x", scope="read")


def test_a_name_is_required(client: Client, rufat: User) -> None:
    client.force_login(rufat)
    page = client.post(reverse("accounts:tokens"), {"name": " ", "scope": "read", "days": "90"})
    assert page.status_code == 422
    assert "One thing needs attention" in page.content.decode()


def test_a_person_sees_and_revokes_their_own_only(client: Client, rufat: User, anna: User) -> None:
    mine, text = create_token(user=rufat, name="mine", scope="read")
    theirs, _ = create_token(user=anna, name="theirs", scope="read")
    client.force_login(rufat)
    assert "theirs" not in client.get(reverse("accounts:tokens")).content.decode()
    for key in (theirs.token_key, "cc_never"):
        assert client.post(reverse("accounts:revoke-token", args=[key])).status_code == 404
    assert tokens_of(anna).count() == 1
    assert client.get(reverse("accounts:revoke-token", args=[mine.token_key])).status_code == 405
    answer = client.post(reverse("accounts:revoke-token", args=[mine.token_key]), follow=True)
    assert "was revoked" in answer.content.decode()
    used = client.get(reverse("api:incidents"), headers={"authorization": f"Token {text}"})
    assert used.status_code == 401
    with pytest.raises(APIToken.DoesNotExist):
        revoke_token(token_key=mine.token_key, by=rufat)


def test_nobody_has_any_number_of_them(client: Client, rufat: User, anna: User) -> None:
    """Each has limits of its own."""
    for number in range(MOST):
        create_token(user=rufat, name=f"Token {number}", scope="read")
    with pytest.raises(NotAllowed, match="Revoke one"):
        create_token(user=rufat, name="x", scope="read")
    create_token(user=anna, name="x", scope="read")
    client.force_login(rufat)
    page = client.post(reverse("accounts:tokens"), {"name": "x", "scope": "read", "days": "90"})
    assert page.status_code == 422
    assert "Revoke one" in page.content.decode()
    revoke_token(token_key=tokens_of(rufat)[0].token_key, by=rufat)
    assert client.post(reverse("accounts:tokens"), {"name": "x", "scope": "read", "days": "90"}).status_code == 200


def test_others_have_no_such_page(client: Client, adam: User) -> None:
    page = client.get(reverse("accounts:tokens"))
    assert (page.status_code, page.headers["Location"].partition("?")[0]) == (302, reverse("account_login"))
    client.force_login(adam)
    assert client.get(reverse("accounts:tokens")).status_code == 403
    assert client.post(reverse("accounts:tokens"), {"name": "x", "scope": "read", "days": "90"}).status_code == 403


def test_the_last_use_is_written_at_most_once_a_minute(client: Client, rufat: User) -> None:
    token, text = create_token(user=rufat, name="x", scope="read")

    def use() -> APIToken:
        client.get(reverse("api:codebook"), headers={"authorization": f"Token {text}"})
        token.refresh_from_db()
        return token

    first = use().last_used_at
    assert first is not None
    assert use().last_used_at == first
    APIToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now() - timedelta(seconds=61))
    again = use().last_used_at
    assert again is not None
    assert again >= first


def test_an_expired_token_and_a_deactivated_person_are_refused(client: Client, rufat: User) -> None:
    token, text = create_token(user=rufat, name="x", scope="read")
    rufat.is_active = False
    rufat.save()
    assert client.get("/api/v1/codebook/", headers={"authorization": f"Token {text}"}).status_code == 401
    rufat.is_active = True
    rufat.save()
    APIToken.objects.filter(pk=token.pk).update(expiry=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/codebook/", headers={"authorization": f"Token {text}"}).status_code == 401
    client.force_login(rufat)
    assert "(ended)" in client.get(reverse("accounts:tokens")).content.decode()


@pytest.mark.parametrize(
    ("sent", "days"), [("30", 30), ("90", 90), ("365", 365), ("0", None), ("3650", None), ("", None)]
)
def test_a_token_lives_as_long_as_was_asked(client: Client, rufat: User, sent: str, days: int | None) -> None:
    client.force_login(rufat)
    page = client.post(reverse("accounts:tokens"), {"name": "x", "scope": "read", "days": sent})
    assert page.status_code == (422 if days is None else 200)
    found = tokens_of(rufat).first()
    assert (found is None) is (days is None)
    if found is not None and days is not None:
        assert abs(found.expiry - timezone.now() - timedelta(days=days)) < timedelta(minutes=5)


def test_the_operation_makes_no_token_that_never_ends(rufat: User) -> None:
    with pytest.raises(NotAllowed, match="30, 90, 365"):
        create_token(user=rufat, name="x", scope="read", days=36500)


@pytest.mark.parametrize("scheme", ["Bearer", "Token", "bearer"])
def test_one_query_tells_whose_token_it_is(
    client: Client, rufat: User, scheme: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("one", "two", "three"):
        _, text = create_token(user=rufat, name=name, scope="read")
    APIToken.objects.update(last_used_at=timezone.now())
    with django_assert_num_queries(1):
        assert client.get("/api/v1/codebook/", headers={"authorization": f"{scheme} {text}"}).status_code == 200
