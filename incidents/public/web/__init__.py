"""The record as HTML pages."""
