"""Writes of reference rows."""
