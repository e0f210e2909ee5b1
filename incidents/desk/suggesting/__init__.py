"""Reads a statement's text and proposes what an analyst would take from it: by rules and known names alone.

Nothing here knows the database, and nothing is entered by itself: a person accepts each suggestion, or doesn't.
"""
