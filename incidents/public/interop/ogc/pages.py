"""The same documents as plain pages, for whoever opens an address in a browser."""

from dataclasses import dataclass, field
from typing import Any

from incidents.public.interop.ogc.collections import Collection


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, and where it leads (empty: nowhere)."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading."""

    heading: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Page:
    """What the template shows."""

    title: str
    summary: str
    tables: list[Table] = field(default_factory=list)
    following: str = ""


def page(data: dict[str, Any], title: str, collection: Collection | None = None) -> Page:
    """Return the page of a document, by what is in it."""
    tables, following = [], ""
    if "collections" in data:
        tables.append(_collections(data["collections"]))
    if "conformsTo" in data:
        rows = [[Cell(one)] for one in data["conformsTo"]]
        tables.append(Table("Conformance classes", ("Address of the class",), rows))
    if data.get("type") == "FeatureCollection" and collection:
        tables.append(_features(data, collection))
        following = next((one["href"] for one in data["links"] if one["rel"] == "next"), "")
    if data.get("type") == "Feature":
        rows = [[Cell(name), _cell(value)] for name, value in data["properties"].items()]
        tables.append(Table("Properties", ("Property", "Value"), rows))
    if data.get("type") == "object":
        tables.append(_schema(data))
    if "paths" in data:
        tables.append(_paths(data))
    if data.get("links"):
        rows = [[Cell(one["rel"]), Cell(one.get("title") or one["href"], one["href"])] for one in data["links"]]
        tables.append(Table("Links", ("Relation", "Leads to"), rows))
    return Page(title, _summary(data), tables, following)


def _summary(data: dict[str, Any]) -> str:
    if "numberReturned" in data:
        matched = data.get("numberMatched")
        of = "how many there are in all was not counted" if matched is None else f"of {matched:,}"
        as_of = data["as_of"] or "the beginning: the record is empty"
        return f"{data['numberReturned']:,} features, {of}. As of {as_of}."
    return str(data.get("description") or data.get("info", {}).get("description") or "")


def _collections(given: list[dict[str, Any]]) -> Table:
    def to(one: dict[str, Any]) -> str:
        return str(next(each["href"] for each in one["links"] if each["rel"] == "self"))

    rows = [[Cell(one["title"], f"{to(one)}?f=html"), Cell(one["description"])] for one in given]
    return Table("Collections", ("Collection", "What it holds"), rows)


def _features(data: dict[str, Any], collection: Collection) -> Table:
    here = next(one["href"] for one in data["links"] if one["rel"] == "collection")
    rows = []
    for one in data["features"]:
        told = one["properties"]
        cells = [_cell(told.get(name)) for name in collection.shown]
        rows.append([Cell(one["id"], f"{here}/items/{one['id']}?f=html"), *cells])
    return Table("Features", ("id", *collection.shown), rows)


def _schema(data: dict[str, Any]) -> Table:
    told = data["properties"]
    if "geometry" in told and "properties" in told:
        told = told["properties"]["properties"]
    rows = [
        [Cell(name), Cell(str(one.get("format") or one.get("type", ""))), Cell(one.get("title", ""))]
        for name, one in told.items()
    ]
    return Table("Properties", ("Name", "Type", "Meaning"), rows)


def _paths(data: dict[str, Any]) -> Table:
    rows = [
        [Cell(path), Cell(operation["get"]["description"]), Cell(_names(operation["get"], data))]
        for path, operation in data["paths"].items()
    ]
    return Table("Addresses", ("Path", "What it answers", "Parameters"), rows)


def _names(operation: dict[str, Any], data: dict[str, Any]) -> str:
    named = data["components"]["parameters"]
    found = (named[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in operation["parameters"])
    return ", ".join(one["name"] for one in found)


def _cell(value: Any) -> Cell:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return Cell(text, text if text.startswith(("http://", "https://")) else "")
