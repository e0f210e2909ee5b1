"""Calendar months, as the dashboards count them."""

from datetime import date, timedelta


def months_until(last: date, number: int) -> list[date]:
    """Return the first days of so many months, the last one that of `last`, oldest first."""
    found = [last.replace(day=1)]
    while len(found) < number:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def end_of(month: date) -> date:
    """Return the last day of a month, given its first."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
