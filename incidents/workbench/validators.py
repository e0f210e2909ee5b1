"""Rules of the workbench that no constraint can state."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError) as error:
        raise ValidationError(
            f"{name!r} is not a time zone of the IANA database; write it as Asia/Yerevan or Asia/Baku."
        ) from error
