"""Approval under embargo: what was approved is published when the embargo ends, or else nothing is."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from config.management.commands.serve import PUBLISHING
from incidents.errors import DomainError, Incomplete, NotAllowed, NotPublishable
from incidents.moderation.operations import save_source
from incidents.moderation.tasks import publish_what_is_due, send_notice
from incidents.moderation.workflow import transition
from incidents.publishing.operations import PublishConflict, preview
from incidents.record.models import Edition
from incidents.vocabulary import ApprovalState, State, Verb
from incidents.workbench.models import Approval, Incident, Transition
from incidents.workbench.operations.save import Changes, save_incident
from tests.incidents.complete import publish_as_previewed, submitted_incident
from tests.incidents.moderation.arranging import as_previewed, retitled, take
from tests.incidents.moderation.states import row_counts
from tests.incidents.moderation.test_admin_preview import offered, page_of

pytestmark = pytest.mark.django_db
LATER = timedelta(days=2)
Run = Callable[[], str]


@pytest.fixture
def waiting(anna: User) -> Incident:
    """An incident under embargo that waits for an editor."""
    return submitted_incident(by=anna, embargo_until=timezone.now() + LATER)


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Set the clock past the embargo, and return what runs the command."""

    def run() -> str:
        moment = timezone.now() + LATER
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return said()

    return run


def said() -> str:
    """Run the command, and return what it says."""
    out = io.StringIO()
    call_command("publish_due", stdout=out)
    return out.getvalue()


def approve(incident: Incident, by: User) -> Transition:
    """Approve what is previewed now."""
    return transition(incident=incident, verb=Verb.APPROVE, by=by, **as_previewed(incident))


def notices() -> list[str]:
    """Send every notice that waits, and return whom they went to."""
    for task in DBTaskResult.objects.filter(task_path=send_notice.module_path, status="READY"):
        send_notice.call(*task.args_kwargs["args"])
    return sorted(one.to[0] for one in mail.outbox)


def test_an_approval_is_noted_and_changes_nothing_public(waiting: Incident, edith: User) -> None:
    now = preview(waiting)
    step = approve(waiting, edith)
    waiting.refresh_from_db()
    approval = Approval.objects.get()
    assert (waiting.state, step.source_state, step.target_state) == (State.SUBMITTED,) * 3
    assert (approval.by, approval.revision, approval.body_sha256) == (edith, waiting.revision, now.body_sha256)
    assert (approval.due, approval.state) == (waiting.embargo_until, ApprovalState.WAITING)
    assert approval.incident == waiting
    assert not Edition.objects.exists()


def test_it_is_published_as_approved_when_the_embargo_ends(waiting: Incident, edith: User, due: Run) -> None:
    approve(waiting, edith)
    assert said() == ""
    assert not Edition.objects.exists(), "nothing enters the record before its time"
    assert said() == ""

    assert due() == f"{waiting.ref}: published, ledger no. 1\n"
    edition, approval, step = Edition.objects.get(), Approval.objects.get(), Transition.objects.order_by("-pk")[0]
    waiting.refresh_from_db()
    assert waiting.state == State.IN_SYNC
    assert edition.body_sha256 == approval.body_sha256
    assert (approval.state, approval.edition_seq) == (ApprovalState.PUBLISHED, edition.seq)
    assert (step.verb, step.by, step.edition_seq) == (Verb.PUBLISH, edith, edition.seq)
    assert "Approved on" in step.reason
    assert said() == "", "running twice publishes once"
    assert Edition.objects.count() == 1


