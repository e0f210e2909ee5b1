"""The record as a REST API."""
