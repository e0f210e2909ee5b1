"""The check of the database behind DATABASE_URL."""

import pytest

from config import checks


def test_a_locale_without_letters_is_an_error(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """With C, trigrams of Armenian are empty."""
    assert checks.check_locale(None, ["default"]) == []
    monkeypatch.setattr(checks, "LOCALE", "SELECT 'C'")
    assert [error.id for error in checks.check_locale(None, ["default"])] == ["config.E001"]
