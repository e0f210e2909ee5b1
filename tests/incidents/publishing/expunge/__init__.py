"""Expunging."""
