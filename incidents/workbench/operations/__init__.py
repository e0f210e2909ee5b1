"""Writes to the workbench."""
