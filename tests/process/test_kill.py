"""What was acknowledged is there after the database and the web server were killed in the middle."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from config.database import Server
from tests.config.sites import Site

pytestmark = pytest.mark.process
SAVES = 200
KILL_DATABASE_AFTER = 60
KILL_WEB_SERVER_AFTER = 130
PATIENCE = 60

MAKE_ANALYST = """
from django.contrib.auth.models import Group
from accounts.models import APIToken, User
user = User.objects.create_user("anna", "anna@example.org")
user.groups.add(Group.objects.get(name="analyst"))
print(APIToken.objects.create(user=user, name="test", scope="drafts")[1])
"""


class Analyst:
    """A client of the drafts API that knows when it was answered."""

    def __init__(self, site: Site) -> None:
        self.site = site
        run = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", MAKE_ANALYST],
            env=site.env,
            capture_output=True,
            text=True,
            check=True,
        )
        self.headers = {"Authorization": f"Token {run.stdout.strip()}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, object]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        try:
            connection.request(method, path, json.dumps(body) if body else None, self.headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            connection.close()

    def save(self, title: str) -> str:
        """Save a draft and return its ref; try again, for a while, as long as no acknowledgement comes."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(OSError, http.client.HTTPException, ValueError):
                status, answer = self.ask("POST", "/api/v1/drafts/", {"title": title})
                if status == http.client.CREATED:
                    return str(answer["ref"])
            time.sleep(0.2)
        pytest.fail(f"{title} was never acknowledged")


def kill_database(site: Site) -> None:
    pid = Server(site.var).pid()
    assert pid
    os.kill(pid, signal.SIGKILL)


def test_acknowledged_saves_survive_kills(site: Site) -> None:
    serve = site.start()
    analyst = Analyst(site)
    saved: dict[str, str] = {}
    for number in range(SAVES):
        title = f"Acknowledged save number {number}"
        saved[analyst.save(title)] = title
        if number == KILL_DATABASE_AFTER:
            kill_database(site)
        if number == KILL_WEB_SERVER_AFTER:
            pid = int((site.var / f"serve-{site.port}.lock").read_text().split()[0])
            os.killpg(pid, signal.SIGKILL)
            assert serve.wait(90) != 0
            serve = site.start()
    assert len(saved) == SAVES
    serve.kill()
    kill_database(site)
    serve.wait()
    site.start()
    for ref, title in saved.items():
        status, answer = analyst.ask("GET", f"/api/v1/drafts/{ref}/")
        assert (status, answer["title"]) == (http.client.OK, title)
