"""A whole number for each incident, as UCDP's `id` is one: stable, and never shared by two incidents.

What the number is made of, by ranges that do not overlap:

* below 10⁸: a GED event that was imported under the ref `GED-<id>` keeps its UCDP id;
* below 10⁹: `CC-2024-00017` is 202400017, the year and a number of five digits;
* below 10¹⁵: any other ref is 10⁹ and the ledger's number (`seq`) of its first edition;
* from 10¹⁵: a year's incident beyond the 99,999th, `CC-2024-123456`, is 2024 · 10¹² + 123456.

All are below 2⁵³, so that programs which read numbers as doubles have them exactly.
"""

import re
from collections.abc import Iterable

from django.db.models import Q

from incidents.record.models import Edition

_OWN = re.compile(r"CC-([1-9][0-9]{3})-([0-9]{5}|[1-9][0-9]{5,11})")
_GED = re.compile(r"GED-([1-9][0-9]{0,7})")
_ALL = rf"^({_OWN.pattern}|{_GED.pattern})$"
_UCDP, _SHORT, _LONG, _LARGEST = 10**8, 10**9, 10**15, 2**53
_FIVE, _TWELVE = 10**5, 10**12


def number_of(ref: str, first: int) -> int:
    """Return the number of an incident. `first` is the `seq` of its first edition."""
    if own := _OWN.fullmatch(ref):
        year, number = int(own[1]), int(own[2])
        if number < _FIVE:
            return year * _FIVE + number
        if year * _TWELVE + number < _LARGEST:
            return year * _TWELVE + number
    if ged := _GED.fullmatch(ref):
        return int(ged[1])
    return _SHORT + first


def numbered(numbers: Iterable[int]) -> Q:
    """Return the condition that an edition's incident has one of these numbers."""
    refs, firsts = [], []
    for number in numbers:
        if 0 < number < _UCDP:
            refs.append(f"GED-{number}")
        elif number < _SHORT:
            refs.append(f"CC-{number // _FIVE}-{number % _FIVE:05}")
        elif number < _LONG:
            firsts.append(number - _SHORT)
        else:
            refs.append(f"CC-{number // _TWELVE}-{number % _TWELVE}")
    condition = Q(ref__in=refs)
    if firsts:
        others = Edition.objects.filter(seq__in=firsts, number=1).exclude(ref__regex=_ALL)
        condition |= Q(ref__in=others.values("ref"))
    return condition
