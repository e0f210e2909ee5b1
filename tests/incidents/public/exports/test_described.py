"""Every format and column is described, and linked from the pages of the lists with their filters."""

from pathlib import Path

import pytest
from django.test import Client

from incidents.public.exports.formats import FORMATS
from incidents.public.exports.tables import CLAIMS, INCIDENTS, Table
from tests.incidents.record.factories import claim, published

DOCS = (Path(__file__).resolve().parents[4] / "docs" / "exports.md").read_text()


@pytest.mark.parametrize("table", [INCIDENTS, CLAIMS], ids=lambda table: table.name)
def test_the_documentation_has_every_column(table: Table) -> None:
    rows = [f"| `{one.name}` | {one.kind} | `{one.hxl}` | {one.says} |" for one in table.columns]
    assert "\n".join(rows) in DOCS


def test_the_documentation_has_every_format() -> None:
    assert [one.name for one in FORMATS if f"| `{one.name}` | `{one.media_type}` | {one.holds} |" not in DOCS] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["incidents", "claims"])
def test_the_page_of_a_list_links_every_format(client: Client, path: str) -> None:
    published(claims=[claim("armenia")])
    for query, before in (("", ""), ("?date_from=2024-01-01", "date_from=2024-01-01&amp;")):
        page = client.get(f"/{path}/{query}").content.decode()
        links = [f'href="/api/v1/{path}/?{before}format={one.name}"' for one in FORMATS]
        assert [link for link in links if link not in page] == []
