"""What is typed and not saved is kept for its person, comes back, and goes; also where the session ended before."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from accounts.roles import Role
from incidents.desk import keeping as desk_keeping
from incidents.evidence.store import captures_store
from incidents.workbench.history import event_model
from incidents.workbench.models import Capture, Incident, KeptForm, Presence
from incidents.workbench.operations import keeping
from tests.factories import person
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")
KEEP = "/desk/kept/"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def keep(desk: Client, fields: Fields, **more: Any) -> Any:
    """Send a form to be kept, as the page's script does."""
    named = {"turn": "1", "seen": "0", "writer": "0123456789", **{name: str(value) for name, value in more.items()}}
    return desk.post(
        KEEP, fields | {name: [value] for name, value in named.items()}, headers={"Accept": "application/json"}
    )


def reopened(desk: Client, fields: Fields, at: str = NEW) -> Any:
    return desk.get(f"{at}?kept={fields['form'][0]}")


def test_what_is_wrong_is_kept_and_comes_back(desk: Client, form: Fields) -> None:
    wrong = form | {"latitude": ["ninety"], "title": ["x"], "claims-0-claimant": ["Nobody"], "earliest": ["someday"]}
    assert keep(desk, wrong).status_code == 200
    assert Incident.objects.count() == 0
    page = reopened(desk, wrong)
    after = sent(page)
    assert {name: after[name] for name in wrong if name not in ("turn", "keeper")} == {
        name: wrong[name] for name in wrong if name not in ("turn", "keeper")
    }
    assert "field__errors" not in text(page)
    assert "These are your unsaved changes" in text(page)


