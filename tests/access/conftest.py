"""The named people."""

from tests.people import adam, anna, edith, rufat

__all__ = ["adam", "anna", "edith", "rufat"]
