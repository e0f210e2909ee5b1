"""Form fields that read query parameters strictly: what can't be used is refused, never dropped."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from incidents.record.search import queries
from incidents.record.search.folding import fold
from incidents.vocabulary import Controlled

LARGEST = 2**31 - 1
"""PostgreSQL's largest integer."""
MOST = 50
"""Values that one parameter may be given."""
EARTH_HALF_KM = 20_038
"""Half of the equator: no two points are farther apart."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)([Zz]|[+\- ][0-9]{2}:[0-9]{2})"
)
_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,12})?")
_COUNT = re.compile(r"[0-9]{1,10}")


class Given(forms.TextInput):
    """Every value given for a parameter, as a list; shown again joined by commas."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str] | None:
        """Return the values of a parameter, None where it was not given."""
        if name not in data:
            return None
        return data.getlist(name) if isinstance(data, MultiValueDict) else [str(data[name])]

    def format_value(self, value: Any) -> str | None:
        """Join what was given."""
        return ",".join(map(str, value)) if isinstance(value, list | tuple) else super().format_value(value)


class Parameter(forms.Field):
    """One query parameter. `several`: repeated, or separated by commas, and any of the values will do."""

    widget = Given
    several: ClassVar[bool] = False
    schema: dict[str, Any] = {"type": "string"}
    """JSON Schema of one value."""
    allowed: tuple[str, ...] = ()

    def __init__(self, *, help_text: str = "", **options: Any) -> None:
        """Make an optional field; `help_text` is its documentation in the API as well."""
        super().__init__(required=False, help_text=help_text, **options)

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        """Return the field itself: it keeps nothing of what it reads, and every form may share it."""
        return self

    def to_python(self, value: list[str] | None) -> Any:
        """Return the value, a tuple where several may be given, None where none was."""
        if value is None:
            return () if self.several else None
        if not self.several and len(value) > 1:
            raise ValidationError("is given more than once")
        parts = [part.strip() for text in value for part in (text.split(",") if self.several else [text])]
        if len(parts) > MOST:
            raise ValidationError(f"has more than {MOST} values")
        if any("\0" in part for part in parts):
            raise ValidationError("contains a NUL")
        if not all(parts):
            raise ValidationError("is empty: leave it out, or give a value")
        parsed = tuple(dict.fromkeys(self.parse(part) for part in parts))
        return parsed if self.several else parsed[0]

    def parse(self, text: str) -> Any:
        """Return the value of one text. Raises ValidationError."""
        return text


class OneOf(Parameter):
    """One of a few words, in lower case."""

    def __init__(self, words: Iterable[str], *, help_text: str = "") -> None:
        """Take the words in the order in which they are explained."""
        super().__init__(help_text=help_text)
        self.allowed = tuple(words)
        self.schema = {"type": "string", "enum": list(self.allowed)}

    def parse(self, text: str) -> str:
        """Return the word."""
        if text not in self.allowed:
            raise ValidationError(f"{text!r} is not one of them")
        return text


class SomeOf(OneOf):
    """Some of a few words."""

    several = True


class Terms(SomeOf):
    """Terms of a controlled vocabulary, by their codes."""

    def __init__(self, vocabulary: type[Controlled], *, help_text: str = "") -> None:
        """Take the vocabulary."""
        super().__init__(vocabulary.codes(), help_text=help_text or (vocabulary.__doc__ or ""))
        self.vocabulary = vocabulary


class Codes(Parameter):
    """Public ids of rows that may or may not exist: one that names nothing finds nothing."""

    several = True

    def __init__(self, pattern: str, example: str, *, help_text: str = "") -> None:
        """Take the form that a code has."""
        super().__init__(help_text=help_text)
        self.pattern = re.compile(pattern)
        self.example = example
        self.schema = {"type": "string", "pattern": f"^{pattern}$", "examples": [example]}

    def parse(self, text: str) -> str:
        """Return the code."""
        if not self.pattern.fullmatch(text):
            raise ValidationError(f"{text!r} has not the form of, for example, {self.example}")
        return text


class Hash(Parameter):
    """A SHA-256, as 64 hexadecimal digits."""

    schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}

    def parse(self, text: str) -> str:
        """Return the digits."""
        if not re.fullmatch("[0-9a-f]{64}", text):
            raise ValidationError("is not 64 hexadecimal digits in lower case")
        return text


class Version(Parameter):
    """The version of a release; whether there is one by that name is not known here."""

    schema = {"type": "string", "pattern": "^[0-9]{2}\\.[0-9]+(-r[0-9]+)?$", "maxLength": 20}

    def parse(self, text: str) -> str:
        """Return the version."""
        if len(text) > self.schema["maxLength"] or not re.fullmatch(r"[0-9]{2}\.[0-9]+(-r[0-9]+)?", text):
            raise ValidationError(f"{text!r} has not the form of, for example, 26.1 or 26.1-r1")
        return text