def test_keeping_leaves_the_incident_and_its_history_alone(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    events = event_model(Incident)._default_manager
    before = events.count()
    typed = sent(desk.get(address(incident)), title="Not saved: fire at the border")
    for turn in range(1, 6):
        assert keep(desk, typed, turn=turn).status_code == 200
    incident.refresh_from_db()
    assert (incident.title, incident.revision, events.count()) == ("Fire near Nerkin Hand", incident.revision, before)
    assert Incident.objects.get().revision == incident.revision
    assert KeptForm.objects.filter(closed_at=None).count() == 1


def test_what_was_kept_is_offered_where_it_was_typed_and_on_the_desk(desk: Client, form: Fields) -> None:
    incident = saved(desk, cited(form))
    typed = sent(desk.get(address(incident)), title="Not saved: fire at the border")
    keep(desk, typed)
    link = f"{address(incident)}?kept={typed['form'][0]}"
    for page in (address(incident), "/desk/"):
        assert link in text(desk.get(page))
    assert link not in text(desk.get(NEW))
    assert sent(desk.get(address(incident)))["title"] == ["Fire near Nerkin Hand"]
    assert saved(desk, sent(desk.get(link)), address(incident)).title == "Not saved: fire at the border"
    assert link not in text(desk.get("/desk/"))


def test_saving_forgets_it_and_a_late_request_does_not_bring_it_back(desk: Client, form: Fields) -> None:
    keep(desk, form, turn=3)
    saved(desk, form | {"turn": ["4"]})
    assert keep(desk, form, turn=3).json().get("address") is None
    row = KeptForm.objects.get()
    assert (row.fields, row.files, row.closed_at is None) == ({}, {}, False)
    assert "Restore them" not in text(desk.get("/desk/"))


def test_what_is_typed_after_going_back_to_a_saved_form_is_kept_again(desk: Client, form: Fields) -> None:
    """The browser's back button shows the form as it was; it is one of the incident now."""
    incident = saved(desk, cited(form) | {"turn": ["1"]})
    more = cited(form) | {"title": ["Fire near Nerkin Hand, later"]}
    assert keep(desk, more, turn=2).json()["address"].startswith(address(incident))
    page = desk.get(f"{NEW}?kept={form['form'][0]}", follow=True)
    assert "meanwhile" not in text(page)
    assert saved(desk, sent(page), address(incident)).title == "Fire near Nerkin Hand, later"
    assert Incident.objects.count() == 1


def test_discarding_forgets_it(desk: Client, form: Fields) -> None:
    keep(desk, form)
    there = f"{KEEP}{form['form'][0]}/discard/"
    assert "Discard them" in text(desk.get(NEW))
    assert desk.post(there).status_code == 302
    assert KeptForm.objects.get().fields == {}
    assert "Discard them" not in text(desk.get(NEW))
    assert desk.post(there).status_code == 404


def test_nobody_else_sees_what_was_kept(desk: Client, form: Fields, edith: User, adam: User) -> None:
    incident = saved(desk, cited(form) | {"shared": ["on"]})
    typed = sent(desk.get(address(incident)), title="Not saved: fire at the border")
    keep(desk, typed)
    for other in (person("ara", Role.ANALYST), edith):
        browser = Client()
        browser.force_login(other)
        for page in (address(incident), f"{address(incident)}?kept={typed['form'][0]}", "/desk/"):
            assert "Not saved" not in text(browser.get(page))
            assert "unsaved changes from" not in text(browser.get(page))
        assert browser.post(f"{KEEP}{typed['form'][0]}/discard/").status_code == 404
    assert KeptForm.objects.visible_to(adam).count() == 0


def test_a_form_that_is_shown_again_is_kept_without_javascript(desk: Client, form: Fields) -> None:
    wrong = form | {"latitude": ["ninety"]}
    assert desk.post(NEW, wrong).status_code == 422
    assert sent(reopened(desk, wrong))["latitude"] == ["ninety"]
    desk.post(NEW, wrong | {"latitude": ["91"], "add": ["claims"]})
    assert sent(reopened(desk, wrong))["latitude"] == ["91"]


def test_a_file_comes_back_with_the_form(desk: Client, form: Fields, tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    wrong = form | {"latitude": ["ninety"]}
    file = SimpleUploadedFile("proof.png", PNG, "image/png")
    assert desk.post(NEW, {**wrong, "sources-0-file": file}).status_code == 422
    call_command("capture_sources")
    page = reopened(desk, wrong)
    assert "proof.png" in text(page)
    saved(desk, sent(page) | {"latitude": [""]})
    assert Capture.objects.get().source.publisher == "The outlet"
    keep(desk, sent(desk.get(NEW)))
    assert captures_store().is_sound(Capture.objects.get().sha256)


def test_a_file_is_kept_by_a_button_that_saves_nothing(
    desk: Client, form: Fields, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("proof.png", PNG, "image/png")
    answer = desk.post(NEW, {**form, "take": ["sources-0"], "sources-0-file": file})
    assert answer.status_code == 200
    assert "proof.png is kept with what you typed" in text(answer)
    assert (Incident.objects.count(), Capture.objects.count()) == (0, 0)
    saved(desk, sent(reopened(desk, form)))
    assert Capture.objects.get().source.publisher == "The outlet"
    for name, content, said in (("proof.exe", b"MZ", "No"), ("", b"", "There is no file yet")):
        files = {"sources-0-file": SimpleUploadedFile(name, content)} if name else {}
        answer = desk.post(NEW, {**form, "form": ["0000000001"], "take": ["sources-0"], **files})
        assert said in text(answer)
    assert Capture.objects.count() == 1


def test_an_unsaved_file_is_not_swept_while_its_form_waits(
    desk: Client, form: Fields, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    desk.post(NEW, {**form, "latitude": ["ninety"], "sources-0-file": SimpleUploadedFile("proof.png", PNG)})
    (digest,) = (told["sha256"] for told in KeptForm.objects.get().files.values())
    later = timezone.now() + timedelta(days=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    call_command("capture_sources")
    assert captures_store().is_sound(digest)
    keeping.close_form(form_id=form["form"][0], by=User.objects.get(username="anna"))
    call_command("capture_sources")
    assert not captures_store().is_sound(digest)


# Limits, late requests, two windows


def test_two_windows_with_one_form_do_not_overwrite_each_other(desk: Client, form: Fields) -> None:
    assert keep(desk, form, turn=1, writer="aaaaaaaaaa").status_code == 200
    assert (
        keep(desk, form | {"title": ["From the other window"]}, turn=2, seen=1, writer="bbbbbbbbbb").status_code == 200
    )
    refused = keep(desk, form | {"title": ["From the first window"]}, turn=3, seen=1, writer="aaaaaaaaaa")
    assert (refused.status_code, refused.json()["elsewhere"]) == (409, True)
    assert KeptForm.objects.get().title == "From the other window"


def test_a_request_that_was_overtaken_changes_nothing(desk: Client, form: Fields) -> None:
    keep(desk, form | {"title": ["The newer text"]}, turn=5)
    assert keep(desk, form | {"title": ["The older text"]}, turn=4).status_code == 200
    assert KeptForm.objects.get().title == "The newer text"


def test_too_much_is_refused_in_words(desk: Client, form: Fields, monkeypatch: pytest.MonkeyPatch) -> None:
    long = keep(desk, form | {"summary": ["x" * keeping.LARGEST]})
    assert (long.status_code, "too long" in long.json()["why"]) == (409, True)
    monkeypatch.setattr(keeping, "MOST_FORMS", 1)
    keep(desk, form)
    many = keep(desk, sent(desk.get(NEW)))
    assert (many.status_code, "unsaved forms" in many.json()["why"]) == (409, True)
    assert KeptForm.objects.count() == 1


def test_after_a_month_it_is_gone(desk: Client, form: Fields, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = saved(desk, cited(form))
    keep(desk, form | {"form": ["0000000000"], "keeper": sent(desk.get(NEW))["keeper"]})
    desk.get(address(incident))
    later = timezone.now() + timedelta(days=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert KeptForm.objects.visible_to(User.objects.get(username="anna")).open().count() == 0
    call_command("sweep_desk")
    assert (KeptForm.objects.count(), Presence.objects.count()) == (0, 0)


def test_nul_is_kept_as_a_sign(desk: Client, form: Fields) -> None:
    assert keep(desk, form | {"title": ["Nul \0 in here"]}).status_code == 200
    assert KeptForm.objects.get().title == "Nul \ufffd in here"


def test_a_note_that_is_not_the_sites_own_keeps_nothing(desk: Client, form: Fields) -> None:
    assert keep(desk, form | {"keeper": ["forged"]}).status_code == 400
    assert KeptForm.objects.count() == 0


def test_a_hidden_incident_keeps_nothing(desk: Client, form: Fields) -> None:
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    incident = saved(other, sent(other.get(NEW), shared="on"))
    typed = sent(desk.get(address(incident)))
    Incident.objects.filter(pk=incident.pk).update(shared=False)
    assert keep(desk, typed).status_code == 404
    assert KeptForm.objects.filter(person__username="anna").count() == 0


def test_keeping_asks_the_same_number_of_questions_however_long_the_form_is(
    desk: Client, form: Fields, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    incident = saved(desk, cited(form))
    short = sent(desk.get(address(incident)))
    long = short | {f"claims-{n}-statement": ["Says so."] for n in range(1, 40)}
    keep(desk, short)
    for turn, typed in ((2, short), (3, long)):
        with django_assert_num_queries(9):
            keep(desk, typed, turn=turn, seen=turn - 1)


# Signed out


def sign_in(browser: Client, who: User, at: str) -> Any:
    """Sign in on the page that was reached, and go where it leads."""
    who.set_password("a long password for the tests")
    who.save()
    return browser.post(at, {"login": who.username, "password": "a long password for the tests"}, follow=True)


def test_a_form_that_met_an_ended_session_waits_behind_the_sign_in(desk: Client, form: Fields, anna: User) -> None:
    incident = saved(desk, cited(form))
    typed = sent(desk.get(address(incident)), title="Sent after the session ended", latitude="ninety")
    desk.logout()
    answer: Any = desk.post(address(incident), typed | {"do": ["save"]})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")
    assert Incident.objects.get().title == "Fire near Nerkin Hand"
    page = sign_in(desk, anna, answer["Location"])
    assert page.status_code == 200
    assert "You were signed out when you sent this form" in text(page)
    assert (sent(page)["title"], sent(page)["latitude"]) == (["Sent after the session ended"], ["ninety"])
    assert saved(desk, sent(page, latitude=""), address(incident)).title == "Sent after the session ended"


def test_a_new_incident_and_its_file_wait_too(
    desk: Client, form: Fields, anna: User, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    desk.logout()
    answer: Any = desk.post(NEW, {**cited(form), "sources-0-file": SimpleUploadedFile("proof.png", PNG)})
    page = sign_in(desk, anna, answer["Location"])
    assert "proof.png" in text(page)
    assert saved(desk, sent(page)).title == "Fire near Nerkin Hand"
    assert Capture.objects.count() == 1


def test_what_waits_is_not_shown_to_whoever_signs_in_instead(desk: Client, form: Fields, edith: User) -> None:
    desk.logout()
    answer: Any = desk.post(NEW, form | {"title": ["For anna's eyes only"]})
    assert "anna's eyes" not in text(sign_in(desk, edith, answer["Location"]))
    assert KeptForm.objects.get().person.username == "anna"


def test_another_accounts_page_saves_nothing_under_this_name(desk: Client, form: Fields, edith: User) -> None:
    incident = saved(desk, cited(form))
    typed = sent(desk.get(address(incident)), title="Typed by anna, sent by edith")
    desk.force_login(edith)
    answer = desk.post(address(incident), typed)
    assert answer.status_code == 409
    assert "belongs to another account" in text(answer)
    assert Incident.objects.get().title == "Fire near Nerkin Hand"
    kept = KeptForm.objects.get(closed_at=None)
    assert (kept.person.username, kept.title) == ("anna", "Typed by anna, sent by edith")


def test_a_page_from_before_the_sign_in_is_kept_and_sent_again(form: Fields, anna: User) -> None:
    """Signing in changes the token of every page that is open."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    typed = sent(browser.get(NEW), title="From before the sign-in")
    answer: Any = browser.post(NEW, typed | {"csrfmiddlewaretoken": ["x" * 64]})
    assert answer.status_code == 302
    page = browser.get(answer["Location"])
    assert sent(page)["title"] == ["From before the sign-in"]
    assert "Nothing was saved yet: send it again" in text(page)
    assert Incident.objects.count() == 0


def test_a_forged_request_is_refused_as_ever(form: Fields, anna: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    assert browser.post(NEW, form | {"keeper": ["forged"]}).status_code == 403
    assert browser.post("/desk/incidents/CC-2024-00001/reopen/").status_code == 403
    assert (Incident.objects.count(), KeptForm.objects.count()) == (0, 0)


def test_nothing_is_set_aside_for_an_account_that_was_closed(desk: Client, form: Fields, anna: User) -> None:
    desk.logout()
    User.objects.filter(pk=anna.pk).update(is_active=False)
    desk.post(NEW, form)
    assert KeptForm.objects.count() == 0


def test_a_script_is_told_that_nobody_is_signed_in(desk: Client, form: Fields, anna: User) -> None:
    desk.logout()
    for answer in (
        keep(desk, form),
        desk.post(NEW, form, headers={"Accept": "application/json, text/html"}),
        desk.post(NEW, form | {"add": ["claims"]}, headers={"HX-Request": "true"}),
    ):
        assert answer.status_code == 401
        assert answer.json()["person"] is None
    assert KeptForm.objects.count() == 0
    desk.force_login(anna)
    told = json.loads(desk.get("/desk/me/").content)
    assert told["person"]
    assert told["person"] in text(desk.get(NEW))


def test_a_script_is_told_where_it_was_saved(desk: Client, form: Fields) -> None:
    answer = desk.post(NEW, cited(form), headers={"Accept": "application/json, text/html"})
    assert answer.json() == {"address": address(Incident.objects.get())}


def test_a_page_can_keep_for_as_long_as_a_session_lasts(anna: User) -> None:
    today = timezone.now().toordinal()
    notes = [
        signing.Signer(salt="desk.keeper").sign_object([anna.pk, "0000000001", "", today - days]) for days in (14, 15)
    ]
    assert [desk_keeping.read(note) is not None for note in notes] == [True, False]
