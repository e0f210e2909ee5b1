"""Copies of sources: where files are kept, what they are, and how a page is fetched. Knows no tables."""
