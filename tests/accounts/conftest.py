"""The named people."""

from tests.people import adam, anna, edith

__all__ = ["adam", "anna", "edith"]
