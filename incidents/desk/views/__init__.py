"""The desk's pages: each parses what was sent, runs one query or operation, and renders."""
