"""`manage.py import_drafts`: lines of JSON through the form and the workflow, each by itself, and none twice."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from incidents.vocabulary import State, Verb
from incidents.workbench.history import changed_by
from incidents.workbench.models import Incident, Transition
from tests.incidents.desk.test_api import nested
from tests.incidents.moderation.states import row_counts

pytestmark = pytest.mark.usefixtures("reference", "anna")


def draft(number: int, **changed: Any) -> dict[str, Any]:
    """Return a whole draft whose rows have ids of their own."""
    text = json.dumps(nested(title=f"Fire near Nerkin Hand, the {number}th", **changed))
    text = text.replace("0000000001", f"00000000s{number}").replace("000000000c", f"00000000c{number}")
    found: dict[str, Any] = json.loads(text)
    return found


def run(folder: Path, *lines: Any, by: str = "anna", step: str = "") -> tuple[list[str], bool]:
    """Import a file; return what is said, and whether all of it was taken."""
    file = folder / "drafts.ndjson"
    file.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines))
    out = io.StringIO()
    options = ["--step", step] if step else []
    try:
        call_command("import_drafts", str(file), "--by", by, *options, stdout=out)
    except CommandError:
        return out.getvalue().splitlines(), False
    return out.getvalue().splitlines(), True


def test_drafts_and_submissions(tmp_path: Path, anna: User) -> None:
    said, good = run(tmp_path, draft(1), "", draft(2, key="second"), step="submit")
    assert good
    first, second = Incident.objects.order_by("pk")
    assert said == [f"1: {first.ref} started, submit: submitted", f"3: {second.ref} started, submit: submitted"]
    assert {one.state for one in (first, second)} == {State.SUBMITTED}
    assert (first.author, changed_by(first, since=None)) == (anna, {anna.pk})
    assert first.claims.get().statement == "Says that two were killed."


def test_a_repeated_file_makes_no_second_incident(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [draft(1), draft(2, key="second")]
    run(tmp_path, *lines)
    refs = list(Incident.objects.order_by("pk").values_list("ref", flat=True))
    before = row_counts()
    for again in range(2):
        if again:  # however late
            moment = timezone.now() + timedelta(days=400)
            monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        said, good = run(tmp_path, *lines, step="submit")
        assert good
        assert said == [f"{number}: {ref} there already" for number, ref in enumerate(refs, start=1)]
        assert row_counts() == before


def test_the_same_line_twice_in_one_file(tmp_path: Path) -> None:
    said, good = run(tmp_path, draft(1), draft(1))
    assert good
    assert [one.partition(" ")[2].partition(" ")[2] for one in said] == ["started", "there already"]
    assert Incident.objects.count() == 1


def test_a_key_with_something_else(tmp_path: Path) -> None:
    run(tmp_path, draft(1, key="one"))
    (said,), good = run(tmp_path, draft(2, key="one"))
    assert not good
    assert said.startswith("1: /key: This key came with another draft before")
    assert Incident.objects.count() == 1


def test_somebody_elses_key_is_another_one(tmp_path: Path, edith: User) -> None:
    run(tmp_path, draft(1, key="one"))
    _, good = run(tmp_path, draft(2, key="one"), by="edith")
    assert good
    assert Incident.objects.count() == 2


def test_what_is_wrong_is_named_by_line_and_pointer(tmp_path: Path) -> None:
    good = draft(1)
    bad = draft(2)
    bad["claims"][0]["claimant"] = "nobody at all"
    bad["claims"][0]["colour"] = "red"
    worse = draft(3)
    worse["claims"][0]["claimant"] = "nobody at all"
    worse["kind"] = "nonsense"
    said, taken = run(
        tmp_path, good, "{", '"text"', bad, worse, draft(4, key=""), draft(5, step={"verb": "delete"}), draft(6)
    )
    assert not taken
    assert Incident.objects.count() == 2, "each line is a transaction of its own"
    told = "\n".join(said)
    for words in (
        "2: This is no JSON: Expecting property name",
        "3: This must be an object.",
        "4: /claims/0/colour: There is no field “colour” here.",
        "5: /claims/0/claimant: No actor is called “nobody at all”",
        "5: /kind: ",
        "6: /key: A key is a text",
        "7: /step/verb: ",
    ):
        assert words in told
    assert said[0].startswith("1: CC-")
    assert said[-1].startswith("8: CC-")


def test_a_line_is_all_or_nothing(tmp_path: Path) -> None:
    """What can't be submitted is not started either: the file is mended, and run again."""
    said, good = run(tmp_path, draft(1, summary=""), step="submit")
    assert not good
    assert said[0].startswith("1: CC-")
    assert said[1:] == ["1: /summary: Give a summary of one paragraph."]
    assert not Incident.objects.exists()
    _, good = run(tmp_path, draft(1), step="submit")
    assert good
    assert Incident.objects.get().state == State.SUBMITTED


def test_what_is_there_is_replaced_and_taken_further(tmp_path: Path) -> None:
    run(tmp_path, draft(1))
    incident = Incident.objects.get()
    changed = {**draft(1), "ref": incident.ref, "revision": incident.revision, "title": "Fire near Nerkin Hand again"}
    (said,), good = run(tmp_path, {**changed, "step": {"verb": "submit"}})
    assert good
    assert said == f"1: {incident.ref} saved, submit: submitted"
    incident.refresh_from_db()
    assert (incident.title, incident.state) == ("Fire near Nerkin Hand again", State.SUBMITTED)
    assert incident.claims.count() == 1
    stale, good = run(tmp_path, {**changed, "title": "Yet another title of it"})
    assert not good
    assert "saved by somebody else" in stale[0]
    (said,), good = run(tmp_path, {"ref": incident.ref, "step": {"verb": "withdraw"}})
    assert good
    assert said == f"1: {incident.ref} withdraw: draft"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({}, "neither content nor a step"),
        ({"title": "Without its revision"}, "/revision: Send the revision"),
        ({"step": "submit"}, "/step: This must be an object."),
        ({"step": {"verb": "submit", "colour": "red"}}, "/step/colour: There is no such field here."),
        ({"step": {"verb": "submit", "revision": "1"}}, "/step/revision: This must be a number."),
    ],
)
def test_lines_about_what_is_there(line: dict[str, Any], words: str, tmp_path: Path) -> None:
    run(tmp_path, draft(1))
    ref = Incident.objects.get().ref
    before = row_counts()
    said, good = run(tmp_path, {"ref": ref, **line})
    assert not good
    assert words in said[0]
    assert row_counts() == before


def test_who_may_not_start_one(tmp_path: Path, rufat: User) -> None:
    (said,), good = run(tmp_path, draft(1), by="rufat")
    assert not good
    assert said == "1: Only analysts and editors start incidents."


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_drafts", str(tmp_path / "nowhere"), "--by", "anna")
    with pytest.raises(CommandError, match="There is no user nobody"):
        call_command("import_drafts", str(tmp_path / "nowhere"), "--by", "nobody")


def test_every_step_may_stand_in_a_line(tmp_path: Path) -> None:
    """The table decides, not the road: see test_roads. Here, that no step is unknown to it."""
    run(tmp_path, draft(1))
    ref = Incident.objects.get().ref
    said, _ = run(tmp_path, *({"ref": ref, "step": {"verb": verb.value}} for verb in Verb))
    assert len(said) >= len(Verb)
    assert not any("/step" in one for one in said)
    assert Transition.objects.filter(incident__ref=ref).exists()
