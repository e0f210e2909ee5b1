"""Facts about countries: ISO 3166 numbers, Gleditsch–Ward numbers, and how UCDP and ACLED name and group them.

The position is a point inside the country, given for an incident whose own position is not public: a row of these
datasets must have one.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

ACLED_REGIONS: dict[int, str] = {
    1: "Western Africa",
    2: "Middle Africa",
    3: "Eastern Africa",
    4: "Southern Africa",
    5: "Northern Africa",
    7: "South Asia",
    9: "Southeast Asia",
    11: "Middle East",
    12: "Europe",
    13: "Caucasus and Central Asia",
    14: "Central America",
    15: "South America",
    16: "Caribbean",
    17: "East Asia",
    18: "North America",
    19: "Oceania",
    20: "Antarctica",
}


@dataclass(frozen=True, slots=True)
class Country:
    """A country. `gwno` is None where Gleditsch and Ward list no such state, `ucdp_government` where UCDP has none."""

    code: str
    iso: int
    name: str
    acled_region: int
    gwno: int | None
    ucdp_name: str
    ucdp_region: str
    ucdp_government: int | None
    latitude: float
    longitude: float


def _read(path: Path) -> dict[str, Country]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: Country(
                code=row["code"],
                iso=int(row["iso"]),
                name=row["name"],
                acled_region=int(row["acled_region"]),
                gwno=int(row["gwno"]) if row["gwno"] else None,
                ucdp_name=row["ucdp_name"],
                ucdp_region=row["ucdp_region"],
                ucdp_government=int(row["ucdp_government"]) if row["ucdp_government"] else None,
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            for row in csv.DictReader(lines)
        }


COUNTRIES = _read(Path(__file__).parent / "data" / "countries.csv")
"""By ISO 3166-1 alpha-3."""
