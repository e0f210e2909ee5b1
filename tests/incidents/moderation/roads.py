"""The five roads by which a step may be asked for, each as people take it; and what each answers."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident


@dataclass(frozen=True)
class Attempt:
    """A step that a person asks for on an incident. `token` is their token for drafts."""

    incident: Incident
    verb: Verb
    by: User
    signed_in: bool
    token: str
    sent: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a road said: `status` where it let nobody in or nothing was found (None elsewhere), or the refusal."""

    done: bool
    status: int | None = None
    refusal: str = ""


def _client(attempt: Attempt) -> Client:
    client = Client()
    if attempt.signed_in:
        client.force_login(attempt.by)
    return client


def form(attempt: Attempt) -> Answer:
    """Post to the desk. It answers with a redirect to the incident, and a message."""
    path = f"/desk/incidents/{attempt.incident.ref}/"
    answer = _client(attempt).post(f"{path}{attempt.verb.value}/", attempt.sent)
    if answer.status_code != 302 or answer["Location"] != path:
        return Answer(done=False, status=answer.status_code)
    (message,) = get_messages(answer.wsgi_request)
    return Answer(done=message.level_tag == "success", refusal="" if message.level_tag == "success" else str(message))


def admin(attempt: Attempt) -> Answer:
    """Post to the page of decision."""
    path = f"/admin/workbench/incident/{attempt.incident.pk}/preview/"
    answer = _client(attempt).post(path, {"verb": attempt.verb.value, **attempt.sent})
    if answer.status_code == 302 and answer["Location"] == path:
        return Answer(done=True)
    if answer.status_code in (409, 422):
        return Answer(done=False, refusal=" ".join(answer.context["error"]))
    return Answer(done=False, status=answer.status_code)


def api(attempt: Attempt) -> Answer:
    """Post to the drafts API, with a token."""
    headers = {"Authorization": f"Bearer {attempt.token}"} if attempt.signed_in else {}
    path = f"/api/v1/drafts/{attempt.incident.ref}/steps/"
    body = {"verb": attempt.verb.value, **attempt.sent}
    answer = Client(headers=headers).post(path, body, content_type="application/json")
    if answer.status_code == 200:
        assert answer.json()["ref"] == attempt.incident.ref
        return Answer(done=True)
    if answer.status_code in (400, 409, 412):
        told = answer.json()
        more = [one["detail"] for one in told.get("errors", [])]
        return Answer(done=False, refusal=" ".join([told["detail"], *more]))
    return Answer(done=False, status=answer.status_code)


_OPTIONS = {
    "reason": "--reason", "revision": "--revision", "body_sha256": "--digest", "edition": "--edition",
    "into": "--into", "into_revision": "--into-revision",
}  # fmt: skip


def command(attempt: Attempt) -> Answer:
    """Run `manage.py transition`."""
    told = {name: value for name, value in attempt.sent.items() if value is not None}
    options = [word for name, value in told.items() for word in (_OPTIONS[name], str(value))]
    by = ["--by", attempt.by.username]
    try:
        call_command("transition", attempt.incident.ref, attempt.verb.value, *by, *options, stdout=io.StringIO())
    except CommandError as error:
        return _told(str(error), attempt)
    return Answer(done=True)


def imported(attempt: Attempt) -> Answer:
    """Run `manage.py import_drafts` with a line that names the incident and the step."""
    line = {"ref": attempt.incident.ref, "step": {"verb": attempt.verb.value, **attempt.sent}}
    said = io.StringIO()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "drafts.ndjson"
        file.write_text(json.dumps(line) + "\n")
        try:
            call_command("import_drafts", str(file), "--by", attempt.by.username, stdout=said)
        except CommandError:
            lines = [one.partition(": ")[2] for one in said.getvalue().splitlines()]
            return _told(" ".join(one.removeprefix("/ref: ") for one in lines), attempt)
    assert said.getvalue().startswith(f"1: {attempt.incident.ref} {attempt.verb.value}: ")
    return Answer(done=True)


def _told(words: str, attempt: Attempt) -> Answer:
    """Return a refusal; an incident that is hidden is like one that isn't there, which elsewhere is a 404."""
    if words == f"There is no incident {attempt.incident.ref}.":
        return Answer(done=False, status=404)
    return Answer(done=False, refusal=words)


ROADS: dict[str, Callable[[Attempt], Answer]] = {
    "form": form,
    "admin": admin,
    "drafts API": api,
    "import": imported,
    "command": command,
}
