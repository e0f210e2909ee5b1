"""The record's tables, by noun."""

from incidents.record.models.editions import Edition
from incidents.record.models.ledger import Expunction, Release, SourceMerge
from incidents.record.models.rows import (
    RecordAnswer,
    RecordAssertion,
    RecordCapture,
    RecordClaim,
    RecordFigure,
    RecordInvolvement,
    RecordLink,
    RecordSides,
    RecordSource,
)
from incidents.record.models.summaries import FacetCount, MapCell
from incidents.record.models.words import RecordWord

__all__ = [
    "Edition",
    "Expunction",
    "FacetCount",
    "MapCell",
    "RecordAnswer",
    "RecordAssertion",
    "RecordCapture",
    "RecordClaim",
    "RecordFigure",
    "RecordInvolvement",
    "RecordLink",
    "RecordSides",
    "RecordSource",
    "RecordWord",
    "Release",
    "SourceMerge",
]
