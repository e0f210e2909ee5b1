"""The record as files to take away: what a list finds, complete, in one table."""
