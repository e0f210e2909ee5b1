"""Rows change places: in the data, before the draft is made of it."""

import re
from typing import Any

from django.utils.datastructures import MultiValueDict

_WISH = re.compile(r"([a-z]+-[0-9]{1,4}(?:-[a-z]+-[0-9]{1,4})?):(up|down)")
_ROW = "([0-9]{1,4})"


def moved(data: MultiValueDict[str, Any], wish: str) -> tuple[MultiValueDict[str, Any], str]:
    """Return data in which a row (`claims-1:up`) has changed places with its neighbour, and where it is now.

    A wish that can't be fulfilled changes nothing, and names no row.
    """
    match = _WISH.fullmatch(wish)
    if match is None:
        return data, ""
    path, _, own = match[1].rpartition("-")
    row = re.compile(f"{re.escape(path)}-{_ROW}(?:-|$)")
    numbers = sorted({int(found[1]) for key in data if (found := row.match(key))})
    if int(own) not in numbers:
        return data, ""
    place = numbers.index(int(own)) + (-1 if match[2] == "up" else 1)
    if not 0 <= place < len(numbers):
        return data, ""
    names = {match[1]: f"{path}-{numbers[place]}", f"{path}-{numbers[place]}": match[1]}
    changed: MultiValueDict[str, Any] = MultiValueDict()
    for key in data:
        found = row.match(key)
        prefix = f"{path}-{found[1]}" if found else ""
        changed.setlist(names.get(prefix, prefix) + key[len(prefix) :], data.getlist(key))
    return changed, names[match[1]]
