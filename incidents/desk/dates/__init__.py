"""Dates as people write them: pure, without Django and without a database."""

from incidents.desk.dates.reading import Unclear, When, precision_of, read
from incidents.desk.dates.words import words

__all__ = ["Unclear", "When", "precision_of", "read", "words"]
