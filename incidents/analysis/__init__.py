"""Questions over the record: series, streaks, first since."""
