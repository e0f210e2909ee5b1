"""A caller of the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.incidents.public.api.counting import enter_world


@pytest.fixture
def get(client: Client, db: None) -> Callable[..., Any]:
    """Return a function that asks the API anonymously and gives the response; 200 unless another status is named."""

    def call(path: str = "", *, status: int = 200, **headers: str) -> Any:
        response = client.get(path if path.startswith("http") else f"/api/v1/{path}", headers=headers)
        assert response.status_code == status, response.content[:1000]
        return response

    return call


@pytest.fixture
def world(db: None) -> None:
    """A small record of everything that is told apart, with what must not be counted among it."""
    enter_world()
