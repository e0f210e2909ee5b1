"""OGC API – Features over the record: Part 1 (Core), Part 2 (CRS 84 only) and Part 3 (Filtering by CQL2)."""
