"""The documentation names every setting, command, role, state and step."""

import re
from pathlib import Path

import pytest

from accounts.roles import Role
from incidents.vocabulary import Finding, State, Verb

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = sorted(
    set(re.findall(r'(?:environ\.get\(|environ\[|required\()"([A-Z_]+)"', (ROOT / "config/settings.py").read_text()))
)
COMMANDS = sorted(
    path.stem
    for app in ("config", "accounts", "actors", "incidents")
    for path in (ROOT / app).rglob("management/commands/*.py")
    if path.stem != "__init__"
)


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs/settings.md").read_text()


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented(name: str) -> None:
    assert re.search(rf"^\| `{name}\b", (ROOT / "docs/commands.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize("term", [*Role, *State, *Verb])
def test_workflow_is_documented(term: Role | State | Verb) -> None:
    assert re.search(rf"\b{term}\b", (ROOT / "docs/workflow.md").read_text())


@pytest.mark.parametrize("finding", [*Finding])
def test_finding_is_documented(finding: Finding) -> None:
    assert f"**{finding.label}**" in (ROOT / "docs/positions.md").read_text()


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*-evidence.md")), ids=lambda page: page.stem)
def test_what_shows_that_it_works_is_there(page: Path) -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", page.read_text())
    missing = [f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / "tests" / file).read_text()]
    assert missing == []
    assert len(named) > 50


def test_there_is_something_to_document() -> None:
    assert len(list(ROOT.glob("docs/*-evidence.md"))) == 3
    assert len(SETTINGS) > 10
    assert {"serve", "database", "verify_record", "load_demo", "load_reference"} <= set(COMMANDS)
