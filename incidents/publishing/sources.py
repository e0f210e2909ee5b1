"""What the record is told of sources that are one: under which of them those are found that editions cite."""

from collections.abc import Mapping

from incidents.record.models import RecordSource, SourceMerge


def lead_sources(into: Mapping[str, str]) -> None:
    """Note for each of these sources, by public id, which one is told in its place; empty: none, from now on.

    Of a source that no edition ever cited, nothing is noted. Editions stay as they are. Two queries.
    """
    cited = RecordSource.objects.filter(source__in=into).order_by().values_list("source", flat=True).distinct()
    known = set(cited)
    SourceMerge.objects.bulk_create(
        SourceMerge(source=source, into=winner) for source, winner in into.items() if source in known
    )
