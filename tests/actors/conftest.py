"""The named people."""

from tests.people import adam, ani, anna, edgar, edith, rufat

__all__ = ["adam", "ani", "anna", "edgar", "edith", "rufat"]
