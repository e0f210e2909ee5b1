"""A caller of the OGC API."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

Get = Callable[..., Any]


@pytest.fixture
def get(client: Client, db: None) -> Get:
    """Return a function that asks anonymously and gives the response; 200 unless another status is named."""

    def call(path: str = "", *, status: int = 200, headers: dict[str, str] | None = None, **params: Any) -> Any:
        address = path if path.startswith("http") else f"/ogc/{path}"
        query = urlencode({name.replace("_lang", "-lang"): value for name, value in params.items()})
        response = client.get(f"{address}?{query}" if query else address, headers=headers)
        assert response.status_code == status, response.content[:1000]
        return response

    return call


@pytest.fixture
def refs(get: Get) -> Callable[..., list[str]]:
    """Return a function that gives the ids of the features that parameters find."""

    def call(collection: str = "incidents", **params: Any) -> list[str]:
        return [one["id"] for one in get(f"collections/{collection}/items", **params).json()["features"]]

    return call


@pytest.fixture
def fault(get: Get) -> Callable[..., str]:
    """Return a function that gives the parameter at fault and what is wrong with it."""

    def call(path: str = "collections/incidents/items", **params: Any) -> str:
        problem = get(path, status=400, **params)
        assert problem["Content-Type"] == "application/problem+json"
        one = problem.json()["errors"][0]
        return f"{one['parameter']} {one['detail']}"

    return call
