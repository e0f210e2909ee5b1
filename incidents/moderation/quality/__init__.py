"""How good the record is kept: what is covered, what waits, what had to be corrected, which sources are gone."""
