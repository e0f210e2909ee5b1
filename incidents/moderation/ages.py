"""How long something has waited: in words, and in bands."""

from datetime import timedelta

_DAY = timedelta(days=1)
AGES: dict[str, tuple[str, timedelta, timedelta | None]] = {
    "day": ("Less than a day", timedelta(), _DAY),
    "3days": ("1 to 3 days", _DAY, 3 * _DAY),
    "week": ("3 to 7 days", 3 * _DAY, 7 * _DAY),
    "month": ("7 to 30 days", 7 * _DAY, 30 * _DAY),
    "older": ("30 days or more", 30 * _DAY, None),
}
"""Band of age → its name, from which age on, and up to which."""


def in_words(age: timedelta) -> str:
    """Return a time in its largest unit: minutes, hours or days."""
    minutes = max(int(age.total_seconds() // 60), 0)
    for unit, size in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "just now"


def band_of_age(age: timedelta) -> str:
    """Return the band that an age is in."""
    return next(code for code, (_, _, most) in AGES.items() if most is None or age < most)
