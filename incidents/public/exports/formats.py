"""The formats of a list, and which of them a caller asks for."""

from dataclasses import dataclass
from typing import ClassVar

from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request

from config.rest.pagination import one
from config.rest.parameters import BadParameter, Fault


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in `format`, its media type, and others under which it is asked for."""

    name: str
    media_type: str
    label: str
    holds: str
    also: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of the header."""
        return f"{self.media_type}; charset=utf-8" if self.media_type == "text/csv" else self.media_type

    @property
    def extension(self) -> str:
        """The end of a file's name."""
        return {"hxl": "hxl.csv"}.get(self.name, self.name)


JSON = Format("json", "application/json", "JSON", "Pages of documents.")
FORMATS = (
    JSON,
    Format(
        "ndjson",
        "application/x-ndjson",
        "NDJSON",
        "All documents, one a line.",
        ("application/ndjson", "application/jsonl", "application/jsonlines"),
    ),
    Format(
        "geojson",
        "application/geo+json",
        "GeoJSON",
        "All as one FeatureCollection (RFC 7946).",
        ("application/vnd.geo+json",),
    ),
    Format("csv", "text/csv", "CSV", "All as one table (RFC 4180)."),
    Format("hxl", "text/csv;profile=hxl", "CSV with HXL tags", "The table with a row of HXL hashtags."),
    Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel",
        "The table as a workbook, with a sheet that says what it is.",
    ),
    Format(
        "parquet",
        "application/vnd.apache.parquet",
        "Parquet",
        "The table with types; that of incidents is GeoParquet.",
        ("application/x-parquet",),
    ),
)
NAMES = tuple(one.name for one in FORMATS)
MEDIA_TYPES = tuple(one.media_type for one in FORMATS)
_OFFERED = tuple((MediaType(media_type), one) for one in FORMATS for media_type in (one.media_type, *one.also))


class CannotGive(NotAcceptable):
    """Nothing that the caller accepts can be given (406); says what can."""

    faults: ClassVar = (Fault("Accept", "names nothing that can be given here", MEDIA_TYPES),)

    def __init__(self) -> None:
        """Say so in words."""
        super().__init__(f"Nothing that is accepted can be given here; these can: {', '.join(MEDIA_TYPES)}.")


def asked_format(request: Request) -> Format:
    """Return the format that `format` names, else the one that `Accept` prefers.

    Raises BadParameter, CannotGive.
    """
    given = one(request.GET, "format")
    if given is not None:
        found = {format_.name: format_ for format_ in FORMATS}.get(given)
        if found is None:
            raise BadParameter(Fault("format", f"{given!r} is not one of them", NAMES))
        return found
    return _preferred(request.headers.get("Accept") or "*/*")


def _preferred(accept: str) -> Format:
    """Return what a header prefers (RFC 9110, 12.5.1): of what fits a format, the most specific range decides on it.

    Equally welcome formats go by how specifically they were named, then by their order here. Raises CannotGive.
    """
    ranges = [MediaType(token) for token in accept.split(",") if token.strip()]  # few, and readable: `Accepting`
    for range_ in ranges:
        range_.params.pop("charset", None)  # whatever is text is UTF-8
    best, found = (0.0, 0), None
    for offered, format_ in _OFFERED:
        fitting = [range_ for range_ in ranges if _fits(offered, range_)]
        if fitting:
            decides = max(fitting, key=lambda one: one.specificity)
            welcome = (decides.quality, decides.specificity)
            if decides.quality and welcome > best:
                best, found = welcome, format_
    if found is None:
        raise CannotGive
    return found


def _fits(offered: MediaType, range_: MediaType) -> bool:
    """Tell whether a media type is in a range; one with parameters is also what is asked for without."""
    same = offered.main_type == range_.main_type and offered.sub_type == range_.sub_type
    wide = range_.sub_type == "*" and range_.main_type in ("*", offered.main_type)
    return wide or (same and (not range_.range_params or range_.range_params == offered.range_params))
