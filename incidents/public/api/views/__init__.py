"""Views of the API, by noun. Each parses, makes one query, and renders."""