class Code(Codes):
    """The public id of one row."""

    several = False


class Day(Parameter):
    """A calendar date."""

    schema = {"type": "string", "format": "date"}

    def parse(self, text: str) -> date:
        """Return the date."""
        return _day(text)


class Moment(Parameter):
    """A date (its first or its last moment in UTC), or a time with its offset (RFC 3339)."""

    schema = {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}

    def __init__(self, *, end: bool, help_text: str = "") -> None:
        """Read a date as its end, or as its beginning."""
        super().__init__(help_text=help_text)
        self.time = time.max if end else time.min

    def parse(self, text: str) -> datetime:
        """Return the moment in UTC. A space for the `+` that a URL decoder took is put right."""
        if found := _MOMENT.fullmatch(text):
            day, clock, offset = found.groups()
            offset = "+00:00" if offset in "Zz" else offset.replace(" ", "+")
            try:
                return datetime.fromisoformat(f"{day}T{clock}{offset}").astimezone(UTC)
            except (ValueError, OverflowError) as error:  # no such time, or none in the years 1–9999 in UTC
                raise ValidationError(f"{text!r} is not a time") from error
        if not _DAY.fullmatch(text):
            raise ValidationError(f"{text!r} is neither a date, 2024-02-13, nor a time, 2024-02-13T05:30:00Z")
        return datetime.combine(_day(text), self.time, tzinfo=UTC)


class Number(Parameter):
    """A whole number within bounds."""

    def __init__(self, lowest: int, highest: int = LARGEST, *, help_text: str = "") -> None:
        """Take the bounds, which are allowed themselves."""
        super().__init__(help_text=help_text)
        self.lowest, self.highest = lowest, highest
        self.schema = {"type": "integer", "minimum": lowest, "maximum": highest}

    def parse(self, text: str) -> int:
        """Return the number."""
        if not _COUNT.fullmatch(text) or not self.lowest <= int(text) <= self.highest:
            raise ValidationError(f"{text!r} is not a whole number from {self.lowest} to {self.highest}")
        return int(text)


class Flag(OneOf):
    """Yes or no."""

    def __init__(self, *, help_text: str = "") -> None:
        """Accept `true` and `false`."""
        super().__init__(("true", "false"), help_text=help_text)
        self.schema = {"type": "boolean"}

    def parse(self, text: str) -> bool:  # type: ignore[override]  # the word, read
        """Return what the word means."""
        return super().parse(text) == "true"


def _check_length(text: str) -> None:
    """Refuse a text that is longer than any search. Raises ValidationError."""
    if len(text) > queries.LONGEST:
        raise ValidationError(f"is longer than {queries.LONGEST} characters")


class Text(Parameter):
    """A name or a part of one, as it is written: signs mean nothing in it, and it is compared folded."""

    schema = {"type": "string", "minLength": 1, "maxLength": queries.LONGEST}

    def parse(self, text: str) -> str:
        """Return the text, of which something is left to compare."""
        _check_length(text)
        if not fold(text):
            raise ValidationError("has no letter or digit to look for")
        return text


class Words(Parameter):
    """A search as one types it: words, "phrases", beginnings*, or, -not."""

    schema = Text.schema

    def parse(self, text: str) -> str:
        """Return the text, which can be searched for."""
        _check_length(text)
        try:
            queries.parse(text)
        except queries.Unsearchable as error:
            raise ValidationError(str(error)) from error
        return text


class Box(Parameter):
    """west,south,east,north in degrees; a box whose west is greater than its east crosses the antimeridian."""

    schema = {"type": "string", "pattern": r"^-?[0-9.]+(,-?[0-9.]+){3}$", "examples": ["46.4,39.2,46.8,39.6"]}

    def parse(self, text: str) -> tuple[float, float, float, float]:
        """Return the four sides."""
        west, south, east, north = _numbers(text, 4, "west,south,east,north")
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004
            raise ValidationError("is not west,south,east,north in degrees, with south no greater than north")
        return west, south, east, north


class Near(Parameter):
    """lat,lon,km."""

    schema = {"type": "string", "pattern": r"^-?[0-9.]+,-?[0-9.]+,[0-9.]+$", "examples": ["39.24,46.5,25"]}

    def parse(self, text: str) -> tuple[float, float, float]:
        """Return latitude, longitude and distance."""
        latitude, longitude, km = _numbers(text, 3, "lat,lon,km")
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 0 < km <= EARTH_HALF_KM):  # noqa: PLR2004
            raise ValidationError("is not lat,lon,km: degrees, and a distance greater than 0")
        return latitude, longitude, km


def _day(text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValidationError(f"{text!r} is not a date like 2024-02-13")


def _numbers(text: str, count: int, form: str) -> list[float]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != count or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValidationError(f"is not {form}: {count} numbers with commas between them")
    return [float(part) for part in parts]
