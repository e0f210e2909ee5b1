"""How the tests of the analysis ask."""

from django.http import QueryDict

from incidents.record.filters import IncidentFilter


def asked(query: str = "") -> IncidentFilter:
    """Return the filter of a query string."""
    return IncidentFilter.read(QueryDict(query))