def test_the_worker_does_the_same(
    waiting: Incident,
    edith: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        approve(waiting, edith)
    task = DBTaskResult.objects.get(task_path=publish_what_is_due.module_path)
    assert task.run_after == waiting.embargo_until
    moment = timezone.now() + LATER
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert publish_what_is_due.call() == "done"
    assert Edition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_without_network_publishes_and_leaves_everything_else(
    waiting: Incident, edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As beside the demo."""
    approve(waiting, edith)
    send_notice.enqueue(edith.pk, "A mail", "for which a server would be asked")
    moment = timezone.now() + LATER
    monkeypatch.setattr(timezone, "now", lambda: moment)
    options: dict[str, Any] = {
        "interval": 0,
        "batch": True,
        "startup_delay": False,
        "max_tasks": 5,
        "worker_id": "of-the-demo",
    }
    Worker(queue_names=[PUBLISHING], excluded_queue_names=[], backend_name="default", **options).run()
    assert Edition.objects.count() == 1
    done = {one.task_path.rpartition(".")[2]: one.status for one in DBTaskResult.objects.all()}
    assert done == {"publish_what_is_due": "SUCCESSFUL", "send_notice": "READY", "keep_copy": "READY"}


def test_an_editor_may_publish_by_hand_once_the_embargo_is_over(
    waiting: Incident, edith: User, edgar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(waiting, edith)
    moment = timezone.now() + LATER
    monkeypatch.setattr(timezone, "now", lambda: moment)
    edition = publish_as_previewed(waiting, by=edgar)
    approval = Approval.objects.get()
    assert (approval.state, approval.edition_seq) == (ApprovalState.PUBLISHED, edition.seq)
    assert said() == ""


# What ends an approval


def _save(incident: Incident, anna: User, edgar: User) -> None:
    retitled(incident, "Exchange of fire, and more of it", by=edgar)


def _other_embargo(incident: Incident, anna: User, edgar: User) -> None:
    incident.refresh_from_db()
    incident.embargo_until = timezone.now() + timedelta(hours=1)
    save_incident(incident=incident, changes=Changes(), by=edgar, revision=incident.revision)


def _no_embargo(incident: Incident, anna: User, edgar: User) -> None:
    incident.refresh_from_db()
    incident.embargo_until = None
    save_incident(incident=incident, changes=Changes(), by=edgar, revision=incident.revision)


def _withdraw(incident: Incident, anna: User, edgar: User) -> None:
    take(incident, Verb.WITHDRAW, anna)


def _return(incident: Incident, anna: User, edgar: User) -> None:
    take(incident, Verb.REQUEST_CHANGES, edgar)


def _source(incident: Incident, anna: User, edgar: User) -> None:
    source = incident.citations.all()[0].source
    source.publisher = "Another publisher"
    save_source(source=source, by=edgar)


def _no_editor(incident: Incident, anna: User, edgar: User) -> None:
    User.objects.filter(username="edith").update(is_active=False)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_save, "saved again"),
        (_other_embargo, "saved again"),
        (_no_embargo, "saved again"),
        (_withdraw, "withdraw"),
        (_return, "request changes"),
        (_source, "has changed since you previewed it"),
        (_no_editor, "not yours to do"),
    ],
)
def test_a_change_voids_it(  # noqa: PLR0917 - the people
    change: Callable[[Incident, User, User], None],
    why: str,
    waiting: Incident,
    anna: User,
    edith: User,
    edgar: User,
    due: Run,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        approve(waiting, edith)
        change(waiting, anna, edgar)
        due()
    approval = Approval.objects.get()
    assert approval.state == ApprovalState.VOID
    assert why in approval.why
    assert not Edition.objects.exists()
    assert not Transition.objects.filter(verb=Verb.PUBLISH).exists()
    assert notices() == ([] if change is _no_editor else [edith.email])
    assert all(waiting.title not in one.body and waiting.ref in one.body for one in mail.outbox)


def test_what_moved_is_void_before_its_time(waiting: Incident, edith: User, edgar: User) -> None:
    approve(waiting, edith)
    retitled(waiting, "Exchange of fire, and more of it", by=edgar)
    assert "saved again" in said()
    assert Approval.objects.get().state == ApprovalState.VOID


def test_who_takes_another_step_is_not_told_of_their_own(
    waiting: Incident, edith: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        approve(waiting, edith)
        take(waiting, Verb.REQUEST_CHANGES, edith)
    assert Approval.objects.get().state == ApprovalState.VOID
    assert notices() == []


def test_another_approval_takes_its_place(waiting: Incident, edith: User, edgar: User, due: Run) -> None:
    approve(waiting, edith)
    approve(waiting, edgar)
    assert [one.state for one in Approval.objects.all()] == [ApprovalState.VOID, ApprovalState.WAITING]
    due()
    assert Transition.objects.get(verb=Verb.PUBLISH).by == edgar


# What can't be approved


def _refused(incident: Incident, by: User, kind: type[DomainError], words: str) -> None:
    before = row_counts()
    with pytest.raises(kind, match=words) as refused:
        approve(incident, by)
    assert refused.value.message
    assert row_counts() == before


def test_no_embargo(anna: User, edith: User) -> None:
    _refused(submitted_incident(by=anna), edith, NotPublishable, "under no embargo")


def test_an_embargo_that_is_over(anna: User, edith: User) -> None:
    over = submitted_incident(by=anna, embargo_until=timezone.now() - LATER)
    _refused(over, edith, NotPublishable, "under no embargo")


def test_four_eyes(waiting: Incident, edith: User) -> None:
    retitled(waiting, "Exchange of fire, and more of it", by=edith)
    _refused(waiting, edith, NotAllowed, "You changed")


def test_what_is_incomplete(waiting: Incident, edith: User, edgar: User) -> None:
    waiting.refresh_from_db()
    waiting.summary = ""
    save_incident(incident=waiting, changes=Changes(), by=edgar, revision=waiting.revision)
    _refused(waiting, edith, Incomplete, "not complete")


def test_what_was_not_previewed(waiting: Incident, edith: User) -> None:
    sent: dict[str, Any] = as_previewed(waiting)
    for wrong in ({**sent, "revision": sent["revision"] - 1}, {**sent, "body_sha256": "0" * 64}):
        with pytest.raises(PublishConflict):
            transition(incident=waiting, verb=Verb.APPROVE, by=edith, **wrong)
    with pytest.raises(NotAllowed, match="revision and the digest"):
        transition(incident=waiting, verb=Verb.APPROVE, by=edith)
    assert not Approval.objects.exists()


# What pages show


def test_the_page_of_decision(client: Client, waiting: Incident, edith: User, edgar: User) -> None:
    client.force_login(edith)
    page = client.get(page_of(waiting))
    assert "publish" not in offered(page.content)
    assert client.post(page_of(waiting), offered(page.content)["approve"]).status_code == 302
    assert waiting.embargo_until
    text = client.get(page_of(waiting)).content.decode()
    assert "Approved under embargo" in text
    assert "edith has approved it" in text
    assert f"{waiting.embargo_until:%Y-%m-%d %H:%M} UTC" in text

    retitled(waiting, "Exchange of fire, and more of it", by=edgar)
    text = client.get(page_of(waiting)).content.decode()
    assert "An approval that counts no more" in text
    assert "saved again since" in text


def test_the_submitter_sees_it(client: Client, waiting: Incident, anna: User, edith: User) -> None:
    approve(waiting, edith)
    client.force_login(anna)
    text = client.get(f"/desk/incidents/{waiting.ref}/").content.decode()
    assert "edith approved it" in text
    take(waiting, Verb.REQUEST_CHANGES, edith)
    assert "counts no more" in client.get(f"/desk/incidents/{waiting.ref}/").content.decode()
